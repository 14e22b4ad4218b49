"""Rules about handing a caller on without asking first (blind transfer), by a page or by a phone's REFER.

The caller goes into the line, to a colleague's phone or to a number outside; the agent who handed them on is
in wrap-up. Whoever is not reached gives the caller back into the line: nobody is left with a tone. It is the
same interaction all the way, and what it hands on is told as `call.transferred`.

A colleague is offered the caller as the line offers one, so the page shows the customer first, and a phone
that is not answered leaves the caller in the line with the place they had.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from ctid.acd.agent import AgentMove
from ctid.acd.entry import QueueEntry
from ctid.calls import slices
from ctid.calls.phase import CallMove, CallPhase
from ctid.centre import callers, hold, offers, targets
from ctid.centre.whither import Target, ToAgent, ToNumber, ToQueue
from ctid.centre.world import Handover, LiveCall, Work, World
from ctid.model.commands import BlindTransfer
from ctid.model.effects import BackToLine, ForwardLeg
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, LegId, QueueName
from ctid.model.interactions import Direction, SegmentKind
from ctid.model.reasons import Reason
from ctid.model.reports import LegHeld, LegReferred, QueueAsked


def transfer(world: World, command: BlindTransfer, now: datetime) -> Reason | None:
    """Ask the switch to move the caller; it is true once they have left the talk."""
    call, leg = hold.talk_of(world, command.agent)
    if call is None or leg is None or call.offer is not None:
        return hold.not_now(world, command.agent)
    if call.record.direction is Direction.OUTBOUND:
        return Reason("no_transfer_outbound")
    target = targets.find(world, command.to, command.agent, now)
    refused = target if isinstance(target, Reason) else _refusal(world, call, target, now)
    if refused is not None or isinstance(target, Reason):
        return refused
    entry = _entry(world, call, target, now)
    call.handover = Handover(command.id, command.agent, command.to, target, entry, now + hold.BELIEVED_FOR)
    if isinstance(target, ToNumber):
        world.ask(ForwardLeg(call.leg, target.number, target.show_number))
    elif entry is not None:
        after = world.site.queues[entry.queue].after
        world.ask(BackToLine(call.leg, entry.queue, entry.asked, entry.priority, entry.entered_at, after))
    if call.phase is CallPhase.HELD:
        handed_on(world, call, now)
    return None


def _refusal(world: World, call: LiveCall, target: Target, now: datetime) -> Reason | None:
    match target:
        case ToAgent(agent):
            return targets.busy(world, agent)
        case ToQueue(queue):
            asked = QueueAsked(call.leg, queue, {}, 0, call.record.language)
            return callers.refusal(world, asked, now)
        case ToNumber():
            return None


def _entry(world: World, call: LiveCall, target: Target, now: datetime) -> QueueEntry | None:
    """Return the caller's place: a new one in another line, else the one they have had."""
    if not isinstance(target, ToQueue):
        return call.entry
    priority = call.entry.priority if call.entry is not None else world.site.queues[target.queue].priority
    return QueueEntry(call.record.id, target.queue, now, priority)


def is_asked(call: LiveCall, now: datetime) -> bool:
    """Say whether a parting of this call is the transfer that was asked for."""
    return call.handover is not None and now <= call.handover.until


def handed_on(world: World, call: LiveCall, now: datetime) -> None:
    """The caller has left the agent as asked."""
    handover, call.handover = call.handover, None
    assert handover is not None
    _leaves(world, call, handover.by, handover.to, now, command=handover.command)
    _goes_to(world, call, handover.target, handover.entry, handover.by, now)


def referred(world: World, report: LegReferred, now: datetime) -> None:
    """The agent's phone itself handed the caller on: they wait, wherever it is that they may go."""
    call = world.caller(report.leg)
    if call is None or call.phase not in (CallPhase.TALKING, CallPhase.AFTER):
        return
    by = call.record.agent or AgentId("")
    _leaves(world, call, by, report.to, now)
    target = targets.find(world, report.to, by, now)
    if isinstance(target, Reason):
        world.tell(EventKind.CALL_FAILED, now, call=call.record.id, agent=by, reason=target, number=report.to)
        line(world, call, call.entry, now)
        return
    if isinstance(target, ToNumber):
        world.ask(ForwardLeg(call.leg, target.number, target.show_number))
    _goes_to(world, call, target, _entry(world, call, target, now), by, now)


def picked_up(world: World, leg: LegId, hears: Collection[LegId], now: datetime) -> None:
    """An agent has a caller by a call of their own phone: a colleague's phone handed them over, attended."""
    call = next((c for other in hears if (c := world.caller(other)) is not None), None)
    if call is None or call.phase is not CallPhase.AFTER or not call.move(CallMove.CONNECT):
        return
    agent, before, record = world.phone_legs[leg], call.record.agent, call.record
    call.won = None
    world.talking[leg] = record.id
    record = slices.begin(record, SegmentKind.TALK, now, queue=record.queue, agent=agent)
    world.keep(call, replace(record, agent=agent))
    world.move_agent(agent, AgentMove.CONNECT, Reason("talking"), now, Work(interaction=record.id))
    world.tell(EventKind.CALL_TRANSFERRED, now, call=record.id, agent=before, to=agent, command="")


def _leaves(world: World, call: LiveCall, by: AgentId, to: str, now: datetime, *, command: str = "") -> None:
    offers.talk_ended(world, call, now, by="transfer")
    world.tell(EventKind.CALL_TRANSFERRED, now, call=call.record.id, agent=by, to=to, command=command)


def _goes_to(
    world: World, call: LiveCall, target: Target, entry: QueueEntry | None, by: AgentId, now: datetime
) -> None:
    if isinstance(target, ToNumber):
        call.forwarded = True
        return
    line(world, call, entry, now)
    if isinstance(target, ToAgent) and entry is not None and targets.busy(world, target.agent) is None:
        offers.make(world, entry, target.agent, Reason("transferred", {"by": by}), now)


def line(world: World, call: LiveCall, entry: QueueEntry | None, now: datetime) -> None:
    """Put a caller who was handed on into the line."""
    if entry is None or not call.move(CallMove.WAIT):
        return
    call.entry, call.forwarded = entry, False
    record = slices.begin(call.record, SegmentKind.QUEUE, now, queue=entry.queue)
    world.keep(call, replace(record, queue=entry.queue))
    world.tell(EventKind.CALL_QUEUED, now, call=record.id, queue=QueueName(entry.queue))


def held(world: World, report: LegHeld, now: datetime) -> None:
    """The caller waits: one who was sent out and reached nobody is in the line again."""
    call = world.caller(report.leg)
    if call is not None and call.phase is CallPhase.AFTER and call.forwarded:
        line(world, call, call.entry, now)
    else:
        callers.held(world, report, now)
