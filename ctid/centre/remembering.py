"""Rules for taking up what was known when the last run ended. Nothing is decided until the switch is seen."""

from datetime import datetime, timedelta

from ctid.acd.offer import OPEN
from ctid.calls import slices
from ctid.calls.phase import CallPhase
from ctid.centre import (
    callback,
    campaigns,
    configuration,
    item_moves,
    offers,
    own_calls,
    recording,
)
from ctid.centre.world import LiveCall, LiveOffer, World
from ctid.model.effects import IdentifyCaller
from ctid.model.ids import LegId, agent_leg, node_of
from ctid.model.interactions import Direction, Interaction, OfferRecord, OfferState, SegmentKind
from ctid.model.reasons import Reason
from ctid.model.reports import (
    Remembered,
)
from ctid.model.routing_policy import VOICE


def remembered(world: World, report: Remembered, now: datetime) -> None:
    """Take up what was known when the last run ended. Nothing is decided before the switch is seen."""
    world.messages.update({message.id: message for message in report.messages})
    world.over.update(report.closed)
    world.closed.update((switch.queue, switch) for switch in report.switches)
    campaigns.remembered(world, report)
    configuration.remembered(world, report.live_skills)
    world.wishes.do_not_call.update((entry.number, entry) for entry in report.do_not_call)
    world.blocked.update((entry.number, entry) for entry in report.blocked)
    for status in report.agents:
        if status.agent in world.site.agents:
            world.note_agent(status)
    for record in report.interactions:
        if record.channel != VOICE:
            continue
        call = LiveCall(record, LegId(record.id), phase=_phase(record))
        world.calls[record.id] = call
        _remember_talk(world, call)
        world.ask(IdentifyCaller(call.leg, record.ani))
    callback.remembered(world, report.callbacks)
    for record in report.dialled:
        own_calls.note_use(world, record, now)
    for kept in report.offers:
        if kept.state in OPEN and kept.interaction in world.calls:
            take_up(world, kept, now)
    item_moves.remembered(world, report, now)
    recording.remembered(world, report.recordings)


def _remember_talk(world: World, call: LiveCall) -> None:
    """Know again which offer was answered, and which leg is the agent's."""
    record = call.record
    if record.agent is None or record.queue is None:
        return
    own = [s for s in record.segments if s.kind is SegmentKind.TALK and s.agent == record.agent]
    talks = [s for s in own if s.offer is not None]
    if not talks:
        return
    talk = talks[-1]
    assert talk.offer is not None
    call.won = OfferRecord(
        talk.offer,
        record.id,
        record.agent,
        record.queue,
        talk.started_at,
        Reason("readopted"),
        OfferState.ANSWERED,
    )
    if talk.ended_at is None or call.phase is CallPhase.HELD:
        world.talking[agent_leg(node_of(call.leg), talk.offer)] = record.id


def take_up(world: World, record: OfferRecord, now: datetime) -> LiveOffer:
    """Wait again for an offer that was open."""
    leg = agent_leg(node_of(LegId(record.interaction)), record.id)
    queue = world.site.queues.get(record.queue)
    ring = queue.ring if queue is not None else timedelta()
    offer = LiveOffer(record, leg, until=now + ring + offers.RING_BACKSTOP)
    world.offers[record.id] = offer
    world.calls[record.interaction].offer = record.id
    return offer


def _phase(record: Interaction) -> CallPhase:
    if record.ended_at is not None:
        return CallPhase.GONE
    if slices.is_open(record, SegmentKind.HOLD):
        return CallPhase.HELD
    if slices.is_open(record, SegmentKind.TALK):
        return CallPhase.TALKING
    if record.answered_at is not None:
        return CallPhase.AFTER
    if record.direction is not Direction.INBOUND and record.queue is None:
        return CallPhase.DIALLING
    return CallPhase.WAITING if slices.is_open(record, SegmentKind.QUEUE) else CallPhase.IVR
