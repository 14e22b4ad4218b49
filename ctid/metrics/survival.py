"""How long people are willing to wait, from waits most of which were cut short by an answer.

Who was answered after 30 s would have waited 30 s at least, and nobody knows how much longer: the wait is
*censored*. The mean wait of those who gave up says too little, for the patient are answered. The estimate of
Kaplan and Meier (1958) is the product, over the instants t at which somebody gave up, of the share of those
still waiting at t who did not: S(t) = ∏ (1 - gave up at t / still waiting at t).
"""

from collections import Counter
from collections.abc import Sequence

Curve = tuple[tuple[float, float], ...]


def kaplan_meier(gave_up: Sequence[float], answered: Sequence[float]) -> Curve:
    """Return the steps (t, S(t)) of the share who wait longer than t; all times in seconds."""
    at_risk, share = len(gave_up) + len(answered), 1.0
    leaving, served = Counter(gave_up), Counter(answered)
    steps: list[tuple[float, float]] = []
    for t in sorted({*leaving, *served}):
        if leaving[t]:
            share *= 1 - leaving[t] / at_risk
            steps.append((t, share))
        at_risk -= leaving[t] + served[t]  # of a tie, who gave up counts as before who was answered
    return tuple(steps)
