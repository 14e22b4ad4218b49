"""Rules about callers: from arrival to the line, and out of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from ctid.acd.entry import QueueEntry
from ctid.acd.workflows import admits, first_wanted, workflow_of
from ctid.calls import slices
from ctid.calls.phase import CallMove, CallPhase
from ctid.centre import blocklist, offers, outbound, own_calls, recording, switches
from ctid.centre.waiters import waiters
from ctid.centre.world import LiveCall, World
from ctid.model.effects import AnswerQueueAsk, ClearLeg, IdentifyCaller
from ctid.model.events import EventKind
from ctid.model.ids import InteractionId, QueueName, SkillName
from ctid.model.interactions import Direction, Interaction, Outcome, SegmentKind
from ctid.model.phone import e164
from ctid.model.reasons import Reason
from ctid.model.reports import (
    CallArrived,
    CallerIdentified,
    IvrLeft,
    IvrStepped,
    LegCleared,
    LegHeld,
    QueueAsked,
)
from ctid.model.routing_policy import VOICE
from ctid.model.site import Queue
from ctid.routing.skill_text import in_words

LEFT_IN: dict[CallPhase, Outcome] = {
    CallPhase.IVR: Outcome.ABANDONED_IN_IVR,
    CallPhase.WAITING: Outcome.ABANDONED_IN_QUEUE,
    CallPhase.AWAY: Outcome.NOT_REACHED,
    CallPhase.DIALLING: Outcome.NOT_REACHED,
    CallPhase.TALKING: Outcome.ANSWERED,
    CallPhase.HELD: Outcome.ANSWERED,
    CallPhase.CONSULTING: Outcome.ANSWERED,
    CallPhase.CONFERENCE: Outcome.ANSWERED,
    CallPhase.AFTER: Outcome.ANSWERED,
}
ENDED_BY_VERB: dict[str, Outcome] = {
    "voicemail": Outcome.VOICEMAIL,
    "callback": Outcome.CALLBACK_ASKED,
    "closed": Outcome.TURNED_AWAY,
    "hangup": Outcome.SELF_SERVED,
    "blocked": Outcome.BLOCKED,
    "forward": Outcome.FORWARDED,
    "flow": Outcome.ABANDONED_IN_IVR,
}

ENDED_AFTER_A_TALK = frozenset({"hangup", "closed"})  # the verbs with which a survey ends


def arrived(world: World, report: CallArrived, now: datetime) -> None:
    """A caller's leg asks what to do; asking again (the session broke) is the same call."""
    known = world.caller(report.leg)
    if known is not None:
        known.diverted = False
        known.move(CallMove.ASK)
        return
    record = Interaction(
        InteractionId(report.leg), report.ani, report.dnis, now, ani_name=report.ani_name, flow=report.flow,
        number=e164(report.ani, world.site.region),
    )  # fmt: skip
    call = LiveCall(record, report.leg)
    world.calls[record.id] = call
    world.tell(
        EventKind.CALL_ARRIVED, now, call=record.id,
        ani=report.ani, ani_name=report.ani_name, dnis=report.dnis, flow=report.flow,
    )  # fmt: skip
    world.keep(call, slices.begin(record, SegmentKind.IVR, now))
    world.ask(IdentifyCaller(report.leg, report.ani))
    blocklist.stopped(world, call, now)


def identified(world: World, report: CallerIdentified, now: datetime) -> None:
    """The store says who the caller may be; the likeliest is taken until an agent chooses."""
    call = world.caller(report.leg)
    if call is None:
        return
    call.identification = report.identification
    if call.made_by is not None:
        world.ask(outbound.pop_of(world, call))
    matches = report.identification.matches
    likeliest = matches[0].customer.id if matches else None
    world.tell(
        EventKind.CUSTOMER_IDENTIFIED, now, call=call.record.id, reason=report.identification.reason,
        number=report.identification.number, matches=len(matches),
        customer=matches[0].customer.name if matches else "",
    )  # fmt: skip
    world.keep(
        call,
        replace(call.record, number=report.identification.number, customer=call.record.customer or likeliest),
    )


