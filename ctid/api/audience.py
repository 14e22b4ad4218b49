"""Who may see an event. The one rule, for the WebSocket, for Server-Sent Events and for REST.

A supervisor and an integrator's program see everything. An agent sees what names them; everything about an
interaction from the first event of it that names them on (they are offered it), whoever has it next; and what
concerns the whole plant, such as the messages that anybody may take, and which campaigns dial.
"""

from collections.abc import Mapping

from ctid.model.events import EventKind, Published
from ctid.model.ids import AgentId

FOR_EVERYONE = frozenset(
    {
        *(EventKind.SWITCH_UP, EventKind.SWITCH_LOST),
        *(EventKind.MESSAGE_LEFT, EventKind.MESSAGE_ASSIGNED),
        *(EventKind.MESSAGE_CLOSED, EventKind.MESSAGE_REOPENED),
        *(EventKind.CAMPAIGN_STARTED, EventKind.CAMPAIGN_PAUSED),
        *(EventKind.CAMPAIGN_STOPPED, EventKind.CAMPAIGN_HELD),
    }
)

# The agents of an interaction, each with the number of the first event of it that names them.
Parts = Mapping[AgentId, int]
Reader = AgentId | None  # None sees everything


def concerned(published: Published, parts: Parts) -> frozenset[AgentId] | None:
    """Return the agents that an event concerns; None is everyone."""
    event = published.event
    if event.kind in FOR_EVERYONE:
        return None
    own = frozenset() if event.agent is None else frozenset({event.agent})
    return own | {agent for agent, first in parts.items() if first <= published.seq}


def sees(reader: Reader, agents: frozenset[AgentId] | None) -> bool:
    """Say whether `reader` may see an event that concerns `agents`."""
    return reader is None or agents is None or reader in agents
