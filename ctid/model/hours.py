"""Opening hours: weekly periods in a time zone, less public holidays, plus adjusted working days.

Days that are named themselves (`days`) have the last word, whatever their weekday and whatever holiday it is.

Chinese adjusted working days (调休) come from the `holidays` package, which knows them by year.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

MONDAY = 1


@dataclass(frozen=True, slots=True)
class Period:
    """An open stretch of one day, from `start` (included) to `end` (excluded; 00:00 = midnight after)."""

    start: time
    end: time

    def holds(self, moment: time) -> bool:
        """Say whether `moment` of the day falls inside."""
        return self.start <= moment and (self.end == time(0) or moment < self.end)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When something is open. `weekly` maps ISO weekday (Monday 1 … Sunday 7) to periods.

    `holidays_of` is an ISO 3166 country whose public holidays are closed; a day of the country's own
    weekend that it works in exchange counts as a Monday. `days` are days with hours of their own; one
    without any is closed.
    """

    zone: ZoneInfo
    weekly: Mapping[int, tuple[Period, ...]]
    holidays_of: str | None = None
    days: Mapping[date, tuple[Period, ...]] = field(default_factory=dict)

    def is_open(self, at: datetime) -> bool:
        """Say whether the calendar is open at `at` (aware, any zone)."""
        local = at.astimezone(self.zone)
        return any(period.holds(local.time()) for period in self.hours_of(local.date()))

    def hours_of(self, day: date) -> tuple[Period, ...]:
        """Return the periods in which it is open on a day of its zone."""
        if day in self.days:
            return self.days[day]
        weekday = day.isoweekday()
        if self.holidays_of is not None:
            country = _country(self.holidays_of)
            if day in country:
                return ()
            if country.is_weekend(day) and country.is_working_day(day):
                weekday = MONDAY
        return self.weekly.get(weekday, ())


@lru_cache(maxsize=16)
def _country(code: str) -> holidays.HolidayBase:
    return holidays.country_holidays(code)