def stepped(world: World, report: IvrStepped, now: datetime) -> None:
    """The session moved: onlookers hear of it, and what was keyed in is kept."""
    call = world.caller(report.leg)
    if call is None:
        return
    world.tell(
        EventKind.IVR_STEPPED, now, call=call.record.id, reason=report.reason,
        node=report.node, what=report.what, value=report.value, into=report.into,
    )  # fmt: skip
    if report.into and report.value:
        collected = {**call.record.collected, report.into: report.value}
        world.keep(call, replace(call.record, collected=collected))


def asked_for_queue(world: World, report: QueueAsked, now: datetime) -> None:
    """Admit to the line, or say why not: unknown queue, closed, nobody signed on."""
    call = world.caller(report.leg)
    if call is None:
        world.ask(AnswerQueueAsk(report.leg, False, Reason("lost"), now))
        return
    refused = refusal(world, report, now)
    if refused is not None:
        world.tell(EventKind.CALL_REFUSED, now, call=call.record.id, reason=refused, queue=report.queue)
        world.ask(AnswerQueueAsk(report.leg, False, refused, now))
        switches.turn_away(world, call, report.queue, now)
        return
    priority = report.priority or world.site.queues[report.queue].priority
    call.entry = QueueEntry(
        call.record.id, report.queue, report.since or now, priority, report.requires, report.last_agent
    )
    call.record = replace(call.record, queue=report.queue, language=report.language)
    announce = recording.to_announce(world, call)
    open_ = Reason("queue_open", {"queue": report.queue})
    after = world.site.queues[report.queue].after
    world.ask(AnswerQueueAsk(report.leg, True, open_, call.entry.entered_at, announce, report.queue, after))


def refusal(world: World, report: QueueAsked, now: datetime) -> Reason | None:
    """Say why a queue takes nobody now, None when it does."""
    queue = world.site.queues.get(report.queue)
    if queue is None:
        return Reason("unknown_queue", {"queue": report.queue})
    if (closed := switches.refusal(world, queue.name)) is not None:
        return closed
    if (off := out_of_hours(world, queue, now)) is not None:
        return off
    return nobody_on_duty(world, queue, report.requires) or full(world, queue.name, queue.max_length)


def out_of_hours(world: World, queue: Queue, now: datetime) -> Reason | None:
    """Say that a queue is closed at this hour."""
    if queue.calendar is None or world.site.calendars[queue.calendar].is_open(now):
        return None
    return Reason("queue_closed", {"queue": queue.name})


def nobody_on_duty(
    world: World, queue: Queue, requires: Mapping[SkillName, int], channel: str = VOICE
) -> Reason | None:
    """Say that nobody is signed on whom the queue's last step admits, which is the widest."""
    wanted = workflow_of(queue, requires).steps[-1].admits
    here = (world.site.agents[agent] for agent in world.signed_on())
    if any(admits(wanted, agent) and agent.capacity.get(channel) for agent in here):
        return None
    return Reason("nobody_signed_on", {"skills": in_words(wanted)})


def full(world: World, queue: QueueName, most: int | None) -> Reason | None:
    """Say that so many wait in a queue already."""
    if most is None:
        return None
    waiting = sum(waiter.entry.queue == queue for waiter in waiters(world))
    return Reason("queue_full", {"queue": queue, "waiting": waiting}) if waiting >= most else None


def left_ivr(world: World, report: IvrLeft, now: datetime) -> None:
    """The session ended: with `wait` the caller is in the line, with another verb the dialplan does it.

    Without a verb the session broke or the caller is gone: the switch tells which, not the session. Which
    way they came is told in any case: of a caller who hangs up, the switch may have said so before.
    """
    if report.path:
        world.tell(
            EventKind.IVR_LEFT, now, call=world.interaction_of(report.leg),
            flow=report.flow, path=report.path, verb=report.verb,
        )  # fmt: skip
    call = world.caller(report.leg)
    if call is None or not report.verb:
        return
    if report.verb == "wait":
        waits(world, call, now)
    elif call.move(CallMove.LEAVE):
        call.verb = report.verb
        world.keep(call, slices.end(call.record, SegmentKind.IVR, now, report.verb))


def held(world: World, report: LegHeld, now: datetime) -> None:
    """The caller is in the holding bridge: true even if the session's end has not been heard of yet."""
    call = world.caller(report.leg)
    if call is None:
        return
    call.missing = call.diverted = False
    if call.phase is CallPhase.IVR:
        waits(world, call, now)


