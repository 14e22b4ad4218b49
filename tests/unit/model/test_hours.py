"""When a calendar is open: at the edges of periods, on holidays, and on days worked in exchange."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from ctid.model.hours import Calendar, Period

SHANGHAI, NEW_YORK, RIYADH = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Riyadh")
DAY = (Period(time(9), time(18)),)
OFFICE = Calendar(SHANGHAI, dict.fromkeys(range(1, 6), DAY), "CN")
ALWAYS = Calendar(ZoneInfo("UTC"), dict.fromkeys(range(1, 8), (Period(time(0), time(0)),)))


def at(day: str, moment: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(f"{day}T{moment}").replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [("08:59:59.999999", False), ("09:00", True), ("17:59:59.999999", True), ("18:00", False)],
)
def test_the_start_belongs_to_the_hours_and_the_end_does_not(moment: str, is_open: bool) -> None:
    assert OFFICE.is_open(at("2026-03-02", moment)) is is_open


@pytest.mark.parametrize("moment", ["00:00", "12:00", "23:59:59.999999"])
def test_hours_from_midnight_to_midnight_are_always_open(moment: str) -> None:
    assert ALWAYS.is_open(at("2026-10-01", moment, ZoneInfo("UTC")))


def test_the_hours_are_those_of_the_calendars_own_zone() -> None:
    assert OFFICE.is_open(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    assert not OFFICE.is_open(datetime(2026, 3, 2, 10, 0, tzinfo=UTC))
    assert OFFICE.is_open(datetime(2026, 3, 1, 20, 0, tzinfo=NEW_YORK))


def test_a_day_without_hours_is_closed() -> None:
    assert not OFFICE.is_open(at("2026-03-01", "12:00"))


@pytest.mark.parametrize("day", ["2025-10-01", "2025-10-08", "2026-01-01"])
def test_a_public_holiday_is_closed_on_a_weekday(day: str) -> None:
    assert not OFFICE.is_open(at(day, "12:00"))


@pytest.mark.parametrize("day", ["2025-09-28", "2025-10-11", "2026-02-14"])
def test_a_weekend_day_worked_in_exchange_has_mondays_hours(day: str) -> None:
    assert OFFICE.is_open(at(day, "12:00"))
    assert not OFFICE.is_open(at(day, "18:00"))


def test_without_holidays_a_holiday_is_an_ordinary_day() -> None:
    assert Calendar(SHANGHAI, OFFICE.weekly).is_open(at("2025-10-01", "12:00"))


def test_a_sunday_that_is_no_weekend_in_its_country_keeps_its_own_hours() -> None:
    """In Saudi Arabia the week begins on Sunday: it is a working day, but not one worked in exchange."""
    riyadh = Calendar(RIYADH, {7: DAY}, "SA")
    assert riyadh.is_open(at("2025-11-23", "12:00", RIYADH))


@pytest.mark.parametrize(
    ("utc", "is_open"), [("2026-03-08T13:30", True), ("2026-03-08T12:59", False), ("2026-03-07T13:30", False)]
)
def test_summer_time_moves_the_hours_with_the_clocks_on_the_wall(utc: str, is_open: bool) -> None:
    calendar = Calendar(NEW_YORK, dict.fromkeys((6, 7), DAY))
    assert calendar.is_open(datetime.fromisoformat(utc).replace(tzinfo=UTC)) is is_open


def test_a_day_with_hours_of_its_own_keeps_them_whatever_weekday_or_holiday_it_is() -> None:
    sunday, new_year, monday = date(2026, 3, 1), date(2026, 1, 1), date(2026, 3, 2)
    calendar = Calendar(SHANGHAI, OFFICE.weekly, "CN", {sunday: DAY, new_year: DAY, monday: ()})
    assert calendar.is_open(at("2026-03-01", "12:00"))
    assert calendar.is_open(at("2026-01-01", "12:00"))
    assert not calendar.is_open(at("2026-03-02", "12:00"))
    assert calendar.is_open(at("2026-03-03", "12:00"))
