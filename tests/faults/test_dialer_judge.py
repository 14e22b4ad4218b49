"""The drill's judge tells what is wrong with a campaign's call, and of a right one nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ctid.dialer.compliance.judge import RULES
from ctid.lab.stories import PhoneStory

NUMBER = "+12025550000"
BEGAN = datetime(2026, 11, 22, 12, tzinfo=UTC)
EVIDENCE = {"profile": "us", "version": "2024-10-15", "rules": dict.fromkeys(RULES, "seen")}
ATTEMPT = {
    "id": "att_1", "number": NUMBER, "lead": "lead_1", "outcome": "connected", "verdict": "",
    "leg": "sw1:1.1",
    "committed_at": "2026-11-22 12:00:00", "ended_at": "2026-11-22 12:00:07", "shown": "+12025550199",
    "greeting_ended_at": None, "reason": "{}", "evidence": EVIDENCE,
}  # fmt: skip


def at(seconds: float) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


STORY = PhoneStory(
    "trunk", "call", "+12025550199", at(0), at(0.1), at(1), at(7), "phone", 200, called=NUMBER
)  # fmt: skip


def row(kind: str, seconds: float, linked: str = "half_att_1") -> dict[str, str]:
    return {
        "eventtype": kind, "eventtime": str(at(seconds).timestamp()), "uniqueid": "1.1", "linkedid": linked,
        "channame": "PJSIP/trunk-1", "context": "ctid-dialled", "exten": "s",
    }  # fmt: skip


BEFORE = [row("CHAN_START", 0), row("ANSWER", 1), row("APP_START", 1), row("APP_START", 1)]
JOINED = [*BEFORE, row("BRIDGE_ENTER", 1.1)]
MESSAGE = [*BEFORE, row("APP_START", 3.01)]


def judged(
    *stories: PhoneStory, cel: Sequence[Any] = JOINED, lead: str = "done", **facts: Any
) -> tuple[dict[str, Any], list[str]]:
    from dialer_judge import Ledgers, judge  # noqa: PLC0415  (bench/ is found when the tests run)
    from dialer_people import TOWN  # noqa: PLC0415

    return judge(Ledgers(TOWN, [{**ATTEMPT, **facts}], {"lead_1": {"state": lead}}, stories or [STORY], cel))


def test_who_was_with_an_agent_in_time_is_right() -> None:
    figures, found = judged()
    assert (found, figures["right"], figures["bridged_ms"]) == ([], 1, [100])


def test_who_heard_the_message_in_time_is_right() -> None:
    figures, found = judged(cel=MESSAGE, outcome="abandoned")
    assert (found, figures["message_ms"]) == ([], [2010])


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ({"outcome": "busy"}, "is busy, was connected"),
        ({"cel": MESSAGE}, "is connected, was abandoned"),
        ({"cel": [*BEFORE, row("BRIDGE_ENTER", 3.2)]}, "neither agent nor message in time"),
        ({"cel": BEFORE, "outcome": "hung_up"}, "neither agent nor message in time"),
        ({"evidence": {**EVIDENCE, "rules": {}}}, "no evidence of"),
        ({"evidence": {**EVIDENCE, "version": ""}}, "no version in the evidence"),
        ({"ended_at": None}, "no ended_at"),
        ({"outcome": "unknown"}, "its lead is done"),
        ({"lead": "calling"}, "its lead is calling"),
    ],
)
def test_what_is_wrong_is_told(case: dict[str, Any], told: str) -> None:
    _, found = judged(**case)
    assert any(told in line for line in found), found


def test_a_number_that_rang_twice_is_told() -> None:
    figures, found = judged(STORY, replace(STORY, call_id="again"))
    assert f"{NUMBER} was dialled 2 times" in found
    assert figures["invites_most"] == 2
