"""Rules about a caller's wish to be called back (virtual hold): the promise, its end, and what is kept of it.

A caller in the line presses the queue's key, and where the queue asks for it they say at which number. While
they are asked they wait on: whoever is free for them takes them out of the asking. The promise is written
down before it is spoken; then the leg goes, and the interaction lives on with its id and its time of entry;
ctid/centre/calling_back.py goes on.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from ctid.acd import callback as machine
from ctid.acd.callback import CallbackMove
from ctid.acd.entry import QueueEntry
from ctid.calls import slices
from ctid.calls.phase import CallMove, CallPhase
from ctid.centre import blocklist, callers, condition, do_not_call, offers
from ctid.centre.world import LiveCall, World
from ctid.model.callback_effects import AskNumber, Promise
from ctid.model.callbacks import ENDED, Callback
from ctid.model.commands import CancelCallback
from ctid.model.dialable import read_dialable
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.ids import LegId
from ctid.model.interactions import Outcome, SegmentKind
from ctid.model.outbound_policy import forbidden
from ctid.model.phone import PhoneNumber
from ctid.model.reasons import Reason
from ctid.model.reports import KeyPressed, NumberGiven
from ctid.model.routing_policy import CallbackInQueue


def pressed(world: World, report: KeyPressed, now: datetime) -> None:
    """Promise a waiting caller to call back, or ask at which number."""
    asker = _asker(world, report.leg)
    if asker is None or report.key != asker[1].key:
        return
    call, policy = asker
    if policy.other_number and condition.forbids_dialling(world) is None:
        own = _dialable(world, call.record.number, now)
        world.ask(AskNumber(call.leg, own=isinstance(own, PhoneNumber)))
    else:
        _promise(world, call, policy, call.record.number, now)


def number_given(world: World, report: NumberGiven, now: datetime) -> None:
    """Promise a caller who was asked to call the number that they said."""
    asker = _asker(world, report.leg)
    if asker is not None and asker[1].other_number:
        call, policy = asker
        _promise(world, call, policy, report.keyed or call.record.number, now)


def _asker(world: World, leg: LegId) -> tuple[LiveCall, CallbackInQueue] | None:
    """Find whose wish to be called back is heard. Who is being offered to an agent has their turn already."""
    call = world.caller(leg)
    if call is None or call.entry is None or call.phase is not CallPhase.WAITING:
        return None
    policy = world.site.queues[call.entry.queue].callback
    return None if policy is None or call.offer is not None or call.diverted else (call, policy)


def _promise(world: World, call: LiveCall, policy: CallbackInQueue, written: str, now: datetime) -> None:
    assert call.entry is not None
    number = _dialable(world, written, now)
    if isinstance(number, Reason):
        world.tell(EventKind.CALL_REFUSED, now, call=call.record.id, reason=number, queue=call.entry.queue)
        world.ask(Promise(call.leg, kept=False))
        return
    call.move(CallMove.PROMISE)
    entry = call.entry
    record = Callback(
        call.record.id, number.e164, entry.queue, policy.dial, now, now + policy.expires,
        entry.entered_at, entry.priority, entry.asked,
    )  # fmt: skip
    _keep(world, record)
    _slice(world, call, SegmentKind.QUEUE, SegmentKind.CALLBACK, now)
    world.tell(
        EventKind.CALLBACK_PROMISED, now, call=record.id, queue=record.queue, number=record.number,
        dial=record.dial.value, expires_at=record.expires_at.isoformat(),
    )  # fmt: skip
    world.wishes.listening.add(call.leg)
    world.ask(Promise(call.leg, kept=True))


def _dialable(world: World, written: str, now: datetime) -> PhoneNumber | Reason:
    """Read the number to call back, as E.164 or as it was keyed in; or say why no call can be promised."""
    if not written:
        return Reason("no_number")
    number = read_dialable(written, world.site.region)
    if isinstance(number, Reason):
        return number
    if number.e164 in blocklist.own_numbers(world):
        return Reason("own_number", {"number": number.e164})
    refused = forbidden(world.site, number.e164, now)
    if refused is not None and refused.code != "night_lock":  # the night passes
        return refused
    return do_not_call.forbids(world, number.e164, now) or condition.forbids_dialling(world) or number


def on_line(world: World, call: LiveCall, now: datetime) -> None:
    """They are on the line: called back, or never left; they wait at their old place."""
    if call.move(CallMove.WAIT):
        world.wishes.listening.discard(call.leg)
        _slice(world, call, SegmentKind.CALLBACK, SegmentKind.QUEUE, now)


def _slice(world: World, call: LiveCall, was: SegmentKind, becomes: SegmentKind, now: datetime) -> None:
    assert call.entry is not None
    record = slices.end(call.record, was, now, becomes.value)
    world.keep(call, slices.begin(record, becomes, now, queue=call.entry.queue))


def cancel(world: World, command: CancelCallback, now: datetime) -> Reason | None:
    """Have somebody not called back after all; not while they are being called."""
    record, call = world.wishes.open.get(command.interaction), world.call(command.interaction)
    if record is None or call is None:
        return Reason("no_callback", {"interaction": command.interaction})
    if machine.advance(record.state, CallbackMove.CANCEL) is None:
        return Reason("not_now", {"state": record.state.value})
    by = Reason("asked", {"by": command.who})
    offer = world.offer(call.offer)
    if offer is not None:
        offers.withdraw(world, offer, by, now)
    end(world, call, record, CallbackMove.CANCEL, by, now)
    return None


def end(
    world: World, call: LiveCall, record: Callback, how: CallbackMove, reason: Reason, now: datetime
) -> None:
    """They are not called back any more: the interaction ends."""
    if move(world, record, how, now, reason=reason):
        call.record = slices.end(call.record, SegmentKind.CALLBACK, now, reason.code)
        callers.gone(world, call, now, Outcome.NOT_REACHED)


def move(world: World, record: Callback, how: CallbackMove, now: datetime, **changes: Any) -> bool:
    """Move a wish and write it down; False when the move has no place in its state."""
    state = machine.advance(record.state, how)
    if state is None:
        return False
    ended_at = now if state in ENDED else None
    record = replace(record, state=state, ended_at=ended_at, **changes)
    _keep(world, record)
    if state in ENDED:
        world.tell(
            EventKind.CALLBACK_ENDED, now, call=record.id, reason=record.reason, state=state.value,
            number=record.number, attempts=record.attempts,
        )  # fmt: skip
    return True


def _keep(world: World, record: Callback) -> None:
    if record.state in ENDED:
        del world.wishes.open[record.id]
    else:
        world.wishes.open[record.id] = record
    world.ask(Keep(record))


def remembered(world: World, records: Collection[Callback]) -> None:
    """Take up the wishes of an earlier run, and whose leg is whose."""
    for record in records:
        call = world.call(record.id)
        if call is None:
            continue
        call.entry = QueueEntry(record.id, record.queue, record.entered_at, record.priority, record.asked)
        if record.leg is not None:
            call.leg = record.leg
            world.wishes.legs[record.leg] = record.id
        if record.state not in ENDED:
            call.phase = CallPhase.AWAY
            world.wishes.open[record.id] = record
