"""Rules about agents' legs that stay up between calls.

Whom a campaign has called must be with an agent within two seconds, and no phone is rung and answered in
that. So whoever works for a campaign that dials is rung once, and their leg then stands by: it hears
nothing until it is joined to somebody, and stands by again afterwards. Calls that come in reach the agent by
the same leg. It is let go when they are no longer ready, or when nothing dials any more; and before their
phone is rung for what needs a leg of its own (a colleague's question, a call-back, a call they make
themselves), or it would ring a phone that is busy standing by.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from ctid.acd.agent import AgentMove
from ctid.acd.workflows import admits, workflow_of
from ctid.centre.live_attempts import Standby
from ctid.centre.world import Work, World
from ctid.model.agents import AgentState
from ctid.model.attempt_effects import StandBy
from ctid.model.campaigns import Campaign
from ctid.model.effects import ClearLeg
from ctid.model.ids import OFFER_PREFIX, STANDBY_PREFIX, AgentId, leg_id, switch_id
from ctid.model.reasons import Reason
from ctid.model.reports import LegCleared, LegFailed, LegHeld, SeenLeg, SwitchSeen

RING = timedelta(seconds=20)
BUSY = frozenset({AgentState.RESERVED, AgentState.TALKING, AgentState.WRAP_UP})


def working_for(world: World, campaign: Campaign) -> Iterator[AgentId]:
    """Yield who answers a campaign's queue and is at work."""
    queue = world.site.queues.get(campaign.queue) if campaign.queue is not None else None
    if queue is None:
        return
    wanted = workflow_of(queue).steps[-1].admits
    for agent in world.signed_on():
        if admits(wanted, world.site.agents[agent]):
            yield agent


def follow(world: World, now: datetime) -> None:
    """Ring whoever is to stand by, and let go whoever is not."""
    wanted = {agent for campaign in world.dials.running.values() for agent in working_for(world, campaign)}
    for agent in sorted(wanted - world.dials.standby.keys()):
        if world.agents[agent].state is AgentState.READY and _may_be_rung(world, agent):
            _ring(world, agent)
    for agent, standby in list(world.dials.standby.items()):
        state = world.agents[agent].state
        if state not in BUSY and not (agent in wanted and state is AgentState.READY):
            _forget(world, agent)
            world.ask(ClearLeg(standby.leg, Reason("no_campaign")))


def _may_be_rung(world: World, agent: AgentId) -> bool:
    if not world.switch_seen or world.draining:
        return False
    return world.phone_reachable(agent) and agent not in world.phone_legs.values()


def _ring(world: World, agent: AgentId) -> None:
    """Ring an agent; until they answer nobody else does."""
    assert world.node is not None
    id = STANDBY_PREFIX + world.new_offer_id().removeprefix(OFFER_PREFIX)
    leg, person = leg_id(world.node, id), world.site.agents[agent]
    world.dials.standby[agent] = Standby(leg)
    world.phone_legs[leg] = agent
    world.ask(StandBy(leg, agent, person.phone, RING, person.language))


def step_aside(world: World, agent: AgentId) -> None:
    """Hang up the leg on which an agent stands by: what comes now rings their phone for a leg of its own."""
    standby = world.dials.standby.get(agent)
    if standby is not None:
        _forget(world, agent)
        world.ask(ClearLeg(standby.leg, Reason("own_leg")))


def _forget(world: World, agent: AgentId) -> None:
    standby = world.dials.standby.pop(agent, None)
    if standby is not None:
        world.phone_legs.pop(standby.leg, None)


# --- what the switch says ---------------------------------------------------------------------------
def held(world: World, report: LegHeld, now: datetime) -> None:
    """A leg waits for whom it is joined to: an agent's, perhaps."""
    for standby in world.dials.standby.values():
        if standby.leg == report.leg and not standby.up:
            standby.up = True
            world.phone_legs.pop(standby.leg, None)
            world.dials.stirred = True


def gone(world: World, report: LegCleared, now: datetime) -> None:
    """A leg is gone."""
    for agent, standby in list(world.dials.standby.items()):
        if standby.leg == report.leg:
            _forget(world, agent)


def failed(world: World, report: LegFailed, now: datetime) -> None:
    """A phone was not answered: the agent is not ready until they say so."""
    for agent, standby in list(world.dials.standby.items()):
        if standby.leg == report.leg:
            _forget(world, agent)
            why = Reason("not_ready", {"reason": "rona", "because": report.reason.code})
            world.move_agent(agent, AgentMove.MISS, why, now, Work())


def seen(world: World, report: SwitchSeen, now: datetime) -> None:
    """Know again who stands by, and whose leg it is that talks; forget who does not."""
    there = {leg.leg: leg for leg in report.legs if switch_id(leg.leg).startswith(STANDBY_PREFIX)}
    for agent, standby in list(world.dials.standby.items()):
        if standby.leg not in there and standby.up:
            _forget(world, agent)
    for seen in there.values():
        if seen.agent is not None and seen.agent in world.site.agents:
            world.dials.standby.setdefault(seen.agent, Standby(seen.leg, up=seen.answered))
            _know_talk(world, seen)


def _know_talk(world: World, seen: SeenLeg) -> None:
    """Know the leg of a talk again: the offer that led, or leads, to it does not name it."""
    call = next((call for peer in seen.peers if (call := world.caller(peer)) is not None), None)
    if call is None:
        return
    offer = world.offer(call.offer)
    if offer is not None and offer.record.agent == seen.agent:
        world.dials.standby[offer.record.agent].offer, offer.leg = offer.record.id, seen.leg
    elif call.won is not None and call.record.agent == seen.agent:
        talking = {leg: id for leg, id in world.talking.items() if id != call.record.id}
        world.talking = {**talking, seen.leg: call.record.id}
        world.dials.standby[call.won.agent].offer = call.won.id
