"""The site: what `config/centre.yaml` says, once it has been checked. Read-only at run time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from ctid.model.hours import Calendar
from ctid.model.ids import AgentId, FlowName, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.model.recordings import RecordRule


@dataclass(frozen=True, slots=True)
class Agent:
    """A person who answers. `phone` is the name of the SIP endpoint that rings."""

    id: AgentId
    name: str
    phone: str
    skills: Mapping[SkillName, int]
    language: Language = Language.EN


@dataclass(frozen=True, slots=True)
class Queue:
    """A line of callers who need the same skills (skill → least level, 1–5)."""

    name: QueueName
    title: Text
    requires: Mapping[SkillName, int]
    ring: timedelta
    wrap_up: timedelta
    calendar: str | None = None
    record: RecordRule = RecordRule.NO


@dataclass(frozen=True, slots=True)
class Disposition:
    """A result that an agent may give to an interaction."""

    code: str
    title: Text


@dataclass(frozen=True, slots=True)
class NotReadyReason:
    """A reason why an agent takes no calls. `rona` and `phone` are given by the centre itself."""

    code: str
    title: Text


@dataclass(frozen=True, slots=True)
class Outbound:
    """Which numbers agents may call: E.164 prefixes; what the called party sees; time for notes after it."""

    allow: tuple[str, ...] = ()
    show_number: str = ""
    ring: timedelta = timedelta(seconds=30)  # of the agent's own phone
    wrap_up: timedelta = timedelta(seconds=30)
    record: RecordRule = RecordRule.NO

    def allows(self, number: str) -> bool:
        """Say whether an E.164 number begins with an allowed prefix."""
        return number.startswith(self.allow) if self.allow else False


@dataclass(frozen=True, slots=True)
class Site:
    """The whole centre as configured. Every name used in it is defined in it."""

    name: Text
    region: str  # ISO 3166 alpha-2: how a number without a country is read
    agents: Mapping[AgentId, Agent]
    queues: Mapping[QueueName, Queue]
    skills: tuple[SkillName, ...]
    numbers: Mapping[str, FlowName]  # DNIS as the trunk sends it → flow
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    dispositions: Mapping[str, Disposition] = field(default_factory=dict)
    not_ready_reasons: Mapping[str, NotReadyReason] = field(default_factory=dict)
    outbound: Outbound = Outbound()
