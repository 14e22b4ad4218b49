#!/usr/bin/env python3
"""Take a message from a caller. Runs as a child of Asterisk, so it works while ctid is down.

Leaves two files with one name in the spool, under `ctid-voicemail`: the sound, and a JSON note that says
who called whom and when. The note is written last and whole (write, then rename): a note without its
sound, or half a note, cannot exist.
"""

import contextlib
import json
import os
import re
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "lib"))

from asterisk.agi import AGI, AGIAppError, AGIHangup

LONGEST_MS = 120_000
SILENCE_S = 5
UNSAFE = re.compile(r"[^0-9A-Za-z.-]")


def take_message(agi: AGI, sound: Path) -> None:
    """Play the instructions and record until `#`, silence or the limit."""
    agi.stream_file("ctid/voicemail-instructions")
    agi.execute("RECORD FILE", f'"{sound}"', "wav", '"#"', LONGEST_MS, "BEEP", f"s={SILENCE_S}")
    agi.stream_file("ctid/voicemail-thanks")


def facts_of(agi: AGI) -> dict[str, object]:
    """Ask who the caller is while the channel still answers."""
    return {
        "call": agi.env["agi_uniqueid"],
        "ani": agi.env.get("agi_callerid", ""),
        "dnis": agi.get_variable("CTID_DNIS"),
        "queue": agi.get_variable("CTID_QUEUE"),
        "language": agi.get_variable("CTID_LANGUAGE"),
        "began_at": round(time.time(), 3),
    }


def leave_note(note: dict[str, object], path: Path) -> None:
    """Write the note whole: under another name first, then renamed."""
    half = path.with_suffix(".part")
    half.write_text(json.dumps(note), encoding="utf-8")
    half.rename(path)


def main() -> None:
    """Run one session on standard input and output, as Asterisk starts it."""
    spool = Path(os.environ["AST_SPOOL_DIR"]) / "ctid-voicemail"
    spool.mkdir(parents=True, exist_ok=True)
    with Path(os.devnull).open("w") as nowhere:  # pyst2 writes every line it reads to its stderr
        agi = AGI(stderr=nowhere)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # who hangs up has still left a message
        note = facts_of(agi)
        name = spool / UNSAFE.sub("_", str(note["call"]))
        with contextlib.suppress(AGIHangup, AGIAppError):
            take_message(agi, name)
    sound = name.with_name(name.name + ".wav")
    if sound.exists():
        leave_note({**note, "sound": sound.name}, name.with_name(name.name + ".json"))


if __name__ == "__main__":
    main()
