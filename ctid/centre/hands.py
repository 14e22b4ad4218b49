"""What agents have in hand, by channel, and whether one more may be beside it.

An agent's state is that of their phone. Chats, e-mails and the like are in hand beside it: an agent may be
ready with two chats open, and talk with three. So a call in hand is read from the state, and all else from
the items that are with the agent.
"""

from collections import Counter

from ctid.acd.workflows import desk_of, rules_of
from ctid.centre.world import World
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.ids import AgentId
from ctid.model.routing_policy import VOICE
from ctid.routing.desks import both_ways, has_room

ON_A_CALL = (AgentState.RESERVED, AgentState.TALKING, AgentState.WRAP_UP)


def in_hand(world: World, agent: AgentId) -> Counter[str]:
    """Return how much of each channel an agent has in hand; what is offered counts."""
    held = Counter(live.item.channel for live in world.items.of(agent))
    if world.agents[agent].state in ON_A_CALL:
        held[VOICE] += 1
    return held


def room_for(world: World, agent: AgentId, channel: str) -> bool:
    """Say whether an agent may have one more of a channel beside what is in hand."""
    site = world.site
    exclusions = both_ways(rules_of(site.routing).exclusions)
    return has_room(desk_of(site.agents[agent]), in_hand(world, agent), channel, exclusions)


def takes_more(world: World, status: AgentStatus) -> bool:
    """Say whether an agent takes work: whoever is on a call does only where some channel may be beside it."""
    if status.state is AgentState.READY:
        return True
    if status.state not in (AgentState.RESERVED, AgentState.TALKING) or status.then is not None:
        return False
    return any(
        channel != VOICE and many and _beside_a_call(world, channel)
        for channel, many in world.site.agents[status.agent].capacity.items()
    )


def _beside_a_call(world: World, channel: str) -> bool:
    beside = world.site.routing.beside
    return channel in beside.get(VOICE, ()) and VOICE in beside.get(channel, ())
