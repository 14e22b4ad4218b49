"""When a delivery is tried again: the example schedule of Standard Webhooks 1.0.0, spread by chance.

`chance` is a number from 0 to 1 and can only lengthen a wait, so that nothing comes before a Retry-After.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# The wait before the first attempt, the second, …: 75 h 35 min in all.
SCHEDULE = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
JITTER = 0.1
# A delivery that waited behind others of its call as long as this has no more tries than the one it gets.
PATIENCE = sum(SCHEDULE, timedelta()) * (1 + JITTER)
LONGEST_QUIET = timedelta(hours=24)


def wait_after(tries: int, asked: timedelta | None, chance: float) -> timedelta | None:
    """Return the wait after the `tries`-th failed attempt, or None to give up; `asked` is a Retry-After."""
    if tries >= len(SCHEDULE):
        return None
    return max(SCHEDULE[tries], asked or timedelta()) * (1 + JITTER * chance)


def read_retry_after(value: str, now: datetime) -> timedelta | None:
    """Read a Retry-After (RFC 9110 §10.2.3), seconds or a date, at most a day; None if it says nothing."""
    written = value.strip()
    if written.isascii() and written.isdigit():
        return min(timedelta(seconds=int(written[:9])), LONGEST_QUIET)
    try:
        at = parsedate_to_datetime(written)
    except ValueError:
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(aware - now, timedelta()), LONGEST_QUIET)
