"""The site: what `config/centre.yaml` says, once it has been checked. Read-only at run time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from ctid.model.campaigns import Campaign
from ctid.model.hours import Calendar
from ctid.model.ids import AgentId, FlowName, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.model.overflow import Overflow
from ctid.model.recordings import RecordRule
from ctid.model.routing_policy import (
    VOICE,
    Announcements,
    CallbackInQueue,
    Extension,
    Preferred,
    RelaxationStep,
    Rona,
    RoutingPolicy,
)
from ctid.routing.skills import All, AtLeast


@dataclass(frozen=True, slots=True)
class Agent:
    """A person who answers. `phone` is the name of the SIP endpoint that rings.

    `capacity` is how much of each channel they may have in hand at once, `total` of all together (None: any).
    """

    id: AgentId
    name: str
    phone: str
    skills: Mapping[SkillName, int]
    language: Language = Language.EN
    capacity: Mapping[str, int] = field(default_factory=lambda: {VOICE: 1})
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """A line of callers who need the same skills.

    Whom they may reach is said by `requires` (skill → least level, 1–5) or step by step; `relaxation` is
    either as steps. `scored` are the skills whose levels make a good match (none named: those of the first
    step), `preferred` says for how long whose agent is waited for, in the order in which they are sought.
    Nobody enters who finds `max_length` waiting, nobody stays longer than `max_wait` (None: no limit).
    Whose agent has left goes into the flow `after`.
    """

    name: QueueName
    title: Text
    requires: Mapping[SkillName, int]
    ring: timedelta
    wrap_up: timedelta
    calendar: str | None = None
    record: RecordRule = RecordRule.NO
    steps: tuple[RelaxationStep, ...] = ()
    scored: tuple[SkillName, ...] = ()
    priority: int = 0
    preferred: Mapping[Preferred, timedelta] = field(default_factory=dict)
    overflow: tuple[Overflow, ...] = ()
    max_wait: timedelta | None = None
    max_length: int | None = None
    extension: Extension | None = None  # of wrap-up
    rona: Rona = field(default_factory=Rona)
    announce: Announcements | None = None
    callback: CallbackInQueue | None = None
    after: FlowName | None = None

    @property
    def relaxation(self) -> tuple[RelaxationStep, ...]:
        """The steps as written, or the one that `requires` means."""
        required = All(tuple(AtLeast(skill, level) for skill, level in self.requires.items()))
        return self.steps or (RelaxationStep(timedelta(), required),)


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
class Trunk:
    """What campaigns together leave of the trunk: lines taken by anybody, calls started by all of them.

    None is no limit.
    """

    lines: int | None = None
    calls_per_second: float | None = None


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
    routing: RoutingPolicy = field(default_factory=RoutingPolicy)
    campaigns: Mapping[str, Campaign] = field(default_factory=dict)
    trunk: Trunk = Trunk()

    def agent_at(self, phone: str) -> Agent | None:
        """Return the agent whose phone it is; no two have the same."""
        return next((agent for agent in self.agents.values() if agent.phone == phone), None)
