"""Where chance comes from."""

from typing import Protocol


class Chance(Protocol):
    """A source of chance that can be made to repeat itself; `random.Random` is one."""

    def random(self) -> float:
        """Draw from [0, 1)."""
        ...

    def expovariate(self, lambd: float) -> float:
        """Draw an exponential variable of rate `lambd`."""
        ...

    def lognormvariate(self, mu: float, sigma: float) -> float:
        """Draw exp(N(mu, sigma²))."""
        ...


def happens(probability: float, chance: Chance) -> bool:
    """Toss a coin; what never or always happens takes nothing from `chance`."""
    return probability >= 1 or (probability > 0 and chance.random() < probability)
