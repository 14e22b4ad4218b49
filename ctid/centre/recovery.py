"""Rules for coming back: after a restart of ours, after a restart of the switch, and once a minute anyway.

The store says what we knew, the switch says what is. Where they differ the switch is right, the
difference is healed by the same rules that live reports use, counted and told. A look at the switch
is a moment old when it is handled, so whatever began less than `SETTLING` ago is left to live reports.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from ctid.acd.agent import AgentMove
from ctid.acd.entry import QueueEntry
from ctid.calls import slices
from ctid.calls.phase import CallPhase
from ctid.centre import (
    callers,
    calling_back,
    consult,
    desk,
    fallback,
    hold,
    legs,
    offers,
    outage,
    overflow,
    recording,
    remembering,
    standing_by,
    transfer,
    unheard,
)
from ctid.centre.world import LiveCall, Work, World
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.effects import ClearLeg, IdentifyCaller, Keep
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, InteractionId, LegId, node_of, offer_of
from ctid.model.interactions import Direction, Interaction, OfferRecord, OfferState, Outcome, SegmentKind
from ctid.model.phone import e164
from ctid.model.reasons import Reason
from ctid.model.reports import (
    KeptPlace,
    LegCleared,
    LegHistory,
    PhoneChanged,
    SeenLeg,
    SwitchLost,
    SwitchSeen,
)

SETTLING = timedelta(seconds=5)
A_MOMENT = timedelta(seconds=2)  # longer than a leg needs to ask


def switch_lost(world: World, report: SwitchLost, now: datetime) -> None:
    """No offers until the switch is seen again; the calls go on there."""
    if world.switch_seen:
        world.switch_seen = False
        world.switch_lost_at = now
        world.tell(EventKind.SWITCH_LOST, now, node=report.node, detail=report.detail)


def switch_seen(world: World, report: SwitchSeen, now: datetime) -> None:
    """Compare everything with the switch and heal what differs."""
    if not world.switch_seen:
        world.switch_seen = True
        offers.give_time(world, now)
        world.tell(EventKind.SWITCH_UP, now, node=report.node, restarted=int(report.restarted))
    for phone, reachable in report.phones.items():
        phone_changed(world, PhoneChanged(phone, reachable), now)
    world.node = report.node
    fallback.seen(world, report)
    standing_by.seen(world, report, now)
    seen = {leg.leg: leg for leg in report.legs}
    past = {history.leg: history for history in report.histories}
    for call in list(world.calls.values()):  # what is over first: its agent may have the next caller
        gone = call.leg not in seen and call.phase is not CallPhase.GONE and _is_on_line(call, past)
        if (
            gone
            and node_of(call.leg) == report.node
            and (call.record.arrived_at + SETTLING <= now or call.leg in past or _died(world, call, report))
        ):
            _heal_gone(world, call, past, now)
    outage.heal(world, past, seen)
    for leg in report.legs:
        if leg.caller:
            _heal_caller(world, leg, past, now)
    for offer in list(world.offers.values()):
        if offer.leg not in seen and (offer.record.made_at + SETTLING <= now or offer.leg in past):
            _healed(world, now, "offer without a leg", call=offer.record.interaction)
            offers.withdraw(world, offer, Reason("lost"), now)
    for leg in report.legs:  # after the callers, and what is over: it may ring for one who was offered before
        if not leg.caller:
            _heal_agent_leg(world, leg, now)
    _heal_held(world, seen, now)
    calling_back.seen(world, seen, past, now)
    offers.looked(world, report.node, now)
    _heal_agents(world, now)
    recording.seen(world, report.legs, now)


def _is_on_line(call: LiveCall, past: Mapping[LegId, LegHistory]) -> bool:
    """Say whether a call lives by its leg; who is to be called back has none, unless they talked."""
    return call.phase is not CallPhase.AWAY or (call.leg in past and past[call.leg].joined_at is not None)


def _died(world: World, call: LiveCall, report: SwitchSeen) -> bool:
    """Say whether the switch has been started anew since the call came: nothing outlives that."""
    lost_at = world.switch_lost_at
    return report.restarted and lost_at is not None and call.record.arrived_at <= lost_at


def phone_changed(world: World, report: PhoneChanged, now: datetime) -> None:
    """A phone came or went. Going takes a ready agent away; coming frees nobody."""
    if world.phones.get(report.phone) is report.reachable:
        return
    world.phones[report.phone] = report.reachable
    agent = world.site.agent_at(report.phone)
    name = agent.id if agent is not None else None
    world.tell(EventKind.PHONE_CHANGED, now, agent=name, phone=report.phone, reachable=int(report.reachable))
    if agent is not None and not report.reachable:
        why = Reason("not_ready", {"reason": "phone", "because": "unreachable"})
        world.move_agent(agent.id, AgentMove.PHONE_LOST, why, now)


def _heal_caller(world: World, seen: SeenLeg, past: Mapping[LegId, LegHistory], now: datetime) -> None:
    call = world.caller(seen.leg) or _adopt(world, seen, now)
    _date_back(world, call, seen)
    call.missing = call.diverted = False
    if seen.diverted and not seen.peers:
        fallback.leave_to_switch(world, call, now)
    if call.entry is None and seen.place is not None:
        call.entry = _entry(world, call.record, seen.place)
    in_line = seen.holding or seen.verb == "wait"  # also of one who talks: they waited before
    if in_line and call.phase is CallPhase.IVR and call.entry is not None:
        _healed(world, now, "caller who was waiting", call=call.record.id)
        callers.waits(world, call, now)
    if seen.verb == "forward" and call.phase is CallPhase.IVR:
        overflow.found_outside(world, call, now)
    world.bridges.see(seen.leg, seen.peers)
    if seen.peers:
        history = past.get(seen.leg)
        met_at = history.joined_at if history is not None and history.joined_at is not None else now
        legs.meet(world, {seen.leg, *seen.peers}, met_at)
        return
    if unheard.talk(world, call, past.get(seen.leg)):
        _healed(world, now, "talk that nobody heard", call=call.record.id)
    elif call.phase is CallPhase.TALKING and seen.holding and transfer.is_asked(call, now):
        transfer.handed_on(world, call, now)
    elif call.phase is CallPhase.AFTER and seen.holding:
        _healed(world, now, "caller who was handed on", call=call.record.id)
        transfer.line(world, call, call.entry, now)
    elif call.phase is CallPhase.TALKING and seen.holding:
        _healed(world, now, "caller who was held", call=call.record.id)
        hold.held(world, call, now)
    elif call.phase is CallPhase.TALKING:
        _healed(world, now, "talk that had ended", call=call.record.id)
        offers.talk_ended(world, call, now, by="agent")


def _heal_agent_leg(world: World, seen: SeenLeg, now: datetime) -> None:
    """Take up an offer that was made in the last moment before a crash, too late to be written.

    If its caller has left, nobody but us can let the phone stop ringing.
    """
    if seen.peers and world.caller(seen.leg) is not None:  # the agent's own leg of an outbound call
        legs.meet(world, {seen.leg, *seen.peers}, now)
        return
    if consult.found(world, seen, now):
        _healed(world, now, "consultation that was under way", call=world.seconds[seen.leg])
        return
    offer_id = offer_of(seen.leg)
    if offer_id is None or offer_id in world.offers or seen.leg in world.talking or seen.agent is None:
        return
    call = world.caller(seen.toward) if seen.toward is not None else None
    left = seen.toward is None or (call is not None and call.phase is CallPhase.GONE)
    if left and not seen.answered:
        _healed(world, now, "phone that rang for a caller who had left", agent=seen.agent)
        world.ask(ClearLeg(seen.leg, Reason("caller_left")))
    if left or call is None or call.offer is not None or call.entry is None:
        return
    _healed(world, now, "offer that was not written", call=call.record.id)
    record = OfferRecord(
        offer_id, call.record.id, seen.agent, call.entry.queue, now, Reason("readopted"), OfferState.RINGING
    )
    offer = remembering.take_up(world, record, now)
    world.ask(Keep(record))
    desk.end_wrap_up(world, seen.agent, now)  # who was offered the next call had ended it
    work = Work(offer_id, call.record.id)
    world.move_agent(seen.agent, AgentMove.FOUND, Reason("offered"), now, work)
    if seen.ringing:
        offers.alerting(world, offer, now)
    legs.meet(world, {seen.leg, *seen.peers}, now)


def _adopt(world: World, seen: SeenLeg, now: datetime) -> LiveCall:
    """Take up a caller of whom the store knows nothing."""
    record = Interaction(
        InteractionId(seen.leg), seen.ani, seen.dnis, seen.started_at or now,
        ani_name=seen.ani_name, flow=seen.flow, language=seen.language,
        number=e164(seen.ani, world.site.region),
    )  # fmt: skip
    call = LiveCall(slices.begin(record, SegmentKind.IVR, record.arrived_at), seen.leg)
    world.calls[record.id] = call
    why = Reason("readopted")
    world.tell(EventKind.CALL_READOPTED, now, call=record.id, reason=why, ani=seen.ani, dnis=seen.dnis)
    world.keep(call)
    world.ask(IdentifyCaller(seen.leg, seen.ani))
    return call


def _date_back(world: World, call: LiveCall, seen: SeenLeg) -> None:
    """Let a call begin when it did: who asks before the first look may have come while nobody was there."""
    record, came = call.record, seen.started_at
    if record.direction is Direction.INBOUND and came is not None and came + A_MOMENT < record.arrived_at:
        world.keep(call, slices.came_at(record, came))


def _entry(world: World, record: Interaction, place: KeptPlace) -> QueueEntry | None:
    queue = world.site.queues.get(place.queue)
    if queue is None:
        return None
    return QueueEntry(
        record.id, queue.name, place.entered_at, place.priority or queue.priority, place.requires
    )


def _heal_gone(world: World, call: LiveCall, past: Mapping[LegId, LegHistory], now: datetime) -> None:
    """Close a call whose caller left while nobody listened, with the switch's own times where it has them."""
    _healed(world, now, "call that had ended", call=call.record.id)
    history = past.get(call.leg)
    if history is None or history.ended_at is None:
        callers.gone(world, call, now, Outcome.ANSWERED if call.phase is CallPhase.TALKING else Outcome.LOST)
        return
    offer = world.offer(call.offer)
    if offer is not None and history.joined_at is not None:
        offers.connected(world, offer, history.joined_at)
    fallback.talked(world, call, history)
    if history.parted_at is not None and call.phase is CallPhase.TALKING:
        offers.talk_ended(world, call, history.parted_at, by="caller")
    outage.leave_by_verb(call, history)
    callers.gone(world, call, history.ended_at, callers.LEFT_IN.get(call.phase, Outcome.LOST))


