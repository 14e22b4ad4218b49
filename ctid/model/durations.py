"""Spans of time as people write them in files: `500ms`, `5s`, `10m`, `1h30m`."""

import re
from datetime import timedelta

_SPAN = re.compile(r"(?:([0-9]{1,5})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,5})s)?(?:([0-9]{1,6})ms)?")


def read_duration(text: str) -> timedelta | None:
    """Read hours, minutes, seconds, milliseconds, each at most once, in that order; else None."""
    found = _SPAN.fullmatch(text)
    if found is None or not text:
        return None
    hours, minutes, seconds, milliseconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds, milliseconds=milliseconds)
