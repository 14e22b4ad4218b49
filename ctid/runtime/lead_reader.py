"""Reads what campaigns ask of the store, in a task of its own each time, and reports what it finds."""

import asyncio
import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from ctid.model.lead_queries import CampaignOpened, FindLeads, LeadsFound, LeadsLost, OpenCampaign
from ctid.store.store import Store

BEFORE_AGAIN = 1.0  # seconds, after the store was away

_log = logging.getLogger(__name__)

Answer = CampaignOpened | LeadsFound | LeadsLost


class LeadReader:
    """A campaign has one question open at a time, so there are few tasks."""

    def __init__(self, store: Store, report: Callable[[Answer], None]) -> None:
        self._store = store
        self._report = report
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, ask: OpenCampaign | FindLeads) -> None:
        """Read; returns at once."""
        task = asyncio.get_running_loop().create_task(self._read(ask))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _read(self, ask: OpenCampaign | FindLeads) -> None:
        try:
            self._report(await self._answer(ask))
        except (SQLAlchemyError, OSError) as error:
            _log.warning("nothing could be read for a campaign: %s", error)
            await asyncio.sleep(BEFORE_AGAIN)
            self._report(lost(ask))

    async def _answer(self, ask: OpenCampaign | FindLeads) -> Answer:
        if isinstance(ask, OpenCampaign):
            return await self._store.opening(ask)
        return await self._store.find_leads(ask.wanted)


def lost(ask: OpenCampaign | FindLeads) -> LeadsLost:
    """Say that a question will not be answered."""
    return LeadsLost(ask.campaign if isinstance(ask, OpenCampaign) else ask.wanted.campaign)
