"""Hands finished recordings over: from the folder that the switch writes to, to the one they are kept in.

Nothing is remembered here. What is to be done is read off the centre (which talks are over), the store (what
is committed) and the switch's folder (what is there), so that a crash at any instant only means that the
next round does it. A raw file goes when the record of its recording is committed, not before.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from ctid.centre.centre import Centre
from ctid.model.ids import DIAL_PREFIX, InteractionId, LegId, NodeId, OfferId, leg_id
from ctid.model.recordings import SAFE_ID, Recording
from ctid.model.reports import RecordingKept
from ctid.store.sound_files import StillGrowing, hand_over, kept_file
from ctid.store.store import Store

ROUND = 1.0  # seconds
SETTLED = timedelta(seconds=2)  # after the talk: the switch closes its file
FOUND_AFTER = timedelta(seconds=60)  # a file of a talk nobody knows: how long it must have been at rest

log = logging.getLogger(__name__)


class Keeper:
    """One task; `run` until cancelled."""

    def __init__(
        self,
        centre: Centre,
        store: Store,
        *,
        node: NodeId,
        folders: tuple[Path, Path],
        report: Callable[[RecordingKept], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._centre, self._store, self._node = centre, store, node
        self._spool, self._folder = folders
        self._report, self._clock = report, clock
        self._reported: set[str] = set()  # in this run: the centre has it, the commit is under way
        self._told = ""

    async def run(self) -> None:
        """Look every second. What goes wrong is logged once, and tried again."""
        while True:
            try:
                await self.look()
                self._told = ""
            except (OSError, SQLAlchemyError) as error:
                if str(error) != self._told:
                    log.warning("recordings are not handed over: %s", error)
                self._told = str(error)
            await asyncio.sleep(ROUND)

    async def look(self) -> None:
        """Hand over what is over, then clear away what is committed."""
        for record in self._centre.finished_recordings():
            assert record.ended_at is not None
            if record.id not in self._reported and record.ended_at + SETTLED <= self._clock():
                await self._keep(record)
        for raw in await asyncio.to_thread(self._raw_files):
            await self._clear(raw)

    def _raw_files(self) -> list[Path]:
        return sorted(file for file in self._spool.glob("*.raw") if SAFE_ID.fullmatch(file.stem))

    async def _keep(self, record: Recording) -> None:
        try:
            sound = await asyncio.to_thread(hand_over, self._spool, self._folder, record.id)
        except StillGrowing:
            return
        self._reported.add(record.id)
        if sound is None:
            self._report(RecordingKept(record))
            return
        whole = replace(
            record, duration_ms=sound.duration_ms, bytes=sound.bytes, sha256=sound.sha256,
            channels=sound.channels,
        )  # fmt: skip
        self._report(RecordingKept(whole))

    async def _clear(self, raw: Path) -> None:
        known = await self._store.recording(raw.stem)
        if known is None:
            await self._take_found(raw)
        elif known.kept_at is not None and (known.sha256 == "" or kept_file(self._folder, raw.stem).exists()):
            await asyncio.to_thread(raw.unlink, missing_ok=True)
            self._reported.discard(raw.stem)

    async def _take_found(self, raw: Path) -> None:
        """Take the file of a talk that lived wholly while ctid was away."""
        status = await asyncio.to_thread(raw.stat)
        ended_at = datetime.fromtimestamp(status.st_mtime, UTC)
        if ended_at + FOUND_AFTER > self._clock() or raw.stem in self._reported:
            return
        leg = LegId(leg_id(self._node, raw.stem))
        offer = await self._store.offer(OfferId(raw.stem))
        if offer is None and not raw.stem.startswith(DIAL_PREFIX):
            return
        interaction = offer.interaction if offer is not None else InteractionId(leg)
        agent = offer.agent if offer is not None else None
        started_at = offer.made_at if offer is not None else ended_at
        await self._keep(Recording(raw.stem, interaction, agent, started_at, ended_at))
