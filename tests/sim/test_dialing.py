"""The simulated dialing floor: what a controller is told, what is counted, and that chance is fair."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from ctid.dialer.pacing.terms import CallSeen, Decision, Doing, Observation, Result, Stage
from ctid.model.reasons import Reason
from ctid.sim.dialing.floor import Floor, Streams
from ctid.sim.dialing.leads import Leads
from ctid.sim.dialing.peers.ratio import Ratio
from ctid.sim.dialing.scenarios import OWN, SCENARIOS, THIRTEEN
from ctid.sim.dialing.tape import Measures
from ctid.sim.dialing.world import Attendance, Pause, World
from ctid.sim.plan import Span

pytestmark = pytest.mark.slow

HOUR = 3600.0


def streams(seed: int) -> Streams:
    return lambda name: Random(f"{seed} {name}")


def play(world: World, ratio: float = 2.0, seed: int = 1) -> Measures:
    return Floor(world, Ratio(ratio), streams(seed)).play()


class Witness:
    """Dials by a ratio and keeps all that it was told."""

    def __init__(self, ratio: float = 2.0) -> None:
        self._rule = Ratio(ratio)
        self.told: list[tuple[float, Observation, int]] = []

    def decide(self, observation: Observation, now: float) -> Decision:
        decision = self._rule.decide(observation, now)
        self.told.append((now, observation, decision.lines))
        return decision


def witnessed(world: World, ratio: float = 2.0, seed: int = 1) -> list[tuple[float, Observation, int]]:
    witness = Witness(ratio)
    Floor(world, witness, streams(seed)).play()
    return witness.told


def short(scenario: str, hours: float = 1.0) -> World:
    return replace(SCENARIOS[scenario], hours=hours)


def test_the_thirteen_scenarios_and_more_than_five_of_our_own_are_there() -> None:
    assert len(THIRTEEN) == 13
    assert len(OWN) >= 5


def test_a_day_played_twice_with_the_same_seed_is_the_same_day() -> None:
    assert play(short("A10")) == play(short("A10"))
    assert play(short("A10")) != play(short("A10"), seed=2)


@pytest.mark.parametrize("scenario", ["A10", "A20-amd", "A20-mach", "scored", "signals"])
def test_the_controller_is_asked_each_second_and_never_twice_within_the_gap(scenario: str) -> None:
    moments = [now for now, _, _ in witnessed(short(scenario))]
    gaps = [later - sooner for sooner, later in pairwise(moments)]
    assert min(gaps) > 0.2499
    assert max(gaps) < 1.0001


@pytest.mark.parametrize("scenario", ["A10", "A20-amd", "A20-mach", "trunks"])
def test_every_call_asked_for_is_in_flight_until_it_is_told_once_how_it_ended(scenario: str) -> None:
    flying: set[str] = set()
    asked, ended = 0, Counter[str]()
    for _, seen, lines in witnessed(short(scenario)):
        ended.update(call.id for call in seen.ended)
        flying = {call.id for call in seen.calls}
        assert asked == len(flying) + ended.total()
        assert flying.isdisjoint(ended)
        asked += min(lines, seen.room)
    assert set(ended.values()) == {1}


def test_no_more_lines_are_in_use_than_there_are_trunks() -> None:
    world = short("trunks")
    assert world.trunks is not None
    rooms = set()
    for _, seen, _ in witnessed(world, ratio=6.0):
        talking = sum(agent.doing is Doing.TALKING for agent in seen.agents)
        assert len(seen.calls) + talking + seen.room <= world.trunks
        rooms.add(seen.room)
    assert 0 in rooms


def test_who_is_on_a_break_is_neither_seen_nor_counted() -> None:
    pause = Pause(at=1 * HOUR, lasts=1800.0)
    world = World(agents=4, hours=2.0, attendance=Attendance(pauses=(pause,)))
    away = [now for now, seen, _ in witnessed(world) if not seen.agents]
    assert away
    assert pause.at <= min(away)
    assert max(away) <= pause.at + pause.lasts
    whole = play(replace(world, attendance=Attendance()))
    assert play(world).live < 0.85 * whole.live
    assert play(world).utilisation == pytest.approx(whole.utilisation, abs=0.08)


def test_an_agent_who_wants_a_break_ends_the_call_first_and_is_seen_to_be_leaving() -> None:
    world = World(agents=8, hours=1.0, attendance=Attendance(pauses=(Pause(1800.0, 600.0),)))
    told = witnessed(world)
    leaving = [seen for _, seen, _ in told if any(agent.leaving for agent in seen.agents)]
    assert leaving
    assert all(agent.doing is not Doing.IDLE for seen in leaving for agent in seen.agents if agent.leaving)


def test_a_person_left_waiting_is_abandoned_when_the_allowance_is_over() -> None:
    told = witnessed(short("A5"), ratio=3.0)
    lost = [one for _, seen, _ in told for one in seen.ended if one.result is Result.ABANDONED]
    assert lost
    for one in lost:
        assert one.answered is not None
        assert one.at - one.answered == pytest.approx(2.0)


def test_progressive_dialing_abandons_nobody_where_no_agent_leaves() -> None:
    measured = play(SCENARIOS["A10"], ratio=1.0)
    assert (measured.late, measured.misjudged) == (0, 0)


def test_a_detector_loses_its_share_of_persons_and_the_books_estimate_them() -> None:
    world = SCENARIOS["A20-amd"]
    told = witnessed(world, ratio=1.0)
    measured = play(world, ratio=1.0)
    assert measured.late == 0
    assert measured.misjudged / measured.live == pytest.approx(0.01, abs=0.004)
    (tally,) = told[-1][1].tallies
    assert tally.abandoned / tally.live == pytest.approx(0.01, abs=0.001)
    assert any(call.stage is Stage.CLASSIFYING for _, seen, _ in told for call in seen.calls)


def test_the_books_do_not_flatter_where_nobody_can_tell_who_was_left_waiting() -> None:
    """Machines answer later than persons, when the agent is taken: they are left waiting more."""
    world = SCENARIOS["A20-mach"]
    (tally,) = witnessed(world, ratio=3.0)[-1][1].tallies
    measured = play(world, ratio=3.0)
    assert measured.abandonment < tally.abandoned / tally.live < 2 * measured.abandonment
    assert measured.occupancy > measured.utilisation + 0.02


def test_where_work_is_foretold_an_agent_is_free_just_then() -> None:
    ends: dict[str, float] = {}
    checked = 0
    for _, seen, _ in witnessed(replace(short("A10"), foretold=True)):
        for one in seen.handled:
            assert one.at == pytest.approx(ends[one.agent])
            checked += 1
        ends.update({one.id: one.wraps_until for one in seen.agents if one.wraps_until is not None})
    assert checked > 50


def test_an_agent_says_that_a_talk_is_ending_before_it_ends() -> None:
    told = witnessed(short("signals"))
    said = [one.closing for _, seen, _ in told for one in seen.handled]
    assert len(said) > 50
    assert all(closing is not None and closing >= 0 for closing in said)
    pressed = [agent for _, seen, _ in told for agent in seen.agents if agent.closing is not None]
    assert pressed
    assert {agent.doing for agent in pressed} == {Doing.TALKING}


def test_the_chances_shown_are_those_of_the_calls_started_next() -> None:
    shown: list[float] = []
    for _, seen, lines in witnessed(short("scored")):
        by_age = [call for call in seen.calls if _number(call) > len(shown)]
        shown += [call.chance for call in sorted(by_age, key=_number) if call.chance is not None]
        if lines:
            expected = seen.chances[0]
            break
    assert 0 < expected < 0.5
    told = witnessed(short("scored"))
    first = next(call for _, seen, _ in told for call in seen.calls if call.id == "c1")
    assert first.chance == expected


def _number(call: CallSeen) -> int:
    return int(call.id[1:])


def test_the_nth_lead_is_the_same_whatever_became_of_the_others() -> None:
    """Two rules that dial the same list at their own pace meet the same persons, with the same talks."""
    world = World(agents=1, talk=Span(120.0, 0.75))
    here, there = Leads(world, Random(5)), Leads(replace(world, answers=(0.9,)), Random(5))
    assert [here.next() for _ in range(50)] == [there.next() for _ in range(50)]


def test_a_reason_is_given_with_every_decision() -> None:
    (_, seen, _), *_ = witnessed(short("A5", 0.1))
    assert isinstance(Ratio(1.0).decide(seen, 0.0).reason, Reason)
