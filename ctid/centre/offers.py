"""Rules about offers: made, popped, rung, and ended exactly once.

The pop comes before the ring: an offer waits in POPPING until the agent's page acknowledged it, has no
page, or `POP_PATIENCE` has passed; only then is the phone rung. The ring's own timeout is the switch's;
ours is a backstop some seconds later, so that a lost report can never leave an agent stuck.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ctid.acd import offer as offer_machine
from ctid.acd import router
from ctid.acd.agent import AgentMove
from ctid.acd.offer import OfferMove
from ctid.acd.selection import Candidate, Choice
from ctid.calls import slices
from ctid.calls.phase import CallMove, CallPhase
from ctid.centre import outbound
from ctid.centre.world import LiveCall, LiveOffer, Work, World
from ctid.model.agents import AgentState
from ctid.model.effects import ClearLeg, Keep, PopCustomer, RingAgent
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, OfferId, agent_leg, node_of
from ctid.model.interactions import Direction, Interaction, OfferRecord, OfferState, SegmentKind
from ctid.model.reasons import Reason

POP_PATIENCE = timedelta(milliseconds=150)
RING_BACKSTOP = timedelta(seconds=5)
MILLISECOND = timedelta(milliseconds=1)


def match(world: World, now: datetime) -> None:
    """Make every offer that can be made now."""
    if not world.switch_seen or world.draining:
        return
    line = [
        call.entry
        for call in world.calls.values()
        if call.phase is CallPhase.WAITING and call.entry is not None and not call.missing
    ]
    if not line:
        return
    ready = [
        Candidate(world.site.agents[agent], status.idle_since or status.since)
        for agent, status in world.agents.items()
        if status.state is AgentState.READY and world.phone_reachable(agent)
    ]
    offered = lambda interaction: world.calls[interaction].offer is not None  # noqa: E731
    for choice in router.match(line, ready, skip=offered, now=now):
        make(world, choice, now)


def make(world: World, choice: Choice, now: datetime) -> None:
    """Reserve the agent, then show the customer."""
    call = world.calls[choice.entry.interaction]
    agent = world.site.agents[choice.agent]
    record = OfferRecord(
        world.new_offer_id(),
        call.record.id,
        agent.id,
        choice.entry.queue,
        now,
        choice.reason,
        OfferState.POPPING,
    )
    offer = LiveOffer(record, agent_leg(node_of(call.leg), record.id), until=now + POP_PATIENCE)
    world.offers[record.id] = offer
    call.offer = record.id
    offered = Reason("offered")
    world.move_agent(agent.id, AgentMove.RESERVE, offered, now, Work(record.id, call.record.id))
    world.ask(Keep(record))
    world.tell(
        EventKind.OFFER_MADE, now, offer=offer, reason=choice.reason, name=agent.name, queue=record.queue
    )
    world.ask(pop_of(world, call, record, now))


def pop_of(world: World, call: LiveCall, offer: OfferRecord, now: datetime) -> PopCustomer:
    """Build what the agent's page shows for an offer of `call`."""
    queue = world.site.queues[offer.queue]
    return PopCustomer(
        offer=offer.id,
        agent=offer.agent,
        interaction=offer.interaction,
        queue=offer.queue,
        queue_title={"en": queue.title.en, "zh": queue.title.zh},
        identification=call.identification,
        reason=offer.reason,
        waited=waited(call, now),
        collected=call.record.collected,
    )


def current_pop(world: World, agent: AgentId, now: datetime) -> PopCustomer | None:
    """Return what the agent's page should be showing: of the open offer, the talk or the wrap-up."""
    status = world.agents.get(agent)
    if status is None or status.interaction is None or status.interaction not in world.calls:
        return None
    call = world.calls[status.interaction]
    if call.made_by is not None:
        return outbound.pop_of(world, call)
    open_offer = world.offers.get(status.offer) if status.offer is not None else None
    record = open_offer.record if open_offer is not None else call.won
    return pop_of(world, call, record, now) if record is not None and record.agent == agent else None


def waited(call: LiveCall, now: datetime) -> timedelta:
    """How long the caller has been, or was, in the line."""
    for segment in reversed(call.record.segments):
        if segment.kind is SegmentKind.QUEUE:
            return (segment.ended_at or now) - segment.started_at
    return timedelta()


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


