"""Which zones of the clock a number is in, as a name for those that are alike.

It is what leads are sorted by, so that those whom nobody may call now are not looked at one by one. Whether
a lead may be called is never read from it: that is decided for each dial, by number and address.
"""

from functools import lru_cache

from phonenumbers.tzdata import TIMEZONE_DATA, TIMEZONE_LONGEST_PREFIX


def zone_of(number: str, region: str) -> str:
    """Name the zones of a number (E.164) whose owner lives in `region` ("" where that is not known)."""
    zones = _zones(number[1 : 1 + TIMEZONE_LONGEST_PREFIX])
    return f"{region} {zones}" if region else zones


@lru_cache(maxsize=16384)
def _zones(digits: str) -> str:
    for length in range(len(digits), 0, -1):
        zones = TIMEZONE_DATA.get(digits[:length])
        if zones:
            return "|".join(zones)
    return ""
