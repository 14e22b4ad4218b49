"""What the benches of quality and of estimates say of small samples, and how they judge."""

from xml.etree import ElementTree

import pytest
from floor.picture import waits_as_svg
from floor.scenarios import bilingual, six_types
from routing_estimates import cases, measure
from routing_quality import Merit, figures_of, merits, replicate

from ctid.metrics.intervals import Estimate


def test_routers_are_compared_pair_by_pair_on_the_same_callers() -> None:
    days = {it.name: replicate(it, 1_000, range(1, 3)) for it in (bilingual(), six_types(2))}
    offered = {router: [day.whole.offered for day in mine] for router, mine in days["S3"].items()}
    assert len(set(map(tuple, offered.values()))) == 1
    assert [(it.name, it.scenario) for it in merits(days)] == [
        ("longest_ageing_to_fcfs", "S3"),
        ("vip_level_strict_less_priority", "S3"),
        ("vip_level_strict_less_leastrecent", "S3"),
        ("spread_within_less_leastrecent", "S3"),
        ("asa_two_skills_to_pooled", "S2-2"),
        ("spread_within_less_leastrecent", "S2-2"),
    ]
    levels = {
        kind: figures_of(days["S3"]["ageing"])[f"{kind} service_level"].mean for kind in ("en", "es", "vip")
    }
    assert levels["es"] < levels["en"]
    assert levels["es"] < levels["vip"]


@pytest.mark.parametrize(
    ("mean", "half", "at_most", "verdict", "on_side"),
    [
        (1.1, 0.1, True, "met", True),
        (1.25, 0.1, True, "open", True),
        (1.35, 0.1, True, "open", False),
        (1.5, 0.1, True, "missed", False),
        (1.5, 0.1, False, "met", True),
        (1.1, 0.1, False, "missed", False),
    ],
)
def test_a_target_within_the_interval_is_open(mean, half, at_most, verdict, on_side) -> None:
    merit = Merit("name", "S1", at_most, 1.3, Estimate(mean, half, 5))
    assert (merit.verdict(), merit.on_side()) == (verdict, on_side)


def test_the_picture_is_an_svg_with_a_line_for_each_router() -> None:
    drawn = ElementTree.fromstring(waits_as_svg("title", {"ours": [0.0, 0.0, 30.0], "theirs": [0.0, 90.0]}))
    assert len(drawn.findall("{*}polyline")) == 2


@pytest.mark.parametrize("case", cases(), ids=lambda it: it.name)
def test_our_estimates_err_less_than_what_the_last_and_the_first_in_line_waited(case) -> None:
    assert measure(case, 6_000, range(1, 3)).to_best.mean < 1
