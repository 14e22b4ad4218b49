"""How long somebody will wait, and what of it to tell them. Times in seconds, apart from the minutes told.

Who has `ahead` others before them, competing for `agents`, is served when so many and one more agents have
become free, less those ahead who lose patience. While i others stand before them that takes 1/(nμ + iθ) on
average (n agents, handle time 1/μ, patience 1/θ), and the wait is the sum: Ibrahim & Whitt, "Real-time delay
estimation in overloaded multiserver queues with abandonments" (2009), their QLa. It is the wait of one who
stays; and counted are all who stand ahead *in routing order*, of whichever queue, so far as they compete.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from math import ceil, floor, inf, log1p, sqrt

FADE = 0.995
"""What an outcome counts for after the next of its sort: some two hundred are remembered."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: before how many `agents` (busy or free), with how many competitors `ahead`."""

    ahead: float
    agents: int


def standing(mine: Set[str], ahead: Iterable[tuple[int, Set[str]]]) -> Standing:
    """Return the standing of one whom the agents `mine` may take, behind so many whom these others may take.

    The agent who becomes free for somebody ahead is one of mine with the probability that is my share of
    theirs: so much of a competitor they are. In one pool this counts heads; of another pool, nobody.
    """
    shares = (count * len(mine & theirs) / len(theirs) for count, theirs in ahead if theirs)
    return Standing(sum(shares), len(mine))


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is known of handle times and patience: sums over outcomes, the older the fainter.

    Before anything is known it is as if ten had been handled in five minutes each and ten had given up after
    two. Patience is time waited by all over the number who gave up, so those count too who were served first.
    """

    worked: float = 3000.0
    done: float = 10.0
    waited: float = 1200.0
    lost: float = 10.0

    @property
    def handling(self) -> float:
        """The mean handle time, wrap-up and ringing included."""
        return self.worked / self.done

    @property
    def impatience(self) -> float:
        """How many give up in a second of one's waiting."""
        return self.lost / self.waited

    def after_work(self, seconds: float) -> "Learnt":
        """Learn from an agent who is free again after so long."""
        return Learnt(self.worked * FADE + seconds, self.done * FADE + 1, self.waited, self.lost)

    def after_wait(self, seconds: float, *, gave_up: bool) -> "Learnt":
        """Learn from a wait that ended; one of no time says nothing."""
        if seconds <= 0:
            return self
        return Learnt(self.worked, self.done, self.waited * FADE + seconds, self.lost * FADE + gave_up)


@dataclass(frozen=True, slots=True)
class Wait:
    """What is left to wait: the mean, what half and what four of five do not exceed."""

    mean: float
    p50: float
    p80: float


_Z80 = 0.8416
_EXACT = 32  # stages summed one by one; of those beyond, an integral is as good


def expected_wait(at: Standing, learnt: Learnt) -> Wait:
    """Estimate; without agents the wait is infinite. It never falls where `at.ahead` grows."""
    if not at.agents:
        return Wait(inf, inf, inf)
    mean, variance = _sums(at.ahead + 1, at.agents / learnt.handling, learnt.impatience)
    spread = variance / mean**2 / 9  # a gamma variable's quantiles by Wilson & Hilferty (1931)
    return Wait(mean, mean * (1 - spread) ** 3, mean * (1 - spread + _Z80 * sqrt(spread)) ** 3)


def _sums(stages: float, drain: float, loss: float) -> tuple[float, float]:
    """The mean and variance of so many stages, the last perhaps a part of one."""
    mean = variance = 0.0
    for i in range(min(_EXACT, ceil(stages))):
        share, span = min(1.0, stages - i), 1 / (drain + i * loss)
        mean += share * span
        variance += share * span**2
    rest, rate = stages - _EXACT, drain + (_EXACT - 0.5) * loss
    if rest > 0:
        mean += log1p(rest * loss / rate) / loss if loss else rest / rate
        variance += rest / (rate * (rate + rest * loss))
    return mean, variance


@dataclass(frozen=True, slots=True)
class Announcement:
    """`least` to `most` minutes, as told to one who stood `at`."""

    least: int
    most: int
    at: Standing


def announce(at: Standing, learnt: Learnt, before: Announcement | None = None) -> Announcement | None:
    """Say from half's to four in five's minutes, at least one; None if there is nobody to wait for.

    What was said `before` is exceeded only for a cause: agents have gone, or more stand ahead, which takes
    one of higher urgency. That others talk for longer than was thought is none.
    """
    if not at.agents:
        return None
    wait = expected_wait(at, learnt)
    least = max(1, floor(wait.p50 / 60 + 0.5))
    most = max(least, ceil(wait.p80 / 60))
    if before is not None and at.agents >= before.at.agents and at.ahead <= before.at.ahead:
        least, most = min(least, before.least), min(most, before.most)
    return Announcement(least, most, at)
