"""Rules about numbers that are not let in: one short sentence, and the call is over, before any menu."""

from dataclasses import replace
from datetime import datetime

from ctid.calls import slices
from ctid.calls.phase import CallMove
from ctid.centre.world import LiveCall, World
from ctid.model.commands import BlockNumber, UnblockNumber
from ctid.model.effects import Keep, SendLeg
from ctid.model.events import EventKind
from ctid.model.interactions import SegmentKind
from ctid.model.phone import e164, read_number
from ctid.model.reasons import Reason
from ctid.model.switches import BlockedNumber

SAYS = "number-blocked"


def block(world: World, command: BlockNumber, now: datetime) -> Reason | None:
    """Let a number in no more; however it is written, it is one number (E.164). Our own are never blocked."""
    number = read_number(command.number, world.site.region)
    if number is None:
        return Reason("not_a_number", {"number": command.number})
    if number.e164 in own_numbers(world):
        return Reason("own_number", {"number": number.e164})
    if command.until is not None and command.until <= now:
        return Reason("past_instant")
    entry = BlockedNumber(number.e164, True, command.who, now, command.reason, command.until)
    world.blocked[entry.number] = entry
    world.ask(Keep(entry))
    world.tell(EventKind.NUMBER_BLOCKED, now, number=entry.number, who=entry.who, why=entry.reason)
    return None


def unblock(world: World, command: UnblockNumber, now: datetime) -> Reason | None:
    """Let a number in again."""
    number = read_number(command.number, world.site.region)
    entry = world.blocked.pop(number.e164, None) if number is not None else None
    if entry is None:
        return Reason("not_blocked", {"number": command.number})
    world.ask(Keep(replace(entry, blocked=False)))
    world.tell(EventKind.NUMBER_UNBLOCKED, now, number=entry.number, who=command.who)
    return None


def stopped(world: World, call: LiveCall, now: datetime) -> bool:
    """End a call that has just arrived from a blocked number, and say by whose word."""
    number = read_number(call.record.ani, world.site.region)
    entry = world.blocked.get(number.e164) if number is not None else None
    if entry is None or (entry.until is not None and entry.until <= now) or not call.move(CallMove.LEAVE):
        return False
    call.verb = "blocked"
    since = entry.since.strftime("%Y-%m-%d %H:%M:%S")
    why = Reason("number_blocked", {"number": entry.number, "who": entry.who, "since": since})
    world.tell(EventKind.CALL_REFUSED, now, call=call.record.id, reason=why, entry=entry.number)
    world.keep(call, slices.end(call.record, SegmentKind.IVR, now, "blocked"))
    world.ask(SendLeg(call.leg, SAYS))
    return True


def own_numbers(world: World) -> set[str]:
    """Return the numbers by which the centre itself is known: of its lines, and of its agents' phones."""
    phones = [agent.phone for agent in world.site.agents.values()]
    written = [*world.site.numbers, world.site.outbound.show_number, *phones]
    return {e164(raw, world.site.region) for raw in written} - {""}
