#!/usr/bin/env python3
"""Take a caller's wish to be called back. Runs as a child of Asterisk, so it works while ctid is down.

The number is the caller's own (key 1) or one that they key in and confirm. It is kept as it was keyed: what
number that is in E.164, and whether it may be dialled, ctid decides when it takes the note over (note.py).
Sets CTID_CALLBACK=kept once the note is left; else the dialplan goes on with a voicemail.
"""

import re

from note import AGI, Note, begin, caller, facts_of, place_of, publish

TRIES = 3
SHORTEST, LONGEST = 5, 15  # digits; E.164 has at most 15
PATIENCE_MS = 8_000
OWN, OTHER, RIGHT = "1", "2", "1"


def digits_of(number: str) -> str:
    """Return the digits of a number that can be called back, "" for a hidden one."""
    plain = number.removeprefix("+")
    return plain if re.fullmatch(rf"[0-9]{{{SHORTEST},{LONGEST}}}", plain) else ""


def ask_whose(agi: AGI, own: str) -> str:
    """Offer the number that the caller calls from, if it is known; "" if they say nothing to it."""
    for _ in range(TRIES) if own else ():
        key = agi.get_data("ctid/callback-own", PATIENCE_MS, 1)
        if key in (OWN, OTHER):
            return key
    return "" if own else OTHER


def ask_number(agi: AGI) -> str:
    """Have a number keyed in and confirmed; "" if it did not come to that."""
    for _ in range(TRIES):
        keyed = digits_of(agi.get_data("ctid/callback-number", PATIENCE_MS, LONGEST))
        if not keyed:
            agi.stream_file("ctid/callback-wrong")
            continue
        agi.stream_file("ctid/callback-we-call")
        agi.say_digits(keyed)
        if agi.get_data("ctid/callback-confirm", PATIENCE_MS, 1) == RIGHT:
            return keyed
    return ""


def leave(agi: AGI, note: Note) -> None:
    """Leave the note first, then say so: what was promised is kept."""
    part, final = place_of(note, "-callback.part"), place_of(note, "-callback.json")
    begin(note, part)
    publish(part, final)
    agi.set_variable("CTID_CALLBACK", "kept")


def main() -> None:
    """Run one session on standard input and output, as Asterisk starts it."""
    with caller() as agi:
        note = facts_of(agi, "callback_request")
        own = digits_of(str(note["ani"]))
        whose = ask_whose(agi, own)
        keyed = ask_number(agi) if whose == OTHER else ""
        if whose == OWN or keyed:
            leave(agi, {**note, "keyed": keyed})
        if whose == OWN:
            agi.stream_file("ctid/callback-we-call")
            agi.say_digits(own)
        if whose == OWN or keyed:
            agi.stream_file("ctid/callback-thanks")


if __name__ == "__main__":
    main()
