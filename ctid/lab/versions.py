"""Versions of Asterisk, as Debian and as Asterisk itself write them."""

import re

FLOOR = "22.1"  # the first with the manager's event filters by name


def upstream(version: str) -> str:
    """Return Asterisk's own number out of `1:22.10.1+dfsg-1` or `Asterisk 22.10.1~dfsg`; "0" if none."""
    found = re.search(r"(?:^|[\s:])(\d+(?:\.\d+)+)", version)
    return found[1] if found else "0"


def new_enough(version: str) -> bool:
    """Say whether `version` is FLOOR or newer."""
    return _numbers(upstream(version)) >= _numbers(FLOOR)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))
