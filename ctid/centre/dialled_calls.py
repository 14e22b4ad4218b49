"""Rules about people whom a campaign has called and who have answered: they are callers like any other.

Their interaction is named after their own leg, and its first slice is the wait for an agent, two seconds at
most. An agent gets them by an offer like any other call; only that it is decided here, because the line of
the campaign's queue is not theirs to wait in, and that it is joined at once to a leg that stands by.
"""

from dataclasses import replace
from datetime import UTC, datetime

from ctid.acd.entry import QueueEntry
from ctid.calls import slices
from ctid.calls.phase import CallPhase
from ctid.centre import chances, offers
from ctid.centre.live_attempts import LiveAttempt, Talk
from ctid.centre.world import LiveCall, World
from ctid.dialer.pacing.terms import CallEnded, Result
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState
from ctid.model.effects import IdentifyCaller, Keep
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, InteractionId
from ctid.model.interactions import Direction, Interaction, SegmentKind
from ctid.model.languages import Language
from ctid.model.reasons import Reason

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RESULTS = {
    AttemptOutcome.CONNECTED: Result.PERSON,
    AttemptOutcome.HUNG_UP: Result.PERSON,
    AttemptOutcome.ABANDONED: Result.ABANDONED,
    AttemptOutcome.MACHINE: Result.MACHINE,
    AttemptOutcome.FAX: Result.MACHINE,
    AttemptOutcome.NO_ANSWER: Result.NO_ANSWER,
    AttemptOutcome.CANCELLED: Result.NO_ANSWER,
    AttemptOutcome.BUSY: Result.BUSY,
}
"""As pacing counts them; all others have failed."""


def seconds(at: datetime) -> float:
    """Write an instant as pacing counts."""
    return (at - EPOCH).total_seconds()


def begin(world: World, live: LiveAttempt, now: datetime) -> None:
    """Take up a person who has answered and waits."""
    attempt, campaign = live.record, world.dials.running.get(live.record.campaign)
    assert attempt.leg is not None
    queue = campaign.queue if campaign is not None else None
    record = Interaction(
        InteractionId(attempt.leg), attempt.shown, attempt.number, attempt.answered_at or now,
        language=live.lead.language if live.lead is not None else Language.EN,
        number=attempt.number,
        customer=live.lead.customer if live.lead is not None else None,
        queue=queue,
        attached=_named(attempt),
        direction=Direction.OUTBOUND,
    )  # fmt: skip
    call = LiveCall(slices.begin(record, SegmentKind.QUEUE, now, queue=queue), attempt.leg, CallPhase.WAITING)
    world.calls[record.id] = call
    live.record = replace(attempt, interaction=record.id)
    world.ask(Keep(live.record))
    world.keep(call)
    world.tell(
        EventKind.CALL_ORIGINATED, now, call=record.id, number=record.dnis, campaign=attempt.campaign,
        lead=attempt.lead, attempt=attempt.id,
    )  # fmt: skip
    world.ask(IdentifyCaller(attempt.leg, attempt.number))


def in_flow(world: World, live: LiveAttempt) -> None:
    """Take up a person to whom a flow talks; the rules about callers know them already, as one who called."""
    attempt = live.record
    assert attempt.leg is not None
    call = world.caller(attempt.leg)
    if call is not None:
        outbound = replace(
            call.record, ani=attempt.shown, dnis=attempt.number, number=attempt.number,
            attached=_named(attempt), direction=Direction.OUTBOUND,
        )  # fmt: skip
        live.record = replace(attempt, interaction=outbound.id)
        world.ask(Keep(live.record))
        world.keep(call, outbound)


def _named(attempt: Attempt) -> dict[str, str]:
    return {"campaign": attempt.campaign, "lead": attempt.lead, "attempt": attempt.id}


def connect(world: World, live: LiveAttempt, agent: AgentId, now: datetime) -> None:
    """Give a person who waits to an agent who stands by."""
    call, campaign = world.call(live.record.interaction), world.dials.running[live.record.campaign]
    assert call is not None
    if call.record.queue is None:  # they answered while the campaign was not in the configuration
        world.keep(call, replace(call.record, queue=campaign.queue))
    assert call.record.queue is not None
    why = Reason("campaign_call", {"campaign": live.record.campaign})
    place = QueueEntry(call.record.id, call.record.queue, call.record.arrived_at, 0, {})
    offer = offers.make(world, place, agent, why, now)
    live.offer = offer.record.id
    offers.ring_at_once(world, offer, now)


def left_flight(world: World, live: LiveAttempt, now: datetime) -> None:
    """Tell pacing that an attempt is no longer in flight: it is with an agent, or over."""
    record = live.record
    world.dials.kept = {agent: id for agent, id in world.dials.kept.items() if id != record.id}
    if record.state is AttemptState.CONNECTED and record.agent is not None:
        world.dials.talks[record.agent] = Talk(record.campaign, now)
    if record.state is AttemptState.CONNECTED and world.dials.sources is not None:
        world.dials.sources.law.note(record)
    chance, person = chances.of(world, live), _result(live) in (Result.PERSON, Result.ABANDONED)
    chances.learn(world, live, answered=person)
    pace = world.dials.paces.get(record.campaign)
    if pace is not None:
        at = record.answered_at
        pace.answered += person
        pace.ended.append(
            CallEnded(
                record.id, seconds(record.committed_at), seconds(at) if at is not None else None,
                seconds(now), _result(live), chance,
            )
        )  # fmt: skip


def _result(live: LiveAttempt) -> Result:
    by_state = {AttemptState.CONNECTED: Result.PERSON, AttemptState.MESSAGE: Result.ABANDONED}
    if live.record.state in by_state:
        return by_state[live.record.state]
    came = live.record.outcome
    return RESULTS.get(came, Result.FAILED) if came is not None else Result.FAILED
