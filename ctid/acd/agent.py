"""The agent's state machine.

An agent moves for three kinds of causes: they ask (sign on, ready, …), the centre decides (reserve,
release, …) or the telephone tells (connected, parted, phone lost). The table below says every move.
What a person asks for in a state that has no move for it is refused; what a machine reports there is
ignored, because switches repeat themselves and reorder. `tests/grids` walks the whole product, so a
pair that nobody has thought about cannot exist.

What is asked for while a call is offered or up waits until that is over (ctid/acd/status.py).

A phone's state may take an agent away, it never frees one: only the agent's own word, an offer given back,
or the end of wrap-up or of a back-off makes an agent ready.
"""

from enum import Enum, auto

from ctid.model.agents import AgentState

S = AgentState


class AgentMove(Enum):
    """What may move an agent."""

    SIGN_ON = auto()
    SIGN_OFF = auto()
    SAY_READY = auto()
    SAY_NOT_READY = auto()
    RESERVE = auto()  # an offer is made
    FOUND = auto()  # their phone rings for an offer that was never written down
    DIAL = auto()  # they call somebody themselves
    RELEASE = auto()  # the offer was taken back through no fault of the agent
    MISS = auto()  # the offer was missed (RONA)
    BACK_OFF_OVER = auto()
    CONNECT = auto()  # the caller and the agent hear each other
    PART = auto()  # they no longer do
    WRAP_UP_OVER = auto()
    REST = auto()  # instead of being ready: they asked not to be, or their phone is gone
    LEAVE = auto()  # likewise: they asked to sign off
    PHONE_LOST = auto()


ASKED = frozenset({AgentMove.SIGN_ON, AgentMove.SIGN_OFF, AgentMove.SAY_READY, AgentMove.SAY_NOT_READY})
"""Moves that a person asks for: without a transition they are refused, not ignored."""

TRANSITIONS: dict[tuple[AgentState, AgentMove], AgentState] = {
    (S.SIGNED_OFF, AgentMove.SIGN_ON): S.NOT_READY,
    (S.SIGNED_OFF, AgentMove.CONNECT): S.TALKING,  # found talking after a restart
    (S.NOT_READY, AgentMove.SIGN_OFF): S.SIGNED_OFF,
    (S.NOT_READY, AgentMove.SAY_READY): S.READY,
    (S.NOT_READY, AgentMove.SAY_NOT_READY): S.NOT_READY,  # another reason
    (S.NOT_READY, AgentMove.BACK_OFF_OVER): S.READY,
    (S.NOT_READY, AgentMove.REST): S.NOT_READY,
    (S.NOT_READY, AgentMove.DIAL): S.RESERVED,
    (S.NOT_READY, AgentMove.CONNECT): S.TALKING,
    (S.READY, AgentMove.SIGN_OFF): S.SIGNED_OFF,
    (S.READY, AgentMove.SAY_READY): S.READY,
    (S.READY, AgentMove.SAY_NOT_READY): S.NOT_READY,
    (S.READY, AgentMove.RESERVE): S.RESERVED,
    (S.SIGNED_OFF, AgentMove.FOUND): S.RESERVED,
    (S.NOT_READY, AgentMove.FOUND): S.RESERVED,
    (S.READY, AgentMove.FOUND): S.RESERVED,
    (S.WRAP_UP, AgentMove.FOUND): S.RESERVED,
    (S.READY, AgentMove.DIAL): S.RESERVED,
    (S.READY, AgentMove.MISS): S.NOT_READY,  # of what rings no phone
    (S.READY, AgentMove.CONNECT): S.TALKING,
    (S.READY, AgentMove.PHONE_LOST): S.NOT_READY,
    (S.RESERVED, AgentMove.SIGN_OFF): S.RESERVED,  # it waits, and so do the next two
    (S.RESERVED, AgentMove.SAY_READY): S.RESERVED,
    (S.RESERVED, AgentMove.SAY_NOT_READY): S.RESERVED,
    (S.RESERVED, AgentMove.RELEASE): S.READY,
    (S.RESERVED, AgentMove.MISS): S.NOT_READY,
    (S.RESERVED, AgentMove.REST): S.NOT_READY,
    (S.RESERVED, AgentMove.LEAVE): S.SIGNED_OFF,
    (S.RESERVED, AgentMove.CONNECT): S.TALKING,
    (S.TALKING, AgentMove.SIGN_OFF): S.TALKING,
    (S.TALKING, AgentMove.SAY_READY): S.TALKING,
    (S.TALKING, AgentMove.SAY_NOT_READY): S.TALKING,
    (S.TALKING, AgentMove.PART): S.WRAP_UP,
    (S.WRAP_UP, AgentMove.SIGN_OFF): S.SIGNED_OFF,
    (S.WRAP_UP, AgentMove.SAY_READY): S.READY,
    (S.WRAP_UP, AgentMove.SAY_NOT_READY): S.NOT_READY,
    (S.WRAP_UP, AgentMove.CONNECT): S.TALKING,
    (S.WRAP_UP, AgentMove.WRAP_UP_OVER): S.READY,
    (S.WRAP_UP, AgentMove.REST): S.NOT_READY,
    (S.WRAP_UP, AgentMove.LEAVE): S.SIGNED_OFF,
}


def advance(state: AgentState, move: AgentMove) -> AgentState | None:
    """Return the state after `move`, or None when the move has no place in `state`."""
    return TRANSITIONS.get((state, move))
