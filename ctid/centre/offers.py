"""Rules about offers: made, popped, rung, and ended exactly once.

The pop comes before the ring: an offer waits in POPPING until the agent's page acknowledged it, has no
page, or `POP_PATIENCE` has passed; only then is the phone rung. The ring's own timeout is the switch's;
ours is a backstop some seconds later, so that a lost report can never leave an agent stuck.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ctid.acd import offer as offer_machine
from ctid.acd.agent import AgentMove
from ctid.acd.entry import QueueEntry
from ctid.acd.offer import OfferMove
from ctid.acd.rona import back_off
from ctid.calls import slices
from ctid.calls.phase import CallMove, CallPhase
from ctid.centre import outbound, pops, recording, standing_by
from ctid.centre.world import LiveCall, LiveOffer, Work, World
from ctid.centre.wrap_up import extension_of, wrap_up_of
from ctid.model.attempt_effects import JoinStandby, StandAgain
from ctid.model.effects import ClearLeg, Keep, LookAgain, RingAgent
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, LegId, NodeId, OfferId, agent_leg, back_leg, node_of
from ctid.model.interactions import Direction, OfferRecord, OfferState, SegmentKind
from ctid.model.reasons import Reason
from ctid.model.routing_policy import Rona

POP_PATIENCE = timedelta(milliseconds=150)
RING_BACKSTOP = timedelta(seconds=5)
LOOK_PATIENCE = timedelta(seconds=5)
MILLISECOND = timedelta(milliseconds=1)


def make(
    world: World,
    place: QueueEntry,
    to: AgentId,
    why: Reason,
    now: datetime,
    *,
    consults: LegId | None = None,
) -> LiveOffer:
    """Reserve the agent, then show the customer; `consults` is the leg of an agent who asks this one."""
    call = world.calls[place.interaction]
    record = OfferRecord(world.new_offer_id(), call.record.id, to, place.queue, now, why, OfferState.POPPING)
    offer = LiveOffer(record, agent_leg(node_of(call.leg), record.id), now + POP_PATIENCE, consults=consults)
    world.offers[record.id] = offer
    call.offer = record.id
    world.move_agent(to, AgentMove.RESERVE, Reason("offered"), now, Work(record.id, call.record.id))
    world.ask(Keep(record))
    name = world.site.agents[to].name
    world.tell(EventKind.OFFER_MADE, now, offer=offer, reason=why, name=name, queue=record.queue)
    world.ask(pops.pop_of(world, call, record, now))
    return offer


def popped(world: World, offer_id: OfferId, now: datetime, *, shown: bool, late: bool = False) -> None:
    """The page has answered, or is not waited for any longer: ring the phone."""
    offer = world.offers.get(offer_id)
    if offer is None:
        return
    if shown:
        after_ms = round((now - offer.record.made_at) / MILLISECOND, 1)
        world.tell(EventKind.POP_SHOWN, now, offer=offer, after_ms=after_ms)
    if not _advance(world, offer, OfferMove.POPPED):
        return
    if not shown:
        world.tell(EventKind.POP_SKIPPED, now, offer=offer, because="late" if late else "no page")
    ring(world, offer, now)


def ring_at_once(world: World, offer: LiveOffer, now: datetime) -> None:
    """Do not wait for the page."""
    if _advance(world, offer, OfferMove.POPPED):
        ring(world, offer, now)


def ring(world: World, offer: LiveOffer, now: datetime) -> None:
    """Have the agent's phone rung, or their leg joined that stands by."""
    record = offer.record
    if _joins(world, offer, now):
        return
    standing_by.step_aside(world, record.agent)
    call = world.calls[record.interaction]
    queue, agent = world.site.queues[record.queue], world.site.agents[record.agent]
    away = call.phase is CallPhase.AWAY
    offer.until = now + queue.ring + RING_BACKSTOP
    world.ask(
        RingAgent(
            leg=offer.leg,
            offer=record.id,
            agent=agent.id,
            phone=agent.phone,
            caller=back_leg(node_of(call.leg), record.id) if away else call.leg,
            timeout=queue.ring,
            queue=record.queue,
            language=agent.language,
            show_number=call.record.number,
            consults=offer.consults,
            calls_back=away,
            record=recording.is_wanted(queue.record, announced=call.announced),
        )
    )


