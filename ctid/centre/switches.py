"""Rules about queues that a supervisor closes on the spot, whatever their hours.

Who asks for a closed queue hears the announcement and is sent on; who waits already is served, or told as
well, as the supervisor chose. A caller who is offered to an agent just then is served: they are not torn
out of a ring. With all queues closed the switch is told too, so that it holds while ctid is away.
"""

from dataclasses import replace
from datetime import datetime

from ctid.calls import slices
from ctid.calls.phase import CallMove, CallPhase
from ctid.centre.world import LiveCall, World
from ctid.model.commands import CloseQueue, OpenQueue
from ctid.model.effects import Keep, SendLeg, WriteClosed
from ctid.model.events import EventKind
from ctid.model.ids import QueueName
from ctid.model.interactions import SegmentKind
from ctid.model.reasons import Reason
from ctid.model.switches import QueueSwitch

ITSELF = "ctid"  # who opens a queue whose time has come


def close(world: World, command: CloseQueue, now: datetime) -> Reason | None:
    """Close a queue, or all; closing a closed one says anew until when and what callers hear."""
    if command.queue is not None and command.queue not in world.site.queues:
        return Reason("unknown_queue", {"queue": command.queue})
    if command.until is not None and command.until <= now:
        return Reason("past_instant")
    for queue in _meant(world, command.queue):
        switch = QueueSwitch(queue, True, command.who, now, command.says, command.leads_to, command.until)
        world.closed[queue] = switch
        world.ask(Keep(switch))
        until = command.until.isoformat() if command.until is not None else ""
        world.tell(
            EventKind.QUEUE_CLOSED, now, queue=queue, who=command.who, says=command.says,
            leads_to=command.leads_to.value, until=until, waiting=command.waiting,
        )  # fmt: skip
        if command.waiting == "tell":
            _tell_waiting(world, switch, now)
    return None


def open_again(world: World, command: OpenQueue, now: datetime) -> Reason | None:
    """Open a queue, or all; its hours hold again."""
    if command.queue is not None and command.queue not in world.site.queues:
        return Reason("unknown_queue", {"queue": command.queue})
    for queue in _meant(world, command.queue):
        _open(world, queue, command.who, now)
    return None


def refusal(world: World, queue: QueueName) -> Reason | None:
    """Say why a queue takes nobody just now, if somebody has closed it."""
    switch = world.closed.get(queue)
    if switch is None:
        return None
    since = switch.since.strftime("%Y-%m-%d %H:%M:%S")
    return Reason("queue_closed_now", {"queue": queue, "who": switch.who, "since": since})


def turn_away(world: World, call: LiveCall, queue: QueueName, now: datetime) -> None:
    """Have a caller who asked for a closed queue hear so, wherever the flow would have led them."""
    switch = world.closed.get(queue)
    if switch is not None:
        _send(world, call, switch, now)


def overdue(world: World, now: datetime) -> None:
    """Open what reopens by itself."""
    for switch in list(world.closed.values()):
        if switch.until is not None and switch.until <= now:
            _open(world, switch.queue, ITSELF, now)


def keep_told(world: World) -> None:
    """Have the switch know whether everything is closed, for the time when ctid is away."""
    if not world.switch_seen:
        world.closed_told = None
        return
    closed = [world.closed[queue] for queue in world.site.queues if queue in world.closed]
    all_closed = bool(closed) and len(closed) == len(world.site.queues)
    until = min((switch.until for switch in closed if switch.until is not None), default=None)
    told = WriteClosed(all_closed, until, closed[0].says) if all_closed else WriteClosed(False)
    if told != (world.closed_told or WriteClosed(False)):
        world.ask(told)
    world.closed_told = told


def _meant(world: World, queue: QueueName | None) -> list[QueueName]:
    return list(world.site.queues) if queue is None else [queue]


def _open(world: World, queue: QueueName, who: str, now: datetime) -> None:
    switch = world.closed.pop(queue, None)
    if switch is not None:
        world.ask(Keep(replace(switch, closed=False)))
        world.tell(EventKind.QUEUE_OPENED, now, queue=queue, who=who)


def _tell_waiting(world: World, switch: QueueSwitch, now: datetime) -> None:
    for call in list(world.calls.values()):
        waits = call.phase is CallPhase.WAITING and call.offer is None and not call.diverted
        if waits and call.entry is not None and call.entry.queue == switch.queue:
            _send(world, call, switch, now)


def _send(world: World, call: LiveCall, switch: QueueSwitch, now: datetime) -> None:
    if not call.move(CallMove.LEAVE):
        return
    call.verb = "closed" if switch.leads_to == "end" else switch.leads_to.value
    record = slices.end(call.record, SegmentKind.IVR, now, "closed")
    world.keep(call, slices.end(record, SegmentKind.QUEUE, now, "closed"))
    world.ask(SendLeg(call.leg, switch.says, switch.leads_to))
