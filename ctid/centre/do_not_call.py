"""Rules about numbers that are not to be called back: who asked for peace has it.

The list stands above a wish to be called back. A key that is pressed says what the caller wants; it does not
say that they are the person who wanted to be left alone, and where callers may key in a number it need not
even be theirs. So whoever wants calls again says so to a person, who takes the number off the list.
"""

from dataclasses import replace
from datetime import datetime

from ctid.centre.world import World
from ctid.model.commands import AllowCallbacks, ForbidCallbacks
from ctid.model.do_not_call import DoNotCall
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.phone import e164, read_number
from ctid.model.reasons import Reason


def forbid(world: World, command: ForbidCallbacks, now: datetime) -> Reason | None:
    """Have a number called back no more; however it is written, it is one number (E.164)."""
    number = read_number(command.number, world.site.region)
    if number is None:
        return Reason("not_a_number", {"number": command.number})
    enter(world, DoNotCall(number.e164, True, command.who, now, command.why))
    return None


def enter(world: World, entry: DoNotCall) -> None:
    """Put a number on the list."""
    world.wishes.do_not_call[entry.number] = entry
    world.ask(Keep(entry))
    world.tell(EventKind.CALLBACK_FORBIDDEN, entry.since, number=entry.number, who=entry.who, why=entry.why)


def allow(world: World, command: AllowCallbacks, now: datetime) -> Reason | None:
    """Let a number be called back again."""
    entry = world.wishes.do_not_call.pop(e164(command.number, world.site.region), None)
    if entry is None:
        return Reason("not_on_do_not_call", {"number": command.number})
    world.ask(Keep(replace(entry, listed=False)))
    world.tell(EventKind.CALLBACK_ALLOWED, now, number=entry.number, who=command.who)
    return None


def forbids(world: World, number: str, now: datetime) -> Reason | None:
    """Say by whose word a number (E.164) is not called back, None if by nobody's."""
    entry, blocked = world.wishes.do_not_call.get(number), world.blocked.get(number)
    if entry is not None:
        return Reason("do_not_call", {"number": number, "who": entry.who, "since": _written(entry.since)})
    if blocked is not None and (blocked.until is None or blocked.until > now):
        since = _written(blocked.since)
        return Reason("number_blocked", {"number": number, "who": blocked.who, "since": since})
    return None


def _written(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")