def ring(world: World, offer: LiveOffer, now: datetime) -> None:
    """Have the agent's phone rung."""
    record = offer.record
    call = world.calls[record.interaction]
    queue, agent = world.site.queues[record.queue], world.site.agents[record.agent]
    offer.until = now + queue.ring + RING_BACKSTOP
    world.ask(
        RingAgent(
            leg=offer.leg,
            offer=record.id,
            agent=agent.id,
            phone=agent.phone,
            caller=call.leg,
            timeout=queue.ring,
            queue=record.queue,
            language=agent.language,
            show_number=call.record.number,
        )
    )


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
    """RONA: the caller keeps the place, the agent is not ready until they say so."""
    if not end(world, offer, OfferMove.MISSED, reason, now):
        return
    world.tell(EventKind.OFFER_MISSED, now, offer=offer, reason=reason)
    if offer.again:
        world.calls[offer.record.interaction].retake_until = now
    code = "phone" if reason.code == "unreachable" else "rona"
    not_ready = Reason("not_ready", {"reason": code, "because": reason.code})
    world.move_agent(offer.record.agent, AgentMove.MISS, not_ready, now)
    if reason.code == "overdue":  # nobody told us that the leg is gone
        world.ask(ClearLeg(offer.leg, reason))


def withdraw(world: World, offer: LiveOffer, reason: Reason, now: datetime) -> None:
    """Take the offer back; the agent keeps the turn."""
    if not end(world, offer, OfferMove.WITHDRAWN, reason, now):
        return
    world.tell(EventKind.OFFER_WITHDRAWN, now, offer=offer, reason=reason)
    world.move_agent(offer.record.agent, AgentMove.RELEASE, reason, now)
    world.ask(ClearLeg(offer.leg, reason))


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
    talking = slices.begin(
        talking, SegmentKind.TALK, now, queue=record.queue, agent=record.agent, offer=record.id
    )
    answered_at = call.record.answered_at or now
    world.keep(call, replace(talking, agent=record.agent, answered_at=answered_at))
    work = Work(record.id, record.interaction)
    world.move_agent(record.agent, AgentMove.CONNECT, Reason("talking"), now, work)
    world.tell(EventKind.CALL_ESTABLISHED, now, offer=offer, waited_ms=waited(call, now) // MILLISECOND)


def talk_ended(world: World, call: LiveCall, now: datetime, *, by: str) -> None:
    """One of the two left: the talk is over, wrap-up begins."""
    if not call.move(CallMove.PART):
        return
    forget_talk(world, call)
    agent = call.record.agent
    record = slices.end(call.record, SegmentKind.TALK, now, f"{by} left")
    record = slices.end(record, SegmentKind.HOLD, now, f"{by} left")
    world.tell(EventKind.CONNECTION_CLEARED, now, call=call.record.id, agent=agent, by=by)
    wrap_up = wrap_up_of(world, record)
    work = Work(call.won.id if call.won is not None else None, record.id, now + wrap_up)
    if agent is not None and world.move_agent(agent, AgentMove.PART, Reason("after_call"), now, work):
        record = slices.begin(record, SegmentKind.ACW, now, queue=record.queue, agent=agent)
        world.tell(EventKind.WRAP_UP_STARTED, now, call=record.id, agent=agent, for_ms=wrap_up // MILLISECOND)
    world.keep(call, record)


def forget_talk(world: World, call: LiveCall) -> None:
    """Know no agent's leg in the call any more."""
    for leg in [leg for leg, interaction in world.talking.items() if interaction == call.record.id]:
        del world.talking[leg]


def wrap_up_of(world: World, record: Interaction) -> timedelta:
    """How long the notes after a talk may take."""
    if record.direction is Direction.OUTBOUND:
        return world.site.outbound.wrap_up
    queue = world.site.queues.get(record.queue) if record.queue is not None else None
    return queue.wrap_up if queue is not None else timedelta()


def overdue(world: World, now: datetime) -> None:
    """Act for whoever has not answered in time."""
    for offer in [o for o in world.offers.values() if o.until <= now]:
        if offer.record.state is OfferState.POPPING:
            popped(world, offer.record.id, now, shown=False, late=True)
        else:
            missed(world, offer, Reason("overdue"), now)


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
