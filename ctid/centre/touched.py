"""What an input may have touched: so much is looked at again after it, and nothing else.

Whatever changes of a call or an offer is kept, and of an agent it is told. What no record says (a leg that
was missing is seen again) comes with the leg. A whole look at the switch, and what holds for everybody,
touches all.
"""

from ctid.centre.world import World
from ctid.model.commands import ApplySite
from ctid.model.effects import Keep
from ctid.model.events import Event
from ctid.model.ids import AgentId, InteractionId
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.reports import Draining, SwitchLost, SwitchSeen

_ALL = (SwitchSeen, SwitchLost, Draining, ApplySite)


def touches_all(item: object) -> bool:
    """Say whether an input touches every call and every agent."""
    return isinstance(item, _ALL)


def calls(world: World, item: object) -> set[InteractionId]:
    """Return the calls that an input has touched so far; they may be over."""
    found = set(world.calls) if touches_all(item) else set[InteractionId]()
    if (leg := getattr(item, "leg", None)) is not None:
        found.add(world.interaction_of(leg))
    for said in world.said:
        match said:
            case Keep(Interaction() as record):
                found.add(record.id)
            case Keep(OfferRecord() as record):
                found.add(record.interaction)
    return found


def agents(world: World, item: object) -> set[AgentId]:
    """Return the agents whom an input has touched so far."""
    found = set(world.agents) if touches_all(item) else set[AgentId]()
    for said in world.said:
        match said:
            case Keep(OfferRecord() as record):
                found.add(record.agent)
            case Event() if said.agent is not None:
                found.add(said.agent)
    return found
