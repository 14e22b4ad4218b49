"""Rules about three who hear each other: caller, agent and the party the agent had asked.

Whoever leaves leaves the other two talking. If it is the agent, the second party has the caller (and the
interaction); if it is the second party, all is as before; if it is the caller, the two go on by themselves
and each is in wrap-up once they part. The last one is never left alone in the bridge: their leg is cleared.
"""

from datetime import datetime

from ctid.calls import slices
from ctid.calls.phase import CallMove, CallPhase
from ctid.centre import callers, consult, hold, offers
from ctid.centre.world import LiveCall, World
from ctid.model.commands import Conference
from ctid.model.effects import ClearLeg, JoinAll
from ctid.model.events import EventKind
from ctid.model.ids import LegId
from ctid.model.interactions import SegmentKind
from ctid.model.reasons import Reason


def confer(world: World, command: Conference, now: datetime) -> Reason | None:
    """Ask the switch to join the caller and both others."""
    call, leg = hold.talk_of(world, command.agent, hold.WITH_SECOND)
    second = call.second if call is not None else None
    if call is None or leg is None or second is None or second.leg is None:
        return Reason("no_consult")
    if not second.up or call.phase is not CallPhase.CONSULTING:
        return hold.not_now(world, command.agent)
    second.asked, second.conferring = command.id, True
    world.ask(JoinAll(call.leg, (leg, second.leg)))
    return None


def meet(world: World, call: LiveCall, hears: set[LegId], now: datetime) -> None:
    """Say what it means that these legs of a call with a second party hear each other."""
    second, first = call.second, hold.leg_of(world, call)
    assert second is not None
    if call.phase is not CallPhase.CONSULTING:
        return
    there = (call.leg in hears, first in hears, second.leg in hears)
    match there:
        case (True, True, True):
            _conferred(world, call, now)
        case (False, True, True):
            consult.reached(world, call, now)
        case (True, True, False) if not second.conferring:
            consult.went_back(world, call, now)
        case (True, False, True) if not second.conferring:
            consult.reached(world, call, now)
            consult.taken_over(world, call, now)


def _conferred(world: World, call: LiveCall, now: datetime) -> None:
    consult.reached(world, call, now)
    second = call.second
    if second is None or not call.move(CallMove.CONFER):
        return
    call.conferred, second.conferring = True, False
    record = slices.end(call.record, SegmentKind.HOLD, now, "conferenced")
    won = call.won.id if call.won is not None else None
    record = slices.begin(record, SegmentKind.TALK, now, queue=record.queue, agent=record.agent, offer=won)
    if second.offer is not None:
        offer = second.offer.record
        record = slices.begin(
            record, SegmentKind.TALK, now, queue=offer.queue, agent=offer.agent, offer=offer.id
        )
    world.keep(call, record)
    world.tell(
        EventKind.CALL_CONFERENCED, now, call=record.id, agent=record.agent,
        to=second.name, command=second.asked,
    )  # fmt: skip


def left(world: World, call: LiveCall, leg: LegId, now: datetime) -> None:
    """One of the three has left the bridge, or is gone."""
    second, first = call.second, hold.leg_of(world, call)
    if second is None:
        return
    if call.phase is not CallPhase.CONFERENCE:
        part(world, call, now)
    elif leg == call.leg:
        caller_left(world, call, now)
    elif leg == first:
        consult.hand_over(world, call, now, by="agent")
    elif leg == second.leg:
        call.move(CallMove.CONNECT)
        consult.forget(world, call)
        agent = call.record.agent
        world.tell(EventKind.CONNECTION_CLEARED, now, call=call.record.id, agent=agent, by="third")
        consult.let_go(world, call, second, now)


def caller_left(world: World, call: LiveCall, now: datetime) -> None:
    """The caller has left, the two talk on: their time with the caller ends here."""
    if not call.move(CallMove.PART):
        return
    record = slices.end(call.record, SegmentKind.TALK, now, "caller left")
    world.keep(call, slices.end(record, SegmentKind.HOLD, now, "caller left"))
    world.tell(EventKind.CONNECTION_CLEARED, now, call=record.id, agent=record.agent, by="caller")


def part(world: World, call: LiveCall, now: datetime) -> None:
    """The two who had talked on without the caller have parted: both do their notes."""
    first = hold.leg_of(world, call)
    second = consult.forget(world, call)
    offers.forget_talk(world, call)
    for leg in (first, second.leg if second is not None else None):
        if leg is not None:
            world.ask(ClearLeg(leg, Reason("caller_left")))
    if first is not None and call.record.agent is not None:
        offers.leaves(world, call, call.record.agent, now, by="agent")
    if second is not None:
        consult.let_go(world, call, second, now)
    callers.close_if_done(world, call, now)
