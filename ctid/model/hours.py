"""Opening hours: weekly periods in a time zone, less public holidays, plus adjusted working days.

Chinese adjusted working days (调休) come from the `holidays` package, which knows them by year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
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
    weekend that it works in exchange counts as a Monday.
    """

    zone: ZoneInfo
    weekly: Mapping[int, tuple[Period, ...]]
    holidays_of: str | None = None

    def is_open(self, at: datetime) -> bool:
        """Say whether the calendar is open at `at` (aware, any zone)."""
        local = at.astimezone(self.zone)
        weekday = local.isoweekday()
        if self.holidays_of is not None:
            country = _country(self.holidays_of)
            if local.date() in country:
                return False
            if country.is_weekend(local.date()) and country.is_working_day(local.date()):
                weekday = MONDAY
        moment = local.time()
        return any(period.holds(moment) for period in self.weekly.get(weekday, ()))


@lru_cache(maxsize=16)
def _country(code: str) -> holidays.HolidayBase:
    return holidays.country_holidays(code)
