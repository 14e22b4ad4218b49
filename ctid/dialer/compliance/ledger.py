"""What follows from the ledger of consent: from every word that somebody gave or took back.

Words may arrive in any order and more than once: what holds is decided by when
they were said, and of two at the same instant the revocation holds. A consent given after a revocation is a
new one.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ctid.model.consents import Word
from ctid.model.leads import Consent, Lead

IMPORTED = "import"  # who wrote down what came with a list


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
    agreed = Consent(given.at, given.source, given.proof)
    by = ", ".join(part for part in (last.source, last.who) if part)
    return agreed if last.given else replace(agreed, revoked_at=last.at, revoked_by=by)


def as_words(number: str, consent: Consent | None) -> Iterator[Word]:
    """Yield a consent that came with a list as words of the owner of a number."""
    if consent is not None:
        yield Word(number, consent.given_at, True, consent.source, consent.proof, IMPORTED)
        if consent.revoked_at is not None:
            at = max(consent.given_at, consent.revoked_at)
            yield Word(number, at, False, consent.source, consent.proof, IMPORTED)


def consent_at(lead: Lead, number: str, said: Callable[[str], Iterable[Word]]) -> Consent | None:
    """Return the consent by which a lead may be called at one of its numbers; `said` has later words of each.

    A consent is of the number that it was given for; the one that came with the list is of all of them.
    Whoever takes it back at one number of theirs is called at none.
    """
    numbers = {number, *(one.number for one in lead.numbers)}
    held = {one: consent_of([*as_words(one, lead.consent), *said(one)]) for one in sorted(numbers)}
    own = held[number]
    revoked = [one for one in held.values() if one is not None and one.revoked_at is not None]
    if not revoked or own in revoked:
        return own
    last = revoked[-1]
    return last if own is None else replace(own, revoked_at=last.revoked_at, revoked_by=last.revoked_by)
