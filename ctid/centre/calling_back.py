"""Rules about calling back: whose turn may come, an attempt, and what the switch says of it.

A place that may not be served now (its hours, a rest after an attempt, its number being called already, a
number that is not to be called) is not in the router at all, so it holds nobody up; when it may be served
it is there again with its old key.

`agent_first`: the router offers the place like a caller. The agent's page shows the customer, the phone
rings, and once it is answered the number is called. `customer_first`: the place is never offered; see
ctid/centre/customer_first.py. Who answers is a caller like any other, in the line at the old place.

Every attempt is written down before the number is called (`Callback.leg` names its leg), so that after a
crash it is known that it may have been made. What came of it is then looked for; where nobody can tell, it
is `unknown` and not made again.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from ctid.acd.callback import CallbackMove
from ctid.calls.phase import CallPhase
from ctid.centre import callback, condition, customer_first, do_not_call, offers, overflow, switches
from ctid.centre.world import LiveCall, LiveOffer, World
from ctid.model.callback_effects import CallBack
from ctid.model.callbacks import Callback, CallbackState
from ctid.model.effects import ClearLeg
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, LegId, OfferId, back_leg, node_of
from ctid.model.outbound_policy import Allowed, forbidden, judge
from ctid.model.reasons import Reason
from ctid.model.reports import LegCleared, LegHeld, LegHistory, SeenLeg
from ctid.model.routing_policy import Dial

SETTLING = timedelta(seconds=5)  # how long a leg that was asked for may be unseen
HOURS_ARE_LOOKED_AT = timedelta(seconds=30)
WHY_NOT = {"busy": "called_busy", "no_answer": "called_no_answer"}  # of a phone → of a number


# --- whose turn may come ----------------------------------------------------------------------------
def follow(world: World, now: datetime) -> None:
    """See what every open wish has come to, and say which of them may be served now."""
    for record in list(world.wishes.open.values()):
        _settle(world, record, now)
    in_flight = {record.number for record in world.wishes.open.values() if _is_in_flight(world, record)}
    world.wishes.due.clear()
    world.wishes.held.clear()
    for record in world.wishes.open.values():
        if record.state is not CallbackState.WAITING or _is_in_flight(world, record):
            continue
        busy = record.number in in_flight or world.calls[record.id].leg in world.wishes.listening
        in_use = Reason("number_in_use", {"number": record.number}) if busy else None
        why = in_use or hindrance(world, record, now)
        if why is not None:
            world.wishes.held[record.id] = why
        else:
            in_flight.add(record.number)
            world.wishes.due[record.id] = record.dial
    world.wishes.looked_at = now


def call_customers(world: World, now: datetime) -> None:
    """Call those first for whom an agent is expected free, once the router has dealt out who is."""
    for id in customer_first.turns(world, now):
        dial(world, world.wishes.open[id], world.new_offer_id(), now)


def _settle(world: World, record: Callback, now: datetime) -> None:
    call = world.calls.get(record.id)
    if call is None or call.phase is not CallPhase.AWAY:
        callback.move(world, record, CallbackMove.REACH, now, reason=Reason("established"))
        world.wishes.open.pop(record.id, None)
    elif record.state is CallbackState.DIALLING and record.dial is Dial.AGENT_FIRST and call.offer is None:
        assert record.leg is not None
        world.ask(ClearLeg(record.leg, Reason("agent_left")))
        _not_reached(world, record, Reason("agent_left"), now)
    elif record.expires_at <= now and call.offer is None:
        callback.end(world, call, record, CallbackMove.EXPIRE, Reason("callback_expired"), now)
    elif record.again_at is not None and record.again_at <= now:
        callback.move(world, record, CallbackMove.WAIT, now, again_at=None)


def _is_in_flight(world: World, record: Callback) -> bool:
    return record.state is CallbackState.DIALLING or world.calls[record.id].offer is not None


def hindrance(world: World, record: Callback, now: datetime) -> Reason | None:
    """Say why a place may not be served now, None if it may."""
    queue, site = world.site.queues[record.queue], world.site
    policy = queue.callback
    calendar = policy.calendar if policy is not None else None
    if not world.switch_seen:
        return Reason("switch_lost")
    if (away := condition.forbids_dialling(world)) is not None:
        return away
    if (unwanted := do_not_call.forbids(world, record.number, now)) is not None:
        return unwanted
    if (closed := switches.refusal(world, record.queue)) is not None:
        return closed
    if calendar is not None and not site.calendars[calendar].is_open(now):
        return Reason("queue_closed", {"queue": record.queue})
    return forbidden(site, record.number, now)


def deadlines(world: World) -> list[datetime]:
    """Return when an open wish next wants to be looked at."""
    waits: list[datetime] = []
    for record in world.wishes.open.values():
        if record.state is not CallbackState.DIALLING and world.calls[record.id].offer is None:
            waits.append(record.expires_at)
        if record.again_at is not None:
            waits.append(record.again_at)
        if record.state is CallbackState.WAITING and record.id not in world.wishes.due:
            waits.append(world.wishes.looked_at + HOURS_ARE_LOOKED_AT)
    return [*waits, *customer_first.deadlines(world)]


# --- an attempt -------------------------------------------------------------------------------------
def agent_answered(world: World, offer: LiveOffer, now: datetime) -> None:
    """The agent is there: the number is called now."""
    call = world.calls[offer.record.interaction]
    record = world.wishes.open.get(call.record.id)
    if record is None or record.state is not CallbackState.WAITING or call.phase is not CallPhase.AWAY:
        return
    if dial(world, record, offer.record.id, now, agent_leg=offer.leg):
        offer.until = now + world.site.outbound.ring + offers.RING_BACKSTOP
    else:
        offers.withdraw(world, offer, hindrance(world, record, now) or Reason("lost"), now)


def dial(
    world: World, record: Callback, name: OfferId, now: datetime, *, agent_leg: LegId | None = None
) -> bool:
    """Write an attempt down and have the number called; False if that is not allowed any more."""
    call = world.calls[record.id]
    allowed = judge(world.site, AgentId(""), record.number, now)
    if not isinstance(allowed, Allowed) or hindrance(world, record, now) is not None:
        return False
    assert call.entry is not None
    world.wishes.legs.pop(call.leg, None)
    call.leg = back_leg(node_of(call.leg), name)
    world.wishes.legs[call.leg] = record.id
    attempts = record.attempts + 1
    callback.move(world, record, CallbackMove.DIAL, now, attempts=attempts, leg=call.leg, dialled_at=now)
    world.tell(
        EventKind.CALLBACK_DIALLED, now, call=record.id, number=record.number, attempt=attempts,
        cost=allowed.cost, dial=record.dial.value,
    )  # fmt: skip
    entry = call.entry
    world.ask(
        CallBack(
            call.leg, record.number, allowed.show_number, world.site.outbound.ring, call.record.language,
            entry.queue, entry.asked, entry.priority, entry.entered_at, agent_leg,
        )
    )  # fmt: skip
    return True


def failed(world: World, leg: LegId, reason: Reason, now: datetime) -> bool:
    """A promise or an attempt did not come about; False if the leg is neither's."""
    call = world.caller(leg)
    record = world.wishes.open.get(call.record.id) if call is not None else None
    if call is None or record is None or call.leg != leg or call.phase is not CallPhase.AWAY:
        return False
    if record.leg != leg:  # it could not be promised: they wait on
        callback.on_line(world, call, now)
        callback.move(world, record, CallbackMove.CANCEL, now, reason=reason)
    elif reason.code == "not_written":
        callback.move(world, record, CallbackMove.WAIT, now, attempts=record.attempts - 1, reason=reason)
    elif reason.code == "switch_lost":  # it may have been told to call, and may have done so
        _lost(world, record, now)
    else:
        _not_reached(world, record, Reason(WHY_NOT.get(reason.code, "called_failed")), now)
    _give_agent_back(world, call, reason, now)
    return True


