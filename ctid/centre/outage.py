"""Calls that came and went while nobody listened: their rows are made of the switch's own record.

A caller's leg that the record tells of, that lives no more, and of which neither the centre nor the store
knows anything, was a whole call inside an outage. It becomes an interaction that is closed at once, with the
switch's times and, as the outcome, what the dialplan was doing for the caller at the end. That happens once:
the store says which calls were closed lately (`Remembered.closed`), the centre adds those of its own run, and
both reach further back than the record is read.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from ctid.calls import slices
from ctid.calls.phase import CallMove, CallPhase
from ctid.centre.callers import ENDED_BY_VERB
from ctid.centre.world import LiveCall, World
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.ids import InteractionId, LegId
from ctid.model.interactions import Interaction, Outcome, SegmentKind
from ctid.model.phone import e164
from ctid.model.reasons import Reason
from ctid.model.reports import Arrival, CameAndWent, LegHistory


def heal(world: World, histories: Mapping[LegId, LegHistory], seen: Mapping[LegId, object]) -> None:
    """Make the row of every caller who came and went unheard."""
    for leg, history in histories.items():
        id = InteractionId(leg)
        known = leg in seen or id in world.calls or id in world.over
        if history.arrival is not None and not known:
            _log(world, history, history.arrival)


def gone_unheard(world: World, report: CameAndWent, now: datetime) -> None:
    """Make the row of a caller who was gone before the switch had asked what to do."""
    history, id = report.history, InteractionId(report.history.leg)
    if history.arrival is not None and id not in world.calls and id not in world.over:
        _log(world, history, history.arrival)


def leave_by_verb(call: LiveCall, history: LegHistory) -> None:
    """See a caller out who was last heard of in the menu or the line, and ended in a verb."""
    if history.verb in ENDED_BY_VERB and call.phase in (CallPhase.IVR, CallPhase.WAITING):
        call.move(CallMove.LEAVE)
        call.verb = history.verb


def _log(world: World, history: LegHistory, arrival: Arrival) -> None:
    id, ended_at = InteractionId(history.leg), history.ended_at or arrival.last_at
    record = Interaction(
        id, arrival.ani, arrival.dnis, arrival.at,
        number=e164(arrival.ani, world.site.region), ended_at=ended_at, closed_at=ended_at,
        outcome=_outcome(history),
    )  # fmt: skip
    record = _sliced(world, record, history, ended_at)
    world.closed_at(id, ended_at)
    world.ask(Keep(record))
    why, outcome = Reason("unheard"), record.outcome.value
    world.tell(EventKind.CALL_READOPTED, ended_at, call=id, reason=why, ani=arrival.ani, dnis=arrival.dnis)
    world.tell(EventKind.CALL_CLEARED, ended_at, call=id, outcome=outcome, cause=history.cause)
    world.tell(
        EventKind.INTERACTION_CLOSED, ended_at, call=id, agent=record.agent, outcome=outcome, disposition=""
    )


def _outcome(history: LegHistory) -> Outcome:
    if history.joined_at is not None:
        return Outcome.ANSWERED
    if history.ended_at is None:
        return Outcome.LOST
    abandoned = Outcome.ABANDONED_IN_QUEUE if history.verb == "wait" else Outcome.ABANDONED_IN_IVR
    return ENDED_BY_VERB.get(history.verb, abandoned)


def _sliced(world: World, record: Interaction, history: LegHistory, ended_at: datetime) -> Interaction:
    """Give the record its slices: up to the talk or the end, and the talk."""
    talked_at = history.joined_at
    record = slices.begin(record, SegmentKind.IVR, record.arrived_at)
    how = "established" if talked_at is not None else history.verb or "abandoned"
    record = slices.end(record, SegmentKind.IVR, talked_at or ended_at, how)
    if talked_at is None:
        return record
    agent = world.site.agent_at(history.peer)
    record = replace(record, answered_at=talked_at, agent=agent.id if agent is not None else None)
    record = slices.begin(record, SegmentKind.TALK, talked_at, agent=record.agent)
    return slices.end(record, SegmentKind.TALK, history.parted_at or ended_at, "ended")
