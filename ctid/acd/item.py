"""The life of an item of another channel.

It goes round between the line and agents until one of them finishes it or its sender takes it back. The
sender may do so at any time: an offer is taken back first, and what an agent has open goes into wrap-up,
for they worked on it.
"""

from enum import Enum, auto

from ctid.model.work_items import ItemState

S = ItemState


class ItemMove(Enum):
    """What may move an item."""

    OFFER = auto()
    ACCEPT = auto()
    GIVE_BACK = auto()  # missed, declined, taken back, or its agent has signed off
    FINISH = auto()
    WITHDRAW = auto()  # its sender wants nothing more
    CLOSE = auto()  # the result is given, or wrap-up is over


TRANSITIONS: dict[tuple[ItemState, ItemMove], ItemState] = {
    (S.WAITING, ItemMove.OFFER): S.OFFERED,
    (S.WAITING, ItemMove.WITHDRAW): S.CLOSED,
    (S.OFFERED, ItemMove.ACCEPT): S.OPEN,
    (S.OFFERED, ItemMove.GIVE_BACK): S.WAITING,
    (S.OPEN, ItemMove.GIVE_BACK): S.WAITING,
    (S.OPEN, ItemMove.FINISH): S.WRAP_UP,
    (S.OPEN, ItemMove.WITHDRAW): S.WRAP_UP,
    (S.WRAP_UP, ItemMove.CLOSE): S.CLOSED,
}


def advance(state: ItemState, move: ItemMove) -> ItemState | None:
    """Return the state after `move`, or None when the move has no place in `state`."""
    return TRANSITIONS.get((state, move))
