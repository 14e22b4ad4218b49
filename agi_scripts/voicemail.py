#!/usr/bin/env python3
"""Take a message from a caller. Runs as a child of Asterisk, so it works while ctid is down.

Leaves two files with one name in the spool, under `ctid-voicemail`: the sound, and a note (see note.py).
The note is published last: a note is never there without its sound.
"""

import os
from pathlib import Path

from note import AGI, begin, caller, facts_of, place_of, publish

LONGEST_MS = 120_000
SILENCE_S = 5


def take_message(agi: AGI, sound: Path) -> None:
    """Play the instructions and record until `#`, silence or the limit."""
    agi.stream_file("ctid/voicemail-instructions")
    agi.execute("RECORD FILE", f'"{sound}"', "wav", '"#"', LONGEST_MS, "BEEP", f"s={SILENCE_S}")
    agi.stream_file("ctid/voicemail-thanks")


def keep(sound: Path) -> None:
    """Have the sound outlive a power cut, and let ctid's group read it."""
    with sound.open("rb") as stream:
        os.fsync(stream.fileno())
    sound.chmod(0o660)


def main() -> None:
    """Run one session on standard input and output, as Asterisk starts it."""
    sound = part = final = None
    with caller() as agi:
        note = facts_of(agi, "voicemail")
        sound, part, final = (place_of(note, ending) for ending in (".wav", ".part", ".json"))
        begin({**note, "sound": sound.name}, part)
        take_message(agi, sound.with_suffix(""))
    if sound is None:
        return
    if sound.exists():
        keep(sound)
        publish(part, final)
    else:
        part.unlink()


if __name__ == "__main__":
    main()
