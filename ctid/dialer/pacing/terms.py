"""The words of pacing: what a dialer sees, and what it is asked.

A pacing controller is asked, again and again, one question: **how many calls shall be started now?** It is
told only what a real dialer sees, so any simulator can drive one without knowing anything else of ctid:

    controller = PACING["predictive"]()
    decision = controller.decide(observation, now)   # then start `decision.lines` calls

**When to ask.** After anything has changed (an agent, a call), and at least once a second. `now` is in
seconds since any moment, the same one in every time of every observation; it never runs backwards between
two calls. A controller takes its own decision for granted: the calls it has asked for are in the next
observation, or were not started.

**What is seen.** `agents` are those who are logged in and not on a break. `calls` are those started that
have neither ended nor reached an agent. `ended` and `handled` are what came to an end since the controller
was asked last, each told once; it keeps what it learns of them itself. `tallies` are the windows of the law,
counted by whoever keeps the books.

**Who counts as abandoned.** A person who answered and whom no agent took within `connect_within` seconds of
the answer (with `classifies`: of the verdict), or whom a detector took for a machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ctid.model.reasons import Reason


class Doing(StrEnum):
    """What an agent is doing."""

    IDLE = "idle"  # free for the next call
    TALKING = "talking"  # from the moment they were given the call (a machine, too, that reaches them)
    WRAPPING = "wrapping"  # notes after the call; then idle
    AWAY = "away"  # busy with something whose end cannot be foreseen (an inbound call, a phone that rings)


@dataclass(frozen=True, slots=True)
class AgentSeen:
    """An agent: doing what, since when (s). `leaving`: will take no further call after this one.

    `closing` (s) is when they said, still talking, that the call is about to end (the button "wrapping up");
    None if they have not said so. `wraps_until` (s) is when wrap-up ends by itself, None if it does not.
    """

    id: str
    doing: Doing
    since: float
    leaving: bool = False
    closing: float | None = None
    wraps_until: float | None = None


class Stage(StrEnum):
    """How far a call has come that no agent has yet."""

    DIALLING = "dialling"  # sent; nothing heard from the other side
    RINGING = "ringing"
    CLASSIFYING = "classifying"  # answered; person or machine is being found out
    WAITING = "waiting"  # answered by a person (or by who is held for one) whom no agent has yet


@dataclass(frozen=True, slots=True)
class CallSeen:
    """A call in flight: started when, in which stage since when (s).

    `chance` is how likely a person was to answer, as the lead's own model said when it was started; None
    where there is no such model.
    """

    id: str
    started: float
    stage: Stage
    since: float
    chance: float | None = None


class Result(StrEnum):
    """How a call came out."""

    PERSON = "person"  # answered by a person, and an agent took them in time
    ABANDONED = "abandoned"  # answered by a person whom no agent took in time
    MACHINE = "machine"  # answered, and found to be a machine (by a detector, or by the agent: see `handled`)
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    FAILED = "failed"  # no such number, rejected, no line …


@dataclass(frozen=True, slots=True)
class CallEnded:
    """A call that is no longer in flight. `answered` (s) is None if nobody and nothing did; `at` (s) is when.

    `at` is when the call left the flight: to an agent, or for good.
    """

    id: str
    started: float
    answered: float | None
    at: float
    result: Result
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Handled:
    """A call that an agent has done with: how long (s) they talked, and wrapped up afterwards.

    `machine` says that it was one. `closing` is how long (s) the talk went on after they had said that it
    was about to end, None if they had not.
    """

    agent: str
    at: float
    talk: float
    wrap: float
    machine: bool = False
    closing: float | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What the books of one window of the law say: people who answered, people abandoned, the greatest share.

    `abandoned` holds the reasoned estimate of persons taken for machines, so it need not be whole.
    `name` is the window's in the profile ("24 h", "30 days", "campaign"). A `firm` limit holds at every
    moment; another when the window is over, as the laws have it that count by the month.
    """

    name: str
    live: float
    abandoned: float
    limit: float = 0.03
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """All that a pacing controller is told.

    `room` is how many calls may be started now at most (lines, calls per second, leads that may be
    called). `chances` are the answer probabilities of the leads next in line, as far as a model knows
    them. `ring_for` (s) is how long a phone rings before it is given up, `connect_within` (s) how long a
    person who answered may wait. `reliable` is False while what is seen may be stale: then nothing is
    foreseen.
    """

    agents: Sequence[AgentSeen]
    calls: Sequence[CallSeen]
    ended: Sequence[CallEnded] = ()
    handled: Sequence[Handled] = ()
    tallies: Sequence[Tally] = ()
    room: int = 1_000_000
    chances: Sequence[float] = ()
    ring_for: float = 22.0
    connect_within: float = 2.0
    classifies: bool = False
    reliable: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """How many calls to start now, and why so many."""

    lines: int
    reason: Reason


class PacingController(Protocol):
    """Decides how many calls to start. It keeps what it has learnt; told the same, it says the same."""

    def decide(self, observation: Observation, now: float) -> Decision:
        """Say how many calls to start at `now` (s)."""
        ...