def _joins(world: World, offer: LiveOffer, now: datetime) -> bool:
    """Have the agent's leg joined to the caller, if there is one that stands by."""
    standby = world.dials.standby.get(offer.record.agent)
    call = world.calls[offer.record.interaction]
    if standby is None or not standby.up or offer.consults is not None or call.phase is CallPhase.AWAY:
        return False
    standby.offer, offer.leg, offer.until = offer.record.id, standby.leg, now + RING_BACKSTOP
    wanted = recording.is_wanted(world.site.queues[offer.record.queue].record, announced=call.announced)
    world.ask(JoinStandby(standby.leg, offer.record.id, call.leg, wanted))
    return True


def alerting(world: World, offer: LiveOffer, now: datetime) -> None:
    """The phone rings."""
    if offer.alerted_at is not None:
        return
    offer.alerted_at = now
    record = offer.record
    call = world.calls[record.interaction]
    started = slices.begin(
        call.record, SegmentKind.RING, now, queue=record.queue, agent=record.agent, offer=record.id
    )
    world.keep(call, started)
    world.tell(EventKind.CALL_DELIVERED, now, offer=offer, phone=world.site.agents[record.agent].phone)


def answered(world: World, offer: LiveOffer, now: datetime) -> None:
    """The agent picked up and hears the whisper; the caller still hears music."""
    if not offer.answered:
        offer.answered = True
        world.tell(EventKind.LEG_ANSWERED, now, offer=offer)


def missed(world: World, offer: LiveOffer, reason: Reason, now: datetime) -> None:
    """RONA: the caller keeps the place, the agent backs off, or is not ready until they say so."""
    if not end(world, offer, OfferMove.MISSED, reason, now):
        return
    world.tell(EventKind.OFFER_MISSED, now, offer=offer, reason=reason)
    world.calls[offer.record.interaction].missed_by.add(offer.record.agent)
    if offer.again:
        world.due.retakes.put(offer.record.interaction, now)
    _back_off(world, offer.record, reason, now)
    if reason.code == "overdue" and offer.looked:  # nobody told us that the leg is gone
        let_go(world, offer.leg, reason)


def _back_off(world: World, record: OfferRecord, reason: Reason, now: datetime) -> None:
    """Keep an agent who missed an offer away from others for a while."""
    code = "phone" if reason.code == "unreachable" else "rona"
    not_ready = Reason("not_ready", {"reason": code, "because": reason.code})
    queue = world.site.queues.get(record.queue)
    rules = queue.rona if queue is not None else Rona()
    span = back_off(rules, reason.code, world.agents[record.agent])
    until = now + span if span is not None else None
    world.move_agent(record.agent, AgentMove.MISS, not_ready, now, Work(until=until))


def withdraw(world: World, offer: LiveOffer, reason: Reason, now: datetime) -> None:
    """Take the offer back; the agent keeps the turn."""
    if not end(world, offer, OfferMove.WITHDRAWN, reason, now):
        return
    world.tell(EventKind.OFFER_WITHDRAWN, now, offer=offer, reason=reason)
    world.move_agent(offer.record.agent, AgentMove.RELEASE, reason, now)
    let_go(world, offer.leg, reason)


def let_go(world: World, leg: LegId, reason: Reason) -> None:
    """Be done with an agent's leg: it is hung up, or stands by again."""
    stands = any(standby.leg == leg for standby in world.dials.standby.values())
    world.ask(StandAgain(leg) if stands else ClearLeg(leg, reason))


