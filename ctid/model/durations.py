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


def write_duration(span: timedelta) -> str:
    """Write a span so that `read_duration` reads it again; what is less than a millisecond is dropped."""
    seconds, milliseconds = divmod(span // timedelta(milliseconds=1), 1000)
    (hours, rest), units = divmod(seconds, 3600), ("h", "m", "s", "ms")
    parts = (hours, *divmod(rest, 60), milliseconds)
    return "".join(f"{part}{unit}" for part, unit in zip(parts, units, strict=True) if part) or "0s"
