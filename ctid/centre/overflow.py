"""Rules about overflow: a caller leaves a queue for somewhere else, as the queue's rules say.

They are asked in their order, when a caller comes and while they wait; the first whose occasion has come and
whose target takes the caller is followed, once in a call. Only a queue can refuse (it is closed, full, nobody
is on duty): then the next rule is asked. If none is left, whoever comes is answered by the queue itself, and
whoever waits stays and is looked at again. `max_wait` is one more rule after all others: voicemail.

Whoever is offered to an agent just then is left alone until the offer has ended: it ends within the time of a
ring, mostly in a talk, and a caller who is moved while a phone is being picked up may miss the agent.

A caller who goes over to another queue does not move at all: they wait where they wait, and their leg is told
the new place. All others are moved by the switch. One whom the number outside did not answer, or whom the
switch could not move, is in the line again sooner or later (`held`); nobody is left between two lines. Who
closes a queue by hand says where its callers go, so the queue's rules are not asked then.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from ctid.acd.entry import QueueEntry
from ctid.calls import slices
from ctid.calls.phase import CallMove, CallPhase
from ctid.centre import callers, touched, transfer
from ctid.centre.in_line import in_line, place_of
from ctid.centre.world import LiveCall, World
from ctid.model.agents import AgentState
from ctid.model.commands import ApplySite, SetSkills
from ctid.model.effects import AnswerQueueAsk, ForwardLeg, NotePlace, SendLeg, StartFlow
from ctid.model.events import Event, EventKind
from ctid.model.ids import QueueName
from ctid.model.interactions import SegmentKind
from ctid.model.overflow import (
    LeaveWord,
    Length,
    Occasion,
    Overflow,
    Target,
    ToFlow,
    ToNumber,
    ToQueue,
    Waited,
    When,
)
from ctid.model.reasons import Reason
from ctid.model.reports import LegHeld, QueueAsked
from ctid.model.site import Queue
from ctid.model.switches import LeadsTo

AGAIN = timedelta(seconds=30)  # after which a target that refused is asked again
SETTLING = timedelta(seconds=2)  # a caller who is seen in the line so soon after was seen before they left

BEFORE_A_STAY = frozenset({SegmentKind.IVR, SegmentKind.TALK})

SAYS = {LeaveWord.VOICEMAIL: "nobody-here", LeaveWord.CALLBACK: "nobody-now"}
LEADS_TO = {LeaveWord.VOICEMAIL: LeadsTo.VOICEMAIL, LeaveWord.CALLBACK: LeadsTo.CALLBACK}


def rules_of(queue: Queue) -> tuple[Overflow, ...]:
    """Return the rules of a queue, in the order in which they are asked."""
    last = () if queue.max_wait is None else (Overflow(Waited(queue.max_wait), LeaveWord.VOICEMAIL),)
    return queue.overflow + last


def asked_for_queue(world: World, report: QueueAsked, now: datetime) -> None:
    """Send a caller who comes elsewhere, or let the queue answer."""
    call = world.caller(report.leg)
    if call is None or not _comes(world, call, report, now):
        callers.asked_for_queue(world, report, now)


def held(world: World, report: LegHeld, now: datetime) -> None:
    """A caller is in the line: one who had been sent out of it has come back."""
    call = world.caller(report.leg)
    sent_at = call.waiting.sent_at if call is not None else None
    if call is None or sent_at is None or call.phase is not CallPhase.LEAVING:
        transfer.held(world, report, now)
    elif sent_at + SETTLING <= now:
        _comes_back(world, call, now)


def found_outside(world: World, call: LiveCall, now: datetime) -> None:
    """After a restart: a caller whom a rule has sent out to a number is there still."""
    if call.move(CallMove.LEAVE):
        call.verb, call.waiting.sent_at = "forward", now
        world.keep(call, slices.end(call.record, SegmentKind.IVR, now, "overflowed"))


def overdue(world: World, item: object, now: datetime) -> None:
    """Send on who has waited long enough, or whom nobody is there to serve any more."""
    note(world, item, now)
    if isinstance(item, ApplySite | SetSkills) or any(map(_is_of_duty, world.moves())):
        ruled = {queue.name for queue in world.site.queues.values() if rules_of(queue)}
        due = [call for call, _ in in_line(world, ruled)]
    else:
        due = [world.calls[id] for id in world.due.asks.take(now) if id in world.calls]
    for call in due:
        place = place_of(world, call)
        if place is not None:
            _waits(world, call, place, _stay(call, place)[1], now)


def _is_of_duty(move: Event) -> bool:
    """Say whether an agent has signed on or off by this move."""
    signed_on = move.reason is not None and move.reason.code == "signed_on"
    return signed_on or move.facts["state"] == AgentState.SIGNED_OFF


def note(world: World, item: object, now: datetime) -> None:
    """Know when the rules are to be asked of those whom this input has touched."""
    for id in touched.calls(world, item):
        call = world.calls.get(id)
        place = place_of(world, call)
        if call is None or place is None or not rules_of(world.site.queues[place.queue]):
            world.due.asks.put(id, None)
            continue
        stay = _stay(call, place)
        if call.waiting.stay != stay:
            call.waiting.stay, call.waiting.ask_at = stay, now
        world.due.asks.put(id, call.waiting.ask_at)


def _stay(call: LiveCall, place: QueueEntry) -> tuple[QueueName, datetime]:
    """Return in which line the caller is, and since when without having talked or been in another."""
    came_at = place.entered_at
    for segment in reversed(call.record.segments):
        if segment.kind in BEFORE_A_STAY or segment.queue not in (place.queue, None):
            break
        if segment.kind is SegmentKind.QUEUE:
            came_at = segment.started_at
    return place.queue, came_at


# --- asking the rules -------------------------------------------------------------------------------
def _comes(world: World, call: LiveCall, asked: QueueAsked, now: datetime) -> bool:
    """Follow a rule for a caller who comes to a queue; say whether there was one."""
    queue = world.site.queues.get(asked.queue)
    if queue is None or asked.queue in world.closed:
        return False
    call.record = replace(call.record, language=asked.language)
    place = QueueEntry(call.record.id, queue.name, asked.since or now, asked.priority, asked.requires)
    followed, _ = _follow(world, call, place, None, now)
    return followed


def _waits(world: World, call: LiveCall, place: QueueEntry, came_at: datetime, now: datetime) -> None:
    """Follow a rule for a caller who waits, or know when to ask again."""
    followed, in_vain = _follow(world, call, place, came_at, now)
    if followed:
        return
    later = [due for due in _times(world, call, place, came_at) if due > now]
    call.waiting.ask_at = min([*later, now + AGAIN] if in_vain else later, default=None)
    world.due.asks.put(call.record.id, call.waiting.ask_at)


def _times(world: World, call: LiveCall, place: QueueEntry, came_at: datetime) -> Iterable[datetime]:
    for rule in rules_of(world.site.queues[place.queue]):
        if isinstance(rule.when, Waited) and (place.queue, rule) not in call.waiting.followed:
            yield came_at + rule.when.span


def _follow(
    world: World, call: LiveCall, place: QueueEntry, came_at: datetime | None, now: datetime
) -> tuple[bool, bool]:
    """Follow the first rule that can be; `came_at` None means just now. Say whether, or whether in vain."""
    passed_over: list[str] = []
    for rule in rules_of(world.site.queues[place.queue]):
        if (place.queue, rule) in call.waiting.followed:
            continue
        why = _occasion(world, rule.when, place, came_at, now)
        if why is None:
            continue
        refused = _refusal(world, call, place, rule.to, now)
        if refused is not None:
            passed_over.append(f"{rule.target} ({refused.code})")
            continue
        call.waiting.followed.add((place.queue, rule))
        world.tell(
            EventKind.CALL_OVERFLOWED, now, call=call.record.id, reason=why,
            queue=place.queue, to=rule.target, passed_over=", ".join(passed_over),
        )  # fmt: skip
        _send(world, call, place, rule.to, why, now)
        return True, False
    return False, bool(passed_over)


def _occasion(
    world: World, when: When, place: QueueEntry, came_at: datetime | None, now: datetime
) -> Reason | None:
    """Say why the occasion of a rule has come, if it has. Hours and length are asked of those who come."""
    queue = world.site.queues[place.queue]
    match when:
        case Waited(span) if came_at is not None and came_at + span <= now:
            waited_s = round((now - came_at).total_seconds())
            return Reason("waited_long", {"queue": queue.name, "waited_s": waited_s})
        case Length(most) if came_at is None:
            return callers.full(world, queue.name, most)
        case Occasion.CLOSED if came_at is None:
            return callers.out_of_hours(world, queue, now)
        case Occasion.NOBODY_ON_DUTY:
            return callers.nobody_on_duty(world, queue, place.asked)
    return None


def _refusal(world: World, call: LiveCall, place: QueueEntry, to: Target, now: datetime) -> Reason | None:
    return callers.refusal(world, _asking(call, place, to.queue), now) if isinstance(to, ToQueue) else None


def _asking(call: LiveCall, place: QueueEntry, queue: QueueName) -> QueueAsked:
    return QueueAsked(call.leg, queue, place.asked, place.priority, call.record.language, place.entered_at)


# --- moving -----------------------------------------------------------------------------------------
def _send(world: World, call: LiveCall, place: QueueEntry, to: Target, why: Reason, now: datetime) -> None:
    if isinstance(to, ToQueue):
        _goes_over(world, call, replace(place, queue=to.queue), now)
        return
    if call.phase is CallPhase.IVR:
        world.ask(AnswerQueueAsk(call.leg, False, why, now))
    call.move(CallMove.LEAVE)
    call.entry, call.waiting.sent_at = place, now
    record = slices.end(call.record, SegmentKind.IVR, now, "overflowed")
    record = slices.end(replace(record, queue=place.queue), SegmentKind.QUEUE, now, "overflowed")
    match to:
        case ToNumber(number):
            call.verb = "forward"
            _note(world, call, place)  # where they are again if nobody answers there
            world.ask(ForwardLeg(call.leg, number, world.site.outbound.show_number))
        case ToFlow(flow):
            call.verb = "flow"
            record = slices.begin(record, SegmentKind.IVR, now)
            world.ask(StartFlow(call.leg, flow))
        case LeaveWord():
            call.verb = LEADS_TO[to].value
            world.ask(SendLeg(call.leg, SAYS[to], LEADS_TO[to]))
    world.keep(call, record)


def _goes_over(world: World, call: LiveCall, place: QueueEntry, now: datetime) -> None:
    """Put a caller into another line with the time of entry that they have."""
    if call.phase is CallPhase.IVR:
        callers.asked_for_queue(world, _asking(call, place, place.queue), now)
        return
    call.move(CallMove.LEAVE)
    call.record = slices.end(call.record, SegmentKind.QUEUE, now, "overflowed")
    call.waiting.at = call.waiting.wait = None
    _note(world, call, place)
    transfer.line(world, call, place, now)


def _note(world: World, call: LiveCall, place: QueueEntry) -> None:
    world.ask(NotePlace(call.leg, place.queue, place.asked, place.priority, place.entered_at))


def _comes_back(world: World, call: LiveCall, now: datetime) -> None:
    """Take up a caller who is in the line although a rule had sent them elsewhere.

    Who never was in it (they came to a closed door) is let in only if it is open by now; else the rules that
    are left are asked, and at the end there is voicemail.
    """
    place = call.entry
    assert place is not None  # it was noted as they were sent
    call.waiting.sent_at, call.waiting.ask_at = None, now
    asked = _asking(call, place, place.queue)
    was_in_it = any(s.kind is SegmentKind.QUEUE and s.queue == place.queue for s in call.record.segments)
    refused = None if was_in_it else callers.refusal(world, asked, now)
    if refused is None:
        transfer.line(world, call, place, now)
    elif not _comes(world, call, asked, now):
        _send(world, call, place, LeaveWord.VOICEMAIL, refused, now)
