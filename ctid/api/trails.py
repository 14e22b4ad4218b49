"""The recent events of each open interaction: what a pop shows, and whom an event concerns.

An agent learns of an interaction by being offered it and hears of it until its record is committed,
whoever it is offered to next. The trails are memory, bounded twice: the longest-untouched one goes
when there are too many, and one keeps only its latest events. The store has them all.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass, field

from ctid.api.encode import Json
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId, InteractionId

KEPT_EVENTS = 200
KEPT_TRAILS = 5000


@dataclass(slots=True)
class _Trail:
    events: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))
    agents: set[AgentId] = field(default_factory=set)


class Trails:
    """What happened to each open interaction, and the agents it was offered to."""

    def __init__(self) -> None:
        self._trails: OrderedDict[InteractionId, _Trail] = OrderedDict()

    def follow(self, event: Event, encoded: Json) -> frozenset[AgentId]:
        """Note an event; return the agents it concerns."""
        own = frozenset() if event.agent is None else frozenset({event.agent})
        if event.interaction is None:
            return own
        trail = self._trail(event.interaction)
        trail.events.append(encoded)
        trail.agents |= own
        if event.kind is EventKind.INTERACTION_LOGGED:
            del self._trails[event.interaction]
        return frozenset(trail.agents)

    def join(self, interaction: InteractionId, agent: AgentId) -> None:
        """Note that `agent` is shown the interaction."""
        self._trail(interaction).agents.add(agent)

    def timeline(self, interaction: InteractionId) -> list[Json]:
        """Return the interaction's recent events, oldest first."""
        trail = self._trails.get(interaction)
        return list(trail.events) if trail else []

    def _trail(self, interaction: InteractionId) -> _Trail:
        trail = self._trails.setdefault(interaction, _Trail())
        self._trails.move_to_end(interaction)
        if len(self._trails) > KEPT_TRAILS:
            self._trails.popitem(last=False)
        return trail
