"""How sure a mean over independent days is: Student's interval over the replications."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt

from ctid.metrics.incomplete_beta import student_t


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and the half-width of its interval; infinite where one replication says nothing of spread."""

    mean: float
    half: float
    replications: int

    def holds(self, value: float) -> bool:
        """Say whether `value` lies in the interval."""
        return abs(value - self.mean) <= self.half


def estimate(values: Sequence[float], confidence: float = 0.95) -> Estimate:
    """Estimate the mean of what `values` (one a replication, at least one) were drawn from."""
    n = len(values)
    mean = sum(values) / n
    if n == 1:
        return Estimate(mean, inf, 1)
    spread = sqrt(sum((value - mean) ** 2 for value in values) / (n - 1))
    return Estimate(mean, student_t(confidence, n - 1) * spread / sqrt(n), n)
