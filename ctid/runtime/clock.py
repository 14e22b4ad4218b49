"""The wall clock that cannot step: read once, then carried on by the monotonic clock."""

import time
from datetime import UTC, datetime, timedelta

DRIFT_ALLOWED = timedelta(seconds=1)


class SystemClock:
    """Aware UTC instants that never go back; a wall clock that was set is followed by small steps only."""

    def __init__(self) -> None:
        self._anchor(datetime.now(UTC))

    def __call__(self) -> datetime:
        """Return now."""
        now = self._wall + timedelta(seconds=time.monotonic() - self._monotonic)
        wall = datetime.now(UTC)
        if wall > now + DRIFT_ALLOWED:  # set forward, or the machine slept: go along
            self._anchor(wall)
            return wall
        return now

    def _anchor(self, wall: datetime) -> None:
        self._wall, self._monotonic = wall, time.monotonic()
