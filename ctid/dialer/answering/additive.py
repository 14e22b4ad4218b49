"""What traits are worth, in log-odds that add up: logistic regression, a dial at a time.

The odds that a person answers are the campaign's own, times a factor for each trait. Each factor's logarithm
is a weight of which a mean and a precision are known; before the first dial its mean is 0 and its standard
deviation the `spread`. So what little is known of a rare trait hardly moves a chance away from the campaign's
rate, and what is known of a frequent one does: shrinkage, by as much as is not yet known. With no `spread`
this *is* the campaign's rate.

* *Learning*: what surprised is laid on the weights by how little each is known, and each is known better by
  what one dial can tell (the diagonal of Laplace's approximation: Chapelle and Li, NIPS 2011; cf. Graepel,
  Candela, Borchert and Herbrich, ICML 2010). All weights of a dial learn from the same surprise, so traits
  that always come together share what they explain; shares by trait, multiplied, would count it twice.
* *Forgetting*: before it learns, a weight goes back towards what was known at first by the `_MEMORY`-th part
  of what it knows (Kulhavý and Zarrop, Int. J. Control 58, 1993). It does so only when it is touched: Sunday
  is not forgotten on Monday.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log

from ctid.dialer.answering.traits import Trait

USUAL = 0.3
"""The rate of a campaign of which nothing is known; pacing takes the same."""

_USUAL_SPREAD = 1.0  # of a campaign's log-odds
_MEMORY = 4000.0  # dials that a weight remembers
_KEPT = 1 - 1 / _MEMORY


@dataclass(slots=True)
class Weight:
    """A weight: its mean and precision (one over its variance), and those it began with."""

    mean: float
    precision: float
    first_mean: float
    first_precision: float

    @classmethod
    def first(cls, mean: float, spread: float) -> "Weight":
        """Return one of which nothing is known."""
        return cls(mean, spread**-2, mean, spread**-2)

    def learn(self, surprise: float, information: float) -> None:
        """Forget a little, then move towards what has surprised."""
        kept, first = _KEPT * self.precision, (1 - _KEPT) * self.first_precision
        self.precision = kept + first + information
        back = (kept * self.mean + first * self.first_mean) / (kept + first)
        self.mean = back + surprise / self.precision


class Additive:
    """The campaign's rate and the weights of traits; `spread` is how far those are thought to differ."""

    def __init__(self, spread: float) -> None:
        self._spread = spread
        self._rate = Weight.first(log(USUAL / (1 - USUAL)), _USUAL_SPREAD)
        self._weights: dict[Trait, Weight] = {}

    def of(self, traits: Iterable[Trait]) -> float:
        """Return the chance of a dial."""
        known = (self._weights.get(trait) for trait in traits)
        odds = self._rate.mean + sum(weight.mean for weight in known if weight is not None)
        return 1 / (1 + exp(-odds))

    def learn(self, traits: Sequence[Trait], *, answered: bool) -> float:
        """Learn from a dial, and return the chance that it was given."""
        foretold = self.of(traits)
        surprise, information = answered - foretold, foretold * (1 - foretold)  # Fisher's, of one dial
        for weight in (self._rate, *map(self._weight, traits if self._spread else ())):
            weight.learn(surprise, information)
        return foretold

    def _weight(self, trait: Trait) -> Weight:
        return self._weights.setdefault(trait, Weight.first(0.0, self._spread))
