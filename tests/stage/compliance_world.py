"""Calls that somebody means to make, drawn at random: mostly lawful ones, in which a few things are amiss.

Where the called people may be was written down here by hand, not asked of ctid.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from compliance_oracle import Place
from ctid.config.compliance import read_laws
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.dialer.compliance.terms import Asked, Case, Past
from ctid.dialer.pacing.terms import Tally
from ctid.model.attempts import AttemptOutcome, Mode
from ctid.model.calling_rules import (
    Abandonment,
    CallingHours,
    Cap,
    ConsentOf,
    Honoured,
    Law,
    Profile,
    Rests,
    Window,
)
from ctid.model.campaigns import Campaign
from ctid.model.hours import Period
from ctid.model.leads import Consent, Lead, LeadNumber
from ctid.model.mistakes import Text

NEW_YORK, CHICAGO, DENVER = "America/New_York", "America/Chicago", "America/Denver"
PARIS, LONDON, BERLIN = "Europe/Paris", "Europe/London", "Europe/Berlin"

# Number → what kind it says it is, and where its owner may be as far as the number tells.
NUMBERS = {
    "+12125550142": ("mobile", [Place("US-NY", NEW_YORK)]),
    "+13055550142": ("", [Place("US-FL", NEW_YORK)]),
    "+14155550142": ("fixed", [Place("US-CA", "America/Los_Angeles")]),
    "+12085550142": ("", [Place("US-ID", "America/Boise"), Place("US-ID", "America/Los_Angeles")]),
    "+16025550142": ("mobile", [Place("US-AZ", "America/Phoenix")]),
    "+18085550142": ("", [Place("US-HI", "Pacific/Honolulu")]),
    "+17095550142": ("", [Place("CA-NL", "America/St_Johns"), Place("CA-NL", "America/Halifax")]),
    "+442079460142": ("fixed", [Place("GB", LONDON)]),
    "+447400123456": ("mobile", [Place("GB", LONDON), Place("GB", "Europe/Jersey")]),
    "+33142685342": ("fixed", [Place("FR", PARIS)]),
    "+33612345678": ("mobile", [Place("FR", PARIS)]),
    "+4915123456789": ("mobile", [Place("DE", BERLIN)]),
    "+8613812345678": ("mobile", [Place("CN", "Asia/Shanghai")]),
    "+61412345678": ("mobile", [Place("AU", zone) for zone in (
        "Australia/Adelaide", "Australia/Brisbane", "Australia/Darwin", "Australia/Eucla",
        "Australia/Lord_Howe", "Australia/Perth", "Australia/Sydney", "Indian/Christmas", "Indian/Cocos")]),
    "+6421123456": ("mobile", [Place("NZ", "Pacific/Auckland"), Place("NZ", "Pacific/Chatham")]),
    "+212650123456": ("mobile", [Place("MA", "Africa/Casablanca")]),
}  # fmt: skip

# Address (region, postcode) → where it may be; none where it tells no more than any of the numbers.
ADDRESSES = {
    ("", ""): [],
    ("US-FL", ""): [Place("US-FL", NEW_YORK), Place("US-FL", CHICAGO)],
    ("US-NY", "10001"): [Place("US-NY", NEW_YORK)],
    ("US-TX", ""): [Place("US-TX", CHICAGO), Place("US-TX", DENVER)],
    ("US-HI", "96801"): [Place("US-HI", "Pacific/Honolulu")],
    ("US-AL", "35004"): [Place("US-AL", CHICAGO)],
    ("US-RI", ""): [Place("US-RI", NEW_YORK)],
    ("CA-SK", "S4P 3Y2"): [Place("CA-SK", "America/Regina"), Place("CA-SK", "America/Edmonton")],
    ("FR-974", ""): [Place("FR-974", "Indian/Reunion"), Place("FR-974", "Indian/Mayotte")],
    ("FR", "97110"): [Place("FR-971", "America/Guadeloupe")],
}
OUTCOMES = (*AttemptOutcome, None)
LISTS = ("US:national", "US-TX:state", "GB:tps", "FR:bloctel", "CA:national", "AU:dnc")
LAWS = Path(__file__).parents[2] / "config/compliance"


@cache
def laws() -> tuple[Law, ...]:
    """The laws that ctid ships."""
    return read_laws((str(path), path.read_text("utf-8")) for path in sorted(LAWS.glob("*.yaml")))


def moment(chance: Random, zones: list[str]) -> datetime:
    """An instant: most often one at which something changes by a clock, to the second or beside it."""
    year, zone = chance.randint(2024, 2030), ZoneInfo(chance.choice(zones))
    if chance.random() < 0.3:
        at = chance.choice(_changes(zone.key, year) or [datetime(year, 3, 1, tzinfo=UTC)])
        return at + timedelta(seconds=chance.choice([-1, 0, 1, chance.randint(-90_000, 90_000)]))
    day = chance.choice(
        [date(year, chance.randint(1, 12), chance.randint(1, 28)), date(year, 12, 25), date(year, 7, 14)]
    )
    begin = time(chance.choice([0, 8, 9, 10, 12, 13, 14, 17, 18, 20, 21]), chance.choice([0, 0, 30]))
    at = datetime.combine(day, begin, zone).astimezone(UTC)
    return at + timedelta(seconds=chance.choice([-23, -22, -1, 0, 1, chance.randint(-7200, 7200)]))


@cache
def _changes(zone: str, year: int) -> list[datetime]:
    """The instants of a year at which a zone's clocks are changed."""
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(365 * 24)]
    offsets = [hour.astimezone(ZoneInfo(zone)).utcoffset() for hour in hours]
    return [hours[n] for n in range(1, len(hours)) if offsets[n] != offsets[n - 1]]


