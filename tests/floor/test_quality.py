"""What the benches of quality and of estimates say of small samples, and how they judge."""

from xml.etree import ElementTree

import pytest
from floor.picture import Row, merits_as_svg, waits_as_svg
from floor.routers import ROUTERS
from floor.scenarios import bilingual, six_types
from routing_estimates import cases, measure
from routing_quality import Day, Merit, enough, figures_of, merits, paired, replicate

from ctid.metrics.intervals import Estimate

pytestmark = pytest.mark.slow


def test_routers_are_compared_pair_by_pair_on_the_same_callers() -> None:
    played = {
        it.name: (it, replicate(it, 1_000, 1, dict.fromkeys(ROUTERS, 2)))
        for it in (bilingual(), six_types(2))
    }
    days = played["S3"][1]
    assert len({tuple(day.whole.offered for day in mine) for mine in days.values()}) == 1
    assert [(it.name, it.scenario) for both in played.values() for it in merits(*both)] == [
        ("longest_ageing_to_fcfs", "S3"),
        ("vip_level_strict_less_priority", "S3"),
        ("vip_level_strict_less_leastrecent", "S3"),
        ("spread_within_less_leastrecent", "S3"),
        ("asa_two_skills_to_pooled", "S2-2"),
        ("asa_sparing_to_ageing", "S2-2"),
        ("spread_within_less_leastrecent", "S2-2"),
    ]
    levels = {kind: figures_of(days["ageing"])[f"{kind} service_level"].mean for kind in ("en", "es", "vip")}
    assert levels["es"] < levels["en"]
    assert levels["es"] < levels["vip"]


def test_days_that_only_one_of_two_routers_played_compare_nothing() -> None:
    days = replicate(bilingual(), 200, 1, {"ageing": 3, "fcfs": 2})

    def offered(mine: Day, other: Day) -> float:
        return mine.whole.offered - other.whole.offered

    assert paired(days, "ageing", "fcfs", offered) == Estimate(0, 0, 2)


def test_routers_that_a_promise_compares_play_more_days_than_the_others() -> None:
    days = enough(six_types(1), 5)
    assert {router for router, many in days.items() if many > 5} == {"ageing", "leastrecent"}
    assert set(days.values()) == {5, 12}


@pytest.mark.parametrize(
    ("mean", "half", "at_most", "margin", "verdict", "on_side"),
    [
        (1.1, 0.1, True, 0.0, "met", True),
        (1.25, 0.1, True, 0.0, "open", True),
        (1.35, 0.1, True, 0.0, "open", False),
        (1.5, 0.1, True, 0.0, "missed", False),
        (1.5, 0.1, False, 0.0, "met", True),
        (1.1, 0.1, False, 0.0, "missed", False),
        (1.32, 0.05, True, 0.1, "level", True),
        (1.35, 0.02, True, 0.1, "level", True),
        (1.35, 0.1, True, 0.1, "open", True),
        (1.45, 0.1, True, 0.1, "missed", False),
        (1.28, 0.05, False, 0.1, "level", True),
    ],
)
def test_a_promise_is_judged_by_where_the_whole_interval_lies(
    mean, half, at_most, margin, verdict, on_side
) -> None:
    merit = Merit("name", "S1", at_most, 1.3, Estimate(mean, half, 5), margin)
    assert (merit.verdict(), merit.on_side()) == (verdict, on_side)


def test_what_was_found_is_drawn_with_a_dot_and_an_interval_for_each_promise() -> None:
    rows = [
        Row("asa S2", 1.3, Estimate(1.25, 0.03, 5), "met"),
        Row("vip S3", 0.0, Estimate(0, 0, 5), "level"),
    ]
    drawn = ElementTree.fromstring(merits_as_svg("title", rows))
    assert len(drawn.findall("{*}circle")) == 2


def test_the_picture_is_an_svg_with_a_line_for_each_router() -> None:
    drawn = ElementTree.fromstring(waits_as_svg("title", {"ours": [0.0, 0.0, 30.0], "theirs": [0.0, 90.0]}))
    assert len(drawn.findall("{*}polyline")) == 2


@pytest.mark.parametrize("case", cases(), ids=lambda it: it.name)
def test_our_estimates_err_less_than_what_the_last_and_the_first_in_line_waited(case) -> None:
    assert measure(case, 6_000, range(1, 3)).to_best.mean < 1
