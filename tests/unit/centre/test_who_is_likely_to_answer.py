"""Each call is shown to pacing with the chance that it is answered, and what comes of it is learnt from."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ctid.dialer.answering.chances import KnownChances
from ctid.model.attempt_effects import PlaceAttempt
from ctid.model.attempts import AttemptState
from ctid.model.lead_queries import CampaignOpened
from ctid.model.reports import AttemptUnanswered, Remembered, Sign, SwitchSeen
from ctid.model.tried import Tried
from dialing_stage import CAMPAIGN, Floor

EARLIER = datetime(2026, 3, 2, 9, tzinfo=UTC)
LESS = (
    0.3 * 0.1 / 0.23
)  # of a first dial, if three in ten were usual: it is 0.1 where the rate has come to 0.23


@pytest.fixture
def floor(stage) -> Floor:
    """A campaign of whose first dials every tenth was answered, and of later ones four in ten."""
    floor = Floor(stage)
    chances = KnownChances()
    first, later = Tried(EARLIER, "", "", 0, None, 1000, 100), Tried(EARLIER, "", "", 1, None, 1000, 400)
    chances.opened(CampaignOpened("spring", EARLIER, tried=(later, first)))
    floor.sources = replace(floor.sources, chances=chances)
    floor.starts()
    stage.happens(SwitchSeen("sw1", (), {"1001": True, "1002": True}))
    return floor


def chance_now(floor: Floor) -> float:
    [placed] = floor.dials()
    floor.stage.passes(1.0)
    [call] = [call for call in floor.pacing.saw[-1].calls if placed.line.endswith(call.id)]
    return call.chance


def test_pacing_sees_of_each_call_how_likely_it_is_answered(floor: Floor) -> None:
    assert chance_now(floor) == pytest.approx(LESS, abs=0.02)


def test_leads_next_in_line_are_taken_for_such_as_were_called_last(floor: Floor) -> None:
    told = [chance_now(floor) for _ in range(10)]
    assert floor.pacing.saw[-1].chances == tuple(told[-8:])


def test_a_call_that_ends_is_shown_with_the_chance_it_was_begun_with(floor: Floor) -> None:
    chance = chance_now(floor)
    [placed] = floor.stage.all(PlaceAttempt)
    floor.stage.happens(AttemptUnanswered(placed.line, "NOANSWER", 19, 480))
    floor.stage.passes(1.0)
    assert [call.chance for saw in floor.pacing.saw for call in saw.ended] == [chance]


def test_it_is_learnt_at_once_who_answers_and_who_does_not(floor: Floor) -> None:
    before = chance_now(floor)
    for _ in range(30):
        [placed] = floor.dials()
        floor.answers(placed)
        floor.told(placed, Sign.MESSAGE)
    answered = chance_now(floor)
    assert answered > before + 0.01
    for _ in range(30):
        [placed] = floor.dials()
        floor.stage.happens(AttemptUnanswered(placed.line, "NOANSWER", 19, 480))
    assert chance_now(floor) < answered


def test_of_a_call_that_goes_on_from_before_a_restart_it_is_known_too(floor: Floor) -> None:
    [placed] = floor.dials()
    lead = floor.sources.leads.dialled(CAMPAIGN, floor.leads.hits[-1])
    rings = replace(floor.attempt(placed), state=AttemptState.RINGING)
    floor.starts()
    floor.stage.happens(Remembered((), (), (), attempts=(rings,), leads=(lead,)))
    floor.stage.passes(1.0)
    assert [call.chance for call in floor.pacing.saw[-1].calls] == [pytest.approx(LESS, abs=0.02)]


def test_without_a_model_all_leads_are_alike(stage) -> None:
    floor = Floor(stage, CAMPAIGN)
    assert chance_now(floor) is None
    assert floor.pacing.saw[-1].chances == ()
