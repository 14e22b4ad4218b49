"""What an address says: which region it is (ISO 3166-2), and which clocks there are in it.

A region of which nothing is written here has all clocks of its country, as phonenumbers knows them.
"""

from functools import lru_cache

import phonenumbers
from phonenumbers.tzdata import TIMEZONE_DATA

from ctid.dialer.compliance.zone_names import meant

# Parts of a country that have a code of their own (ISO 3166-1), and the code as a part (ISO 3166-2).
_PARTS = {
    "GP": "FR-971", "MQ": "FR-972", "GF": "FR-973", "RE": "FR-974", "PM": "FR-975", "YT": "FR-976",
    "BL": "FR-977", "MF": "FR-978", "WF": "FR-986", "PF": "FR-987", "NC": "FR-988",
    "PR": "US-PR", "GU": "US-GU", "VI": "US-VI", "AS": "US-AS", "MP": "US-MP",
}  # fmt: skip

# Regions by their clocks (IANA, "America/" left out where it can be).
_CLOCKS: dict[str, str] = {
    "New_York": "US-CT US-DC US-DE US-GA US-MA US-MD US-ME US-NC US-NH US-NJ US-NY US-OH US-PA US-RI US-SC"
    " US-VA US-VT US-WV",
    "Chicago": "US-AL US-AR US-IA US-IL US-LA US-MN US-MO US-MS US-OK US-WI",
    "Denver": "US-CO US-MT US-NM US-UT US-WY",
    "Los_Angeles": "US-CA US-WA",
    "New_York Chicago": "US-FL US-IN US-KY US-MI US-TN",
    "Chicago Denver": "US-KS US-ND US-NE US-SD US-TX",
    "Denver Los_Angeles": "US-ID US-NV US-OR",
    "Phoenix Denver": "US-AZ",
    "Anchorage Adak": "US-AK",
    "Pacific/Honolulu": "US-HI",
    "Puerto_Rico": "US-PR US-VI",
    "Pacific/Guam": "US-GU US-MP",
    "Pacific/Pago_Pago": "US-AS",
    "Edmonton": "CA-AB",
    "Vancouver Edmonton Dawson_Creek": "CA-BC",
    "Winnipeg": "CA-MB",
    "Halifax": "CA-NB CA-NS CA-PE",
    "St_Johns Goose_Bay": "CA-NL",
    "Edmonton Yellowknife": "CA-NT",
    "Iqaluit Winnipeg Rankin_Inlet Edmonton Atikokan": "CA-NU",
    "Toronto Winnipeg Atikokan": "CA-ON",
    "Toronto Halifax Blanc-Sablon": "CA-QC",
    "Regina Edmonton": "CA-SK",
    "Whitehorse": "CA-YT",
}
_OF_REGION = {
    region: tuple(zone if "/" in zone else f"America/{zone}" for zone in zones.split())
    for zones, regions in _CLOCKS.items()
    for region in regions.split()
}

# The regions of a postcode by how it begins; those of France by the department.
_POSTCODES: dict[str, dict[str, str]] = {
    "US": {
        "0": "CT MA ME NH NJ NY PR RI VI VT", "1": "DE NY PA", "2": "DC MD NC SC VA WV",
        "3": "AL FL GA MS TN", "4": "IN KY MI OH", "5": "DC IA MN MT ND SD WI",
        "6": "IL KS MO NE", "7": "AR LA OK TX",
        "8": "AZ CO ID NM NV TX UT WY", "9": "AK AS CA GU HI MP OR WA",
    },
    "CA": {
        "A": "NL", "B": "NS", "C": "PE", "E": "NB", "G": "QC", "H": "QC", "J": "QC", "K": "ON", "L": "ON",
        "M": "ON", "N": "ON", "P": "ON", "R": "MB", "S": "SK", "T": "AB", "V": "BC", "X": "NT NU", "Y": "YT",
    },
    "FR": {code: code for code in (*(f"{n}" for n in range(971, 979)), "986", "987", "988")},
}  # fmt: skip


def as_part(region: str) -> str:
    """Write a region as a part of its country where it is one: PR is US-PR."""
    return _PARTS.get(region, region)


def regions_of_postcode(country: str, postcode: str) -> frozenset[str]:
    """Name the regions in which a postcode may be; none where it does not tell."""
    written = postcode.strip().upper()
    found = (parts for begin, parts in _POSTCODES.get(country, {}).items() if written.startswith(begin))
    return frozenset(f"{country}-{part}" for part in next(found, "").split())


def country_of(region: str) -> str:
    """Name the country of a region."""
    return region.partition("-")[0]


@lru_cache(maxsize=1024)
def zones_of_region(region: str) -> frozenset[str]:
    """Name the clocks (IANA) that may be right in a region or a country; none where it is unknown."""
    if region in _OF_REGION:
        return frozenset(_OF_REGION[region])
    country = next((own for own, part in _PARTS.items() if part == region), country_of(region))
    parts = [zones for part, zones in _OF_REGION.items() if country_of(part) == country]
    code = phonenumbers.country_code_for_region(country)
    return frozenset().union(*parts) if parts else meant(country, TIMEZONE_DATA.get(str(code), ()))
