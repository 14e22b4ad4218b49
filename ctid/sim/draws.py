"""Spans of time that are drawn from what was measured, not from a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from ctid.sim.chance import Chance


class Draws(Protocol):
    """A span of time that chance decides."""

    def draw(self, chance: Chance) -> timedelta:
        """Draw one."""
        ...


@dataclass(frozen=True, slots=True)
class Sample:
    """One of these (seconds), each as likely as the others."""

    seconds: Sequence[float]

    def draw(self, chance: Chance) -> timedelta:
        """Draw one."""
        return timedelta(seconds=self.seconds[int(chance.random() * len(self.seconds))])


@dataclass(frozen=True, slots=True)
class Patience:
    """`curve` are steps (t, share that waits longer than t), both in order; see `metrics.survival`.

    Whoever would outlast the last step gives up at `rate` a second from there on: beyond it nothing was seen.
    """

    curve: Sequence[tuple[float, float]]
    rate: float

    def draw(self, chance: Chance) -> timedelta:
        """Draw one."""
        share, last = chance.random(), 0.0
        for last, longer in self.curve:
            if longer <= share:
                return timedelta(seconds=last)
        return timedelta(seconds=last + chance.expovariate(self.rate))
