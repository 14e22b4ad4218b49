"""To whom a caller may be handed on: an agent, a queue, or a number that may be called."""

from ctid.centre.whither import Target, ToAgent, ToNumber, ToQueue
from ctid.centre.world import World
from ctid.model.agents import AgentState
from ctid.model.dialable import read_dialable
from ctid.model.ids import AgentId, QueueName
from ctid.model.reasons import Reason


def find(world: World, to: str) -> Target | Reason:
    """Find what `to` names, or say why it leads nowhere."""
    site = world.site
    if AgentId(to) in site.agents:
        return ToAgent(AgentId(to))
    if QueueName(to) in site.queues:
        return ToQueue(QueueName(to))
    number = read_dialable(to, site.region)
    if isinstance(number, Reason):
        return number if to[:1] in ("+", "0") else Reason("unknown_target", {"to": to})
    return ToNumber(number.e164) if site.outbound.allows(number.e164) else _refused(number.e164)


def busy(world: World, agent: AgentId) -> Reason | None:
    """Say why an agent cannot be rung now, None when they can."""
    status = world.agents[agent]
    if status.state is not AgentState.READY:
        return Reason("agent_not_free", {"agent": agent, "state": status.state.value})
    if not world.phone_reachable(agent):
        return Reason("phone_not_registered", {"phone": world.site.agents[agent].phone})
    return None


def _refused(number: str) -> Reason:
    return Reason("number_refused", {"number": number})
