"""`ctid` without the second of processor time in which Python imports it, for tests that start it often.

One process for each of pytest's imports what a daemon needs and does nothing else (multiprocessing's fork
server). A `ctid` started here is a fork of it: from its command line on it does what it does for anybody, in
a process, a session, a folder and an environment of its own. That it comes so far from nothing is shown by
those that are started as a shell does (`Shell.start`, tests/faults).
"""

import asyncio
import atexit
import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

IMPORTED = (
    "uvloop",
    "aiosqlite",
    "ctid.cli",
    "ctid.runtime.daemon",
    "ctid.runtime.tokens",
    "ctid.store.seed",
)
PR_SET_PDEATHSIG = 1

_warm = multiprocessing.get_context("forkserver")
_warm.set_forkserver_preload(list(IMPORTED))


@dataclass(frozen=True)
class Order:
    """What is to be run: the words after `ctid`, where, and the files that what it says is added to."""

    words: tuple[str, ...]
    folder: Path
    environ: Mapping[str, str]
    out: Path
    err: Path


class WarmProcess:
    """A `ctid` that runs; of `subprocess.Popen` it has what houses and shells ask for."""

    def __init__(self, order: Order) -> None:
        self._process: ForkServerProcess = _warm.Process(target=_carry_out, args=(order,), daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            assert timeout is not None
            raise subprocess.TimeoutExpired("ctid", timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


async def run_warm(
    words: tuple[str, ...], folder: Path, environ: Mapping[str, str], within: float = 60.0
) -> tuple[int, str, str]:
    """Run a command to its end; return its exit code and what it said in each stream."""
    with TemporaryDirectory() as name:
        out, err = Path(name) / "out", Path(name) / "err"
        process = WarmProcess(Order(words, folder, environ, out, err))
        try:
            code = await asyncio.to_thread(process.wait, within)
        finally:
            process.kill()
        return code, out.read_text("utf-8"), err.read_text("utf-8")


def _carry_out(order: Order) -> None:
    """Become `ctid`: all that is left of whom it was forked from are the imports."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # no test leaves one behind
    multiprocessing.current_process().daemon = False  # it may have processes of its own
    os.setsid()
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environ)
    sys.argv = ["ctid", *order.words]
    adding = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    for stream, path, how in ((0, os.devnull, os.O_RDONLY), (1, order.out, adding), (2, order.err, adding)):
        file = os.open(path, how, 0o666)
        os.dup2(file, stream)
        os.close(file)
    try:
        sys.modules["ctid.cli"].main()
    finally:
        atexit._run_exitfuncs()  # multiprocessing ends its processes without
