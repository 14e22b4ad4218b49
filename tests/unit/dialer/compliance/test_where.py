"""Where a called person may be, from their number and from their address."""

from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from phonenumbers.geodata import GEOCODE_DATA
from phonenumbers.tzdata import TIMEZONE_DATA

from ctid.dialer.compliance.areas import STATE_OF
from ctid.dialer.compliance.regions import zones_of_region
from ctid.dialer.compliance.where import whereabouts
from ctid.dialer.compliance.zone_names import meant

NEW_YORK, PARIS = "America/New_York", "Europe/Paris"


@pytest.mark.parametrize(
    ("number", "region", "postcode", "zones", "regions"),
    [
        ("+12125550142", "", "", [NEW_YORK], ["US-NY"]),
        ("+12125550142", "US", "", [NEW_YORK], ["US-NY"]),
        ("+12125550142", "us-hi", "96801", [NEW_YORK, "Pacific/Honolulu"], ["US-HI", "US-NY"]),
        ("+33612345678", "FR", "97110", ["America/Guadeloupe", PARIS], ["FR", "FR-971"]),
        ("+33612345678", "", "97110", ["America/Guadeloupe", PARIS], ["FR", "FR-971"]),
        ("+17875550142", "PR", "", ["America/Puerto_Rico"], ["US-PR"]),
        ("+212650123456", "", "", ["Africa/Casablanca"], ["MA"]),
        ("+12125550142", "ZZ", "", [], ["US-NY", "ZZ"]),
        ("+999123", "US-NY", "", [], ["US-NY"]),
        ("nonsense", "", "", [], []),
    ],
)
def test_number_and_address_are_both_believed(number, region, postcode, zones, regions):
    found = whereabouts(number, region, postcode)
    assert (list(found.zones), sorted(found.regions)) == (zones, regions)


def test_a_postcode_that_contradicts_its_region_adds_the_regions_it_may_mean():
    found = whereabouts("+12125550142", "US-NY", "96801").regions
    assert {"US-NY", "US-HI", "US-CA"} <= found
    assert whereabouts("+12125550142", "US-NY", "10001").regions == {"US-NY"}


def test_a_number_of_no_place_may_be_anywhere_in_its_country():
    found = whereabouts("+18005550142")
    assert {"Pacific/Guam", NEW_YORK} <= set(found.zones) and found.regions == {"US"}


STATES = {
    "US-CA": ["California", "Los Angeles, CA"],
    "US-NY": ["New York", "New York, NY"],
    "US-FL": ["Florida", "Palm Beach, FL"],
    "US-TX": ["Texas", "San Antonio, TX"],
    "US-IL": ["Illinois", "Chicago, IL"],
    "US-PA": ["Pennsylvania", "Philadelphia, PA"],
    "US-RI": ["Rhode Island"],
    "CA-QC": ["Quebec", "Montreal, QC"],
    "CA-ON": ["Ontario", "Toronto, ON"],
}


@pytest.mark.parametrize("state", STATES)
def test_area_codes_are_of_the_states_that_phonenumbers_says(state):
    told = {c for c in STATE_OF if GEOCODE_DATA.get(f"1{c}", {}).get("en") in STATES[state]}
    ours = {code for code, states in STATE_OF.items() if state in states}
    assert told <= ours
    assert ours - told <= {"310", "713", "718", "905"}  # which it divides by town


def test_every_area_code_that_phonenumbers_gives_to_a_state_has_one():
    geographic = {key[1:] for key in GEOCODE_DATA if len(key) == 4 and key.startswith("1")}
    assert geographic <= set(STATE_OF)


def countries_of(code: str) -> tuple[str, ...]:
    known = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    return next(known[int(code[:n])] for n in (1, 2, 3) if int(code[:n]) in known)


def zones_of_countries() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, set()).add(zone)
    return found


@cache
def year_of(zone: str) -> tuple[timedelta | None, ...]:
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    return tuple((begin + timedelta(days=3 * n)).astimezone(ZoneInfo(zone)).utcoffset() for n in range(122))


def test_no_number_is_given_a_clock_that_its_country_does_not_have():
    own = zones_of_countries()
    for prefix, zones in TIMEZONE_DATA.items():
        countries = [country for country in countries_of(prefix) if country in own]
        clocks = {year_of(zone) for country in countries for zone in own[country]}
        told = frozenset().union(*(meant(country, zones) for country in countries))
        assert len(countries) > 1 or {zone for zone in told if year_of(zone) not in clocks} == set(), prefix


def test_every_clock_of_a_country_is_among_those_of_an_address_that_names_only_it():
    for country, zones in zones_of_countries().items():
        told = {year_of(zone) for zone in zones_of_region(country)}
        missing = {zone for zone in zones if year_of(zone) not in told}
        code = phonenumbers.country_code_for_region(country)
        assert not code or missing <= {"Asia/Urumqi"}, country  # a clock that no law knows
