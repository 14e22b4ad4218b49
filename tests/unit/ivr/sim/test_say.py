"""Callers who speak in simulation: what may be said stands for keys, what may not is not understood."""

from datetime import UTC, datetime

import pytest

from ctid.ivr.names import Names
from ctid.ivr.parse import parse_flow
from ctid.ivr.path import write_path
from ctid.ivr.sim.dialog import Act, Say, follow
from ctid.ivr.sim.given import Given
from ctid.ivr.sim.keys import NoActError, read_keys
from ctid.ivr.sim.reading import read_scenarios
from ctid.ivr.sim.real import why_not
from ctid.ivr.sim.scenario import play
from ctid.ivr.sim.speech import reckoned
from ctid.ivr.sim.trial import Trial, World
from ctid.ivr.sim.words import Transcript
from ctid.ivr.sim.writing import write_scenario
from ctid.model.mistakes import Mistaken

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
FLOW = """
version: 1
flow: spoken
languages: [en]
defaults: {on_max_failures: line}
start: top
nodes:
  top:
    menu: {prompt: top, speech: digits, "1": {goto: number}, "2": {goto: line}}
  number:
    collect: {prompt: number, into: number, digits: {min: 2, max: 4}, speech: digits}
    next: deaf
  deaf:
    menu: {prompt: deaf, "2": {goto: line}}
  line:
    queue: {name: people, on_refused: word}
  word:
    voicemail: {prompt: sorry}
"""
WORLD_FLOW = parse_flow(FLOW, "spoken.yaml", Names())


def trial() -> Trial:
    return Trial(WORLD_FLOW, Given(), World({WORLD_FLOW.name: WORLD_FLOW}, {}, reckoned({})), now=NOW)


def called(line: str) -> Trial:
    call = trial()
    assert follow(call, read_keys(line), {}) is None
    return call


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("say:two", "top 2 > line"),
        ("say:one say:four,two 2", "top 1 > number match > deaf 2 > line"),
        ("say:one say:four,two,oh,one 2", "top 1 > number match > deaf 2 > line"),
        ("say:hello 2", "top 2 > line"),
        ("say:nine say:two t", "top max_failures > line"),
        ("t say:two", "top 2 > line"),
    ],
)
def test_words_lead_where_their_keys_do(line: str, path: str) -> None:
    assert write_path(called(line).path) == path


def test_digits_are_said_one_after_another() -> None:
    assert called("say:one say:four,two,oh,one 2").variables["number"] == "4201"


def test_who_was_not_understood_is_not_heard_again_in_that_node() -> None:
    call = called("say:hello say:two")
    assert call.lost == "two"


def test_words_where_keys_alone_are_taken_are_lost() -> None:
    assert called("1 12 say:two").lost == "two"


def test_what_was_said_is_told() -> None:
    told = [line.en.strip() for line in Transcript(called("say:hello t t"), {}).more()]
    assert "> said something that was not understood" in told
    told = [line.en.strip() for line in Transcript(called("say:two"), {}).more()]
    assert "> said two (2)" in told


def test_a_call_that_speaks_is_not_replayed() -> None:
    assert why_not(called("say:two")) is not None
    assert why_not(called("say:hello 2")) is not None
    assert why_not(called("2")) is None


def test_a_scenario_says_words_and_is_written_as_it_is_read() -> None:
    acts: list[Act] = [Say("one"), Say("four two"), Say("no")]
    text = "version: 1\nflow: spoken\nscenarios:\n" + write_scenario("words", Given(), acts, "hangup")
    [scenario] = read_scenarios(text, "spoken.yaml", {WORLD_FLOW.name: WORLD_FLOW})
    assert list(scenario.acts) == acts
    assert play(scenario, trial(), {}).trial.variables["number"] == "42"


@pytest.mark.parametrize("words", ["Two", "two!", '""', "one,two"])
def test_what_is_no_word_is_told_with_its_place(words: str) -> None:
    text = f"version: 1\nflow: spoken\nscenarios:\n  it: {{dialog: [{{say: {words!r}}}], expect: {{}}}}\n"
    with pytest.raises(Mistaken) as told:
        read_scenarios(text, "spoken.yaml", {WORLD_FLOW.name: WORLD_FLOW})
    assert [(one.code, one.place.line) for one in told.value.mistakes] == [("I124", 4)]


@pytest.mark.parametrize("line", ["say:", "say:2", "say:two,", "two"])
def test_what_nobody_can_say_is_no_act(line: str) -> None:
    with pytest.raises(NoActError):
        read_keys(line)