def _heal_held(world: World, seen: Mapping[LegId, SeenLeg], now: datetime) -> None:
    """Notice that the agent of a held call has left it, or either of two who consult."""
    for leg, interaction in (*world.talking.items(), *world.seconds.items()):
        call = world.calls.get(interaction)
        if call is None or leg in seen:
            continue
        if call.phase is CallPhase.HELD or (call.second is not None and call.second.up):
            _healed(world, now, "held call whose agent left", call=interaction)
            legs.cleared(world, LegCleared(leg, 0), now)


def _heal_agents(world: World, now: datetime) -> None:
    """Free agents who are said to talk or to be reserved for something that is not there."""
    for agent, status in list(world.agents.items()):
        if _busy(world, status):
            continue
        settled = status.since + SETTLING <= now if status.state is not AgentState.SIGNED_OFF else False
        lost = Reason("lost")
        if (
            status.state is AgentState.TALKING
            and settled
            and status.interaction not in world.talking.values()
        ):
            _healed(world, now, "agent without a talk", agent=agent)
            world.move_agent(agent, AgentMove.PART, lost, now, Work(until=now))
        elif status.state is AgentState.RESERVED and settled and status.offer not in world.offers:
            _healed(world, now, "agent without an offer", agent=agent)
            world.move_agent(agent, AgentMove.RELEASE, lost, now)


def _busy(world: World, status: AgentStatus) -> bool:
    """Say whether the agent holds a caller, or calls somebody."""
    call = world.call(status.interaction)
    if call is not None and call.record.direction is Direction.INTERNAL:
        return call.phase is not CallPhase.GONE
    return call is not None and call.phase in (
        CallPhase.HELD,
        CallPhase.DIALLING,
        CallPhase.CONSULTING,
        CallPhase.CONFERENCE,
    )


def _healed(
    world: World,
    now: datetime,
    what: str,
    *,
    call: InteractionId | None = None,
    agent: AgentId | None = None,
) -> None:
    world.tell(EventKind.DIFFERENCE_HEALED, now, call=call, agent=agent, what=what)
