"""The judges of the hour can fail: a simulated day of its site passes, and each thing altered is found."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ctid.centre.rules import Input, Tick
from ctid.config.centre import read_site
from ctid.lab.stories import CallerStory, PhoneStory
from ctid.model.effects import Effect
from ctid.model.events import Event
from ctid.model.ids import QueueName
from ctid.sim.day import Day
from ctid.sim.plan import Agents, Callers, Demand, Plan, Span
from ctid.store.inputs import line_of
from hour_ground import HOUR, read_ground
from hour_phones import Sightings, Witness, unlike
from hour_router import Made, judge

GROUND = read_ground()
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LINES = sorted(GROUND.lines)


def day(seed: int) -> list[str]:
    """Play half a dozen minutes of the hour's site with people who act by chance; return the journal."""
    site = read_site((HOUR / "centre.yaml").read_text(), "centre.yaml", flows=set(LINES))
    lines: list[str] = []

    def watch(at: datetime, item: Input, said: Sequence[Effect | Event]) -> None:
        lines.append(line_of(at, None if isinstance(item, Tick) else item, (), said).text)

    demands = tuple(Demand(QueueName(line), priority=GROUND.lines[line].priority) for line in LINES)
    callers = Callers(calls=120, demands=demands, menu=Span(0), patience=Span(20, None), talk=Span(15, 0.5))
    agents = Agents(answers=Span(2, 0.5), misses=0.1, rejects=0.05, breaks=6, break_lasts=Span(20, 0.3))
    Day(Plan(site, hours=0.1, callers=callers, agents=agents), random.Random(seed), watch=watch).play()
    return lines


def altered(line: str, agent: str) -> str:
    """Have the first offer that an input led to made to another agent."""
    found = json.loads(line)
    offer = next(fields for _, fields in found["out"] if fields.get("kind") == "offer.made")
    offer["agent"] = agent
    return json.dumps(found)


@pytest.mark.parametrize("seed", range(5))
def test_a_simulated_day_is_as_the_pure_router_has_it(seed: int) -> None:
    verdict = judge(day(seed), GROUND)
    assert verdict.differs == ""
    assert len(verdict.made) > 60


@pytest.mark.slow
def test_any_one_offer_that_is_altered_is_found() -> None:
    lines = day(1)
    offers = [number for number, line in enumerate(lines) if '"offer.made"' in line]
    for number in offers[::10]:
        there = [*lines]
        there[number] = altered(there[number], "1010" if '"agent":"1010"' not in lines[number] else "1001")
        assert "the router offers" in judge(there, GROUND).differs


def test_an_offer_that_is_left_out_or_invented_is_found() -> None:
    lines = day(2)
    number = next(number for number, line in enumerate(lines) if '"offer.made"' in line)
    there = json.loads(lines[number])
    offer = next(one for one in there["out"] if one[1].get("kind") == "offer.made")
    twice = json.dumps({**there, "out": [*there["out"], offer]})
    none = json.dumps({**there, "out": [one for one in there["out"] if one is not offer]})
    for instead in (twice, none):
        assert judge([*lines[:number], instead, *lines[number + 1 :]], GROUND).differs


# --- what phones say --------------------------------------------------------------------------------
def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def caller(number: str, dnis: str, began: float, ended: float = 60) -> CallerStory:
    return CallerStory(f"c{number}{began}", number, dnis, at(began), at(began), at(ended), "switch", 200)


def ring(phone: str, number: str, began: float, ended: float, code: int = 200) -> PhoneStory:
    answered = at(began + 0.5) if code == 200 else None
    by = "phone" if code == 486 else "switch"
    return PhoneStory(phone, "", number, at(began), at(began), answered, at(ended), by, code, phone)


SALES, SUPPORT, BILLING = "4001", "4002", "4003"
ASKED = replace(ring("trunk", "+1", 27, 30), called="333")
HOUR_SEEN = Witness(
    GROUND,
    [
        caller("111", SALES, 0), caller("111", SALES, 40), caller("222", BILLING, 2),
        caller("333", SUPPORT, 3, ended=9),
    ],
    [
        ring("1003", "111", 4.1, 10), ring("1003", "111", 40.1, 50),
        ring("1007", "222", 2.1, 6.1, 487), ring("1004", "222", 10.2, 20),
        ring("1004", "333", 26, 30),
    ],
    [ASKED],
)  # fmt: skip


def seen(*rings: PhoneStory, without: int = 0) -> Sightings:
    """Tell the hour with other rings at its end, and without so many at its beginning."""
    return replace(HOUR_SEEN, phones=[*HOUR_SEEN.phones[without:], *rings]).tells()


def test_what_phones_say_is_told_by_the_rule_that_let_them_ring() -> None:
    found = seen()
    assert found.faults == []
    counts = (found.missed, found.relaxed, found.sticky, found.overflowed, found.called_back)
    assert [len(each) for each in counts] == [1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (ring("1004", "333", 15, 16), "it was at the call before still"),
        (ring("1003", "111", 1, 2), "no rule lets it ring"),
        (ring("1010", "111", 45, 46), "no rule lets it ring"),
        (ring("1007", "222", 11, 12), "it had missed a call"),
        (ring("1001", "999", 11, 12), "nobody had called"),
    ],
)
def test_a_ring_that_must_not_be_is_told(wrong: PhoneStory, says: str) -> None:
    assert any(says in fault for fault in seen(wrong).faults)


def test_a_third_ring_after_two_that_were_missed_is_told() -> None:
    again = [ring("1007", "222", began, began + 4, 487) for began in (13, 24)]
    assert any("two calls in a row" in fault for fault in seen(*again).faults)


def test_who_is_known_is_not_rung_first_for_another() -> None:
    assert seen(without=1).faults  # 1003 has never talked to 111


def test_a_customer_is_called_back_only_if_the_world_was_called() -> None:
    assert replace(HOUR_SEEN, called=[]).tells().called_back == []


@pytest.mark.parametrize(("agent", "number"), [("1004", "111"), ("1003", "222"), ("1002", "111")])
def test_an_offer_and_a_ring_that_differ_are_told(agent: str, number: str) -> None:
    rings = HOUR_SEEN.phones
    made = [Made(str(n), r.invited_at, r.ani, r.phone, "", 0) for n, r in enumerate(rings)]
    assert unlike(made, rings) == []
    assert unlike([replace(made[0], agent=agent, caller=number), *made[1:]], rings)
