"""The ledger of consent: every word that somebody gave or took back, and what follows from all of them.

It is only ever added to. Words may arrive in any order and more than once: what holds is decided by when
they were said, and of two at the same instant the revocation holds. A consent given after a revocation is a
new one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ctid.model.leads import Consent


@dataclass(frozen=True, slots=True)
class Word:
    """What the owner of a number (E.164) said at `at`: they may be called (`given`), or not any more.

    `source` is how they said it ("form", "call", "letter"), `proof` where that can be seen.
    """

    number: str
    at: datetime
    given: bool
    source: str
    proof: str = ""


def consent_of(words: Iterable[Word]) -> Consent | None:
    """Return what the words of one owner come to: the last consent, revoked if they took it back since.

    Who never gave any and takes it back all the same has refused: that is kept as a consent that was
    revoked when it was given. None: there is no word.
    """
    said = sorted(words, key=lambda word: (word.at, not word.given))
    if not said:
        return None
    last = said[-1]
    given = next((word for word in reversed(said) if word.given), last)
    return Consent(given.at, given.source, given.proof, None if last.given else last.at)
