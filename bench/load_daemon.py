"""The daemon as it is, with a witness of where its processor time goes; `load` starts it, not `ctid run`.

A timer that counts processor time interrupts it every five milliseconds. What the main thread has used since
the last time is put down to the part whose code it is in: the innermost frame of ctid's own, whatever library
that has called. What other threads have used is the store's. SIGUSR1 has it written to $LOAD_PARTS.
"""

import json
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from types import FrameType

EVERY = 0.005  # seconds of processor time
PARTS = (
    ("/ctid/asterisk/agi_", "AGI"),
    ("/ctid/asterisk/ivr_session", "AGI"),
    ("/ctid/ivr/", "AGI"),
    ("/ctid/asterisk/", "AMI"),
    ("/ctid/store/", "store"),
    ("/ctid/api/", "pages"),
    ("/ctid/runtime/", "dispatch"),
    ("/ctid/cli", "loop"),
    ("/ctid/", "centre"),
)
used: Counter[str] = Counter()
last = time.thread_time()


def part_of(frame: FrameType | None) -> str:
    """Name the part that a frame works for; the loop's own where none does."""
    while frame is not None:
        file = frame.f_code.co_filename
        if "/ctid/" in file:
            return next(part for begins, part in PARTS if begins in file)
        frame = frame.f_back
    return "loop"


def witness(_: int, frame: FrameType | None) -> None:
    """Put down what the main thread has used."""
    global last  # noqa: PLW0603
    now = time.thread_time()
    used[part_of(frame)] += now - last  # type: ignore[assignment]
    last = now


def tell(_: int, frame: FrameType | None) -> None:
    """Write what was used since the last time."""
    whole = time.process_time()
    others = whole - told["whole"] - (time.thread_time() - told["main"])
    used["store"] += others  # type: ignore[assignment]
    Path(os.environ["LOAD_PARTS"]).write_text(json.dumps(used))
    used.clear()
    told.update(whole=whole, main=time.thread_time())


told = {"whole": 0.0, "main": 0.0}


def main() -> None:
    """Run the daemon."""
    from ctid.cli import main as daemon  # noqa: PLC0415  (what it imports is not witnessed)

    signal.signal(signal.SIGPROF, witness)
    signal.signal(signal.SIGUSR1, tell)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    daemon()


if __name__ == "__main__":
    sys.argv = ["ctid", "run"]
    main()
