"""What an agent is after a move, and what is remembered of before.

Remembered are the turn in the longest-idle order, the offers missed in a row, and what the agent shall be
once they are no longer busy (`AgentStatus.then`). They ask for that while a call is offered or up, and take
it back by saying ready. Who calls somebody while not ready will be so again. Where a move would then make
them ready, another is made in its place.
"""

from dataclasses import replace
from datetime import datetime

from ctid.acd.agent import TRANSITIONS, AgentMove, advance
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.reasons import Reason

M, S = AgentMove, AgentState

BY_ITSELF = frozenset({M.RELEASE, M.WRAP_UP_OVER, M.BACK_OFF_OVER})
"""Moves that make an agent ready without their word."""


def moved(before: AgentStatus, move: AgentMove, reason: Reason, now: datetime) -> AgentStatus | None:
    """Return the status after a move; None where the move has no place in the status."""
    state, why = advance(before.state, move), reason
    if state is None or (move is M.BACK_OFF_OVER and not before.backs_off):
        return None
    if before.then is not None and move in BY_ITSELF | {M.MISS}:
        instead = M.LEAVE if before.then_state is S.SIGNED_OFF else M.REST
        state, why = TRANSITIONS[before.state, instead], before.then
    if state is before.state and state in (S.RESERVED, S.TALKING):
        return replace(before, then=None if move is M.SAY_READY else reason)
    return AgentStatus(
        before.agent,
        state,
        before.since if state is before.state else now,
        why,
        idle_since=_turn(before, state, move, now),
        missed=_missed(before, move),
        then=_then(before, state, move),
    )


def _turn(before: AgentStatus, state: AgentState, move: AgentMove, now: datetime) -> datetime | None:
    """The turn in the longest-idle order: kept over an offer given back, otherwise begun on getting ready."""
    if state is S.READY:
        return before.idle_since if before.state is S.READY or move is M.RELEASE else now
    return before.idle_since if state is S.RESERVED else None


def _missed(before: AgentStatus, move: AgentMove) -> int:
    if move is M.MISS:
        return before.missed + 1
    return 0 if move in (M.CONNECT, M.SAY_READY) else before.missed


def _then(before: AgentStatus, state: AgentState, move: AgentMove) -> Reason | None:
    if move is M.DIAL and before.state is S.NOT_READY and not before.backs_off:
        return before.reason
    return before.then if state in (S.RESERVED, S.TALKING, S.WRAP_UP) else None
