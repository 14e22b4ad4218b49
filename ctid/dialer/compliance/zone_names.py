"""The zones by which phonenumbers names some countries, and the clocks that are meant.

It groups places whose clocks agreed for a while and names each group by one of them: Morocco by the Canary
Islands, Kaliningrad by Bucharest, Darwin by Adelaide. For half of a year, or in Ramadan, such a name is an
hour wrong. A test compares all its zones with those that the tz database has for the country.
"""

from collections.abc import Iterable

_MEANT: dict[tuple[str, str], tuple[str, ...]] = {
    ("AU", "Australia/Adelaide"): ("Australia/Adelaide", "Australia/Darwin"),
    ("CL", "America/Santiago"): (
        "America/Coyhaique",
        "America/Punta_Arenas",
        "America/Santiago",
        "Pacific/Easter",
    ),
    ("DZ", "Europe/Paris"): ("Africa/Algiers",),
    ("EH", "Atlantic/Canary"): ("Africa/El_Aaiun",),
    ("GL", "America/Godthab"): ("America/Nuuk", "America/Danmarkshavn"),
    ("LY", "Europe/Bucharest"): ("Africa/Tripoli",),
    ("MA", "Atlantic/Canary"): ("Africa/Casablanca",),
    ("MX", "America/New_York"): ("America/Cancun",),
    ("NI", "America/Chicago"): ("America/Managua",),
    ("PG", "Pacific/Port_Moresby"): ("Pacific/Bougainville", "Pacific/Port_Moresby"),
    ("PS", "Europe/Bucharest"): ("Asia/Gaza", "Asia/Hebron"),
    ("RU", "Europe/Bucharest"): ("Europe/Kaliningrad",),
    ("SS", "Africa/Nairobi"): ("Africa/Juba",),
    ("UA", "Europe/Kyiv"): ("Europe/Kyiv", "Europe/Simferopol"),
}


def meant(country: str, zones: Iterable[str]) -> frozenset[str]:
    """Return the zones (IANA) that are meant by those of phonenumbers in a country (ISO 3166)."""
    return frozenset(name for zone in zones for name in _MEANT.get((country, zone), (zone,)))
