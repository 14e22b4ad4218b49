"""`ctid campaign simulate`: what it takes from a campaign, what it says, what it refuses."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from campaign_house import CAMPAIGN, LAW
from campaign_stage import RENEWALS
from ctid.cli import app
from ctid.config.sections import SiteFiles
from ctid.dialer.pacing.terms import Decision, Observation, Tally
from ctid.model.attempts import Attempt, AttemptOutcome, Evidence, Mode
from ctid.model.calling_rules import Abandonment, Window
from ctid.model.mistakes import Mistaken
from ctid.model.reasons import Reason
from ctid.runtime.campaign_days import Bound, Forecast, PlayedDay, Rehearsal, forecast, play
from ctid.runtime.campaign_world import Known, Said, known_of, world_of
from ctid.sim.dialing.tape import Measures
from ctid.sim.dialing.world import Detector, Line, Machines, World
from ctid.sim.plan import Span

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY, MONTH = Window(timedelta(hours=24), 0.03), Window(timedelta(days=30), 0.05)
RULES = Abandonment((DAY, MONTH), counts_false_positives=True, alert_at=0.8)
SMALL = ["--agents", "3", "--hours", "0.5", "--days", "2"]


def ended(outcome: AttemptOutcome, answered: float = 10.0, talk: float = 90.0) -> Attempt:
    """A call that was answered after so many seconds, and talked for so many."""
    numbers = ("+12025550142", "+12025550199")
    made = Attempt("a", "renewals", "l", *numbers, Mode.PREDICTIVE, Evidence("us", "1"), NOW)
    at = NOW + timedelta(seconds=answered)
    over = at + timedelta(seconds=talk)
    return replace(made, outcome=outcome, dialled_at=NOW, answered_at=at, connected_at=at, ended_at=over)


def test_what_became_of_a_campaigns_calls_says_how_it_will_go() -> None:
    calls = [ended(AttemptOutcome.CONNECTED, 8, 60), ended(AttemptOutcome.CONNECTED, 12, 120)] * 20
    calls += [ended(AttemptOutcome.NO_ANSWER)] * 130 + [ended(AttemptOutcome.MACHINE)] * 30
    calls += [ended(AttemptOutcome.CANCELLED)] * 500
    known = known_of(calls)
    assert (known.calls, known.answers, known.machines) == (200, 0.2, 0.15)
    assert (known.rings, known.talk) == (Span(10.0, 0.2), Span(90.0, pytest.approx(1 / 3)))


def test_of_few_calls_nothing_is_said() -> None:
    assert known_of([ended(AttemptOutcome.CONNECTED)] * 99) == Known(99)


def test_a_campaigns_settings_are_the_floor_on_which_it_is_played() -> None:
    of = replace(RENEWALS, ring=timedelta(seconds=18), lines=40, detects_machines=True, false_positives=0.02)
    known = Known(200, 0.2, 0.15, Span(10.0, 0.2), Span(90.0, 0.5))
    world = world_of(of, 12, known, Said(hours=4, wrap=30))
    assert (world.agents, world.hours, world.trunks, world.answers) == (12, 4, 40, (0.2,))
    assert (world.talk, world.wrap.mean, world.machines) == (Span(90.0, 0.5), 30, Machines(0.15))
    assert world.line == Line(set_up=Span(0.0), rings=Span(10.0, 0.2), gives_up=18)
    assert world.detector == Detector(false_positives=0.02)


def test_what_is_said_is_believed_before_what_is_known_and_that_before_what_is_usual() -> None:
    known = Known(200, 0.2, 0.15, None, Span(90.0, 0.5))
    world = world_of(RENEWALS, 5, known, Said(answers=0.5, machines=0.1, talk=45))
    assert (world.answers, world.machines.share, world.talk.mean) == ((0.5,), 0.1, 45)
    assert world_of(RENEWALS, 5, Known(), Said()).talk == World(5).talk


class Greedy:
    """Wants all the room there is, and remembers what it was told."""

    def __init__(self) -> None:
        self.saw: list[Observation] = []

    def decide(self, observation: Observation, now: float) -> Decision:
        self.saw.append(observation)
        return Decision(observation.room, Reason("told"))


def test_the_controller_plays_under_its_own_laws_limits_and_calls_per_second() -> None:
    inner, of = Greedy(), replace(RENEWALS, calls_per_second=3)
    bound = Bound(inner, Rehearsal(of, World(5), replace(RULES, firm=True)))
    seen = Observation((), (), tallies=(Tally("24 h", 100, 4),), room=10)
    assert [bound.decide(seen, at).lines for at in (0.0, 0.5, 1.0, 1.2)] == [3, 0, 3, 0]
    assert inner.saw[0].tallies == (
        Tally("24 h", 100, 4, 0.03, firm=True), Tally("30 days", 100, 4, 0.05, firm=True),
    )  # fmt: skip


def day(live: int, late: int, misjudged: int = 0) -> PlayedDay:
    return PlayedDay(Measures(0.9, 0.9, live, late, misjudged, 0.1, 5.0, 0.1, 20.0, 900, 1), 7)


def judged(*days: PlayedDay, rules: Abandonment = RULES) -> Forecast:
    return forecast(Rehearsal(RENEWALS, World(5), rules), days)


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        ([day(1000, 20), day(1000, 21)], "lawful"),
        ([day(1000, 2), day(1000, 40)], "unsure"),
        ([day(100, 1), day(100, 1)], "unsure"),
        ([day(1000, 20)], "unsure"),
        ([day(1000, 31), day(1000, 31)], "not_lawful"),
    ],
)
def test_it_is_lawful_where_days_agree_that_it_is(days: list[PlayedDay], verdict: str) -> None:
    assert judged(*days).verdict == verdict


def test_people_taken_for_machines_count_where_the_law_counts_them() -> None:
    days = [day(1000, 20, 15), day(1000, 20, 15)]
    assert judged(*days).verdict == "not_lawful"
    assert judged(*days, rules=replace(RULES, counts_false_positives=False)).verdict == "lawful"
    assert judged(*days, rules=Abandonment()).verdict == "lawful"


def test_the_same_seed_plays_the_same_day() -> None:
    rehearsal = Rehearsal(replace(RENEWALS, calls_per_second=10), World(3, hours=0.5), RULES)
    assert play(rehearsal, 1) == play(rehearsal, 1) != play(rehearsal, 2)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with a campaign of its own, and nothing dialled yet."""
    site, usual = tmp_path / "centre.yaml", SiteFiles()
    site.write_text(usual.centre.read_text("utf-8") + CAMPAIGN.format(mode="progressive"), "utf-8")
    laws = tmp_path / "laws"
    laws.mkdir()
    (laws / "always.yaml").write_text(LAW, "utf-8")
    monkeypatch.setenv("CTID_SITE__CENTRE", str(site))
    monkeypatch.setenv("CTID_SITE__LAWS", str(laws))
    monkeypatch.setenv("CTID_STORE__URL", f"sqlite+aiosqlite:///{tmp_path / 'ctid.db'}")
    return site


