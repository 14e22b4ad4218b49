"""Where a recogniser works: a process of its own, beside the daemon.

Recognising reckons for a tenth of a second without letting anybody else think, and nobody's call is to wait
for another's word. The process is begun when the first caller is listened to (they hear the prompt
meanwhile) and ends with the daemon, also with one that is killed. If it breaks, or thinks for too long,
callers press keys and it is begun anew.
"""

import asyncio
import logging
import os
import signal
from collections.abc import Collection, Mapping
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread

from ctid.ivr.speech import NOTHING, Heard
from ctid.model.languages import Language
from ctid.speech.recognising import Known, Recogniser

log = logging.getLogger(__name__)

PATIENCE = 4.0  # seconds


class Booth:
    """A recogniser at work; the `Ears` of all sessions. `patience` (seconds) is for an utterance."""

    def __init__(self, recogniser: Known, patience: float = PATIENCE) -> None:
        self._recogniser, self._patience = recogniser, patience
        self._pool: ProcessPoolExecutor | None = None

    @property
    def words(self) -> Mapping[Language, Collection[str]]:
        """The words that the recogniser knows."""
        return self._recogniser.words

    def prepare(self) -> None:
        """Begin the process, if there is none."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, get_context("spawn"), _move_in, (self._recogniser,))
            self._pool.submit(_ready)

    async def hear(self, utterance: bytes, words: Collection[str]) -> Heard:
        """Say which of the words was said; `NOTHING` when that is not found out."""
        self.prepare()
        assert self._pool is not None
        hearing = asyncio.get_running_loop().run_in_executor(self._pool, _hear, utterance, tuple(words))
        try:
            async with asyncio.timeout(self._patience):
                return await hearing
        except TimeoutError:
            log.warning("%s took too long for an utterance: keys are asked for", self._recogniser.package)
        except BrokenExecutor:
            log.warning("%s broke: keys are asked for, and it is begun anew", self._recogniser.package)
            self.close()
        return NOTHING

    def close(self) -> None:
        """End the process."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


_working: list[Recogniser] = []  # of the process, which has one


def _move_in(recogniser: Known) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # the daemon is asked to end, and ends us
    Thread(target=_end_with_the_daemon, daemon=True).start()
    _working.append(recogniser.make())


def _end_with_the_daemon() -> None:
    daemon = parent_process()
    assert daemon is not None
    wait([daemon.sentinel])
    os._exit(0)


def _ready() -> None:
    """Be there."""


def _hear(utterance: bytes, words: Collection[str]) -> Heard:
    return _working[0].hear(utterance, words)
