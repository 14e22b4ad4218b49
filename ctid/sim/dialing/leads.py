"""The called parties: all that chance decides of one is drawn at once, in the order of being called.

Leads have a stream of chance of their own and each takes the same draws from it, whatever becomes of it. So
the n-th lead is the same one for every policy that is played with the same seed, and policies can be compared
pair by pair.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from math import log, log1p, sqrt

from ctid.sim.chance import Chance
from ctid.sim.dialing.world import World
from ctid.sim.plan import Span

SEEN_AHEAD = 64
"""Of so many leads next in line the dialer knows the chances."""


class Fate(Enum):
    """What a call comes to before any agent has it."""

    FAILS = auto()
    PERSON = auto()
    MACHINE = auto()
    NOBODY = auto()


@dataclass(slots=True)
class Lead:
    """One called party. `lot` decides between the fates, `verdict_lot` whether a detector errs."""

    factor: float
    lot: float
    set_up: float
    fails_after: float
    rings: float
    machine_rings: float
    unanswered: float
    verdict_lot: float
    person_verdict: float
    machine_verdict: float
    talk: float
    wrap: float
    machine_talk: float
    machine_wrap: float
    signals: float

    def fate(self, world: World, answers: float) -> Fate:
        """Say what a call comes to when persons answer with the chance `answers`."""
        lot = self.lot - world.line.fails
        if lot < 0:
            return Fate.FAILS
        lot -= answers * self.factor
        if lot < 0:
            return Fate.PERSON
        return Fate.MACHINE if lot < world.machines.share else Fate.NOBODY


def sampler(span: Span, chance: Chance) -> Callable[[], float]:
    """Return a function that draws a span of time in seconds."""
    if not span.mean or span.spread == 0:
        return lambda: span.mean
    if span.spread is None:
        return lambda rate=1 / span.mean: chance.expovariate(rate)  # type: ignore[misc]
    sigma = sqrt(log1p(span.spread**2))
    mu = log(span.mean) - sigma**2 / 2
    return lambda: chance.lognormvariate(mu, sigma)


class Leads:
    """The list of called parties, without end."""

    def __init__(self, world: World, chance: Chance) -> None:
        self._line = self._draw(world, chance)
        self._scored = world.scored
        self._ahead: deque[Lead] = deque(next(self._line) for _ in range(SEEN_AHEAD if world.scored else 0))

    def next(self) -> Lead:
        """Take the next one."""
        if not self._scored:
            return next(self._line)
        self._ahead.append(next(self._line))
        return self._ahead.popleft()

    def chances(self, answers: float) -> tuple[float, ...]:
        """Return the chances of those next in line; none where no model knows them."""
        return tuple(answers * lead.factor for lead in self._ahead)

    @staticmethod
    def _draw(world: World, chance: Chance) -> Iterator[Lead]:
        line, machines, detector = world.line, world.machines, world.detector
        never, lot = Span(0.0), chance.random
        verdicts = (detector.person, detector.machine) if detector else (never, never)
        early = (line.set_up, line.fails_after, line.rings, machines.rings, line.unanswered)
        late = (*verdicts, world.talk, world.wrap, machines.talk, machines.wrap, world.signals or never)
        draws = [
            lot,
            *(sampler(span, chance) for span in early),
            lot,
            *(sampler(span, chance) for span in late),
        ]
        while True:  # in the order of Lead's fields
            yield Lead(1 + world.spread * (2 * lot() - 1), *[draw() for draw in draws])
