"""How much of what traits say is to be believed: as much as it has foretold.

How far the leads of a list differ is not known before it is called; often they do not. So three are asked
(`additive`): one who says that all are alike, one of small differences, one of great ones. Each is believed
by the probability it gave to all that then happened, which is Bayes' rule, and the chance is what they say on
average.

Half of the belief is with the plain rate at first. So whatever happens, all dials together are foretold worse
than by that rate by no more than ln 2, in log-loss: a thousandth of what 1200 dials cost anyway (Vovk, COLT
1990; Littlestone and Warmuth, Information and Computation 108, 1994). With each dial a hundred-thousandth
part of all belief is dealt out anew, so that none is ever lost for good (Herbster and Warmuth, Machine
Learning 32, 1998).
"""

from collections.abc import Sequence

from ctid.dialer.answering.additive import Additive
from ctid.dialer.answering.traits import Trait

_SPREADS = {0.0: 0.5, 0.2: 0.25, 0.6: 0.25}  # of log-odds → belief at first
_TURNS = 1e-5
_LEAST, _MOST = 0.01, 0.97


class Believed:
    """What is known of a campaign's dials."""

    def __init__(self) -> None:
        self._asked = [Additive(spread) for spread in _SPREADS]
        self._first = list(_SPREADS.values())
        self._belief = self._first

    def of(self, traits: Sequence[Trait]) -> float:
        """Return the chance that a person answers a dial."""
        said = (one.of(traits) for one in self._asked)
        chance = sum(belief * each for belief, each in zip(self._belief, said, strict=True))
        return min(max(chance, _LEAST), _MOST)

    def beside_rate(self, traits: Sequence[Trait]) -> float:
        """Return how many times likelier than the campaign's rate it is that a person answers."""
        return self.of(traits) / self._asked[0].of(())

    def learn(self, traits: Sequence[Trait], *, answered: bool) -> None:
        """Learn from a dial."""
        said = [one.learn(traits, answered=answered) for one in self._asked]
        gave = (each if answered else 1 - each for each in said)
        weighed = [belief * each for belief, each in zip(self._belief, gave, strict=True)]
        total = sum(weighed)
        self._belief = [
            (1 - _TURNS) * each / total + _TURNS * first
            for each, first in zip(weighed, self._first, strict=True)
        ]
