"""Rules about one attempt: written down, placed, and followed to its end.

It is kept in the same batch in which it is asked for, and the switch is asked only once that batch is
durable. So after any crash it is known that it may have been dialled; what became of it is then looked for
(ctid/centre/attempts_found.py).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ctid.centre import attempt_results, dialled_calls, keyed_results
from ctid.centre.live_attempts import IN_FLIGHT, UNANSWERED, LiveAttempt
from ctid.centre.world import World
from ctid.dialer import outcome
from ctid.dialer.attempt import AttemptMove, advance
from ctid.dialer.campaign import gone
from ctid.dialer.outcome import Causes
from ctid.dialer.sources import ON_THE_WAY, Allowed, Candidate
from ctid.model.attempt_effects import PlaceAttempt, ReadReceipt
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Mode
from ctid.model.campaigns import Campaign
from ctid.model.effects import ClearLeg, Keep
from ctid.model.ids import ATTEMPT_PREFIX, OFFER_PREFIX, leg_id
from ctid.model.reasons import Reason
from ctid.model.reports import (
    AttemptTold,
    AttemptUnanswered,
    CallArrived,
    LegAlerting,
    LegCleared,
    LegFailed,
    LegJoined,
    Sign,
)

CONNECT_WITHIN = timedelta(seconds=2)
SETTLING = timedelta(seconds=5)  # how long what was asked for may be unseen
RING_FLOOR = timedelta(seconds=15)


# --- one is begun -----------------------------------------------------------------------------------
def place(world: World, campaign: Campaign, candidate: Candidate, allowed: Allowed, now: datetime) -> None:
    """Write an attempt down and have it dialled."""
    dials = world.dials
    assert world.node is not None
    assert dials.sources is not None
    id = ATTEMPT_PREFIX + world.new_offer_id().removeprefix(OFFER_PREFIX)
    lead = dials.sources.leads.dialled(campaign, candidate)
    line = leg_id(world.node, id)
    record = Attempt(
        id, campaign.name, lead.id, candidate.number, allowed.shown, campaign.mode, allowed.evidence, now,
        leg=line,
    )  # fmt: skip
    live = LiveAttempt(record, line, now, lead, asked_for=candidate.agent)
    if campaign.mode is Mode.PREVIEW and candidate.agent is not None:
        dials.kept[candidate.agent] = id
    dials.attempts[id] = live
    dials.of_leg[live.line] = id
    dials.sources.law.note(record)
    world.ask(Keep(record))
    world.ask(Keep(lead))
    world.ask(
        PlaceAttempt(
            live.line, record.number, record.shown, campaign.ring, CONNECT_WITHIN, lead.language,
            campaign.message, now.date(), campaign.detects_machines,
            campaign.flow if campaign.mode is Mode.AGENTLESS else None, now + ON_THE_WAY,
        )
    )  # fmt: skip


def cancel_ringing(world: World, reason: Reason, now: datetime) -> None:
    """Hang up whatever only rings; nobody's phone rings for less than the law wants."""
    for live in world.dials.attempts.values():
        if live.rings and rung_enough(live) <= now:
            live.cancelled = True
            world.ask(ClearLeg(live.line, reason))


def rung_enough(live: LiveAttempt) -> datetime:
    """Return when a phone will have rung for as long as the law wants; a dial may be a phone that rings."""
    return (live.record.rang_at or live.since) + RING_FLOOR


# --- what the switch says ---------------------------------------------------------------------------
def told(world: World, report: AttemptTold, now: datetime) -> None:
    """An attempt has come so far."""
    live = world.dials.of(report.line)
    if live is None:
        return
    if report.sign is Sign.TWICE:
        world.ask(ReadReceipt(live.line, live.record.committed_at.date()))
        return
    world.dials.of_leg[report.leg] = live.record.id
    if report.sign is Sign.VERDICT:
        spoken = now - report.silent if report.verdict == "human" else None
        _keep(
            world, live,
            verdict=report.verdict, verdict_cause=report.cause, verdict_at=now, greeting_ended_at=spoken,
        )  # fmt: skip
        return
    if report.sign is Sign.NO_MORE:
        keyed_results.after_message(world, live.record, now, now)
        return
    move, instant = _SIGNS[report.sign]
    facts = {instant: now} if instant else {}
    if move_to(world, live, move, now, leg=report.leg, **facts) and report.sign is Sign.WAITING:
        dialled_calls.begin(world, live, now)


