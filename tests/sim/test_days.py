"""Whole days of the real centre among pretend callers, agents and switch."""

import json
import os
import random
import subprocess
import sys
from dataclasses import replace

import pytest

from ctid.metrics.intervals import estimate
from ctid.model.interactions import Outcome
from ctid.runtime.rehearsal import Rehearsal, play, play_all
from ctid.sim.day import Day
from ctid.sim.models import as_erlang_reckons, lively, one_queue
from ctid.sim.plan import Agents, Callers, Faults, Plan
from day_judge import DayJudge

pytestmark = pytest.mark.slow

ROUGH = "lost=0.02,twice=0.05,late=0.05,swapped=0.1,outages=2,misses=0.1,rejects=0.05,phone_losses=1"


def judged(plan: Plan, seed: int = 1) -> DayJudge:
    judge = DayJudge()
    judge.day = Day(plan, random.Random(seed), watch=judge)
    assert judge.verdict(judge.day.play()) == []
    return judge


def test_an_eight_hour_day_of_fifty_agents_and_four_thousand_calls_leaves_nobody_stuck() -> None:
    measured = play(Rehearsal(), 1)
    assert 3_700 < measured.whole.offered < 4_300
    assert measured.stuck == ()


def test_on_a_smooth_day_everything_is_kept_and_nobody_is_left() -> None:
    judge = judged(lively(Plan(one_queue(8), hours=2, callers=Callers(calls=250)), handle=200, patience=60))
    assert judge.made > 150
    assert judge.healed == 0  # what no fault caused, no look may have to mend


def test_on_a_rough_day_everything_is_kept_and_nobody_is_left() -> None:
    plan = Plan(
        one_queue(8),
        hours=2,
        callers=Callers(calls=250, gives_up_in_menu=0.1),
        agents=Agents(misses=0.1, rejects=0.05, phone_losses=1, breaks=2),
        faults=Faults(lost=0.02, twice=0.05, late=0.05, swapped=0.1, outages=3),
    )
    judged(plan)


def test_a_crowd_comes_when_the_profile_says() -> None:
    plan = as_erlang_reckons(30, calls=400, hours=4, handle=60, patience=60)
    plan = replace(plan, callers=replace(plan.callers, profile=(0.0, 1.0, 3.0, 0.0)))
    records = Day(plan, random.Random(3)).play().records
    hours = [int((r.arrived_at - plan.start).total_seconds() // 3600) for r in records]
    assert (hours.count(0), hours.count(3)) == (0, 0)
    assert 2 < hours.count(2) / hours.count(1) < 4


def test_with_every_agent_at_home_callers_are_turned_away() -> None:
    plan = as_erlang_reckons(1, calls=20, hours=1, handle=60, patience=60)
    empty = replace(plan, site=replace(plan.site, agents={}))
    records = Day(empty, random.Random(1)).play().records
    assert {r.outcome for r in records} == {Outcome.TURNED_AWAY}


def test_the_same_seed_gives_the_same_day_to_the_last_bit_whatever_the_hash_seed() -> None:
    command = [sys.executable, "-m", "ctid.cli", "simulate", "--agents", "10", "--calls", "300"]
    command += ["--hours", "2", "--faults", ROUGH, "--seed", "7", "--json"]
    digests = []
    for seed in ("0", "1"):
        done = subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True
        )
        digests.append(json.loads(done.stdout)["days"][0]["digest"])
    assert digests[0] == digests[1]
    assert digests[0] != play(Rehearsal(agents=10, calls=300, hours=2), 7).digest


def test_the_service_level_of_twenty_plain_days_is_that_of_erlang_a() -> None:
    """Nothing takes time but waiting and talking: no ring, no whisper, no wrap-up beside the talk."""
    rehearsal = Rehearsal(agents=10, calls=960, hours=8, handle=240, patience=120, plain=True)
    days = play_all(rehearsal, range(1, 21))
    exact = rehearsal.expected()
    from_days = {name: [getattr(day.whole, name) for day in days] for name in ("service_level", "asa")}
    assert exact is not None
    level = estimate(from_days["service_level"])
    assert level.holds(exact.service_level), (level, exact)
    assert level.half < 0.02
    assert estimate(from_days["asa"]).mean == pytest.approx(exact.asa, rel=0.15)
