"""The regularised incomplete beta function, and Student's t from it: all that we would need a library for.

The continued fraction converges fast left of the distribution's mean and hardly at all far right of it, so
the symmetry I_x(a, b) = 1 - I_{1-x}(b, a) is used there (DLMF §8.17).
"""

from math import exp, inf, lgamma, log, log1p

_TINY = 1e-300
_ENOUGH = 1e-15
_MOST_TERMS = 100_000  # some sqrt(max(a, b)) are needed


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return I_x(a, b), the probability that a Beta(a, b) variable is at most `x`; a, b > 0."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x <= (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1.0 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction by Lentz's method (DLMF 8.17.22)."""
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _MOST_TERMS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away_from_zero(1 + term * d)
            c = _away_from_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < _ENOUGH:
            return value
    raise ArithmeticError(f"I_{x}({a}, {b}) does not converge")


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def student_t(confidence: float, freedom: int) -> float:
    """Return the t within which a Student variable lies, either side, with probability `confidence`."""
    if freedom < 1:
        return inf
    low, high = 0.0, 1.0
    while _outside(high, freedom) > 1 - confidence:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _outside(middle, freedom) > 1 - confidence else (low, middle)
    return (low + high) / 2


def _outside(t: float, freedom: int) -> float:
    """The probability of |T| > t."""
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))
