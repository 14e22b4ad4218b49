"""Who is likely to answer: learnt from a campaign's own dials, believed as far as it foretold them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from math import exp, log, sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.dialer.answering.additive import Additive
from ctid.dialer.answering.believed import Believed
from ctid.dialer.answering.chances import LATEST, KnownChances
from ctid.dialer.answering.traits import Trait, of_dial, of_tried
from ctid.dialer.pacing.rate import PLAIN
from ctid.model.attempts import Attempt, AttemptOutcome, Evidence, Mode
from ctid.model.lead_queries import CampaignOpened
from ctid.model.leads import Lead, LeadNumber
from ctid.model.tried import Tried

EVENING = datetime(2026, 11, 18, 1, 20, tzinfo=UTC)  # Tuesday 20:20 in New York, 17:20 in Los Angeles
LEAD = Lead("lead_1", "all", (LeadNumber("+12125550101", "mobile"),), zone="US-NY America/New_York")

DIALLED = replace(LEAD, attempts=1)


def dialled(
    outcome: AttemptOutcome | None = None, at: datetime = EVENING, campaign: str = "spring"
) -> Attempt:
    return Attempt(
        "att_1", campaign, LEAD.id, "+12125550101", "", Mode.PREDICTIVE, Evidence("", ""), at, outcome=outcome
    )


Dial = tuple[tuple[Trait, ...], bool]


class Town:
    """People who answer by the hour, the place, and how often they were called, `differing` in log-odds."""

    def __init__(self, seed: int, differing: float, rate: float = 0.25) -> None:
        self._chance, self._differing = Random(seed), differing
        self._rate, self._worth = log(rate / (1 - rate)), dict[Trait, float]()
        self.truth: list[float] = []

    def dials(self, many: int) -> Iterable[Dial]:
        for n in range(many):
            chance = self._chance
            traits: tuple[Trait, ...] = (
                ("hour", 8 + n // 150 % 12),
                ("weekday", n // 1800 % 5),
                ("zone", f"z{chance.randrange(12)}"),
                ("kind", chance.choice(("mobile", "fixed"))),
                ("before", min(5, int(chance.expovariate(0.7)))),
            )
            odds = self._rate + sum(self._worth.setdefault(one, self._drawn()) for one in traits)
            self.truth.append(1 / (1 + exp(-odds)))
            yield traits, chance.random() < self.truth[-1]

    def _drawn(self) -> float:
        return self._chance.gauss(0, self._differing)


@dataclass(frozen=True)
class Foretold:
    """Chances that were told, the plain rates and the truth beside them, and what then happened."""

    told: list[float]
    rates: list[float]
    truth: list[float]
    came: list[bool]


@cache
def foretold(seed: int, differing: float, many: int = 6000) -> Foretold:
    known, plain, town = Believed(), Additive(0.0), Town(seed, differing)
    it = Foretold([], [], town.truth, [])
    for traits, answered in town.dials(many):
        it.told.append(known.of(traits))
        it.rates.append(plain.learn((), answered=answered))
        it.came.append(answered)
        known.learn(traits, answered=answered)
    return it


def loss(told: Sequence[float], came: Sequence[bool]) -> float:
    return -sum(log(chance if answered else 1 - chance) for chance, answered in zip(told, came, strict=True))


# --- before anything is known -----------------------------------------------------------------------
def test_before_the_first_dial_the_chance_is_what_pacing_takes_for_a_lead_without_a_model() -> None:
    assert Believed().of(of_dial(DIALLED, dialled())) == pytest.approx(PLAIN)


def test_what_was_seen_of_a_trait_once_hardly_moves_a_chance_away_from_the_campaigns_rate() -> None:
    known = Believed()
    for n in range(1000):
        known.learn((("zone", "often"),), answered=n % 4 == 0)
    plain = known.of((("zone", "never"),))
    known.learn((("zone", "once"),), answered=True)
    assert plain == pytest.approx(0.25, abs=0.03)
    assert 0 < known.of((("zone", "once"),)) - plain < 0.02


# --- calibrated, and better where there is something to know ----------------------------------------
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("differing", [0.0, 0.3, 0.6])
def test_of_those_told_a_chance_so_many_answer(differing: float, seed: int) -> None:
    it = foretold(seed, differing)
    after = sorted(zip(it.told[1000:], it.came[1000:], strict=True))
    for begin in range(0, len(after), 500):
        bin = after[begin : begin + 500]
        mean = sum(chance for chance, _ in bin) / len(bin)
        share = sum(answered for _, answered in bin) / len(bin)
        assert share == pytest.approx(mean, abs=3.5 * sqrt(mean * (1 - mean) / len(bin)) + 0.01)


@pytest.mark.parametrize("seed", range(2))
def test_where_leads_differ_most_of_what_can_be_known_of_it_is_foretold(seed: int) -> None:
    it = foretold(seed, 0.6)
    knowable = loss(it.rates, it.came) - loss(it.truth, it.came)
    assert loss(it.rates, it.came) - loss(it.told, it.came) > 0.7 * knowable > 0


@pytest.mark.parametrize("seed", range(2))
def test_where_all_leads_are_alike_they_are_foretold_as_well_as_by_the_rate(seed: int) -> None:
    it = foretold(seed, 0.0)
    assert loss(it.told, it.came) < loss(it.rates, it.came) * 1.001


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.booleans()), max_size=300))
def test_whatever_happens_no_more_is_lost_by_believing_than_half_of_the_belief(
    dials: list[tuple[int, int, bool]],
) -> None:
    known, plain, told, rates = Believed(), Additive(0.0), list[float](), list[float]()
    came = [answered for *_, answered in dials]
    for hour, zone, answered in dials:
        traits: tuple[Trait, ...] = (("hour", hour), ("zone", zone))
        told.append(known.of(traits))
        rates.append(plain.learn((), answered=answered))
        known.learn(traits, answered=answered)
    sure = sum(chance in (0.01, 0.97) for chance in told)  # of whom more was believed than is told
    assert all(0.01 <= chance <= 0.97 for chance in told)
    assert loss(told, came) <= loss(rates, came) + log(2) + 0.031 * sure + 1e-5 * len(dials)


def test_what_was_learnt_is_unlearnt_when_times_change() -> None:
    known, evening = Believed(), (("hour", 19),)
    for n in range(3000):
        known.learn(evening, answered=n % 2 == 0)
        known.learn((("hour", 9),), answered=n % 8 == 0)
    assert known.of(evening) == pytest.approx(0.5, abs=0.05)
    for n in range(3000):
        known.learn(evening, answered=n % 8 == 0)
        known.learn((("hour", 9),), answered=n % 8 == 0)
    assert known.of(evening) == pytest.approx(0.125, abs=0.05)


# --- what is known of a dial ------------------------------------------------------------------------
def test_hour_and_weekday_are_those_where_the_phone_rings() -> None:
    west = replace(DIALLED, zone="America/Los_Angeles|America/Denver")
    assert {("hour", 20), ("weekday", 1)} < set(of_dial(DIALLED, dialled()))
    assert ("hour", 17) in of_dial(west, dialled())


@pytest.mark.parametrize("zone", ["", "US-NY", "US-NY Nowhere/At_All", "../../etc/passwd", "\0"])
def test_a_lead_in_no_known_zone_has_no_hour(zone: str) -> None:
    traits = dict(of_dial(replace(DIALLED, zone=zone), dialled()))
    assert "hour" not in traits
    assert traits["before"] == 0


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["", "US-NY America/New_York", "Asia/Kolkata", "Asia/Shanghai|Asia/Urumqi"]),
    st.integers(0, 9),
    st.sampled_from([None, AttemptOutcome.BUSY, AttemptOutcome.MACHINE]),
)
def test_a_dial_is_the_same_to_who_makes_it_and_to_who_counts_it(
    at: datetime, zone: str, before: int, best: AttemptOutcome | None
) -> None:
    outcomes = {best.value: 1} if best is not None else {}
    lead = replace(LEAD, zone=zone, attempts=before + 1, outcomes=outcomes)
    hour = at.replace(minute=0, second=0, microsecond=0)
    whole = zone != "Asia/Kolkata"  # where it is half past
    counted = of_tried(Tried(hour, zone, "mobile", before, best, 1, 1))
    made = of_dial(lead, dialled(at=at if whole else hour))
    assert made == counted


def test_the_best_that_came_of_calling_somebody_counts_and_not_how_often() -> None:
    lead = replace(LEAD, attempts=5, outcomes={"no_answer": 3, "machine": 1, "busy": 0})
    assert ("best", "machine") in of_dial(lead, dialled())


# --- of campaigns -----------------------------------------------------------------------------------
def opened(*tried: Tried) -> KnownChances:
    chances = KnownChances()
    chances.opened(CampaignOpened("spring", EVENING, tried=tried))
    return chances


ALIKE = Tried(EVENING, LEAD.zone, "mobile", 0, None, 500, 50)


def of(chances: KnownChances) -> float:
    chance = chances.of(DIALLED, dialled())
    assert chance is not None
    return chance


def test_a_campaign_that_never_began_knows_nobody() -> None:
    assert KnownChances().of(DIALLED, dialled()) is None


def test_the_store_is_asked_once_and_what_was_learnt_stays_when_a_campaign_begins_anew() -> None:
    chances = KnownChances()
    assert chances.lacks("spring") == LATEST
    others = Tried(EVENING, "Asia/Shanghai", "fixed", 3, None, 500, 200)
    chances.opened(CampaignOpened("spring", EVENING, tried=(others, ALIKE)))
    known = of(chances)
    chances.opened(CampaignOpened("spring", EVENING))
    assert chances.lacks("spring") == 0
    assert of(chances) == known < 0.2


def test_how_often_all_are_answered_is_left_to_pacing_which_learns_it_by_itself() -> None:
    chances = opened(Tried(EVENING, "", "", 0, None, 1000, 100))
    assert of(chances) == pytest.approx(PLAIN, abs=0.05)


def test_what_the_store_has_counted_is_as_good_as_having_been_there() -> None:
    told = [Tried(EVENING + timedelta(hours=n), LEAD.zone, "mobile", 0, None, 20, n % 12) for n in range(40)]
    there, chance = opened(), Random(1)
    for tried in told:
        for n in chance.sample(range(20), 20):
            there.learn(DIALLED, dialled(at=tried.at), answered=n < tried.answered)
    assert of(opened(*told)) == pytest.approx(of(there), abs=0.03)


@pytest.mark.parametrize(
    ("outcome", "tells"),
    [
        (None, True),
        (AttemptOutcome.BUSY, True),
        (AttemptOutcome.CONGESTED, False),
        (AttemptOutcome.CANCELLED, False),
    ],
)
def test_a_trunk_that_could_not_says_nothing_of_people(outcome: AttemptOutcome | None, tells: bool) -> None:
    chances = opened(ALIKE)
    before = of(chances)
    chances.learn(DIALLED, dialled(outcome), answered=False)
    assert (of(chances) != before) is tells


def test_campaigns_do_not_learn_from_each_other() -> None:
    chances = opened()
    before = of(chances)
    chances.learn(DIALLED, dialled(campaign="autumn"), answered=True)
    assert of(chances) == before