_SIGNS: Mapping[Sign, tuple[AttemptMove, str]] = {
    Sign.DIALLING: (AttemptMove.DIAL, "dialled_at"),
    Sign.ANSWERED: (AttemptMove.ANSWER, "answered_at"),
    Sign.WAITING: (AttemptMove.WAIT, ""),
    Sign.MESSAGE: (AttemptMove.PLAY, "message_at"),
}


def rings(world: World, report: LegAlerting, now: datetime) -> None:
    """A phone rings: a person's, perhaps."""
    live = world.dials.of(report.leg)
    if live is not None:
        move_to(world, live, AttemptMove.RING, now, rang_at=now)


def unanswered(world: World, report: AttemptUnanswered, now: datetime) -> None:
    """It has ended, and nobody had answered."""
    live = world.dials.of(report.line)
    if live is not None:
        end_unanswered(world, live, Causes(report.dial, report.cause, report.sip), now)


def end_unanswered(world: World, live: LiveAttempt, causes: Causes, now: datetime) -> None:
    """End an attempt that nobody has answered."""
    end(world, live, outcome.unanswered(causes), outcome.why(causes), now, cause=causes.cause, sip=causes.sip)


def joined(world: World, report: LegJoined, now: datetime) -> None:
    """Somebody met somebody; the rules about legs know by now whether it was an agent and their caller."""
    for live in list(world.dials.attempts.values()):
        call = world.call(live.record.interaction)
        if call is not None and call.leg in world.bridges.peers(report.leg) | {report.leg} and call.won:
            move_to(world, live, AttemptMove.CONNECT, now, connected_at=now, agent=call.won.agent)


def in_flow(world: World, report: CallArrived, now: datetime) -> None:
    """A flow talks to who has answered: a campaign without agents."""
    live = world.dials.of(report.leg)
    if live is not None and move_to(world, live, AttemptMove.CONNECT, now, connected_at=now):
        dialled_calls.in_flow(world, live)


def cleared(world: World, report: LegCleared, now: datetime) -> None:
    """A person who had answered has left. Of who had not, the dialplan says why."""
    live = world.dials.of(report.leg)
    if live is not None and report.leg != live.line and live.record.state not in UNANSWERED:
        came = outcome.answered(live.record, now, CONNECT_WITHIN)
        end(world, live, came, Reason("left"), now, cause=report.cause)


def failed(world: World, report: LegFailed, now: datetime) -> None:
    """It could not be asked for; or (the switch is lost) nobody knows whether it was."""
    live = world.dials.of(report.leg)
    if live is None or live.record.state is not AttemptState.COMMITTED:
        return
    if report.reason.code == "switch_lost":
        live.look_at = now + SETTLING
    else:
        end(world, live, AttemptOutcome.NOT_DIALLED, report.reason, now)


# --- the end ----------------------------------------------------------------------------------------
def end(
    world: World, live: LiveAttempt, came: AttemptOutcome, why: Reason, now: datetime, **facts: Any
) -> None:
    """End an attempt, once."""
    if move_to(world, live, AttemptMove.END, now, outcome=came, reason=why, ended_at=now, **facts):
        _over(world, live, now)


def lose(world: World, live: LiveAttempt, now: datetime) -> None:
    """Nobody can say what became of it: it is never dialled again by itself."""
    why = Reason("attempt_unknown")
    if move_to(world, live, AttemptMove.LOSE, now, outcome=AttemptOutcome.UNKNOWN, ended_at=now, reason=why):
        _over(world, live, now)


def _over(world: World, live: LiveAttempt, now: datetime) -> None:
    dials, record = world.dials, live.record
    del dials.attempts[record.id]
    dials.of_leg = {leg: id for leg, id in dials.of_leg.items() if id != record.id}
    lead = live.lead
    if dials.sources is not None:
        dials.sources.law.note(record)
        if lead is not None:
            campaign = dials.running.get(record.campaign) or gone(record)
            kept = dials.sources.leads.ended(campaign, lead, record, now)
            if kept is not None:
                world.ask(Keep(kept))
                lead = kept
    attempt_results.ended(world, record, lead)


def move_to(world: World, live: LiveAttempt, move: AttemptMove, now: datetime, **facts: Any) -> bool:
    """Move an attempt and keep it; False when the move says nothing new."""
    state = advance(live.record.state, move)
    if state is None:
        return False
    flew = live.record.state in IN_FLIGHT
    _keep(world, live, state=state, **facts)
    if flew and state not in IN_FLIGHT:
        dialled_calls.left_flight(world, live, now)
    return True


def _keep(world: World, live: LiveAttempt, **facts: Any) -> None:
    live.record = replace(live.record, **facts)
    world.dials.stirred = True
    world.ask(Keep(live.record))
