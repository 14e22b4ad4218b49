"""What a whole look at the switch shows, and its connection's coming and going."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ctid.model.ids import AgentId, LegId, NodeId, QueueName, SkillName
from ctid.model.languages import Language


@dataclass(frozen=True, slots=True)
class SwitchLost:
    """The connection to a switch broke; its calls go on without us."""

    node: NodeId
    detail: str


@dataclass(frozen=True, slots=True)
class StoodStill:
    """We ourselves stood still for a `span`: what happened meanwhile is about to be heard."""

    span: timedelta


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """A caller's place in the line, as the caller's own leg remembers it (it outlives every restart)."""

    queue: QueueName
    requires: Mapping[SkillName, int]  # what the flow asked for beyond the queue's own requirement
    priority: int
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class SeenLeg:
    """A leg that lives on the switch now: a caller of ours, an agent's leg, or (neither) a stranger.

    `peers` are the other legs in its bridge; `holding` says that it waits in the holding bridge, where
    nobody hears anybody. An agent's leg names its `agent` and the caller it was meant for (`toward`).
    """

    leg: LegId
    caller: bool = False
    answered: bool = False
    ringing: bool = False
    holding: bool = False
    peers: tuple[LegId, ...] = ()
    ani: str = ""
    ani_name: str = ""
    dnis: str = ""
    started_at: datetime | None = None
    flow: str = ""
    language: Language = Language.EN
    verb: str = ""  # what the caller's session ended with; "wait" = in the line
    place: KeptPlace | None = None
    agent: AgentId | None = None
    toward: LegId | None = None
    announced: bool = False  # a caller who has been told that the talk is recorded
    recorded: bool = False  # an agent's leg on which a recording runs
    paused: bool = False  # and is told to hear nothing
    phone: str = ""  # of a leg that ctid did not originate: whose phone it is
    diverted: bool = False  # a caller whom the switch serves by itself, in its native queue


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a caller's leg came in. `last_at` is the last that was heard of it."""

    at: datetime
    ani: str
    dnis: str
    last_at: datetime


@dataclass(frozen=True, slots=True)
class LegHistory:
    """What a leg went through while nobody listened, as the switch's own record tells it.

    `joined_at` and `parted_at` are the first and last time it was in a bridge with somebody; `peer` is the
    phone of the last one it met there. `answered_at` is None before the answer, `ended_at` while it lives.
    A caller of ours has an `arrival`; `verb` is what the dialplan was doing for it at the end.
    """

    leg: LegId
    ended_at: datetime | None = None
    cause: int = 0
    joined_at: datetime | None = None
    parted_at: datetime | None = None
    arrival: Arrival | None = None
    verb: str = ""
    peer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CameAndWent:
    """A caller's leg has ended; it is told of each, and of use where nothing else was heard of the caller.

    Who hangs up before the switch has asked what to do is known by this alone.
    """

    history: LegHistory


@dataclass(frozen=True, slots=True)
class SwitchSeen:
    """A whole look at a switch: on every connect and from time to time. It heals whatever differs."""

    node: NodeId
    legs: tuple[SeenLeg, ...]
    phones: Mapping[str, bool]  # endpoint → reachable
    histories: tuple[LegHistory, ...] = ()
    restarted: bool = False
