"""The life of an offer: shown, rung, and exactly one end.

An offer has an id, an owner (the agent) and a deadline. Whatever comes back with the id of an offer that has
ended is fenced off here: an ended offer has no moves.
"""

from enum import Enum, auto

from ctid.model.interactions import OfferState

S = OfferState


class OfferMove(Enum):
    """What may move an offer."""

    POPPED = auto()  # the page acknowledged, has none, or took too long
    CONNECTED = auto()
    MISSED = auto()
    WITHDRAWN = auto()


TRANSITIONS: dict[tuple[OfferState, OfferMove], OfferState] = {
    (S.POPPING, OfferMove.POPPED): S.RINGING,
    (S.POPPING, OfferMove.CONNECTED): S.ANSWERED,  # seen joined after a restart in between
    (S.POPPING, OfferMove.MISSED): S.MISSED,
    (S.POPPING, OfferMove.WITHDRAWN): S.WITHDRAWN,
    (S.RINGING, OfferMove.CONNECTED): S.ANSWERED,
    (S.RINGING, OfferMove.MISSED): S.MISSED,
    (S.RINGING, OfferMove.WITHDRAWN): S.WITHDRAWN,
}

OPEN = frozenset({S.POPPING, S.RINGING})


def advance(state: OfferState, move: OfferMove) -> OfferState | None:
    """Return the state after `move`, or None when the offer has ended or already moved so."""
    return TRANSITIONS.get((state, move))
