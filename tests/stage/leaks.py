"""What a test must not leave behind in the processes that live on: sockets, files, tasks.

Asterisk's own testsuite looks at file descriptors, channels and dialogs after every test; so does this. What
each process holds is counted by kind while nobody calls and nobody is signed in, and again when all have
gone.
"""

import asyncio
from collections import Counter
from pathlib import Path

import psutil

from ctid.lab.house import House

GONE_WITHIN = 75.0  # seconds; SIP waits twice 32 for a phone that is gone amid a REFER (RFC 3261, timer F)

POOLED = "daemon: ctid"  # the database's files: opened again for each connection of a pool that may grow

Held = Counter[str]


async def held_by(house: House) -> Held:
    """Count what Asterisk and the daemon hold, by kind; one that a test has ended holds nothing."""
    health = await house.health()
    held = Counter({"daemon: tasks": int(health["tasks"])} if health is not None else {})
    for name, pid in (("asterisk", house.switch.pid), ("daemon", house.daemon_pid)):
        if pid is not None:
            held += await asyncio.to_thread(_held, name, psutil.Process(pid))
    return held


def _held(name: str, process: psutil.Process) -> Held:
    sockets = Counter(
        f"{name}: {'UDP' if it.status == psutil.CONN_NONE else it.status}"
        for it in process.net_connections("inet")
        if it.status not in (psutil.CONN_TIME_WAIT, psutil.CONN_CLOSE)
    )
    files = (file.path for file in process.open_files() if not file.path.endswith(".log"))
    return sockets + Counter(f"{name}: {_kind(path)}" for path in files)


def _kind(path: str) -> str:
    """Name a file without what differs from run to run."""
    return Path(path).name.partition(".db")[0]


async def nothing_left(house: House, before: Held) -> None:
    """Wait until no more is held than `before`."""
    more: Held = Counter()
    for _ in range(round(GONE_WITHIN / 0.25)):
        more = await held_by(house) - before
        if not more.keys() - {POOLED}:
            return
        await asyncio.sleep(0.25)
    raise AssertionError(f"left behind: {dict(more)}")
