"""Rules about asking somebody while the caller is held: the consultation, and how it ends.

    talking ──consult──► held ──► consulting ──complete──► talking (with the party asked; the agent is out)
                                      │  └──conference──► conference (ctid/centre/conference.py)
                                      └──cancel, or nobody answers──► talking (with the same agent)

A colleague is asked by an offer: their page shows the customer, their phone rings, a phone not answered is a
RONA. A number outside is only a leg. Both are `Second` until the caller hears them. What the switch says
decides: that the caller and the second party hear each other *is* the transfer, whoever wished what.
"""

from dataclasses import replace
from datetime import datetime

from ctid.acd.agent import AgentMove
from ctid.acd.offer import OfferMove
from ctid.calls import slices
from ctid.calls.phase import CallMove, CallPhase
from ctid.centre import callers, hold, offers, targets
from ctid.centre.whither import ToAgent, ToNumber, ToQueue
from ctid.centre.world import LiveCall, LiveOffer, Second, Work, World
from ctid.model.commands import CancelConsult, CompleteTransfer, Consult
from ctid.model.effects import Await, ClearLeg, ConsultNumber, RetrieveLeg
from ctid.model.events import EventKind
from ctid.model.ids import CONSULT_PREFIX, OFFER_PREFIX, LegId, leg_id, node_of, offer_of
from ctid.model.interactions import Direction, OfferRecord, OfferState, SegmentKind
from ctid.model.reasons import Reason
from ctid.model.reports import SeenLeg


def consult(world: World, command: Consult, now: datetime) -> Reason | None:
    """Hold the caller, then ring the party to be asked."""
    call, leg = hold.talk_of(world, command.agent)
    if call is None or leg is None or call.offer is not None or call.entry is None:
        return hold.not_now(world, command.agent)
    if call.record.direction is Direction.OUTBOUND:
        return Reason("no_transfer_outbound")
    target = targets.find(world, command.to, command.agent, now)
    if isinstance(target, Reason):
        return target
    if isinstance(target, ToQueue):
        return Reason("unknown_target", {"to": command.to})
    if isinstance(target, ToAgent) and (refused := targets.busy(world, target.agent)) is not None:
        return refused
    call.to_consult = Second(target, command.id)
    if call.phase is CallPhase.HELD:
        begin(world, call, now)
    elif not hold.is_asked(call, now):
        hold.ask(world, call, leg, command.id, now)
    return None


def begin(world: World, call: LiveCall, now: datetime) -> None:
    """The caller is held: ring the party to be asked."""
    second, leg = call.to_consult, hold.leg_of(world, call)
    call.to_consult = None
    if second is None or leg is None or call.entry is None or not call.move(CallMove.CONSULT):
        return
    call.second = second
    world.ask(Await(leg))
    match second.target:
        case ToAgent(agent) if (refused := targets.busy(world, agent)) is not None:
            failed(world, call, refused, now)
        case ToAgent(agent):
            why = Reason("consulted", {"by": call.record.agent or ""})
            second.offer = offers.make(world, call.entry, agent, why, now, consults=leg)
            second.leg = second.offer.leg
        case ToNumber(number, shown):
            name = CONSULT_PREFIX + world.new_offer_id().removeprefix(OFFER_PREFIX)
            second.leg, rules = leg_id(node_of(call.leg), name), world.site.outbound
            language = call.record.language
            world.ask(ConsultNumber(second.leg, number, shown, call.leg, leg, rules.ring, language))
    if second.leg is not None:
        world.seconds[second.leg] = call.record.id


def reached(world: World, call: LiveCall, now: datetime) -> None:
    """The agent and the party asked hear each other; the caller does not."""
    second = call.second
    if second is None or second.up or call.phase is not CallPhase.CONSULTING:
        return
    second.up = True
    if second.offer is not None:
        record = second.offer.record
        offers.end(world, second.offer, OfferMove.CONNECTED, Reason("established"), now)
        work = Work(record.id, record.interaction)
        world.move_agent(record.agent, AgentMove.CONNECT, Reason("talking"), now, work)
    world.tell(
        EventKind.CALL_CONSULTED, now, call=call.record.id, agent=call.record.agent,
        to=second.name, command=second.command,
    )  # fmt: skip


