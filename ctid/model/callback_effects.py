"""What we ask of the switch for callers who are to be called back (ctid/centre/calling_back.py)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ctid.model.ids import LegId, QueueName, SkillName
from ctid.model.languages import Language


@dataclass(frozen=True, slots=True)
class AskNumber:
    """Ask a waiting caller at which number to call back: their `own`, if that may be, or one they key in.

    They wait on meanwhile; answered by `NumberGiven`, or by nothing.
    """

    leg: LegId
    own: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """Tell a waiting caller that they will be called back, and hang up; or that they cannot be, and go on."""

    leg: LegId
    kept: bool


@dataclass(frozen=True, slots=True)
class CallBack:
    """Call `number` (E.164) as `leg`; who answers has the place, and is joined to `agent_leg` if any."""

    leg: LegId
    number: str
    show_number: str
    timeout: timedelta
    language: Language
    queue: QueueName
    requires: Mapping[SkillName, int]
    priority: int
    entered_at: datetime
    agent_leg: LegId | None = None
