"""Finds out who a caller may be: asks the store in a task of its own, reports what it finds."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from ctid.model.customers import Identification
from ctid.model.effects import IdentifyCaller
from ctid.model.phone import read_number
from ctid.model.reasons import Reason
from ctid.model.reports import CallerIdentified
from ctid.store.store import Store

PATIENCE = 2.0  # seconds; an agent is better told late than made to wait for the database

_log = logging.getLogger(__name__)


class Lookups:
    """One task a look-up; a store that is away gives an unidentified caller, never none at all."""

    def __init__(
        self,
        store: Store,
        region: Callable[[], str],
        clock: Callable[[], datetime],
        report: Callable[[CallerIdentified], None],
    ) -> None:
        self._store = store
        self._region = region
        self._clock = clock
        self._report = report
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, effect: IdentifyCaller) -> None:
        """Look up the caller; returns at once."""
        task = asyncio.get_running_loop().create_task(self._identify(effect))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _identify(self, effect: IdentifyCaller) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._store.identify(effect.leg, effect.ani, self._region(), self._clock())
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            _log.warning("%s could not be identified: %s", effect.leg, error)
            number = read_number(effect.ani, self._region())
            unknown = Identification(number.e164 if number else "", (), Reason("store_away"))
            found = CallerIdentified(effect.leg, unknown)
        self._report(found)
