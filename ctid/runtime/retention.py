"""Lets the store forget what is older than the site keeps: at the start, and every hour."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from ctid.config.sections import Store as Kept
from ctid.store.store import Store

EVERY = 3600.0  # seconds
_log = logging.getLogger(__name__)


async def forget(store: Store, kept: Kept, clock: Callable[[], datetime]) -> None:
    """Prune until cancelled; a database that is away is left for the next time."""
    while True:
        try:
            await forget_once(store, kept, clock())
        except (SQLAlchemyError, OSError) as error:
            _log.warning("nothing was pruned: %s", error)
        await asyncio.sleep(EVERY)


async def forget_once(store: Store, kept: Kept, now: datetime) -> None:
    """Prune what is too old at `now`. Raises what the database raises."""
    await store.prune_applied_sites()
    if kept.keep_inputs_days:
        await store.prune_inputs(now - timedelta(days=kept.keep_inputs_days))
    if kept.keep_events_days:
        await store.prune_events(now - timedelta(days=kept.keep_events_days))
