"""Scenario files: read with places, played, judged; what of a flow they go by; what exploring finds."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from ctid.config.sections import SiteFiles
from ctid.ivr.flow import Exit
from ctid.ivr.names import Names
from ctid.ivr.parse import parse_flow
from ctid.ivr.path import Hop
from ctid.ivr.sim.coverage import all_ways, cover
from ctid.ivr.sim.dialog import HangUp, Hear, Press, Wait, do
from ctid.ivr.sim.explore import BROKE, Counterexample, Crowd, explore
from ctid.ivr.sim.given import Answer, Given
from ctid.ivr.sim.reading import read_scenarios
from ctid.ivr.sim.scenario import play
from ctid.ivr.sim.speech import reckoned
from ctid.ivr.sim.trial import STUCK, Trial, World
from ctid.ivr.sim.writing import write_scenario
from ctid.model.mistakes import Mistaken
from ctid.runtime.ivr_sim import world_of
from ctid.runtime.ivr_test import SCENARIOS, AtRandom, scenarios_in
from ctid.runtime.ivr_test import test as run_tests
from ctid.runtime.sources import read_sources

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
FLOW = """version: 1
flow: small
languages: [en]
defaults: {on_max_failures: line}
start: top
nodes:
  top: {menu: {prompt: top, "1": {goto: line}, "2": {goto: bye}}}
  line: {queue: {name: people, on_refused: bye}}
  bye: {hangup: {}}
"""
HEAD = "version: 1\nflow: small\nscenarios:\n"
GOOD = (
    HEAD
    + """  one:
    given: {from: "+12025550101", to: "4001", at: "2026-10-01T10:00+08:00", language: en,
            customer: {name: Example, birthday: "1990-02-28"},
            mocks: {queue.people: queue_full, orders.status: [no, {yes: {n: 3, due: "2026-10-01"}}]}}
    dialog: [{hear: top}, {hear~: menu}, {wait: 2s}, {wait: no_input},
             {press: "12#"}, {interrupt: "1"}, {hang_up: true}]
    expect: {end: hangup, vars: {x: "1"}, path: [top, line, bye], max_seconds: 60}