def profile(chance: Random, countries: frozenset[str] = frozenset()) -> Profile:
    """Rules that no country has."""
    drawn = _rules(chance, countries)
    regions = {region: _rules(chance, countries) for region in ("US-FL", "US-TX", "FR-971", "CA-SK")}
    return replace(drawn, regions={key: rules for key, rules in regions.items() if chance.random() < 0.5})


def _rules(chance: Random, countries: frozenset[str]) -> Profile:
    windows = [Window(span, chance.choice([0.03, 0.05])) for span in (timedelta(1), timedelta(30), None)]
    caps = [Cap(timedelta(hours=hours), chance.randint(1, 5)) for hours in (24, 72, 720)]
    spans = timedelta(hours=chance.choice([0, 72])), timedelta(days=chance.choice([0, 60]))
    return Profile(
        "drawn",
        "2026-01-01",
        countries,
        abandonment=Abandonment(_some(chance, windows), message=_half(chance)),
        ring=timedelta(seconds=chance.choice([0, 15])),
        hours=CallingHours(tuple(_periods(chance) for _ in range(7)), on_holidays=_half(chance)),
        lists=Honoured(_some(chance, LISTS), timedelta(chance.choice([28, 31]))),
        calls=chance.choice(list(ConsentOf)),
        recordings=chance.choice(list(ConsentOf)),
        caps=_some(chance, caps),
        rests=Rests(*spans, _half(chance)),
        returnable=_half(chance),
    )


def _half(chance: Random) -> bool:
    return chance.random() < 0.5


def _some(chance: Random, things):
    return tuple(thing for thing in things if chance.random() < 0.4)


def _periods(chance: Random) -> tuple[Period, ...]:
    """The hours of a day: mostly long, at times odd or none."""
    kind = chance.random()
    if kind < 0.1:
        return ()
    if kind < 0.3:
        return (Period(time(0), time(0)),)
    marks = sorted(chance.sample(range(1, 24 * 60), 4))
    times = [time(*divmod(mark, 60)) for mark in marks]
    if kind < 0.5:
        return (Period(times[0], times[1]), Period(times[2], time(0)))
    return (
        Period(time(chance.choice([0, 1, 2, 8, 9])), time(chance.choice([20, 21]), chance.choice([0, 30]))),
    )


