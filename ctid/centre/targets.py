"""To whom a caller may be handed on: an agent, a queue, or a number that may be called."""

from datetime import datetime

from ctid.centre import outbound
from ctid.centre.whither import Target, ToAgent, ToNumber, ToQueue
from ctid.centre.world import World
from ctid.model.agents import AgentState
from ctid.model.ids import AgentId, QueueName
from ctid.model.outbound_policy import Allowed
from ctid.model.reasons import Reason


def find(world: World, to: str, by: AgentId, now: datetime) -> Target | Reason:
    """Find what `to` names, or say why an agent's (`by`) caller does not get there."""
    site = world.site
    if AgentId(to) in site.agents:
        return ToAgent(AgentId(to))
    if QueueName(to) in site.queues:
        return ToQueue(QueueName(to))
    number = outbound.may_call(world, by, to, now)
    if isinstance(number, Allowed):
        return ToNumber(number.number, number.show_number)
    is_no_number = number.code == "not_a_number" and to[:1] not in ("+", "0")
    return Reason("unknown_target", {"to": to}) if is_no_number else number


def busy(world: World, agent: AgentId) -> Reason | None:
    """Say why an agent cannot be rung now, None when they can."""
    status = world.agents[agent]
    if status.state is not AgentState.READY:
        return Reason("agent_not_free", {"agent": agent, "state": status.state.value})
    if agent in world.dials.kept:
        return Reason("kept_for_lead", {"agent": agent})
    if not world.phone_reachable(agent):
        return Reason("phone_not_registered", {"phone": world.site.agents[agent].phone})
    return None