def connected(world: World, offer: LiveOffer, now: datetime) -> None:
    """The caller and the agent hear each other."""
    record = offer.record
    call = world.calls[record.interaction]
    if not call.move(CallMove.CONNECT):
        return
    world.talking[offer.leg] = call.record.id
    call.won = record
    end(world, offer, OfferMove.CONNECTED, Reason("established"), now)
    talking = slices.end(call.record, SegmentKind.QUEUE, now, "established")
    talking = slices.end(talking, SegmentKind.CALLBACK, now, "established")
    talking = slices.begin(
        talking, SegmentKind.TALK, now, queue=record.queue, agent=record.agent, offer=record.id
    )
    answered_at = call.record.answered_at or now
    world.keep(call, replace(talking, agent=record.agent, answered_at=answered_at))
    work = Work(record.id, record.interaction)
    world.move_agent(record.agent, AgentMove.CONNECT, Reason("talking"), now, work)
    world.tell(EventKind.CALL_ESTABLISHED, now, offer=offer, waited_ms=pops.waited(call, now) // MILLISECOND)


def talk_ended(world: World, call: LiveCall, now: datetime, *, by: str) -> None:
    """One of the two left: the talk is over, wrap-up begins."""
    was = call.phase
    if not call.move(CallMove.PART):
        return
    if was is CallPhase.HELD or call.conferred:  # the agent's leg does not end by itself
        for leg in legs_of(world, call):
            let_go(world, leg, Reason("after_call"))
    forget_talk(world, call)
    agent = call.record.agent
    world.tell(EventKind.CONNECTION_CLEARED, now, call=call.record.id, agent=agent, by=by)
    if call.record.direction is Direction.INTERNAL:
        world.keep(call, slices.end(call.record, SegmentKind.TALK, now, f"{by} left"))
        outbound.give_agent_back(world, call, now)
    elif agent is not None:
        leaves(world, call, agent, now, by=by)


def leaves(world: World, call: LiveCall, agent: AgentId, now: datetime, *, by: str) -> None:
    """An agent is out of the call: their slices end, and their notes begin if they talked with the caller."""
    record = slices.end(call.record, SegmentKind.TALK, now, f"{by} left", agent=agent)
    record = slices.end(record, SegmentKind.HOLD, now, f"{by} left", agent=agent)
    talked = agent in slices.talked(record)
    wrap_up = wrap_up_of(world, record) if talked else timedelta()
    longer = extension_of(world, record)
    status = world.agents[agent]
    work = Work(status.offer, record.id, now + wrap_up, longer.times if longer is not None else 0)
    if world.move_agent(agent, AgentMove.PART, Reason("after_call"), now, work) and talked:
        record = slices.begin(record, SegmentKind.ACW, now, queue=record.queue, agent=agent)
        world.tell(EventKind.WRAP_UP_STARTED, now, call=record.id, agent=agent, for_ms=wrap_up // MILLISECOND)
    world.keep(call, record)


def legs_of(world: World, call: LiveCall) -> list[LegId]:
    """Return the legs of the agent who has the call."""
    return [leg for leg, interaction in world.talking.items() if interaction == call.record.id]


def forget_talk(world: World, call: LiveCall) -> None:
    """Know no agent's leg in the call any more."""
    for leg in legs_of(world, call):
        del world.talking[leg]


def overdue(world: World, now: datetime) -> None:
    """Act for whoever has not answered in time.

    The report that a phone was answered may have been lost, so the switch is looked at first. A leg is
    cleared only if the look shows that it does not talk; if no look comes, the leg is left alone. While the
    switch is lost nothing is known of any phone, and no time is held against it.
    """
    for offer in [o for o in world.offers.values() if o.until <= now]:
        if offer.record.state is OfferState.POPPING:
            popped(world, offer.record.id, now, shown=False, late=True)
        elif not world.switch_seen:
            offer.until = now + LOOK_PATIENCE
        elif offer.asked_at is not None:
            missed(world, offer, Reason("overdue"), now)
        else:
            offer.asked_at, offer.until = now, now + LOOK_PATIENCE
            world.ask(LookAgain(node_of(offer.leg)))


def give_time(world: World, now: datetime) -> None:
    """The switch is back: phones that ring or were answered meanwhile have time to say so."""
    for offer in world.offers.values():
        if offer.record.state is OfferState.RINGING:
            offer.asked_at, offer.until = None, max(offer.until, now + LOOK_PATIENCE)


def looked(world: World, node: NodeId, now: datetime) -> None:
    """The switch was looked at: an overdue offer that is still open was not answered."""
    for offer in world.offers.values():
        if offer.asked_at is not None and node_of(offer.leg) == node:
            offer.looked, offer.until = True, now


def _advance(world: World, offer: LiveOffer, move: OfferMove) -> bool:
    state = offer_machine.advance(offer.record.state, move)
    if state is None:
        return False
    offer.record = replace(offer.record, state=state)
    world.ask(Keep(offer.record))
    return True


def end(world: World, offer: LiveOffer, move: OfferMove, reason: Reason, now: datetime) -> bool:
    """End an offer, once; False when it had ended."""
    offer.record = replace(offer.record, ended_at=now, ended_because=reason)
    if not _advance(world, offer, move):
        return False
    world.offers.pop(offer.record.id, None)
    call = world.calls.get(offer.record.interaction)
    if call is not None and call.offer == offer.record.id:
        call.offer = None
        world.keep(call, slices.end(call.record, SegmentKind.RING, now, reason.code))
    return True
