"""Moments that a dialer sees, in few words: so many agents idle, talking, wrapping up, so many calls."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import strategies as st

from ctid.dialer.pacing.terms import (
    AgentSeen,
    CallEnded,
    CallSeen,
    Doing,
    Handled,
    Observation,
    Result,
    Stage,
    Tally,
)

NOW = 10_000.0


def agents(doing: Doing, ages: Iterable[float], **known: float | bool) -> tuple[AgentSeen, ...]:
    """Agents who have been doing that for so long (s)."""
    return tuple(AgentSeen(f"{doing}{n}", doing, NOW - age, **known) for n, age in enumerate(ages))


def calls(stage: Stage, ages: Iterable[float]) -> tuple[CallSeen, ...]:
    """Calls that were started so long ago (s) and have been in the stage as long."""
    return tuple(CallSeen(f"{stage}{n}", NOW - age, stage, NOW - age) for n, age in enumerate(ages))


def scene(idle: int = 0, talking: int = 0, ringing: int = 0, **more: object) -> Observation:
    """A moment: agents idle, talking for a minute; calls ringing for five seconds."""
    crew = agents(Doing.IDLE, [3.0] * idle) + agents(Doing.TALKING, [60.0] * talking)
    return Observation(crew, calls(Stage.RINGING, [5.0] * ringing), **more)  # type: ignore[arg-type]


def day(answered: int, unanswered: int, *, after: float = 10.0, talk: float = 120.0) -> Observation:
    """What has ended of a day with so many calls: one answered after so long, then talked to for so long."""
    ended = [CallEnded("c", 0.0, after, after, Result.PERSON)] * answered
    ended += [CallEnded("c", 0.0, None, 22.0, Result.NO_ANSWER)] * unanswered
    in_no_order = (ended[n * 7919 % len(ended)] for n in range(len(ended)))
    mixed = tuple(replace(call, id=f"c{n:05}") for n, call in enumerate(in_no_order))
    return Observation((), (), ended=mixed, handled=[Handled("a", 0.0, talk, 5.0)] * answered)


CALM = Tally("24 h", 1000, 25)
SPENT = Tally("24 h", 1000, 60)

_ages = st.lists(st.floats(0, 300), max_size=12)

moments = st.builds(
    lambda idle, talking, wrapping, ringing, waiting, room, tally: Observation(
        agents(Doing.IDLE, [1.0] * idle) + agents(Doing.TALKING, talking) + agents(Doing.WRAPPING, wrapping),
        calls(Stage.RINGING, [age / 10 for age in ringing]) + calls(Stage.WAITING, [1.0] * waiting),
        tallies=(tally,),
        room=room,
    ),
    st.integers(0, 12), _ages, _ages, _ages, st.integers(0, 3), st.integers(0, 40),
    st.sampled_from((CALM, SPENT)),
)  # fmt: skip
"""Any moment of a floor with up to 36 agents."""
