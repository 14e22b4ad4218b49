"""Rules about legs: what the switch says of an agent's phone and of who hears whom."""

from datetime import datetime, timedelta

from ctid.calls.phase import CallPhase
from ctid.centre import callers, calling_back, conference, consult, fallback, hold, offers, outbound, transfer
from ctid.centre.world import LiveCall, LiveOffer, World
from ctid.model.ids import LegId, offer_of
from ctid.model.interactions import Outcome
from ctid.model.reasons import Reason
from ctid.model.reports import LegAlerting, LegAnswered, LegCleared, LegFailed, LegJoined, LegParted

NOT_THE_AGENTS_FAULT = frozenset({"switch_lost", "caller_left"})


def _offer(world: World, leg: LegId) -> LiveOffer | None:
    """Find the open offer of an agent's leg; an id that is not open is fenced off."""
    return world.offer(offer_of(leg) or world.dials.offer_at(leg))


def alerting(world: World, report: LegAlerting, now: datetime) -> None:
    """An agent's phone rings."""
    offer = _offer(world, report.leg)
    if offer is not None:
        offers.alerting(world, offer, now)
    else:
        outbound.alerting(world, report.leg, now)


def answered(world: World, report: LegAnswered, now: datetime) -> None:
    """An agent's phone was picked up."""
    offer = _offer(world, report.leg)
    if offer is not None:
        offers.answered(world, offer, now)
        calling_back.agent_answered(world, offer, now)
    else:
        outbound.answered(world, report.leg, now)


def failed(world: World, report: LegFailed, now: datetime) -> None:
    """An agent's phone could not be rung, or nobody answered it."""
    offer, asked = _offer(world, report.leg), _asked_in(world, report.leg)
    if asked is not None and offer is None:
        if asked.second is not None and not asked.second.up:
            consult.failed(world, asked, report.reason, now)
    elif calling_back.failed(world, report.leg, report.reason, now):
        return
    elif offer is None:
        call = outbound.failed(world, report.leg, report.reason, now)
        if call is not None:
            callers.gone(world, call, now, Outcome.NOT_REACHED)
    elif report.reason.code in NOT_THE_AGENTS_FAULT:
        # the caller left and was not reported: offered again, they would spin
        if report.reason.code == "caller_left" and offer.consults is None:
            world.calls[offer.record.interaction].missing = True
        offers.withdraw(world, offer, report.reason, now)
    else:
        offers.missed(world, offer, report.reason, now)


def joined(world: World, report: LegJoined, now: datetime) -> None:
    """A leg hears others: when they are a caller and the agent offered to them, they are talking."""
    hears = {report.leg, *world.bridges.join(report.leg, report.bridge)}
    meet(world, hears, now)


def meet(world: World, hears: set[LegId], now: datetime) -> None:
    """Connect those among legs that hear each other who are meant for each other."""
    for leg in sorted(hears):
        offer, call = _offer(world, leg), _talk_of(world, leg)
        shared = call if call is not None else _asked_in(world, leg)
        if shared is not None and shared.second is not None:
            conference.meet(world, shared, hears, now)
        elif offer is not None and world.calls[offer.record.interaction].leg in hears:
            connected = hold.taken_again if offer.again else offers.connected
            connected(world, offer, now)
        elif call is not None and call.leg in hears:
            hold.retrieved(world, call, now)
        elif leg in world.phone_legs and world.caller(leg) is None:
            took = transfer.picked_up if _is_after(world, hears) else fallback.connected
            took(world, leg, hears, now)
        elif len(hears) > 1:
            outbound.connected(world, leg, now)


def _is_after(world: World, hears: set[LegId]) -> bool:
    """Say whether a caller among them has been left by their agent: a colleague's phone handed them over."""
    return any(c.phase is CallPhase.AFTER for leg in hears if (c := world.caller(leg)) is not None)


def parted(world: World, report: LegParted, now: datetime) -> None:
    """A leg no longer hears the others."""
    if not world.bridges.part(report.leg, report.bridge):
        return
    caller = world.caller(report.leg)
    call = caller or _talk_of(world, report.leg) or _asked_in(world, report.leg)
    if call is None:
        return
    if call.phase is CallPhase.CONFERENCE or (_talk_on(call) and caller is None):
        conference.left(world, call, report.leg, now)
    elif call.phase is not CallPhase.TALKING:
        return
    elif transfer.is_asked(call, now):
        transfer.handed_on(world, call, now)
    elif hold.is_asked(call, now):
        hold.held(world, call, now)
        consult.begin(world, call, now)
    else:
        offers.talk_ended(world, call, now, by="agent" if caller is None else "caller")
        _meet_again(world, call, now)


def cleared(world: World, report: LegCleared, now: datetime) -> None:
    """A leg is gone: a caller's, or an agent's in the middle of an offer or a talk."""
    if calling_back.left(world, report, now):
        return
    if world.caller(report.leg) is not None:
        callers.cleared(world, report, now)
        return
    world.bridges.clear(report.leg)
    world.phone_legs.pop(report.leg, None)
    offer = _offer(world, report.leg)
    if offer is not None:
        offers.missed(world, offer, _why_gone(offer, report.cause, now), now)
    call, asked = _talk_of(world, report.leg), _asked_in(world, report.leg)
    shared = call or asked
    if shared is not None and (shared.phase is CallPhase.CONFERENCE or _talk_on(shared)):
        conference.left(world, shared, report.leg, now)
    elif asked is not None:
        consult.second_gone(world, asked, report.leg, now)
    elif call is not None and call.phase is CallPhase.CONSULTING:
        consult.first_gone(world, call, now)
    elif call is not None and call.phase is CallPhase.HELD:
        hold.agent_left(world, call, now)
    elif call is not None:
        offers.talk_ended(world, call, now, by="agent")
        _meet_again(world, call, now)


def _meet_again(world: World, call: LiveCall, now: datetime) -> None:
    """Look who is with a caller whose agent has left: another may have come before."""
    meet(world, {call.leg, *world.bridges.peers(call.leg)}, now)


def _talk_of(world: World, leg: LegId) -> LiveCall | None:
    return world.call(world.talking.get(leg))


def _asked_in(world: World, leg: LegId) -> LiveCall | None:
    """Return the call in which the leg is that of a second party."""
    return world.call(world.seconds.get(leg))


def _talk_on(call: LiveCall) -> bool:
    """Say whether agent and second party go on by themselves: the caller has left them."""
    both = call.second is not None and call.second.up
    return both and call.phase in (CallPhase.AFTER, CallPhase.GONE)


Q850_REASONS = {
    3: "unreachable",
    17: "busy",
    18: "no_answer",
    19: "no_answer",
    20: "unreachable",
    21: "rejected",
}


def _why_gone(offer: LiveOffer, cause: int, now: datetime) -> Reason:
    """Say why an agent's leg ended before it was joined: by its Q.850 cause, else by how far it came."""
    code = Q850_REASONS.get(cause)
    if code is None:
        code = "failed" if offer.answered or offer.alerted_at is None else "no_answer"
    rang = now - offer.alerted_at if offer.alerted_at is not None else timedelta()
    return Reason(code, {"rang_s": round(rang.total_seconds())} if code == "no_answer" else {})
