"""The adaptive rule of VICIdial: an integral controller of idle agents, reined in when too many were dropped.

Described from its published source (`AST_VDadapt.pl`, `AST_VDauto_dial.pl`); the settings bear its names.

* Each second the ready agents, the waiting calls and all agents are sampled; means are over 15 samples.
* Every 15 s the dial level grows by the share of agents who are idle over what `dl_diff` wants, or shrinks.
* Once 50 calls were answered and too many dropped, the level is cut: HARD_LIMIT to 1, AVERAGE to its half,
  TAPERED to what is left of the ten hours before `latest`, and less and less.
* Every 2.5 s calls are started up to level x (agents + dl_diff) calls *in all*, those with agents included.
  Agents in wrap-up are paused to it. With `available_only` ready agents alone are multiplied.
"""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from math import floor

from ctid.dialer.pacing.terms import Decision, Doing, Observation, Result, Stage
from ctid.model.reasons import Reason

_SAMPLE, _LOOP, _ADAPT, _COUNT = 1.0, 2.5, 15.0, 60.0  # s
_LEAST_CALLS = 50
_RATIO = Reason("vicidial")


class Method(StrEnum):
    """What happens when too many were dropped."""

    TAPERED = "TAPERED"
    HARD_LIMIT = "HARD_LIMIT"
    AVERAGE = "AVERAGE"


@dataclass(frozen=True, slots=True)
class Settings:
    """A campaign's settings, as it ships; `latest`, in hours after the day's start, is when calling ends."""

    method: Method = Method.TAPERED
    most: float = 3.0
    dl_diff: int = 0
    available_only: bool = False
    dropped: float = 0.03
    latest: float = 8.0


class Vicidial:
    """The two loops, each in its own time."""

    def __init__(self, settings: Settings = Settings()) -> None:
        self._settings = settings
        self._level = 1.0
        self._samples: deque[tuple[int, int, int]] = deque(maxlen=15)  # ready, waiting, all
        self._due = dict.fromkeys((_SAMPLE, _LOOP, _ADAPT, _COUNT), 0.0)
        self._answered = self._lost = 0
        self._minute = [0, 0]  # answered and lost since the last count
        self._too_many = False

    def decide(self, observation: Observation, now: float) -> Decision:
        """Say how many calls to start; most times it is not the time for it."""
        for call in observation.ended:
            self._minute[0] += call.result in (Result.PERSON, Result.ABANDONED)
            self._minute[1] += call.result is Result.ABANDONED
        doing = [agent.doing for agent in observation.agents]
        ready, talking = doing.count(Doing.IDLE), doing.count(Doing.TALKING)
        if self._is_due(_SAMPLE, now):
            waiting = sum(call.stage is Stage.WAITING for call in observation.calls)
            self._samples.append((ready, waiting, len(doing)))
        if self._is_due(_COUNT, now):
            self._count()
        if self._is_due(_ADAPT, now):
            self._adapt(now)
        if not self._is_due(_LOOP, now):
            return Decision(0, _RATIO)
        return Decision(max(0, self._goal(ready, talking) - len(observation.calls) - talking), _RATIO)

    def _is_due(self, every: float, now: float) -> bool:
        if now < self._due[every]:
            return False
        self._due[every] = now + every
        return True

    def _goal(self, ready: int, talking: int) -> int:
        """Return how many calls there shall be, those with agents included."""
        only = self._settings.available_only
        agents = ready if only else ready + talking
        wanted = self._level * max(0, agents + self._settings.dl_diff)
        return floor(wanted + (talking if only else 0) + 0.5)

    def _count(self) -> None:
        answered, lost = self._minute
        self._answered, self._lost, self._minute = self._answered + answered, self._lost + lost, [0, 0]
        share = self._lost / max(self._answered, 1)
        self._too_many = self._answered > _LEAST_CALLS and share > self._settings.dropped
        if answered > 20 and lost > answered / 2:
            self._level = max(1.0, self._level / 2)

    def _adapt(self, now: float) -> None:
        ready, waiting, everybody = (sum(each) for each in zip(*self._samples, strict=True))
        if everybody:
            wanted = ready - waiting + self._settings.dl_diff * len(self._samples)
            self._level *= 1 + wanted / everybody
        if self._too_many:
            self._level = self._cut(now)
        self._level = min(max(self._level, 1.0), self._settings.most)

    def _cut(self, now: float) -> float:
        match self._settings.method:
            case Method.HARD_LIMIT:
                return 1.0
            case Method.AVERAGE:
                return self._level / 2
            case Method.TAPERED:
                return self._level * min(1.0, (self._settings.latest - now / 3600) / 10)