def _not_reached(world: World, record: Callback, reason: Reason, now: datetime) -> None:
    policy = world.site.queues[record.queue].callback
    left = policy is not None and record.attempts <= policy.retries
    again_at = now + policy.retry_after if left and policy is not None else None
    world.tell(
        EventKind.CALLBACK_FAILED, now, call=record.id, reason=reason, number=record.number,
        attempt=record.attempts, again_at=again_at.isoformat() if again_at is not None else "",
    )  # fmt: skip
    if left:
        callback.move(world, record, CallbackMove.REST, now, again_at=again_at, reason=reason)
    else:
        callback.end(world, world.calls[record.id], record, CallbackMove.GIVE_UP, reason, now)


def _lost(world: World, record: Callback, now: datetime) -> None:
    reason = Reason("attempt_unknown")
    if callback.move(world, record, CallbackMove.LOSE, now, reason=reason):
        world.tell(
            EventKind.CALLBACK_FAILED, now, call=record.id, reason=reason, number=record.number,
            attempt=record.attempts, again_at="",
        )  # fmt: skip


def _give_agent_back(world: World, call: LiveCall, reason: Reason, now: datetime) -> None:
    offer = world.offer(call.offer)
    if offer is not None:
        offers.withdraw(world, offer, Reason(WHY_NOT.get(reason.code, "called_failed")), now)


# --- what the switch says ---------------------------------------------------------------------------
def held(world: World, report: LegHeld, now: datetime) -> None:
    """A caller waits: one who was called back is in the line again."""
    call = world.caller(report.leg)
    if call is not None and call.phase is CallPhase.AWAY and report.leg in world.wishes.legs:
        callback.on_line(world, call, now)
    else:
        overflow.held(world, report, now)


def left(world: World, report: LegCleared, now: datetime) -> bool:
    """A leg of somebody who is called back is gone; False if it is none of these."""
    call = world.caller(report.leg)
    if call is None or (call.leg == report.leg and call.phase is not CallPhase.AWAY):
        return False
    world.wishes.listening.discard(report.leg)
    record = world.wishes.open.get(call.record.id)
    if record is not None and record.leg == report.leg and record.state is CallbackState.DIALLING:
        failed(world, report.leg, Reason("failed"), now)
    return True


def seen(
    world: World, there: Mapping[LegId, SeenLeg], past: Mapping[LegId, LegHistory], now: datetime
) -> None:
    """Compare with the switch: who is on the line, whose agent waits, what came of attempts."""
    world.wishes.listening &= there.keys()
    for record in list(world.wishes.open.values()):
        call = world.calls[record.id]
        offer, leg = world.offer(call.offer), there.get(call.leg)
        called = call.leg in world.wishes.legs
        if leg is not None and not called:
            world.wishes.listening.add(call.leg)
        if leg is not None and leg.holding and (called or record.asked_at + SETTLING <= now):
            callback.on_line(world, call, now)
        elif offer is not None and offer.leg in there and there[offer.leg].answered:
            agent_answered(world, offer, now)
        if leg is None and record.state is CallbackState.DIALLING and record.dialled_at is not None:
            if call.leg in past:
                failed(world, call.leg, Reason("failed"), now)
            elif record.dialled_at + SETTLING <= now or (offer is None and record.dial is Dial.AGENT_FIRST):
                _lost(world, record, now)
                _give_agent_back(world, call, Reason("lost"), now)
