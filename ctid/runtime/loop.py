"""The one loop: take one input, handle it to its end, dispatch all that followed, arm one timer.

Nothing here decides and nothing here waits for a port: dispatching means handing to a port's own
queue. What ports find out comes back as an input.

A process that stood still (stopped, starved, swapped out) has not heard what happened meanwhile, and by its
clock every deadline is over. Were they judged at once, an offer would be overdue whose answer waits in a
socket's buffer, and the talk would be hung up. So for a moment time goes on from where it stood, until all
that waited has been heard; then it is put right.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from ctid.centre.centre import Centre, Input, Tick
from ctid.model.effects import Effect
from ctid.model.events import Event

Clock = Callable[[], datetime]
Dispatch = Callable[[Sequence[Effect | Event]], None]

SLOW = timedelta(milliseconds=250)
STANDSTILL = timedelta(seconds=2)  # the loop's own pulse is a second
CATCH_UP = timedelta(seconds=1)

_log = logging.getLogger(__name__)


class Loop:
    """Feeds the centre. `report` may be called from any callback of the event loop's thread."""

    def __init__(self, centre: Centre, clock: Clock) -> None:
        self._centre = centre
        self._clock = clock
        self._inbox: deque[Input] = deque()
        self._arrival = asyncio.Event()
        self.beat_at = clock()
        self._behind = timedelta()
        self._caught_up_at = self.beat_at

    def report(self, item: Input) -> None:
        """Put an input into the inbox; it is handled in its turn, never inside this call."""
        self._inbox.append(item)
        self._arrival.set()

    async def run(self, dispatch: Dispatch) -> None:
        """Handle inputs and deadlines until cancelled; `dispatch` takes what followed from each."""
        while True:
            item = await self._next()
            began = self._clock()
            now = self._instant(began)
            dispatch(self._centre.handle(item, now=now))
            if self._clock() - began > SLOW:
                _log.warning("handling %s took %s", type(item).__name__, self._clock() - began)

    async def _next(self) -> Input:
        while not self._inbox:
            self._arrival.clear()
            try:
                async with asyncio.timeout(self._patience()):
                    await self._arrival.wait()
            except TimeoutError:
                return Tick()
        await asyncio.sleep(0)  # let the ports breathe between two inputs
        return self._inbox.popleft()

    def _patience(self) -> float:
        """Seconds until the next deadline; at most one, so that the loop's own pulse can be seen."""
        due = self._centre.next_deadline()
        if due is None:
            return 1.0
        return min(1.0, max(0.0, (due - self._clock() + self._behind).total_seconds()))

    def _instant(self, at: datetime) -> datetime:
        """Return the time by which deadlines are judged: `at`, unless we stood still a moment ago."""
        stood = at - self.beat_at
        self.beat_at = at
        if stood > STANDSTILL:
            _log.warning("stood still for %s", stood)
            self._behind, self._caught_up_at = self._behind + stood, at + CATCH_UP
        elif at >= self._caught_up_at:
            self._behind = timedelta()
        return at - self._behind
