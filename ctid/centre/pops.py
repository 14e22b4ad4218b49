"""What an agent's page shows of the customer: of an offer, a consultation, a talk and the notes after it."""

from dataclasses import replace
from datetime import datetime, timedelta

from ctid.calls import slices
from ctid.centre import outbound
from ctid.centre.world import LiveCall, World
from ctid.model.effects import PopCustomer
from ctid.model.ids import AgentId
from ctid.model.interactions import OfferRecord, SegmentKind


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
        asked_back_at=_asked_back_at(call),
    )


def current_pop(world: World, agent: AgentId, now: datetime) -> PopCustomer | None:
    """Return what the agent's page should be showing: of the open offer, the talk or the wrap-up."""
    status = world.agents.get(agent)
    if status is None or status.interaction is None or status.interaction not in world.calls:
        return None
    call = world.calls[status.interaction]
    if call.made_by is not None:
        return outbound.pop_of(world, call)
    open_offer = world.offer(status.offer)
    asked = call.second.offer if call.second is not None else None
    asks = asked.record if asked is not None and asked.record.agent == agent else call.won
    record = open_offer.record if open_offer is not None else asks
    if record is None or agent not in (record.agent, *slices.talked(call.record)):
        return None
    return pop_of(world, call, replace(record, agent=agent), now)


def waited(call: LiveCall, now: datetime) -> timedelta:
    """How long the caller has been, or was, in the line since they talked last, whatever lines these were.

    One who is called back waits since they came into it.
    """
    if _asked_back_at(call) is not None and call.entry is not None:
        return (call.record.answered_at or now) - call.entry.entered_at
    waited = timedelta()
    for segment in reversed(call.record.segments):
        if segment.kind is SegmentKind.QUEUE:
            waited += (segment.ended_at or now) - segment.started_at
        elif segment.kind is SegmentKind.TALK and waited:
            break
    return waited


def _asked_back_at(call: LiveCall) -> datetime | None:
    asked = [s.started_at for s in call.record.segments if s.kind is SegmentKind.CALLBACK]
    return asked[-1] if asked else None