def test_the_command_reports_to_people_in_their_language(files: Path) -> None:
    said = CliRunner().invoke(app, ["campaign", "simulate", "renewals", *SMALL], env={"CTID_LANGUAGE": "en"})
    assert said.exit_code == 0, said.output
    for words in ("Renewals: progressive, 3 agents", "too few are known (0)", "an agent's wait between"):
        assert words in said.output
    assert "its law sets no limit: 0.00% of" in said.output
    said = CliRunner().invoke(app, ["campaign", "simulate", "renewals", *SMALL], env={"CTID_LANGUAGE": "zh"})
    assert "续约：渐进" in said.output
    assert "坐席利用率" in said.output


def test_the_command_tells_programs_the_same_as_json(files: Path) -> None:
    said = CliRunner().invoke(app, ["campaign", "simulate", "renewals", *SMALL, "--json"])
    told = json.loads(said.stdout)
    assert (told["campaign"], told["verdict"], told["seeds"]) == ("renewals", "lawful", [1, 2])
    assert told["abandonment"] == {"pooled": 0.0, "live": told["abandonment"]["live"], "limit": None}
    assert 0.3 < told["figures"]["utilisation"]["mean"] < 1


@pytest.mark.parametrize(
    ("change", "words", "code"),
    [
        (("", ""), ["nobody"], "R170"),
        (("mode: progressive", "mode: preview"), ["renewals"], "R171"),
        (("", ""), ["renewals", "--answers", "0.9", "--machines", "0.3"], "R174"),
    ],
)
def test_what_cannot_be_played_is_said_with_its_mending(
    files: Path, change: tuple[str, str], words: list[str], code: str
) -> None:
    files.write_text(files.read_text("utf-8").replace(*change), "utf-8")
    said = CliRunner().invoke(app, ["campaign", "simulate", *words])
    assert isinstance(said.exception, Mistaken)
    assert [mistake.code for mistake in said.exception.mistakes] == [code]


@pytest.mark.parametrize("options", [["--agents", "0"], ["--hours", "0.1"], ["--answers", "1.5"]])
def test_options_out_of_their_bounds_are_refused(files: Path, options: list[str]) -> None:
    said = CliRunner().invoke(app, ["campaign", "simulate", "renewals", *options])
    assert said.exit_code == 2
    assert options[0] in said.output
