"""What a caller does, on one line: `1 w2 123456# h`.

1, 123456#      press these keys when the prompt has been said
b1              in the middle of it ("barge in")
say:two         say a word, or say:four,two for more, with a pause between them
w2, w0.5        wait so many seconds
t               say nothing until the flow takes it for no input ("time out")
h               hang up
"""

import re
from datetime import timedelta

from ctid.ivr.sim.dialog import Act, HangUp, Press, Say, Wait

_WORD = re.compile(
    r"(?P<barge>b?)(?P<keys>[0-9*#]+)|say:(?P<words>[a-z]+(?:,[a-z]+)*)"
    r"|w(?P<wait>[0-9]{1,4}(?:\.[0-9]{1,3})?)|(?P<other>[th])"
)


class NoActError(ValueError):
    """A word that means nothing to a caller."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


def read_keys(line: str) -> list[Act]:
    """Read the line. Raises `NoActError`."""
    return [_read(word) for word in line.split()]


def _read(word: str) -> Act:
    found = _WORD.fullmatch(word)
    if found is None:
        raise NoActError(word)
    if found["keys"]:
        return Press(found["keys"], interrupting=bool(found["barge"]))
    if found["words"]:
        return Say(found["words"].replace(",", " "))
    if found["wait"]:
        return Wait(timedelta(seconds=float(found["wait"])))
    return HangUp() if found["other"] == "h" else Wait()
