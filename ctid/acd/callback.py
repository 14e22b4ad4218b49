"""The life of a wish to be called back.

An attempt is written down (DIALLING) before the number is called, and ends in one of three ways: somebody
answers, nobody does, or nobody knows. What nobody knows is never tried again by itself: the customer might
be called twice. Should their leg be heard of after all, they are reached.
"""

from enum import Enum, auto

from ctid.model.callbacks import CallbackState

S = CallbackState


class CallbackMove(Enum):
    """What may move a wish to be called back."""

    DIAL = auto()  # the turn has come
    REACH = auto()  # the customer is on the line
    REST = auto()  # not reached; there are tries left
    GIVE_UP = auto()  # not reached; there are none left
    LOSE = auto()  # nobody knows what came of the attempt
    WAIT = auto()  # rested, or never dialled
    EXPIRE = auto()
    CANCEL = auto()  # a person asks


TRANSITIONS: dict[tuple[CallbackState, CallbackMove], CallbackState] = {
    (S.WAITING, CallbackMove.DIAL): S.DIALLING,
    (S.WAITING, CallbackMove.REACH): S.REACHED,  # they never left
    (S.WAITING, CallbackMove.EXPIRE): S.EXPIRED,
    (S.WAITING, CallbackMove.CANCEL): S.CANCELLED,
    (S.DIALLING, CallbackMove.REACH): S.REACHED,
    (S.DIALLING, CallbackMove.REST): S.RESTING,
    (S.DIALLING, CallbackMove.GIVE_UP): S.FAILED,
    (S.DIALLING, CallbackMove.LOSE): S.UNKNOWN,
    (S.DIALLING, CallbackMove.WAIT): S.WAITING,  # it could not be written down: nothing was dialled
    (S.RESTING, CallbackMove.WAIT): S.WAITING,
    (S.RESTING, CallbackMove.REACH): S.REACHED,  # they answered in the moment in which it was given up
    (S.RESTING, CallbackMove.EXPIRE): S.EXPIRED,
    (S.RESTING, CallbackMove.CANCEL): S.CANCELLED,
    (S.UNKNOWN, CallbackMove.REACH): S.REACHED,
    (S.UNKNOWN, CallbackMove.EXPIRE): S.EXPIRED,
    (S.UNKNOWN, CallbackMove.CANCEL): S.CANCELLED,
}


def advance(state: CallbackState, move: CallbackMove) -> CallbackState | None:
    """Return the state after `move`, or None when the move has no place in `state`."""
    return TRANSITIONS.get((state, move))