def settle(world: World, now: datetime) -> None:
    """Take back the caller of whoever asked a colleague and was not answered."""
    for interaction in list(world.seconds.values()):
        call = world.calls.get(interaction)
        second = call.second if call is not None else None
        if call is None or second is None or second.up or second.offer is None:
            continue
        if second.offer.record.id not in world.offers:
            failed(world, call, second.offer.record.ended_because or Reason("failed"), now)


def failed(world: World, call: LiveCall, reason: Reason, now: datetime) -> None:
    """Nobody could be asked, or they have left again: the agent has the caller back."""
    second = forget(world, call)
    if second is None:
        return
    if not second.up:
        world.tell(
            EventKind.CALL_FAILED, now, call=call.record.id, agent=call.record.agent, reason=reason,
            number=second.name, command=second.command,
        )  # fmt: skip
    leg = hold.leg_of(world, call)
    if call.phase is not CallPhase.CONSULTING or not call.move(CallMove.HOLD):
        return
    if leg is None:
        hold.agent_left(world, call, now)
    elif not call.retrieve_asked:
        call.retrieve_asked = second.command
        world.ask(RetrieveLeg(call.leg, leg))


def forget(world: World, call: LiveCall) -> Second | None:
    """Know no second party of the call any more."""
    second, call.second = call.second, None
    if second is not None and second.leg is not None:
        world.seconds.pop(second.leg, None)
    return second


def complete(world: World, command: CompleteTransfer, now: datetime) -> Reason | None:
    """Have the party asked take the caller over; in a conference the agent only leaves."""
    call, leg = hold.talk_of(world, command.agent, hold.WITH_SECOND)
    second = call.second if call is not None else None
    if call is None or leg is None or second is None or not second.up or second.leg is None:
        return Reason("no_consult")
    second.asked = command.id
    if call.phase is CallPhase.CONFERENCE:
        world.ask(ClearLeg(leg, Reason("asked", {"by": command.agent})))
    else:
        world.ask(RetrieveLeg(call.leg, second.leg))
    return None


def cancel(world: World, command: CancelConsult, now: datetime) -> Reason | None:
    """Go back to the caller; the party asked is let go."""
    call, leg = hold.talk_of(world, command.agent, hold.WITH_SECOND)
    second = call.second if call is not None else None
    if call is None or leg is None or second is None or second.leg is None:
        return Reason("no_consult")
    if call.phase is CallPhase.CONFERENCE:
        world.ask(ClearLeg(second.leg, Reason("consult_over")))
        return None
    call.retrieve_asked = command.id
    world.ask(RetrieveLeg(call.leg, leg))  # the party asked falls out of the bridge by this
    if not second.up:
        forget(world, call)
        call.move(CallMove.HOLD)
        if second.offer is not None:
            offers.withdraw(world, second.offer, Reason("consult_over"), now)
        else:
            world.ask(ClearLeg(second.leg, Reason("consult_over")))
    return None


def went_back(world: World, call: LiveCall, now: datetime) -> None:
    """The caller and the same agent hear each other again; whoever was asked is out."""
    second = forget(world, call)
    if second is not None:
        let_go(world, call, second, now)
    if call.move(CallMove.HOLD):
        hold.retrieved(world, call, now)


def let_go(world: World, call: LiveCall, second: Second, now: datetime) -> None:
    """The party asked is out of the call: their notes if they talked with the caller, else ready again."""
    if second.offer is None:
        return
    if second.up:
        offers.leaves(world, call, second.offer.record.agent, now, by="agent")
    else:
        offers.withdraw(world, second.offer, Reason("consult_over"), now)


