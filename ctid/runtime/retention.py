"""Forgets what is older than the site keeps, at the start and every hour: rows of the store, and sounds.

Sounds are what callers said to flows (in the switch's spool) and names that were spoken for a greeting; one
that is used again is young again. The ledger of consent is never forgotten."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from ctid.asterisk.contract import RECORDED
from ctid.config.settings import Settings
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.runtime.spoken_text import SPOKEN
from ctid.store.store import Store

EVERY = 3600.0  # seconds
EVIDENCE = timedelta(days=5 * 366)  # at least, whatever a profile says; 16 CFR 310.5(a): five years
_log = logging.getLogger(__name__)


async def forget(
    store: Store, settings: Settings, clock: Callable[[], datetime], rules: Callable[[], Rulebook]
) -> None:
    """Prune until cancelled; a database that is away is left for the next time."""
    while True:
        try:
            await forget_once(store, settings, clock(), rules().keeps)
        except (SQLAlchemyError, OSError) as error:
            _log.warning("not all that is old was forgotten: %s", error)
        await asyncio.sleep(EVERY)


async def forget_once(store: Store, settings: Settings, now: datetime, keep: timedelta) -> None:
    """Prune what is too old at `now`; `keep` is how long the laws want to be shown what was dialled.

    Raises what the database and the folders raise.
    """
    kept, dialled_before = settings.store, now - max(EVIDENCE, keep)
    await store.prune_applied_sites()
    while await store.prune_attempts(dialled_before):
        pass  # some at a time
    await store.prune_refusals(dialled_before.date())
    if kept.keep_inputs_days:
        await store.prune_inputs(now - timedelta(days=kept.keep_inputs_days))
    if kept.keep_events_days:
        await store.prune_events(now - timedelta(days=kept.keep_events_days))
    if kept.keep_spoken_days:
        await asyncio.to_thread(
            forget_sounds, kept.media / SPOKEN, now - timedelta(days=kept.keep_spoken_days)
        )
    if kept.keep_answers_days and settings.switch.spool is not None:
        said = settings.switch.spool / RECORDED.removeprefix("/")
        await asyncio.to_thread(forget_sounds, said, now - timedelta(days=kept.keep_answers_days))


def forget_sounds(folder: Path, before: datetime) -> None:
    """Delete the sounds in a folder that nobody wrote or used since an instant. Raises OSError."""
    for sound in folder.glob("*.wav"):
        if sound.stat().st_mtime < before.timestamp():
            sound.unlink()
