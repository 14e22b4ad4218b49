"""What supervisors decide about queues, numbers, agents' skills and the site as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ctid.model.calling_rules import Law
from ctid.model.ids import AgentId, FlowName, InteractionId, QueueName, SkillName
from ctid.model.switches import LeadsTo


@dataclass(frozen=True, slots=True)
class CloseQueue:
    """A supervisor (`who`) closes a queue now (None: all); who waits is served or told."""

    id: str
    who: str
    queue: QueueName | None
    says: str = "closed"
    leads_to: LeadsTo = LeadsTo.END
    until: datetime | None = None  # reopens by itself
    waiting: Literal["serve", "tell"] = "serve"


@dataclass(frozen=True, slots=True)
class OpenQueue:
    """A supervisor opens a queue again (None: all)."""

    id: str
    who: str
    queue: QueueName | None


@dataclass(frozen=True, slots=True)
class BlockNumber:
    """A supervisor has a number let in no more; `number` as people write it."""

    id: str
    who: str
    number: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnblockNumber:
    """A supervisor has a number let in again."""

    id: str
    who: str
    number: str


@dataclass(frozen=True, slots=True)
class ApplySite:
    """Somebody has the centre run on another configuration: the text of `centre.yaml`, the flows there are.

    `texts` are those of the flows, by name: they are only kept, to be compared with and put back. `laws`
    are those of calling (None: as they were).
    Skills that were changed live go on being so, unless `discard_live` gives them up.
    """

    id: str
    who: str
    centre: str
    flows: tuple[str, ...]
    discard_live: bool = False
    texts: Mapping[FlowName, str] = field(default_factory=dict)
    laws: tuple[Law, ...] | None = None


@dataclass(frozen=True, slots=True)
class SetSkills:
    """A supervisor gives an agent these skills (skill → level) now, whatever the file says."""

    id: str
    who: str
    agent: AgentId
    skills: Mapping[SkillName, int]


@dataclass(frozen=True, slots=True)
class ForbidCallbacks:
    """A supervisor has a number called back no more; `number` as people write it."""

    id: str
    who: str
    number: str
    why: str


@dataclass(frozen=True, slots=True)
class AllowCallbacks:
    """A supervisor lets a number be called back again."""

    id: str
    who: str
    number: str


@dataclass(frozen=True, slots=True)
class CancelCallback:
    """A supervisor (`who`) has somebody not called back after all."""

    id: str
    who: str
    interaction: InteractionId
