"""How likely a call is to be answered, learnt from those that ended, in times that may change.

How long to remember is the question: an hour's step in the answer rate wants a short memory, a quiet day a
long one. So several memories are kept, each forgetting at its own pace, and each is believed as much as it
foretold the latest calls: the product of the probabilities it gave to what then happened, itself faded.

Too low a rate floods a floor with answers, too high a one costs a minute. So the rate is taken a little
higher than it was found, by its own uncertainty: by three quarters after three answers, by a twentieth
after 1000.

What is learnt is a factor upon the lead's own chance, where a model gives one: a list whose model is right
has the factor 1. A call without a model counts as one of `PLAIN`.
"""

import numpy as np

PLAIN = 0.3
"""The chance of a lead of which no model knows."""

_LIKELIEST = 0.97
_MEMORIES = np.array([40.0, 120.0, 360.0, 1080.0])  # calls
_KEPT = 1 - 1 / _MEMORIES
_TRUST_KEPT = 1 - 1 / 60  # of what the memories foretold
_CAUTION = 1.5  # of the rate's own uncertainty
_AS_IF = 6.0  # calls: before anything is known it is as if so many had been answered as foretold


class Rate:
    """The factor upon every lead's chance."""

    def __init__(self) -> None:
        self.calls = 0
        self.answers = 0
        self.factor = 1.0
        self._answered = np.full(_MEMORIES.size, _AS_IF * PLAIN)
        self._expected = np.full(_MEMORIES.size, _AS_IF * PLAIN)
        self._trust = np.zeros(_MEMORIES.size)

    def learn(self, chance: float | None, *, answered: bool) -> None:
        """Learn from a call that ended."""
        chance = PLAIN if chance is None else chance
        foretold = np.minimum(self._answered / self._expected * chance, _LIKELIEST)
        self._trust *= _TRUST_KEPT
        self._trust += np.log(foretold if answered else 1 - foretold)
        self._answered *= _KEPT
        self._expected *= _KEPT
        self._expected += chance
        self.calls += 1
        if answered:
            self.answers += 1
            self._answered += 1.0
        weight = np.exp(self._trust - self._trust.max())
        found = float(weight @ (self._answered / self._expected) / weight.sum())
        self.factor = found * (1 + _CAUTION * (self.answers + 1) ** -0.5)

    def of(self, chance: float | None) -> float:
        """Return the probability that a call of this chance is answered."""
        return min(self.factor * (PLAIN if chance is None else chance), _LIKELIEST)
