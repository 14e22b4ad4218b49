"""Rules about holding: the caller hears music, the agent's leg waits for them; nobody is dropped.

Asked for (`HoldCall`), it is true once the caller has left the talk. While held, the agent's leg may
vanish: a browser that is reloaded, a phone that lost its network. The caller is kept for
`RETAKE_WITHIN`, and `RetrieveCall` rings the agent anew and joins them again; after that the caller goes
back into the line with the place they had.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from ctid.acd.agent import AgentMove
from ctid.acd.offer import OfferMove
from ctid.calls import slices
from ctid.calls.phase import CallMove, CallPhase
from ctid.centre import offers
from ctid.centre.world import LiveCall, LiveOffer, Work, World
from ctid.centre.wrap_up import wrap_up_of
from ctid.model.agents import AgentState
from ctid.model.commands import ClearConnection, HoldCall, RetakeCall, RetrieveCall
from ctid.model.effects import ClearLeg, HoldLeg, Keep, RetrieveLeg
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, LegId, agent_leg, node_of
from ctid.model.interactions import Direction, OfferRecord, OfferState, SegmentKind
from ctid.model.reasons import Reason

ALONE = frozenset({CallPhase.TALKING, CallPhase.HELD})
WITH_SECOND = frozenset({CallPhase.CONSULTING, CallPhase.CONFERENCE})
RETAKE_WITHIN = timedelta(seconds=20)
BELIEVED_FOR = timedelta(seconds=5)  # a hold that the switch refused must not colour a later parting


def hold(world: World, command: HoldCall, now: datetime) -> Reason | None:
    """Ask the switch to take the caller out of the talk."""
    call, leg = talk_of(world, command.agent)
    if call is None or leg is None or call.phase is not CallPhase.TALKING:
        return not_now(world, command.agent)
    if (refused := _forbidden(world, call, leg)) is not None:
        return refused
    call.to_consult = None
    ask(world, call, leg, command.id, now)
    return None


def ask(world: World, call: LiveCall, leg: LegId, command: str, now: datetime) -> None:
    """Have the switch take the caller away from the agent's leg."""
    call.hold_asked, call.hold_until = command, now + BELIEVED_FOR
    world.ask(HoldLeg(call.leg, leg))


def _forbidden(world: World, call: LiveCall, leg: LegId | None) -> Reason | None:
    """Say why a call can never be held: the agent made it, or their leg has no dialplan of its own."""
    if call.record.direction is not Direction.INBOUND and call.record.queue is None:
        return Reason("no_hold_outbound")
    return Reason("no_hold_diverted") if leg in world.phone_legs else None


def retrieve(world: World, command: RetrieveCall, now: datetime) -> Reason | None:
    """Join the agent to the held caller again; an agent whose leg is gone is rung anew."""
    call, leg = talk_of(world, command.agent)
    if call is None or call.phase is not CallPhase.HELD or call.offer is not None:
        return not_now(world, command.agent)
    call.retrieve_asked = command.id
    if leg is not None:
        world.ask(RetrieveLeg(call.leg, leg))
    else:
        _ring_anew(world, call, command.agent, now)
    return None


def retake(world: World, command: RetakeCall, now: datetime) -> Reason | None:
    """Bring the agent's talk to their phone as it is now: hold the caller, drop the old leg, ring anew."""
    call, leg = talk_of(world, command.agent)
    if call is None or call.offer is not None:
        return not_now(world, command.agent)
    if (refused := _forbidden(world, call, leg)) is not None:
        return refused
    call.retrieve_asked = command.id
    call.retake_asked = leg is not None
    if leg is None:
        _ring_anew(world, call, command.agent, now)
    elif call.phase is CallPhase.HELD:
        world.ask(ClearLeg(leg, Reason("retaken")))
    elif not is_asked(call, now):
        ask(world, call, leg, command.id, now)
    return None


def hang_up(world: World, command: ClearConnection, now: datetime) -> Reason | None:
    """Hang the agent's leg up; what follows is told by the switch."""
    status = world.agents.get(command.agent)
    call = world.call(status.interaction) if status is not None else None
    if call is None or status is None or status.state is not AgentState.TALKING:
        return not_now(world, command.agent)
    leg = leg_of(world, call)
    if call.second is not None and call.record.agent != command.agent:
        leg = call.second.leg
    if leg is None:
        return not_now(world, command.agent)
    call.left_on_purpose = call.phase in ALONE | {CallPhase.CONSULTING}
    offers.let_go(world, leg, Reason("asked", {"by": command.agent}))
    return None


def is_asked(call: LiveCall, now: datetime) -> bool:
    """Say whether a parting of this call is the hold that was asked for."""
    return bool(call.hold_asked) and call.hold_until is not None and now <= call.hold_until


