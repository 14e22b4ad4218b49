"""What every script that takes a message shares: a caller on the line, and a note left in the spool.

A note is a JSON object that says who called whom, when, and what was left. It is begun as `<call>.part`
before the caller is asked for anything, and published by giving it its final name in one step: so a note
without its sound, or half a note, is never taken for one. If the script dies in between, the begun note and
the sound stay, and whoever collects the notes takes them together when they have lain there long enough.
"""

import contextlib
import json
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "lib"))

from asterisk.agi import AGI, AGIException

UNSAFE = re.compile(r"[^0-9A-Za-z.-]")
Note = dict[str, object]


@contextlib.contextmanager
def caller() -> Iterator[AGI]:
    """Talk to Asterisk over standard input and output; a caller who hangs up just ends it."""
    sys.stdin.reconfigure(errors="surrogateescape")  # a caller's name may be anything
    sys.stdout.reconfigure(errors="surrogateescape")
    # pyst2 writes every line it reads to its stderr
    with Path(os.devnull).open("w", encoding="utf-8", errors="replace") as nowhere:
        agi = AGI(stderr=nowhere)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # who hangs up has still left a message
        with contextlib.suppress(AGIException, OSError, ValueError):  # ValueError: the line is dead
            yield agi


def facts_of(agi: AGI, kind: str) -> Note:
    """Ask who the caller is while the channel still answers."""
    return {
        "kind": kind,
        "call": agi.env["agi_uniqueid"],
        "ani": agi.env.get("agi_callerid", ""),
        "dnis": agi.get_variable("CTID_DNIS"),
        "queue": agi.get_variable("CTID_QUEUE"),
        "language": agi.get_variable("CTID_LANGUAGE") or agi.env.get("agi_language", ""),
        "left_at": round(time.time(), 3),
    }


def place_of(note: Note, ending: str) -> Path:
    """Return where a file of this call lies; the folder is opened to ctid's group (it collects the notes)."""
    spool = Path(os.environ["AST_SPOOL_DIR"]) / "ctid-voicemail"
    if not spool.exists():
        spool.mkdir(parents=True, exist_ok=True)
        spool.chmod(0o2770)
    return spool / (UNSAFE.sub("_", str(note["call"])) + ending)


def begin(note: Note, part: Path) -> None:
    """Write the note down under a name that nobody reads yet."""
    with part.open("w", encoding="ascii") as stream:
        json.dump(note, stream)
        stream.flush()
        os.fsync(stream.fileno())
    part.chmod(0o660)


def publish(part: Path, final: Path) -> None:
    """Leave the note: from this step on it is a message."""
    part.rename(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
