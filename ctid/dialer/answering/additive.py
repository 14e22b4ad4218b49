"""What traits are worth, in log-odds that add up: logistic regression, a dial at a time.

The odds that a person answers are the campaign's own, times a factor for each trait. Each factor's logarithm
is a weight of which a mean and a precision are known; before the first dial its mean is 0 and its standard
deviation the `spread`. So what little is known of a rare trait hardly moves a chance away from the campaign's
rate, and what is known of a frequent one does: shrinkage, by as much as is not yet known. With no `spread`
this *is* the campaign's rate.

* *Learning* is one step of a Kalman filter on the logistic observation, keeping the weights' own variances
  and not what they share (Graepel, Candela, Borchert and Herbrich, ICML 2010; West, Harrison and Migon, JASA
  80, 1985): what surprised is laid on the weights by how little each is known. All weights of a dial learn
  together, so two traits that always come together share what they explain; frequencies by trait, multiplied
  (naive Bayes), would count it twice.
* *Foretelling* takes what is not known into account: weights of variance v draw the chance towards one half,
  by 1 / sqrt(1 + pi v / 8) in log-odds (MacKay, Neural Computation 4, 1992).
* *Forgetting*: before it learns, a weight goes back towards what was known at first by the `_MEMORY`-th part
  of what it knows (Kulhavý and Zarrop, Int. J. Control 58, 1993). It does so only when it is touched: Sunday
  is not forgotten on Monday.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, pi, sqrt

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

    def forget(self) -> None:
        """Go back a little towards what was known at first."""
        precision = _KEPT * self.precision + (1 - _KEPT) * self.first_precision
        first = (1 - _KEPT) * self.first_precision * self.first_mean
        self.mean = (_KEPT * self.precision * self.mean + first) / precision
        self.precision = precision


class Additive:
    """The campaign's rate and the weights of traits; `spread` is how far those are thought to differ."""

    def __init__(self, spread: float) -> None:
        self._spread = spread
        self._rate = Weight.first(log(USUAL / (1 - USUAL)), _USUAL_SPREAD)
        self._weights: dict[Trait, Weight] = {}

    def of(self, traits: Iterable[Trait]) -> float:
        """Return the chance of a dial."""
        mean, variance = self._rate.mean, 1 / self._rate.precision
        if self._spread:
            unknown = self._spread**2
            for trait in traits:
                weight = self._weights.get(trait)
                mean += weight.mean if weight is not None else 0.0
                variance += 1 / weight.precision if weight is not None else unknown
        return _chance(mean, variance)

    def learn(self, traits: Iterable[Trait], *, answered: bool) -> float:
        """Learn from a dial, and return the chance that it was given."""
        weights = [self._rate, *map(self._weight, traits)] if self._spread else [self._rate]
        for weight in weights:
            weight.forget()
        variance = sum(1 / weight.precision for weight in weights)
        foretold = _chance(sum(weight.mean for weight in weights), variance)
        told = foretold * (1 - foretold)  # Fisher's information of one dial
        surprise = (answered - foretold) / (1 + variance * told)
        for weight in weights:
            own = 1 / weight.precision
            weight.mean += own * surprise
            weight.precision = 1 / (own - own * own * told / (1 + variance * told))
        return foretold

    def _weight(self, trait: Trait) -> Weight:
        return self._weights.setdefault(trait, Weight.first(0.0, self._spread))


def _chance(mean: float, variance: float) -> float:
    return 1 / (1 + exp(-mean / sqrt(1 + pi * variance / 8)))
