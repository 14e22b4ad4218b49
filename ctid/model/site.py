"""The site: what `config/centre.yaml` says, once it has been checked. Read-only at run time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

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
class NightLock:
    """While `calendar` is closed, numbers of these cost classes are not called (none named: of all)."""

    calendar: str
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Caps:
    """What one agent may call in a day of `zone`: so many calls, so long in all. None is no limit."""

    calls: int | None = None
    talk: timedelta | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


ALLOWED = "allowed"  # the cost class of what stands in `allow`, where a site names no classes


@dataclass(frozen=True, slots=True)
class Outbound:
    """Which numbers agents may call, when and how often; what the called party sees; time for notes after it.

    `destinations` maps E.164 prefixes to cost classes: the longest prefix counts, what has none is refused.
    `numbers` are those that may be shown instead of `show_number`, by name; `number_of` an agent's own one.
    """

    allow: tuple[str, ...] = ()
    show_number: str = ""
    ring: timedelta = timedelta(seconds=30)  # of the agent's own phone
    wrap_up: timedelta = timedelta(seconds=30)
    record: RecordRule = RecordRule.NO
    destinations: Mapping[str, str] = field(default_factory=dict)
    night: NightLock | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)
    number_of: Mapping[AgentId, str] = field(default_factory=dict)
    caps: Caps = field(default_factory=Caps)

    def cost_class(self, number: str) -> str | None:
        """Name the cost class of an E.164 number; None where it may not be called."""
        classes = dict.fromkeys(self.allow, ALLOWED) | dict(self.destinations)
        prefixes = [prefix for prefix in classes if number.startswith(prefix)]
        return classes[max(prefixes, key=len)] if prefixes else None


@dataclass(frozen=True, slots=True)
class Emergency:
    """The numbers that always pass, as people key them, and the site's number that is shown with them."""

    numbers: tuple[str, ...] = ()
    show_number: str = ""


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
    emergency: Emergency = Emergency()

    def agent_at(self, phone: str) -> Agent | None:
        """Return the agent whose phone it is; no two have the same."""
        return next((agent for agent in self.agents.values() if agent.phone == phone), None)
