"""Public holidays where somebody may be, as the package `holidays` knows them.

Of whom only the country is known, a holiday of any part of it is one. A country that the package does not
know has no day of which it could be said that it is none.
"""

from datetime import date
from functools import lru_cache

import holidays

UNKNOWN = "?"


def holiday(region: str, day: date) -> str | None:
    """Name the public holiday that a day is in a region (ISO 3166); None if it is none, "?" if unknown."""
    return _of_year(region, day.year).get(day) if _known(region) else UNKNOWN


@lru_cache(maxsize=1024)
def _of_year(region: str, year: int) -> dict[date, str]:
    """Work a year out once: all parts of a large country take a fifth of a second."""
    country, _, part = region.partition("-")
    parts = _parts()[country]
    asked = [part] if part in parts else [*parts, None]
    found: dict[date, str] = {}
    for each in asked:
        days = holidays.country_holidays(country, subdiv=each, years=year)
        found.update((day, days[day]) for day in days if day.year == year)
    return found


def _known(region: str) -> bool:
    return region.partition("-")[0] in _parts()


@lru_cache(maxsize=1)
def _parts() -> dict[str, list[str]]:
    return holidays.list_supported_countries(include_aliases=False)