def waits(world: World, call: LiveCall, now: datetime) -> None:
    """Put the caller into the line with the place that was asked for."""
    if call.entry is None or not call.move(CallMove.WAIT):
        return
    entry = call.entry
    record = slices.end(call.record, SegmentKind.IVR, now, "queued")
    record = slices.begin(record, SegmentKind.QUEUE, entry.entered_at, queue=entry.queue)
    world.keep(call, replace(record, queue=entry.queue))
    world.tell(
        EventKind.CALL_QUEUED, now, call=record.id, queue=entry.queue,
        skills=first_wanted(world.site.queues[entry.queue], entry.asked), priority=entry.priority,
    )  # fmt: skip


def cleared(world: World, report: LegCleared, now: datetime) -> None:
    """The caller is gone; whatever was going on for them ends."""
    call = world.caller(report.leg)
    if call is None:
        return
    world.bridges.clear(report.leg)
    gone(world, call, now, LEFT_IN.get(call.phase, Outcome.LOST), cause=report.cause)


def gone(world: World, call: LiveCall, at: datetime, outcome: Outcome, *, cause: int = 0) -> None:
    """End the call at `at` with `outcome`; a verb that was being done says its own outcome."""
    was = call.phase
    if was is CallPhase.LEAVING:
        outcome = ENDED_BY_VERB.get(call.verb, outcome)
    if call.record.answered_at is not None and _has_talked(call):
        outcome = Outcome.ANSWERED
    if was in (CallPhase.TALKING, CallPhase.HELD):
        offers.talk_ended(world, call, at, by="caller")
    elif call.second is not None:
        _leaves_two(world, call, at)
    if not call.move(CallMove.CLEAR):
        return
    if call.offer is not None:
        offers.withdraw(world, world.offers[call.offer], Reason("caller_left"), at)
    if was is CallPhase.DIALLING:
        outbound.give_agent_back(world, call, at)
    record = slices.end(call.record, SegmentKind.IVR, at, "abandoned")
    record = slices.end(record, SegmentKind.QUEUE, at, "abandoned")
    world.keep(call, replace(record, ended_at=at, outcome=outcome))
    world.tell(EventKind.CALL_CLEARED, at, call=record.id, outcome=outcome.value, cause=cause)
    close_if_done(world, call, at)


def _has_talked(call: LiveCall) -> bool:
    """Say whether what they are in cannot undo that an agent answered: another line, a survey."""
    surveyed = call.phase is CallPhase.LEAVING and call.verb in ENDED_AFTER_A_TALK
    return surveyed or call.phase in (CallPhase.WAITING, CallPhase.IVR)


def _leaves_two(world: World, call: LiveCall, at: datetime) -> None:
    """The caller leaves an agent and the party they asked: who talk go on, whoever only rings is let go."""
    second = call.second
    assert second is not None
    if second.up and offers.legs_of(world, call):
        record = slices.end(call.record, SegmentKind.TALK, at, "caller left")
        call.record = slices.end(record, SegmentKind.HOLD, at, "caller left")
        return
    call.second = None
    if second.leg is not None:
        world.seconds.pop(second.leg, None)
        if second.offer is None:
            world.ask(ClearLeg(second.leg, Reason("caller_left")))
    if call.phase is CallPhase.CONSULTING:
        call.move(CallMove.HOLD)
        offers.talk_ended(world, call, at, by="caller")


def close_if_done(world: World, call: LiveCall, now: datetime) -> None:
    """Close the record once the caller is gone and no agent works on it any more."""
    if call.phase is not CallPhase.GONE or slices.is_open(call.record, SegmentKind.ACW):
        return
    if call.second is not None:  # agent and second party talk on
        return
    world.keep(call, replace(call.record, closed_at=now))
    world.tell(
        EventKind.INTERACTION_CLOSED, now, call=call.record.id, agent=call.record.agent,
        outcome=call.record.outcome.value, disposition=call.record.disposition,
    )  # fmt: skip
    world.closed_at(call.record.id, now)
    own_calls.note_use(world, call.record, now)
    for agent in dict.fromkeys((*slices.talked(call.record), call.record.agent)):
        if agent is not None and call.record.direction is not Direction.INTERNAL:
            world.last_handled[agent] = call.record
    world.wishes.legs.pop(call.leg, None)
    del world.calls[call.record.id]