def held(world: World, call: LiveCall, now: datetime) -> None:
    """The caller has left the talk as asked."""
    if not call.move(CallMove.HOLD):
        return
    command, call.hold_asked = call.hold_asked, ""
    record = slices.end(call.record, SegmentKind.TALK, now, "held")
    agent = record.agent
    world.keep(call, slices.begin(record, SegmentKind.HOLD, now, queue=record.queue, agent=agent))
    world.tell(EventKind.CALL_HELD, now, call=record.id, agent=agent, command=command)
    leg = leg_of(world, call)
    if call.retake_asked and leg is not None:
        world.ask(ClearLeg(leg, Reason("retaken")))


def retrieved(world: World, call: LiveCall, now: datetime) -> None:
    """The two hear each other again."""
    if call.phase is not CallPhase.HELD or not call.move(CallMove.CONNECT):
        return
    command, call.retrieve_asked = call.retrieve_asked, ""
    record = slices.end(call.record, SegmentKind.HOLD, now, "retrieved")
    offer = call.won.id if call.won is not None else None
    record = slices.begin(record, SegmentKind.TALK, now, queue=record.queue, agent=record.agent, offer=offer)
    world.keep(call, record)
    world.tell(EventKind.CALL_RETRIEVED, now, call=record.id, agent=record.agent, command=command)


def agent_left(world: World, call: LiveCall, now: datetime) -> None:
    """The agent's leg is gone while the caller is held: keep the caller for a while, unless it was meant."""
    offers.forget_talk(world, call)
    agent = call.record.agent
    if call.retake_asked and agent is not None:
        call.retake_asked = False
        _ring_anew(world, call, agent, now)
    elif call.left_on_purpose:
        give_back(world, call, now)
    else:
        world.due.retakes.put(call.record.id, now + RETAKE_WITHIN)


def overdue(world: World, now: datetime) -> None:
    """Give back every held caller whose agent has not come again."""
    for interaction in world.due.retakes.take(now):
        call = world.call(interaction)
        if call is not None and call.phase is CallPhase.HELD:
            give_back(world, call, now)


def give_back(world: World, call: LiveCall, now: datetime) -> None:
    """Put a held caller back into the line, with the place they had."""
    if not call.move(CallMove.WAIT):
        return
    call.left_on_purpose = False
    world.due.retakes.put(call.record.id, None)
    why = Reason("agent_lost")
    agent = call.record.agent
    record = slices.end(call.record, SegmentKind.HOLD, now, why.code)
    world.keep(call, slices.begin(record, SegmentKind.QUEUE, now, queue=record.queue))
    world.tell(EventKind.CALL_QUEUED, now, call=record.id, reason=why, queue=record.queue or "")
    if agent is not None:
        until = now + wrap_up_of(world, record)
        world.move_agent(agent, AgentMove.PART, why, now, Work(until=until))


def _ring_anew(world: World, call: LiveCall, agent: AgentId, now: datetime) -> None:
    assert call.entry is not None
    why = Reason("retrieved")
    record = OfferRecord(
        world.new_offer_id(), call.record.id, agent, call.entry.queue, now, why, OfferState.RINGING
    )
    world.due.retakes.put(call.record.id, None)
    call.offer = record.id
    leg = agent_leg(node_of(call.leg), record.id)
    world.offers[record.id] = offer = LiveOffer(record, leg, until=now, again=True)
    world.ask(Keep(record))
    offers.ring(world, offer, now)


def taken_again(world: World, offer: LiveOffer, now: datetime) -> None:
    """The agent who was rung anew has the caller: the same talk goes on over another leg."""
    call = world.calls[offer.record.interaction]
    if call.phase is not CallPhase.HELD:
        return
    offers.end(world, offer, OfferMove.CONNECTED, Reason("established"), now)
    call.won = offer.record
    world.talking[offer.leg] = call.record.id
    retrieved(world, call, now)


def talk_of(
    world: World, agent: AgentId, phases: Collection[CallPhase] = ALONE
) -> tuple[LiveCall | None, LegId | None]:
    """Find the call an agent has, in one of `phases`, and their leg in it (None while it is away)."""
    status = world.agents.get(agent)
    call = world.call(status.interaction) if status is not None else None
    if call is None or call.record.agent != agent or call.phase not in phases:
        return None, None
    return call, leg_of(world, call)


def leg_of(world: World, call: LiveCall) -> LegId | None:
    """Return the leg of the agent who has the call."""
    return next(iter(offers.legs_of(world, call)), None)


def not_now(world: World, agent: AgentId) -> Reason:
    """Refuse for the state an agent is in."""
    status = world.agents.get(agent)
    if status is None:
        return Reason("unknown_agent", {"agent": agent})
    return Reason("not_now", {"state": status.state.value})
