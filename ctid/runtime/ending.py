"""How the daemon ends: asked once it drains first, asked twice it ends at once. Either way it has flushed.

While it drains nothing new is begun: no offers, no dials; callers who arrive are sent to the dialplan's own
way, and whoever is in a menu has a few seconds to get to its end. Talks, and phones that ring, are the
switch's: they go on without us, and the next run takes them up.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

_log = logging.getLogger(__name__)


class Ending:
    """Ends `tasks` when asked to; `drain` must come to its end by itself."""

    def __init__(self, tasks: Sequence["asyncio.Task[None]"], drain: Callable[[], Awaitable[None]]) -> None:
        self._tasks = tasks
        self._drain = drain
        self._draining: asyncio.Task[None] | None = None

    def asked(self) -> None:
        """Drain and end; the second time end now."""
        if self._draining is None:
            _log.info("draining: nothing new is begun; ask again to end at once")
            self._draining = asyncio.get_running_loop().create_task(self._drain_and_end())
        else:
            self._draining.cancel()
            self._end()

    async def _drain_and_end(self) -> None:
        try:
            await self._drain()
        finally:
            self._end()

    def _end(self) -> None:
        for task in self._tasks:
            task.cancel()
