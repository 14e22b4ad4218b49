"""Die at a durable step, for a drill that tries them all: CTID_CRASH_AT=n, or the first one of a name.

The steps are those of `model.steps`, in the order in which the daemon takes them:

    before a commit · after a commit · the spool is written, not synced · the spool is synced
    before the spool is removed · after the spool was removed · before / after Originate is sent
    before / after Redirect is sent · before / after a queue's answer is given

CTID_CRASH_COUNT=1 dies nowhere and says at the end, on stderr, how many there were and of which name.
"""

import atexit
import os
import sys
from collections import Counter
from collections.abc import Mapping

from ctid.model.steps import Step, unheard

KILLED = 137  # as a shell reports SIGKILL


class CrashPoints:
    """Counts the steps; the process ends in the middle of the one that is `at`, like a power cut.

    `at` is its number, from 1 on, or its name; "" is no step.
    """

    def __init__(self, at: str) -> None:
        self._at = at
        self._taken: Counter[str] = Counter()
        self._count = 0

    def __call__(self, name: str) -> None:
        """Take a step."""
        self._count += 1
        self._taken[name] += 1
        if self._at in (str(self._count), name):
            sys.stderr.write(f"crash point {self._count}: {name}\n")
            sys.stderr.flush()
            os._exit(KILLED)

    def tell(self) -> None:
        """Say on stderr how many steps there were."""
        sys.stderr.write(f"crash points: {self._count}\n")
        for name, count in sorted(self._taken.items()):
            sys.stderr.write(f"crash points of “{name}”: {count}\n")


def steps_of(environ: Mapping[str, str]) -> Step:
    """Return what the daemon's steps are told to: nobody, unless the environment asks for it."""
    at, count = environ.get("CTID_CRASH_AT", ""), environ.get("CTID_CRASH_COUNT", "")
    if not at and not count:
        return unheard
    points = CrashPoints(at)
    if count:
        atexit.register(points.tell)
    return points
