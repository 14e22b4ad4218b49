"""The recent events of each open interaction, which a pop shows, and the agents of it (see `audience`).

The trails are memory, bounded twice: the longest-untouched one goes when there are too many, and one keeps
only its latest events. Of an interaction that is logged only its agents are kept, apart from those that go
on. The store has all of it.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from ctid.api.audience import Parts, concerned
from ctid.api.encode import Json
from ctid.model.events import EventKind, Published
from ctid.model.ids import AgentId, InteractionId

KEPT_EVENTS = 200
KEPT_TRAILS = 5000


@dataclass(slots=True)
class _Trail:
    events: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))
    parts: dict[AgentId, int] = field(default_factory=dict)


_Trails = OrderedDict[InteractionId, _Trail]


class Trails:
    """What happened to each open interaction, and the agents it was offered to."""

    def __init__(self) -> None:
        self._open: _Trails = OrderedDict()
        self._logged: _Trails = OrderedDict()

    def follow(self, published: Published, encoded: Json) -> frozenset[AgentId] | None:
        """Note an event; return the agents it concerns (None: everyone)."""
        event = published.event
        if event.interaction is None:
            return concerned(published, {})
        if event.kind is EventKind.INTERACTION_LOGGED or event.interaction in self._logged:
            trail = self._close(event.interaction)
        else:
            trail = _touch(self._open, event.interaction, _Trail())
            trail.events.append(encoded)
        if event.agent is not None:
            trail.parts.setdefault(event.agent, published.seq)
        return concerned(published, trail.parts)

    def recall(self, interaction: InteractionId, story: Iterable[Json], parts: Parts) -> None:
        """Take in what happened to an interaction before this run."""
        trail = _touch(self._open, interaction, _Trail())
        trail.events.extend(story)
        trail.parts.update(parts)

    def close(self, interaction: InteractionId, parts: Parts) -> None:
        """Take in the agents of an interaction that is over."""
        self._close(interaction).parts.update(parts)

    def is_part(self, agent: AgentId, interaction: InteractionId) -> bool:
        """Say whether an event of an open interaction has named the agent."""
        trail = self._open.get(interaction)
        return trail is not None and agent in trail.parts

    def timeline(self, interaction: InteractionId) -> list[Json]:
        """Return the interaction's recent events, oldest first."""
        trail = self._open.get(interaction)
        return list(trail.events) if trail else []

    def _close(self, interaction: InteractionId) -> _Trail:
        known = self._open.pop(interaction, None) or _Trail()
        known.events.clear()
        return _touch(self._logged, interaction, known)


def _touch(trails: _Trails, interaction: InteractionId, new: _Trail) -> _Trail:
    trail = trails.setdefault(interaction, new)
    trails.move_to_end(interaction)
    if len(trails) > KEPT_TRAILS:
        trails.popitem(last=False)
    return trail