"""
)


def flow(text=FLOW):
    return parse_flow(text, "small.yaml", Names())


def read(text, *flows):
    return read_scenarios(text, "s.yaml", {one.name: one for one in flows or (flow(),)})


def verdict(text):
    [scenario] = read(HEAD + text)
    world = World({}, {}, reckoned({}))
    return play(scenario, Trial(flow(), scenario.given, world, now=NOW), {})


def test_a_scenario_is_read_whole():
    [one] = read(GOOD)
    waited = Wait(timedelta(seconds=2))
    pressed = (Press("12#"), Press("1", interrupting=True))
    assert one.acts == (Hear("top"), Hear(like="menu"), waited, Wait(), *pressed, HangUp())
    assert one.given.mocks["orders.status"][1].values["n"] == 3
    assert str(one.given.facts["customer.birthday"]) == "1990-02-28"
    assert one.expected.path == ("top", "line", "bye") and one.place.line == 4


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("flow: small", "flow: smal", "I201"),
        ("2026-10-01T10:00+08:00", "tomorrow", "I202"),
        ("2026-10-01T10:00+08:00", "2026-10-01T10:00", "I202"),
        ("{hear: top}", "{hear: top, press: '1'}", "I203"),
        ("dialog: [", "dialog: {}\n    acts: [", "I203"),
        ("{hear: top}", "hear", "I121"),
        ('press: "12#"', 'press: "12a"', "I204"),
        ("1990-02-28", "in spring", "I205"),
        ("[no,", "[{a: {}, b: {}},", "I206"),
        ("queue_full", "full", "I124"),
        ("path: [top", "path: [topp", "I101"),
        ("max_seconds: 60", "max_seconds: soon", "I121"),
        ("end: hangup", "ends: hangup", "I122"),
        ("    expect:", "    expects:", "I122"),
        ("language: en", "language: fr", "I124"),
        ("name: Example", "shoe_size: '9'", "I122"),
        ("wait: 2s", "wait: a while", "I121"),
    ],
)
def test_a_mistake_in_a_scenario_is_told_with_its_place(old, new, code):
    with pytest.raises(Mistaken) as told:
        read(GOOD.replace(old, new))
    assert code in {mistake.code for mistake in told.value.mistakes}
    assert all(mistake.place.line and mistake.place.file == "s.yaml" for mistake in told.value.mistakes)


def test_a_call_that_goes_as_expected_passes():
    assert verdict(
        '  a:\n    dialog: [press: "1"]\n    expect: {end: queue/people, path: [top, line]}'
    ).passed


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('dialog: [press: "1"]\n    expect: {end: hangup}', "end"),
        ('dialog: [press: "1"]\n    expect: {path: [top, bye]}', "path"),
        ("dialog: []\n    expect: {max_seconds: 3}", "seconds"),
        ('dialog: [press: "1"]\n    expect: {vars: {language: zh}}', "variable language"),
    ],
)
def test_what_is_not_as_expected_is_named(text, what):
    told = verdict(f"  a:\n    {text}")
    assert not told.passed and [one.what for one in told.differs] == [what]


def test_keys_that_nobody_took_fail_a_scenario():
    assert not verdict('  a:\n    dialog: [press: "12"]\n    expect: {end: queue/people}').passed


def test_every_way_that_no_call_has_gone_is_named():
    covered = cover(flow(), [(Hop("top", "1"), Hop("line"))])
    assert covered.nodes_missed == ("bye",)
    assert covered.ways_missed == (
        Hop("top", "2"),
        Hop("top", "max_failures"),
        Hop("line", "refused"),
        Hop("bye"),
    )


def test_exploring_goes_every_way_of_a_sound_flow():
    explored = explore(flow(), Given(), World({}, {}, reckoned({})), now=NOW)
    assert not explored.found and cover(flow(), explored.paths).whole


class Astray:
    """A node that goes where it has no way."""

    ends = False

    def exits(self):
        return ()

    def enter(self, state):
        return "bye"


def broken(node, name="line"):
    sound = flow(FLOW.replace("on_max_failures: line", "on_max_failures: bye"))
    return type(sound)(sound.name, sound.languages, sound.start, {**sound.nodes, name: node})


def test_a_flow_that_breaks_is_found_and_the_call_that_breaks_it_can_be_played_again():
    explored = explore(broken(Astray()), Given(), World({}, {}, reckoned({})), now=NOW)
    [found] = explored.found
    assert found.what == BROKE
    text = HEAD + write_scenario("found", found.given, found.acts, "hangup")
    [again] = read(text)
    assert again.acts == found.acts


def test_a_circle_without_the_caller_is_found():
    class Round(Astray):
        def exits(self):
            return (Exit("next", "line"),)

        def enter(self, state):
            return "line"

    explored = explore(broken(Round()), Given(), World({}, {}, reckoned({})), now=NOW)
    assert [found.what for found in explored.found] == [STUCK]
    assert explored.found[0].acts == (Press("1"),)


@pytest.fixture(scope="module")
def sources():
    return read_sources(SiteFiles())


@pytest.fixture(scope="module")
def outside(sources):
    """Whom each flow asks."""
    world = world_of(sources)
    return {
        name: explore(flow, Given(at=NOW), world, now=NOW).outside for name, flow in sources.flows.items()
    }


@pytest.mark.slow
def test_the_scenarios_of_the_shipped_flows_pass_and_go_every_way():
    tested = run_tests(SiteFiles(), None, AtRandom(callers=50, seed=1))
    for one in tested.flows:
        assert [verdict.scenario.name for verdict in one.verdicts if not verdict.passed] == []
        assert one.coverage.whole, (one.coverage.nodes_missed, one.coverage.ways_missed)
        assert one.explored is not None and not one.explored.found
    assert tested.passed and len(tested.flows) >= 4


def test_every_shipped_scenario_is_written_and_read_again(sources):
    for scenario in scenarios_in(Path("ivr") / SCENARIOS, sources.flows):
        text = write_scenario("again", scenario.given, scenario.acts, "hangup")
        [again] = read(f"version: 1\nflow: {scenario.flow}\nscenarios:\n{text}", *sources.flows.values())
        assert (again.given, again.acts) == (scenario.given, scenario.acts)


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@drawn(st.data())
def test_a_node_is_left_only_by_its_exits_whatever_callers_do(sources, outside, data):
    shipped = data.draw(st.sampled_from(list(sources.flows.values())))
    world, seed = world_of(sources), data.draw(st.integers(0, 10**6))
    called = Crowd(shipped, Given(), world, outside[shipped.name], random.Random(seed)).call(NOW)
    assert not isinstance(called, Counterexample), called
    ways = {
        *all_ways(shipped),
        *(Hop(f"{one.name}/{hop.node}", hop.way) for one in sources.flows.values() for hop in all_ways(one)),
    }
    for hop in called.path[:-1]:
        assert hop in ways or hop.way == "into"


def test_a_call_can_be_done_again_from_what_was_done(sources):
    main, world = sources.flows["main"], world_of(sources)
    given = Given(mocks={"lookup.order": (Answer("found", {"state": "delivered"}),)})
    acts = [Press("2"), Press("3"), Press("1234#"), Wait(), Press("0")]
    both = [Trial(main, given, world, now=NOW) for _ in range(2)]
    for call in both:
        for act in acts:
            do(call, act)
    assert both[0].path == both[1].path and both[0].did == both[1].did
