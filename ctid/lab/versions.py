"""Versions of Asterisk and SIPp, as Debian and as the programs themselves write them."""

import re

FLOOR = "22.1"  # the first with the manager's event filters by name
SIPP_FLOOR = "3.8"  # ctid/lab/sipp.py says what for


def upstream(version: str) -> str:
    """Return the number in `1:22.10.1+dfsg-1`, `Asterisk 22.10.1~dfsg` or `SIPp v3.8.0`; "0" if none."""
    found = re.search(r"(?:^|[\s:])v?(\d+(?:\.\d+)+)", version)
    return found[1] if found else "0"


def new_enough(version: str, floor: str = FLOOR) -> bool:
    """Say whether `version` is `floor` or newer."""
    return _numbers(upstream(version)) >= _numbers(floor)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))
