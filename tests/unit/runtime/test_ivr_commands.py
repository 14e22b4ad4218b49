"""`ctid ivr`: what people type, and what they read, in both languages."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ctid.config.sections import SiteFiles
from ctid.config.settings import Settings
from ctid.model.events import Event, EventKind, Published
from ctid.model.ids import InteractionId
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.runtime.ivr_commands import ivr
from ctid.runtime.ivr_graph import read_span, traffic_of
from ctid.store.encoding import Batch
from ctid.store.store import Store


def run(*words, language=Language.EN, typed="", settings=None):
    commands = ivr(lambda config: settings or Settings.model_construct(site=SiteFiles()), lambda: language)
    return CliRunner().invoke(commands, list(words), input=typed, catch_exceptions=True)


def refused(*words):
    result = run(*words)
    assert isinstance(result.exception, Mistaken), result.output
    return {mistake.code for mistake in result.exception.mistakes}


@pytest.mark.slow
def test_a_call_is_told_from_its_first_word_to_its_end():
    told = run("sim", "main", "--keys", "2 2", "--mock", "queue.billing=nobody_signed_on").output
    assert "“For English, press 2.” (language-choice)" in told
    assert "? 1 → ask_order, 2 → to_billing" in told and "topic = billing" in told
    assert "= queue.billing: nobody_signed_on" in told
    assert "path: greet next > welcome 2 > main_menu 2 > to_billing refused > leave_message" in told


def test_it_speaks_chinese():
    told = run("sim", "main", "--keys", "1 h", language=Language.ZH).output
    assert "按下 1" in told and "结束：hung_up（来电者挂机）" in told and "路径：" in told


def test_a_person_may_type_and_ask_what_means_something_and_where_they_are():
    told = run("sim", "main", typed="?\nwhat\n2\ng\nb0\n").output
    assert "1 → main_menu, 2 → main_menu" in told and "“what” means nothing here" in told
    assert "key 0 → to_support" in told and "bad entries here: 0" in told
    assert "end: queue/support" in told


def test_who_leaves_the_terminal_hangs_up():
    assert "end: hung_up" in run("sim", "main", typed="2\n").output


def test_a_call_can_be_had_as_json():
    told = json.loads(run("sim", "main", "--keys", "2 1 12345#", "--trace", "json").output)
    assert told["end"] == "queue/support" and told["variables"]["order_no"] == "12345"
    assert [step["node"] for step in told["steps"]][-1] == "to_support"


def test_the_hour_decides():
    night = run("sim", "after_hours", "--lang", "en", "--keys", "1", "--at", "2026-10-01T23:30+08:00").output
    day = run("sim", "after_hours", "--lang", "en", "--keys", "1", "--at", "2026-09-30T10:00+08:00").output
    assert "night = true" in night and "hours open" in day


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("sim", "mian", "--keys", "1"), "R160"),
        (("sim", "main", "--keys", "1", "--at", "noon"), "R161"),
        (("sim", "main", "--keys", "1", "--mock", "queue.support"), "R162"),
        (("sim", "main", "--keys", "1", "--fail", "webhook=never"), "R162"),
        (("sim", "main", "--keys", "1", "--mock", "queue.suport=queue_full"), "R163"),
        (("sim", "main", "--keys", "1 x"), "R164"),
        (("graph", "main", "--last", "a week"), "R166"),
    ],
)
def test_what_is_wrong_on_the_command_line_is_told_by_code(words, code):
    assert refused(*words) == {code}


def test_a_folder_without_scenarios_is_told(tmp_path):
    for name in ("ivr", "config"):
        (tmp_path / name).symlink_to(Path(name).absolute())
    flows = tmp_path / "flows"
    flows.mkdir()
    for file in (*Path("ivr").glob("*.yaml"), Path("ivr/actions")):
        (flows / file.name).symlink_to(file.absolute())
    settings = Settings.model_construct(site=SiteFiles(flows=flows))
    result = run("test", settings=settings)
    assert [mistake.code for mistake in result.exception.mistakes] == ["R165"]


def test_a_scenario_that_fails_and_ways_that_nobody_goes_are_named_and_the_exit_code_says_so(tmp_path):
    flows = tmp_path / "flows"
    (flows / "scenarios").mkdir(parents=True)
    for file in (*Path("ivr").glob("*.yaml"), Path("ivr/actions")):
        (flows / file.name).symlink_to(file.absolute())
    (flows / "scenarios/one.yaml").write_text(
        "flow: survey\nscenarios:\n"
        "  good: {dialog: [press: '1'], expect: {end: hangup}}\n"
        "  bad: {dialog: [hear: survey-tell-us], expect: {end: voicemail}}\n"
    )
    settings = Settings.model_construct(site=SiteFiles(flows=flows))
    result = run("test", "survey", settings=settings)
    assert result.exit_code == 1
    assert "ok    good" in result.output and f"FAIL  bad ({flows}/scenarios/one.yaml:4:3)" in result.output
    assert "before the caller could hear survey-tell-us" in result.output
    assert "end: expected voicemail, found hangup" in result.output
    assert "never come to: tell_us" in result.output and "never gone: questions match" in result.output


@pytest.mark.parametrize(("text", "hours"), [("7d", 168), ("12h", 12), ("30m", 0.5)])
def test_a_span_is_read(text, hours):
    assert read_span(text) == timedelta(hours=hours)


async def test_calls_of_the_log_are_counted_into_the_drawing(tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path}/ctid.db"
    now = datetime.now(UTC)
    store = await Store.open(url, clock=lambda: now)
    calls = [("main", now), ("main", now - timedelta(days=8)), ("survey", now)]
    for seq, (flow, at) in enumerate(calls, start=1):
        facts = {"flow": flow, "path": "greet next > welcome 2 > main_menu", "verb": ""}
        left = Event(EventKind.IVR_LEFT, at, InteractionId(f"sw1:{seq}.0"), facts=facts)
        store.submit(Batch(events=(Published(seq, 1, left),)))
    await store.close()
    traffic = await traffic_of(url, "main", now - timedelta(days=7))
    assert traffic.calls == 1 and traffic.gave_up == {"main_menu": 1}
