"""The one loop: take one input, handle it to its end, dispatch all that followed, arm one timer.

Nothing here decides and nothing here waits for a port: dispatching means handing to a port's own
queue. What ports find out comes back as an input.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from ctid.centre.centre import Centre
from ctid.centre.rules import Input, Tick
from ctid.model.effects import Effect
from ctid.model.events import Event
from ctid.model.reports import StoodStill
from ctid.runtime.recorder import Recorder
from ctid.store.encoding import Line

Clock = Callable[[], datetime]
Dispatch = Callable[[Sequence[Effect | Event], tuple[Line, ...]], None]

SLOW = timedelta(milliseconds=250)
STANDSTILL = timedelta(seconds=2)  # the loop's own pulse is a second

_log = logging.getLogger(__name__)


class Loop:
    """Feeds the centre. `report` may be called from any callback of the event loop's thread."""

    def __init__(self, centre: Centre, clock: Clock, recorder: Recorder) -> None:
        self._centre = centre
        self._recorder = recorder
        self._clock = clock
        self._inbox: deque[Input] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self.beat_at = clock()

    def report(self, item: Input) -> None:
        """Put an input into the inbox; it is handled in its turn, never inside this call."""
        self._inbox.append(item)
        self._wake()

    async def run(self, dispatch: Dispatch) -> None:
        """Handle inputs and deadlines until cancelled; `dispatch` takes what followed from each."""
        while True:
            item = await self._next()
            began = self._clock()
            stood, self.beat_at = began - self.beat_at, began
            if stood > STANDSTILL:
                _log.warning("stood still for %s", stood)
                self._inbox.appendleft(item)
                item = StoodStill(stood)
            said = self._centre.handle(item, now=began)
            dispatch(said, self._recorder.lines(item, began, said))
            if self._clock() - began > SLOW:
                _log.warning("handling %s took %s", type(item).__name__, self._clock() - began)

    async def _next(self) -> Input:
        if self._inbox:
            await asyncio.sleep(0)  # let the ports breathe between two inputs
        else:
            await self._arrival()
        return self._inbox.popleft() if self._inbox else Tick()

    async def _arrival(self) -> None:
        """Wait for an input or the next deadline. It is done for almost every input, so it is done barely."""
        loop = asyncio.get_running_loop()
        self._waiting = loop.create_future()
        alarm = loop.call_later(self._patience(), self._wake)
        try:
            await self._waiting
        finally:
            alarm.cancel()
            self._waiting = None

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def _patience(self) -> float:
        """Seconds until the next deadline; at most one, so that the loop's own pulse can be seen."""
        due = self._centre.next_deadline()
        if due is None:
            return 1.0
        return min(1.0, max(0.0, (due - self._clock()).total_seconds()))
