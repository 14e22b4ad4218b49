"""Where a caller is. The switch owns the caller; this is what we know of it.

IVR → WAITING → TALKING → AFTER → GONE is the straight way in, DIALLING → TALKING → GONE the one out.
Every other pair is either listed or ignored, because reports may come late or twice. GONE is final.
"""

from enum import Enum, StrEnum, auto


class CallPhase(StrEnum):
    """Where the caller is."""

    DIALLING = "dialling"  # outbound: the agent's phone, then the called party's, rings
    IVR = "ivr"  # an AGI session holds them
    LEAVING = "leaving"  # the session has ended with a verb that is not `wait`
    WAITING = "waiting"
    AWAY = "away"  # keeps the place and has hung up: to be called back
    TALKING = "talking"
    HELD = "held"  # hears music; the agent's leg waits for them
    CONSULTING = "consulting"  # hears music; the agent asks somebody
    CONFERENCE = "conference"  # hears the agent and a second party
    AFTER = "after"  # the agent has left, the caller has not
    GONE = "gone"


class CallMove(Enum):
    """What may move a caller."""

    ASK = auto()  # a session begins (again)
    WAIT = auto()  # in the line
    LEAVE = auto()  # the flow ended with another verb
    PROMISE = auto()  # they are to be called back
    CONNECT = auto()
    HOLD = auto()
    CONSULT = auto()
    CONFER = auto()
    PART = auto()
    CLEAR = auto()


P, M = CallPhase, CallMove

TRANSITIONS: dict[tuple[CallPhase, CallMove], CallPhase] = {
    (P.DIALLING, M.CONNECT): P.TALKING,
    (P.DIALLING, M.CLEAR): P.GONE,
    (P.IVR, M.ASK): P.IVR,
    (P.IVR, M.WAIT): P.WAITING,
    (P.IVR, M.LEAVE): P.LEAVING,
    (P.IVR, M.CONNECT): P.TALKING,
    (P.IVR, M.CLEAR): P.GONE,
    (P.LEAVING, M.ASK): P.IVR,
    (P.LEAVING, M.WAIT): P.WAITING,
    (P.LEAVING, M.CLEAR): P.GONE,
    (P.WAITING, M.ASK): P.IVR,
    (P.WAITING, M.LEAVE): P.LEAVING,  # to the fallback, say
    (P.WAITING, M.CONNECT): P.TALKING,
    (P.WAITING, M.PROMISE): P.AWAY,
    (P.WAITING, M.CLEAR): P.GONE,
    (P.AWAY, M.WAIT): P.WAITING,  # on the line again
    (P.AWAY, M.CONNECT): P.TALKING,
    (P.AWAY, M.CLEAR): P.GONE,
    (P.TALKING, M.HOLD): P.HELD,
    (P.TALKING, M.PART): P.AFTER,
    (P.TALKING, M.CLEAR): P.GONE,
    (P.HELD, M.CONNECT): P.TALKING,
    (P.HELD, M.CONSULT): P.CONSULTING,
    (P.HELD, M.WAIT): P.WAITING,  # the agent is gone for good: back into the line
    (P.HELD, M.PART): P.AFTER,
    (P.HELD, M.CLEAR): P.GONE,
    (P.CONSULTING, M.CONNECT): P.TALKING,  # with whom they had talked, or with whom these had asked
    (P.CONSULTING, M.CONFER): P.CONFERENCE,
    (P.CONSULTING, M.HOLD): P.HELD,  # the party asked is gone
    (P.CONSULTING, M.WAIT): P.WAITING,
    (P.CONSULTING, M.PART): P.AFTER,
    (P.CONSULTING, M.CLEAR): P.GONE,
    (P.CONFERENCE, M.CONNECT): P.TALKING,  # one of the others has left
    (P.CONFERENCE, M.PART): P.AFTER,
    (P.CONFERENCE, M.CLEAR): P.GONE,
    (P.AFTER, M.ASK): P.IVR,
    (P.AFTER, M.WAIT): P.WAITING,
    (P.AFTER, M.LEAVE): P.LEAVING,
    (P.AFTER, M.CONNECT): P.TALKING,
    (P.AFTER, M.CLEAR): P.GONE,
}


def advance(phase: CallPhase, move: CallMove) -> CallPhase | None:
    """Return the phase after `move`, or None when the move changes nothing in `phase`."""
    return TRANSITIONS.get((phase, move))