def taken_over(world: World, call: LiveCall, now: datetime) -> None:
    """The caller hears the party that was asked, and no longer the agent: the transfer is done."""
    first, leg = call.record.agent, hold.leg_of(world, call)
    hand_over(world, call, now, by="transfer")
    if leg is not None:
        offers.let_go(world, leg, Reason("transferred", {"by": first or ""}))


def hand_over(world: World, call: LiveCall, now: datetime, *, by: str) -> None:
    """The agent is out of the call, and the second party has the caller."""
    second, first = call.second, call.record.agent
    assert second is not None
    call.move(CallMove.CONNECT)
    if first is not None:
        offers.leaves(world, call, first, now, by=by)
    offers.forget_talk(world, call)
    _follow(world, call, second, now)
    world.tell(
        EventKind.CALL_TRANSFERRED, now, call=call.record.id, agent=first,
        to=second.name, command=second.asked,
    )  # fmt: skip


def _follow(world: World, call: LiveCall, second: Second, now: datetime) -> None:
    """Let the second party be the one who has the caller; one outside is followed only to the call's end."""
    if second.offer is None:
        call.move(CallMove.PART)
        return
    forget(world, call)
    offer = second.offer.record
    call.won = offer
    world.talking[second.offer.leg] = call.record.id
    record = slices.begin(
        call.record, SegmentKind.TALK, now, queue=offer.queue, agent=offer.agent, offer=offer.id
    )
    world.keep(call, replace(record, agent=offer.agent))


def second_gone(world: World, call: LiveCall, leg: LegId, now: datetime) -> None:
    """The leg of the party asked is gone."""
    second = call.second
    if second is None or second.leg != leg:
        return
    if call.phase is CallPhase.CONSULTING and second.up:
        let_go(world, call, second, now)
        failed(world, call, Reason("consult_over"), now)
    elif call.phase is CallPhase.CONSULTING and second.offer is None:
        failed(world, call, Reason("called_failed"), now)
    elif second.offer is None:
        forget(world, call)
        callers.close_if_done(world, call, now)


def first_gone(world: World, call: LiveCall, now: datetime) -> None:
    """The agent who asks is gone: the party asked is let go, the caller is kept as any held one is.

    One who has just completed the transfer need not wait for it.
    """
    if call.second is not None and call.second.asked and not call.second.conferring:
        offers.forget_talk(world, call)
        return
    second = forget(world, call)
    if second is not None:
        let_go(world, call, second, now)
        if second.leg is not None:
            world.ask(ClearLeg(second.leg, Reason("consult_over")))
    call.move(CallMove.HOLD)
    hold.agent_left(world, call, now)


def found(world: World, seen: SeenLeg, now: datetime) -> bool:
    """Know a consultation with a colleague again that was under way when ctid ended; False if it is none."""
    offer_id, call = offer_of(seen.leg), world.caller(seen.toward) if seen.toward is not None else None
    first = hold.leg_of(world, call) if call is not None else None
    if call is None or first in (None, seen.leg) or call.second is not None or call.entry is None:
        return False
    offer = world.offer(offer_id)
    rings = offer is not None and offer.record.reason.code == "consulted"
    if offer_id is None or seen.agent is None or not (rings or first in seen.peers):
        return False
    if offer is None:
        record = OfferRecord(
            offer_id, call.record.id, seen.agent, call.entry.queue, now, Reason("readopted"),
            OfferState.ANSWERED,
        )  # fmt: skip
        offer = LiveOffer(record, seen.leg, now)
    offer.consults = first
    call.move(CallMove.HOLD)
    call.move(CallMove.CONSULT)
    call.second = Second(ToAgent(seen.agent), "", seen.leg, offer, up=not rings)
    world.seconds[seen.leg] = call.record.id
    if call.leg in seen.peers:
        call.conferred = call.move(CallMove.CONFER)
    elif first in seen.peers:
        reached(world, call, now)
    return True
