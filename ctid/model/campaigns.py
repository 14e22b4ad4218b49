"""A campaign as `config/centre.yaml` says it: whom to call, who talks to them, by which rules.

What there is to set is what only the site can know. How fast to dial is not among it: the share of abandoned
calls is the law's, and the rest is learnt.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from ctid.model.attempts import AttemptOutcome, Mode
from ctid.model.ids import FlowName, QueueName
from ctid.model.mistakes import Text


class CampaignState(StrEnum):
    """What a campaign is doing: the last word of a supervisor, or of the centre itself (`HELD`)."""

    STOPPED = "stopped"
    RUNNING = "running"
    PAUSED = "paused"  # dials nothing new; a supervisor's word ends it
    HELD = "held"  # dials nothing new until what holds it is over (the store is away, what is seen is stale)


@dataclass(frozen=True, slots=True)
class Recycling:
    """What becomes of a lead after an outcome: called again after `after`, at most `times` times; or never.

    `next_number` goes to the lead's next number, where there is one.
    """

    after: timedelta | None = None
    times: int = 0
    next_number: bool = False


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign. Agents are those who answer `queue`; `flow` is what an agentless one plays and asks.

    `profile` names the rules of the law (ctid/dialer/compliance). `lists` maps each list to its share of the
    dials. `shows` are the caller IDs (E.164) to choose from, by the beginning of the number called ("" fits
    all). `ratio` is the lines per free agent of a power campaign. `quota` ends it after so many of a
    disposition. `message` is the prompt played where no agent came in time, `hours` a calendar that narrows
    the law's hours. `refusals` are the dispositions that mean that somebody does not want to be called,
    `never_again` those by which they ask never to be called again, for anything.
    `only` filters leads by their facts. `detects_machines` asks for a measured rate of persons taken for
    machines (0–1).
    """

    name: str
    title: Text
    mode: Mode
    profile: str
    lists: Mapping[str, int]
    shows: Mapping[str, str]
    seller: str
    queue: QueueName | None = None
    flow: FlowName | None = None
    message: str = "campaign-message"
    ratio: float = 1.5
    ring: timedelta = timedelta(seconds=22)
    hours: str | None = None
    max_attempts: int = 6
    recycle: Mapping[AttemptOutcome, Recycling] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quota: Mapping[str, int] = field(default_factory=dict)
    dispositions: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    never_again: tuple[str, ...] = ()
    script: Text | None = None
    lines: int | None = None
    calls_per_second: float = 1.0
    detects_machines: bool = False
    false_positives: float | None = None
