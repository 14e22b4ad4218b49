"""Where a called person may be, and so what time it is there.

Two things tell: the number, whose owner may have moved, and the address, which may be old. Neither is
believed against the other: the person may be wherever either says, and what is asked about them (hours,
holidays, the rules of a state) must be allowed in every such place. What says less than the other adds
nothing: an address that is only the country of the number, and a postcode that agrees with its region.
"""

from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number

from ctid.dialer.compliance.areas import STATE_OF
from ctid.dialer.compliance.regions import as_part, country_of, regions_of_postcode, zones_of_region
from ctid.dialer.compliance.zone_names import meant

_NORTH_AMERICA = 1


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where somebody may be: every clock (IANA) they may live by, every region (ISO 3166) they may be in."""

    zones: tuple[str, ...]
    regions: frozenset[str]

    @property
    def countries(self) -> frozenset[str]:
        """Name the countries of the regions."""
        return frozenset(map(country_of, self.regions))


_NOWHERE = Whereabouts((), frozenset())


@lru_cache(maxsize=65_536)
def whereabouts(number: str, region: str = "", postcode: str = "") -> Whereabouts:
    """Say where the owner of a number (E.164) with that address may be; without zones, nobody knows."""
    by_number = _by_number(number)
    address = _by_address(as_part(region.strip().upper()), postcode, by_number.countries)
    adds = address - by_number.countries
    clocks = [frozenset(by_number.zones), *map(zones_of_region, adds)]
    zones = frozenset().union(*clocks) if all(clocks) else frozenset[str]()
    return Whereabouts(tuple(sorted(zones)), by_number.regions | adds)


def _by_number(number: str) -> Whereabouts:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return _NOWHERE
    country = phonenumbers.region_code_for_number(parsed)
    if country is None:
        return _NOWHERE
    zones = meant(country, time_zones_for_number(parsed)) - {UNKNOWN_TIMEZONE}
    area = number[2:5] if parsed.country_code == _NORTH_AMERICA else ""
    return Whereabouts(tuple(zones), frozenset(STATE_OF.get(area, (as_part(country),))))


def _by_address(region: str, postcode: str, countries: frozenset[str]) -> frozenset[str]:
    """Say where an address may be; a postcode without a country is read as one of the number's."""
    written = frozenset({region} if region else ())
    asked = [country_of(region)] if region else countries
    coded = frozenset().union(*(regions_of_postcode(country, postcode) for country in asked))
    if not coded or region in coded:
        return written
    return coded | written if "-" in region else coded
