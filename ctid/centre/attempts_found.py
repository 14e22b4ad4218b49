"""What became of attempts while nobody listened.

It is looked for in this order: a leg that lives; the switch's own record of legs; the receipt that its
dialplan left before it dialled. No receipt on a switch that has been up all the time proves that nothing was
dialled. Where nobody can tell, the attempt is `UNKNOWN`, for good: its number is not dialled again by itself.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ctid.centre import attempts, keyed_results
from ctid.centre.live_attempts import LiveAttempt
from ctid.centre.world import World
from ctid.dialer import outcome
from ctid.dialer.attempt import AttemptMove
from ctid.dialer.outcome import Causes
from ctid.model.attempt_effects import ReadReceipt
from ctid.model.attempts import AttemptOutcome, AttemptState
from ctid.model.effects import LookAgain
from ctid.model.ids import LegId, leg_id, node_of
from ctid.model.reasons import Reason
from ctid.model.reports import ReceiptRead, Remembered, SwitchSeen


def remembered(world: World, report: Remembered, now: datetime) -> None:
    """Take up what had not ended when the last run did."""
    leads = {lead.id: lead for lead in report.leads}
    for record in report.attempts:
        if world.dials.sources is None or record.state is AttemptState.UNKNOWN or record.leg is None:
            continue
        line, since = leg_id(node_of(record.leg), record.id), min(record.committed_at, now)
        live = LiveAttempt(record, line, since, leads.get(record.lead), look_at=now + attempts.SETTLING)
        world.dials.attempts[record.id] = live
        world.dials.of_leg |= {line: record.id, record.leg: record.id}


def seen(world: World, report: SwitchSeen, now: datetime) -> None:
    """Resolve what has no leg any more: by the switch's record of it, else by its receipt."""
    there = {leg.leg: leg for leg in report.legs}
    past = {history.leg: history for history in report.histories}
    world.dials.past = past or world.dials.past
    for live in list(world.dials.attempts.values()):
        leg = live.record.leg
        if live.line in there or leg in there:
            live.look_at = None
        elif live.since + attempts.SETTLING <= now:
            live.look_at = now + attempts.SETTLING
            world.ask(ReadReceipt(live.line, live.record.committed_at.date()))
        met_at = past[leg].joined_at if leg is not None and leg in past else None
        if met_at is None and leg in there and there[leg].peers:
            met_at = now
        if met_at is not None:
            _met(world, live, met_at)


def _met(world: World, live: LiveAttempt, met_at: datetime) -> None:
    """Note that somebody was, or is, with an agent, though nobody listened as they met."""
    call = world.call(live.record.interaction)
    agent = call.won.agent if call is not None and call.won is not None else live.record.agent
    attempts.move_to(world, live, AttemptMove.CONNECT, met_at, connected_at=met_at, agent=agent)


def receipt_read(world: World, report: ReceiptRead, now: datetime) -> None:
    """The switch says what it has written down of an attempt."""
    live, receipt = world.dials.of(report.line), report.receipt
    if live is None:
        return
    if receipt is not None and receipt.no_more_at is not None:
        keyed_results.after_message(world, live.record, receipt.no_more_at, now)
    if live.record.answered_at is not None:  # that is known, whatever a switch that died has forgotten
        _left(world, live, live.record.leg, now)
    elif receipt is None:
        if live.record.state is AttemptState.COMMITTED and _up_all_the_time(live, report, now):
            attempts.end(world, live, AttemptOutcome.NOT_DIALLED, Reason("no_receipt"), now)
        else:
            attempts.lose(world, live, now)
    elif receipt.state == "ended":
        attempts.end_unanswered(world, live, Causes(receipt.dial, receipt.cause, receipt.sip), now)
    elif receipt.state == "answered" and receipt.leg is not None and _may_be_there(world, live, receipt.leg):
        _answered_unheard(world, live, receipt.leg, now)
    elif receipt.state == "answered":
        _left(world, live, receipt.leg or live.record.leg, now)
    else:
        attempts.lose(world, live, now)


def _left(world: World, live: LiveAttempt, leg: LegId | None, now: datetime) -> None:
    """End the attempt of a person who answered and is gone; what the switch has written of the leg says when.

    Where a detector listened, it may have been the one that hung up: then nobody is counted as having left.
    """
    campaign = world.dials.running.get(live.record.campaign)
    history = world.dials.past.get(leg) if leg is not None else None
    record, within = live.record, attempts.CONNECT_WITHIN
    if history is None or history.ended_at is None or campaign is None or campaign.detects_machines:
        came = outcome.answered(record, now, within)
    else:
        record = replace(record, answered_at=record.answered_at or history.answered_at)
        came = outcome.answered(record, history.ended_at, within, timedelta())
    attempts.end(world, live, came, Reason("lost"), now, answered_at=record.answered_at)


def _may_be_there(world: World, live: LiveAttempt, leg: LegId) -> bool:
    """Say whether somebody of whom only the receipt told may be on the line, as far as anybody looked."""
    history = world.dials.past.get(leg)
    return live.record.leg == live.line and (history is None or history.ended_at is None)


def _answered_unheard(world: World, live: LiveAttempt, leg: LegId, now: datetime) -> None:
    """Know by its receipt which leg is the person's: they may be on the line yet, so it is looked for."""
    world.dials.of_leg[leg] = live.record.id
    attempts.move_to(world, live, AttemptMove.ANSWER, now, leg=leg)
    live.look_at = now


def _up_all_the_time(live: LiveAttempt, report: ReceiptRead, now: datetime) -> bool:
    """Say whether the switch has been up since before an attempt was written.

    Of one that was written in what is now the future no clock can tell.
    """
    written = live.record.committed_at
    return report.up_for is not None and now - report.up_for <= written == live.since


def overdue(world: World, now: datetime) -> None:
    """Have the switch looked at for whatever was not seen in time."""
    due = [live for live in world.dials.attempts.values() if live.look_at is not None and live.look_at <= now]
    for live in due:
        live.look_at = now + attempts.SETTLING
    for node in sorted({node_of(live.line) for live in due}):
        world.ask(LookAgain(node, min(live.since for live in due)))
