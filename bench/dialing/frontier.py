"""What a rule reaches at the same abandonment: its own sweep, read where the law's limit lies.

Utilisation alone is never compared, for losing more people is the easy way to talk more. A rule with a knob
is played at several settings; between the two that lie on either side of the limit, each day's utilisation is
interpolated with the weights of the pooled abandonment, so that days still compare pair by pair.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ctid.metrics.intervals import Estimate, estimate
from ctid.sim.dialing.tape import Measures

LIMIT = 0.03


@dataclass(frozen=True, slots=True)
class Cell:
    """One policy in one scenario: its days in the order of their seeds."""

    days: Sequence[Measures]

    @property
    def abandonment(self) -> float:
        """Return the share abandoned of all persons of all days together."""
        lost = sum(day.late + day.misjudged for day in self.days)
        return lost / max(sum(day.live for day in self.days), 1)

    @property
    def utilisation(self) -> Estimate:
        """Return the mean over the days with its interval."""
        return estimate([day.utilisation for day in self.days])


@dataclass(frozen=True, slots=True)
class Reading:
    """Utilisation of each day at the limit; `sign` is "≥" where the sweep ended before the limit.

    It is "" where it was read between two settings, and "!" where every setting lost too many.
    """

    days: Sequence[float]
    sign: str = ""

    @property
    def mean(self) -> float:
        """Return the mean over the days."""
        return sum(self.days) / len(self.days)


def in_question(cells: Sequence[Cell], limit: float = LIMIT) -> list[int]:
    """Return the places of the settings that a reading needs: the two beside `limit` and the best below it.

    There are none as long as one setting was not played at all.
    """
    if not all(cell.days for cell in cells):
        return []
    order = sorted(range(len(cells)), key=lambda place: cells[place].abandonment)
    below = [place for place in order if cells[place].abandonment <= limit]
    best = max(below, key=lambda place: cells[place].utilisation.mean, default=order[0])
    return sorted({best, *order[max(len(below) - 1, 0) : len(below) + 1]})


def read(cells: Sequence[Cell], limit: float = LIMIT) -> Reading:
    """Read a sweep at `limit`: of its settings, those that were played on the most days.

    A setting further below the limit may be the best one: not every knob turns one way.
    """
    most = max(len(cell.days) for cell in cells)
    if not most:
        return Reading([])
    ordered = sorted((cell for cell in cells if len(cell.days) == most), key=lambda cell: cell.abandonment)
    below = [cell for cell in ordered if cell.abandonment <= limit]
    above = [cell for cell in ordered if cell.abandonment > limit]
    if not below:
        return Reading([day.utilisation for day in above[0].days], "!")
    best = max(below, key=lambda cell: cell.utilisation.mean)
    if not above:
        return Reading([day.utilisation for day in best.days], "≥")
    under, over = below[-1], above[0]
    share = (limit - under.abandonment) / (over.abandonment - under.abandonment)
    pairs = zip(under.days, over.days, strict=True)
    between = Reading([(1 - share) * one.utilisation + share * other.utilisation for one, other in pairs])
    return max(between, Reading([day.utilisation for day in best.days]), key=lambda it: it.mean)
