"""Rules about messages that callers left: taken over once, given to an agent, closed with what came of it.

The store decides what was taken over: a message is told again until its row is there. So here it only has
to be told apart from those of this run; of these the ones that were closed are kept for `RECENT`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ctid.centre.world import World
from ctid.model.commands import Asker, AssignMessage, CloseMessage, ReopenMessage
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.ids import InteractionId, QueueName
from ctid.model.messages import Message, MessageId, MessageMove, MessageState, advance
from ctid.model.phone import e164
from ctid.model.reasons import Reason
from ctid.model.reports import MessageLeft

RECENT = timedelta(days=1)


def left(world: World, report: MessageLeft, now: datetime) -> None:
    """Take a message over, unless it has been."""
    if report.id in world.messages:
        return
    message = Message(
        report.id, report.kind, InteractionId(report.leg), report.left_at,
        ani=report.ani, keyed=report.keyed, number=e164(report.keyed or report.ani, world.site.region),
        dnis=report.dnis, queue=QueueName(report.queue) if report.queue else None,
        language=report.language, sound=report.sound, duration=report.duration,
    )  # fmt: skip
    _keep(world, message)
    world.tell(
        EventKind.MESSAGE_LEFT, now, message=message.id, what=message.kind.value,
        interaction=message.interaction, number=message.number, queue=report.queue,
        left_at=report.left_at.isoformat(timespec="milliseconds"),
    )  # fmt: skip


def assign(world: World, command: AssignMessage, now: datetime) -> Reason | None:
    """Give a message to an agent of the site."""
    if command.agent not in world.site.agents:
        return Reason("unknown_agent", {"agent": command.agent})
    moved = _moved(world, command.message, command.by, MessageMove.ASSIGN)
    if isinstance(moved, Reason):
        return moved
    _keep(world, replace(moved, agent=command.agent, assigned_at=now, assigned_by=command.by.name))
    world.tell(
        EventKind.MESSAGE_ASSIGNED, now, agent=command.agent, message=moved.id, by=command.by.name,
        command=command.id,
    )  # fmt: skip
    return None


def close(world: World, command: CloseMessage, now: datetime) -> Reason | None:
    """Keep what came of a message."""
    if command.code not in world.site.dispositions:
        return Reason("unknown_disposition", {"code": command.code})
    moved = _moved(world, command.message, command.by, MessageMove.CLOSE)
    if isinstance(moved, Reason):
        return moved
    by = command.by.name
    closed = replace(moved, closed_at=now, closed_by=by, disposition=command.code, note=command.note)
    _keep(world, closed)
    world.tell(
        EventKind.MESSAGE_CLOSED, now, agent=moved.agent, message=moved.id, by=by,
        disposition=command.code, command=command.id,
    )  # fmt: skip
    _forget(world, now)
    return None


def reopen(world: World, command: ReopenMessage, now: datetime) -> Reason | None:
    """Make a message new again that was closed lately; what was said of it goes."""
    moved = _moved(world, command.message, command.by, MessageMove.REOPEN)
    if isinstance(moved, Reason):
        return moved
    _keep(
        world,
        replace(
            moved, agent=None, assigned_at=None, assigned_by="", closed_at=None, closed_by="", disposition=""
        ),
    )
    world.tell(EventKind.MESSAGE_REOPENED, now, message=moved.id, by=command.by.name, command=command.id)
    return None


def _moved(world: World, id: MessageId, by: Asker, move: MessageMove) -> Message | Reason:
    """Return the message in its next state, or say why it cannot be moved so by `by`."""
    message = world.messages.get(id)
    if message is None:
        return Reason("unknown_message", {"message": id})
    state = advance(message.state, move)
    if state is None:
        return Reason("message_is", {"state": message.state.value})
    if by.agent and message.state is MessageState.ASSIGNED and message.agent != by.name:
        return Reason("message_taken", {"message": id, "agent": message.agent or ""})
    return replace(message, state=state)


def _keep(world: World, message: Message) -> None:
    world.messages[message.id] = message
    world.ask(Keep(message))


def _forget(world: World, now: datetime) -> None:
    """Let go of what was closed long ago; only the store knows it then."""
    for message in list(world.messages.values()):
        if message.closed_at is not None and message.closed_at + RECENT <= now:
            del world.messages[message.id]
