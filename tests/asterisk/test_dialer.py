"""Campaigns' calls on a real Asterisk: receipts, causes, two seconds, and a daemon that is gone."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ctid.asterisk.dialing import OTHER_HALF
from ctid.dialer.outcome import Causes, unanswered
from ctid.lab.tree import Toolbox
from ctid.model.attempt_effects import JoinStandby, ReadReceipt
from ctid.model.attempts import AttemptOutcome as Outcome
from ctid.model.ids import FlowName, OfferId
from ctid.model.reports import (
    AttemptTold,
    AttemptUnanswered,
    LegAlerting,
    LegCleared,
    LegFailed,
    LegHeld,
    LegJoined,
    ReceiptRead,
    Sign,
)
from dialing_hall import TODAY, Hall, attempt, dialing_hall, line
from refusing import REFUSING

pytestmark = pytest.mark.asterisk

HEARD_FIRST = {"20": Outcome.INVALID, "21": Outcome.INVALID, "22": Outcome.BUSY}
UNANSWERED = {"02": Outcome.NO_ANSWER, **{end: came for end, (_, came) in REFUSING.items()}, **HEARD_FIRST}


@pytest.fixture
async def hall(tools: Toolbox, folder: Path, prompts: Path) -> AsyncIterator[Hall]:
    async with dialing_hall(tools, folder, prompts) as hall:
        yield hall


def came_to_nothing(report: object, name: str) -> bool:
    return isinstance(report, AttemptUnanswered) and report.line == line(name)


async def receipt(hall: Hall, name: str) -> ReceiptRead:
    hall.port.perform(ReadReceipt(line(name), TODAY))
    read = await hall.until(lambda it: isinstance(it, ReceiptRead) and it.line == line(name))
    hall.reports.remove(read)
    return read


async def test_what_came_of_a_call_that_nobody_answered_is_told_by_the_codes_of_the_network_and_its_tones(
    hall: Hall,
) -> None:
    for end in UNANSWERED:
        hall.port.perform(attempt(end, end, ring=4.0))
    for end, outcome in UNANSWERED.items():
        told = await hall.until(lambda it, end=end: came_to_nothing(it, end))
        assert unanswered(Causes(told.dial, told.cause, told.sip)) is outcome, (end, told)
        read = (await receipt(hall, end)).receipt
        assert (read.state, read.dial, read.cause, read.sip) == ("ended", told.dial, told.cause, told.sip)


async def test_who_answers_is_with_an_agent_who_stands_by_in_no_time_and_the_agent_stands_by_again(
    hall: Hall,
) -> None:
    agent = await hall.stands_by("1001")
    for name in ("first", "second"):
        hall.port.perform(attempt(name, "01" if name == "first" else "03"))
        waits = await hall.told(name, Sign.WAITING)
        hall.port.perform(JoinStandby(agent, OfferId(f"off_{name}"), waits.leg))
        joined = await hall.until(lambda it, leg=waits.leg: isinstance(it, LegJoined) and it.leg == leg)
        answered = await hall.told(name, Sign.ANSWERED)
        assert hall.at(joined) - hall.at(answered) < timedelta(seconds=2)
        await hall.until(lambda it, leg=waits.leg: isinstance(it, LegCleared) and it.leg == leg)
        again = len([it for it in hall.reports if it == LegHeld(agent)])
        assert again == (2 if name == "first" else 3)
    assert not [it for it in hall.reports if isinstance(it, AttemptTold) and it.sign is Sign.MESSAGE]


async def test_who_answers_and_is_taken_by_nobody_hears_the_message_after_two_seconds(hall: Hall) -> None:
    hall.port.perform(attempt("one", "00"))
    answered, message = await hall.told("one", Sign.ANSWERED), await hall.told("one", Sign.MESSAGE)
    assert timedelta(seconds=1.9) < hall.at(message) - hall.at(answered) < timedelta(seconds=2.3)
    gone = await hall.until(lambda it: isinstance(it, LegCleared) and it.leg == message.leg, within=40)
    assert hall.at(gone) - hall.at(message) > timedelta(seconds=3)  # it was spoken to its end


async def test_an_agent_who_comes_while_the_message_is_heard_is_told_so_and_stands_by(hall: Hall) -> None:
    agent = await hall.stands_by("1001")
    hall.port.perform(attempt("one", "00"))
    message = await hall.told("one", Sign.MESSAGE)
    hall.port.perform(JoinStandby(agent, OfferId("off_late"), message.leg))
    failed = await hall.until(lambda it: isinstance(it, LegFailed))
    assert (failed.leg, failed.reason.code) == ("sw1:off_late", "caller_left")
    gone = await hall.until(lambda it: isinstance(it, LegCleared) and it.leg == message.leg, within=40)
    assert not [it for it in hall.reports if isinstance(it, LegJoined)]
    assert hall.at(gone) - hall.at(message) > timedelta(seconds=3)


@pytest.mark.parametrize("flow", [None, FlowName("reminder")])
async def test_with_ctid_gone_who_answers_hears_the_message_and_the_receipt_says_so(
    hall: Hall, flow: FlowName | None
) -> None:
    hall.port.perform(attempt("one", "00", ring=10, flow=flow))
    await hall.until(lambda it: isinstance(it, LegAlerting))
    await hall.disconnect()
    hall.reports.clear()
    hall.times.clear()
    async with asyncio.timeout(30):
        while "!BackGround!ctid/campaign-message,m!" not in await hall.switch.cli(
            "core show channels concise"
        ):
            await asyncio.sleep(0.05)
    await hall.connect()
    read = (await receipt(hall, "one")).receipt
    assert read.state == "answered" and read.leg is not None


async def test_who_presses_nine_while_they_hear_the_message_or_just_after_it_wants_no_more_calls(
    hall: Hall,
) -> None:
    for message in ("campaign-message", "goodbye", "no-such-message"):  # during, after, not there
        hall.port.perform(replace(attempt(message, "06"), message=message))
    for message in ("campaign-message", "goodbye", "no-such-message"):
        begins, said = await hall.told(message, Sign.MESSAGE), await hall.told(message, Sign.NO_MORE)
        assert timedelta(seconds=1.5) < hall.at(said) - hall.at(begins) < timedelta(seconds=8), message
        await hall.until(lambda it, leg=said.leg: isinstance(it, LegCleared) and it.leg == leg)
        read = (await receipt(hall, message)).receipt
        assert (read.state, read.leg) == ("answered", said.leg)
        assert hall.at(begins) < read.no_more_at < hall.at(said)


async def test_no_other_key_ends_the_message_or_says_anything(hall: Hall) -> None:
    hall.port.perform(replace(attempt("one", "07"), message="goodbye"))
    begins = await hall.told("one", Sign.MESSAGE)
    gone = await hall.until(lambda it: isinstance(it, LegCleared) and it.leg == begins.leg)
    assert hall.at(gone) - hall.at(begins) > timedelta(seconds=5)  # it was spoken, and they had three seconds
    assert not [it for it in hall.reports if isinstance(it, AttemptTold) and it.sign is Sign.NO_MORE]
    assert (await receipt(hall, "one")).receipt.no_more_at is None


async def test_with_ctid_gone_the_receipt_says_who_wants_no_more_calls(hall: Hall) -> None:
    hall.port.perform(attempt("one", "06", ring=10))
    await hall.until(lambda it: isinstance(it, LegAlerting))
    await hall.disconnect()
    hall.reports.clear()
    hall.times.clear()
    for heard in (True, False):
        async with asyncio.timeout(30):
            while ("campaign-no-more" in await hall.switch.cli("core show channels concise")) is not heard:
                await asyncio.sleep(0.05)
    await hall.connect()
    read = (await receipt(hall, "one")).receipt
    assert read.leg is not None
    assert timedelta(0) < datetime.now(UTC) - read.no_more_at < timedelta(minutes=1)


async def test_who_is_called_without_agents_is_led_into_the_flow(hall: Hall) -> None:
    hall.port.perform(attempt("one", "00", flow=FlowName("reminder")))
    answered = await hall.told("one", Sign.ANSWERED)
    await hall.until(lambda it: isinstance(it, LegCleared) and it.leg == answered.leg)
    assert hall.flows == ["reminder"]


async def test_who_says_a_word_is_a_person_and_waits_two_seconds_from_its_end(hall: Hall) -> None:
    hall.port.perform(attempt("one", "04", detects=True))
    verdict, message = await hall.told("one", Sign.VERDICT), await hall.told("one", Sign.MESSAGE)
    assert (verdict.verdict, verdict.cause.partition("-")[0]) == ("human", "HUMAN")
    assert verdict.silent == timedelta(seconds=0.8)
    waited = hall.at(message) - hall.at(verdict) + verdict.silent
    assert timedelta(seconds=1.9) < waited < timedelta(seconds=2.3)


async def test_who_goes_on_and_on_is_taken_for_a_machine_and_nobody_is_joined_to_it(hall: Hall) -> None:
    hall.port.perform(attempt("one", "05", detects=True))
    verdict = await hall.told("one", Sign.VERDICT)
    assert verdict.verdict == "machine"
    assert verdict.cause
    await hall.until(lambda it: isinstance(it, LegCleared) and it.leg == verdict.leg)
    assert not [it for it in hall.reports if isinstance(it, AttemptTold) and it.sign is Sign.MESSAGE]


async def test_a_fax_that_answers_is_told_from_a_machine_and_nobody_is_joined_to_it(hall: Hall) -> None:
    hall.port.perform(attempt("one", "23", detects=True))
    verdict = await hall.told("one", Sign.VERDICT)
    assert (verdict.verdict, verdict.cause) == ("fax", "CED-2100")
    await hall.until(lambda it: isinstance(it, LegCleared) and it.leg == verdict.leg)
    assert hall.at(verdict) - hall.at(await hall.told("one", Sign.ANSWERED)) < timedelta(seconds=2)


async def test_an_attempt_with_a_receipt_is_not_dialled_again(hall: Hall) -> None:
    hall.port.perform(attempt("one", "10"))
    await hall.until(lambda it: came_to_nothing(it, "one"))
    for half in (
        line("one"),
        f"sw1:{OTHER_HALF}att_one",
    ):  # told, then hung up: its id is free then
        await hall.until(lambda it, half=half: isinstance(it, LegCleared) and it.leg == half)
    hall.port.perform(attempt("one", "10"))
    await hall.told("one", Sign.TWICE)
    assert len([it for it in hall.reports if came_to_nothing(it, "one")]) == 1
    read = await receipt(hall, "never")
    assert read.receipt is None
    assert timedelta(0) <= read.up_for < timedelta(minutes=2)
