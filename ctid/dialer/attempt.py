"""An attempt's state machine: from the row that is written first to the end that is known.

What the switch says comes late, twice or not at all, so every state may be reached from every earlier one:
who hears of a talk first has not heard of the ringing. Only two things are fixed. What has ended has ended;
and of an attempt that is `UNKNOWN` only the switch itself can say more, never a clock.
"""

from enum import Enum, auto

from ctid.model.attempts import AttemptState

S = AttemptState


class AttemptMove(Enum):
    """What may move an attempt."""

    DIAL = auto()  # the switch dials: there is a receipt
    RING = auto()
    ANSWER = auto()
    WAIT = auto()  # a person, and no agent yet
    CONNECT = auto()  # with an agent
    PLAY = auto()  # the message instead
    END = auto()
    LOSE = auto()  # nobody can say whether it was dialled


_ORDER = (S.COMMITTED, S.DIALLING, S.RINGING, S.CLASSIFYING, S.WAITING, S.MESSAGE, S.CONNECTED)
_FORWARD = {
    AttemptMove.DIAL: S.DIALLING,
    AttemptMove.RING: S.RINGING,
    AttemptMove.ANSWER: S.CLASSIFYING,
    AttemptMove.WAIT: S.WAITING,
    AttemptMove.PLAY: S.MESSAGE,
    AttemptMove.CONNECT: S.CONNECTED,  # also of who hears the message already: an agent came that moment
}

TRANSITIONS: dict[tuple[AttemptState, AttemptMove], AttemptState] = {
    **{
        (before, move): after
        for move, after in _FORWARD.items()
        for before in (*_ORDER[: _ORDER.index(after)], S.UNKNOWN)
    },
    **{(before, AttemptMove.END): S.ENDED for before in (*_ORDER, S.UNKNOWN)},
    **{(before, AttemptMove.LOSE): S.UNKNOWN for before in _ORDER},
}

OPEN = frozenset(_ORDER)
"""The states of an attempt that is under way."""


def advance(state: AttemptState, move: AttemptMove) -> AttemptState | None:
    """Return the state after `move`, or None when the move says nothing new in `state`."""
    return TRANSITIONS.get((state, move))