def case(chance: Random, now: datetime) -> tuple[Case, list[Place]]:
    """A call, and where the called person may be."""
    number, (kind, places) = chance.choice(list(NUMBERS.items()))
    (region, postcode), more = chance.choice(list(ADDRESSES.items()))
    revoked = _fine(chance, None, now + timedelta(hours=1))
    consent = Consent(now - timedelta(hours=_fine(chance, 1, -1)), "form", revoked_at=revoked)
    lead = Lead(
        "1", "list", (LeadNumber(number, kind),), region=region, postcode=postcode,
        consent=chance.choice([consent, consent, _fine(chance, consent, None)]),
    )  # fmt: skip
    made = Case(
        _campaign(chance), lead, lead.numbers[0], "+12025550143", "US",
        past=_past(chance, now), lists=_lists(chance, now), tallies=_tallies(chance),
        dedicated=chance.random() < 0.3, business=chance.random() < 0.3,
        returnable=_fine(chance, True, False),
    )  # fmt: skip
    return made, places + more


def _fine(chance: Random, good, bad):
    return good if chance.random() < 0.93 else bad


def _campaign(chance: Random) -> Campaign:
    return Campaign(
        "drawn", Text("Drawn", "抽取"), chance.choice(list(Mode)), "drawn", {"list": 1}, {},
        seller=_fine(chance, "Seller", ""), message=_fine(chance, "campaign-message", ""),
        ring=timedelta(seconds=chance.choice([15, 22, 60, _fine(chance, 30, 5)])),
        detects_machines=chance.random() < 0.3, false_positives=_fine(chance, 0.01, None),
    )  # fmt: skip


def _lists(chance: Random, now: datetime) -> dict[str, Asked]:
    ages = {name: _fine(chance, 1, chance.choice([28, 31, 32])) for name in ("internal", *LISTS)}
    return {
        name: Asked(now - timedelta(days=days, seconds=chance.choice([0, 1])), chance.random() < 0.02)
        for name, days in ages.items()
        if _fine(chance, True, False)
    }


def _tallies(chance: Random) -> tuple[Tally, ...]:
    lives = {name: chance.choice([0, 40, 1000]) for name in ("24 h", "30 days", "campaign")}
    return tuple(
        Tally(name, live, _fine(chance, 0.01, 0.03) * live)
        for name, live in lives.items()
        if _fine(chance, True, False)
    )


def _past(chance: Random, now: datetime) -> tuple[Past, ...]:
    spans = [timedelta(hours=24), timedelta(hours=72), timedelta(days=30), timedelta(days=60)]
    edges = [span + timedelta(seconds=second) for span in spans for second in (-1, 0, 1)]
    tried = [AttemptOutcome.MACHINE, AttemptOutcome.ABANDONED, AttemptOutcome.NO_ANSWER]
    past = []
    for _ in range(chance.choice([0, 0, 1, 1, 2, 5])):
        some_time = timedelta(minutes=chance.randint(-60, 60 * chance.choice([24, 48, 1500])))
        outcome = chance.choice(OUTCOMES if chance.random() < 0.1 else tried)
        past.append(Past(now - chance.choice([*edges, *[some_time] * 12]), outcome, chance.random() < 0.1))
    return tuple(past)


def drawn(chance: Random) -> tuple[Case, Profile, datetime, list[Place]]:
    """A call, the rules for it and the instant."""
    now = moment(chance, sorted({place.zone for _, places in NUMBERS.values() for place in places}))
    made, places = case(chance, now)
    book = Rulebook(laws())
    theirs, any_law = places[0].country.lower(), chance.choice(book.names)
    found = book.at(chance.choice([theirs, theirs, any_law]), now) if chance.random() < 0.5 else None
    countries = frozenset() if chance.random() < 0.9 else frozenset({"US", "FR"})
    return made, found or profile(chance, countries), now, places
