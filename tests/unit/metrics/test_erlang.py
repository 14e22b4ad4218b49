"""Theory against the reference numbers of an independent computation."""

import pytest

from ctid.metrics.erlang import Expected, erlang_a, erlang_b, erlang_c

WITHOUT_END = [  # agents, erlangs, AHT, P(wait) %, SL20 %, ASA s, occupancy %
    (10, 8, 240, 40.918, 65.364, 49.1016, 80.000),
    (50, 45, 240, 36.386, 76.013, 17.4655, 90.000),
    (50, 48, 240, 69.446, 41.216, 83.3347, 96.000),
    (90, 84, 600, 41.196, 66.272, 41.1957, 93.333),
    (500, 485, 240, 38.776, 88.891, 6.2041, 97.000),
    (1000, 980, 240, 41.220, 92.215, 4.9464, 98.000),
]
IMPATIENT = [  # agents, erlangs, AHT, patience, P(wait) %, SL20 %, ASA s, abandonment %, occupancy %
    (10, 8, 240, 120, 24.752, 82.516, 6.6105, 6.8405, 74.528),
    (50, 48, 240, 120, 34.231, 85.060, 5.3384, 4.8022, 91.390),
    (50, 50, 240, 120, 43.666, 79.190, 7.4137, 6.5941, 93.406),
    (50, 60, 240, 120, 81.968, 43.420, 21.7511, 17.8042, 98.635),
    (90, 84.6, 300, 150, 24.825, 91.314, 3.4230, 2.4277, 91.718),
    (90, 108, 600, 180, 81.635, 34.783, 31.8905, 17.4026, 99.117),
    (500, 500, 240, 120, 42.122, 97.533, 2.4597, 2.0897, 97.910),
    (1000, 1200, 240, 120, 99.999, 31.167, 21.7586, 16.6667, 100.000),
]


def in_percent(it: Expected) -> tuple[float, ...]:
    return (
        it.wait_probability * 100,
        it.service_level * 100,
        it.asa,
        it.abandonment * 100,
        it.occupancy * 100,
    )


@pytest.mark.parametrize("row", WITHOUT_END)
def test_callers_without_end_of_patience_meet_erlang_c(row) -> None:
    n, load, aht, wait, level, asa, occupancy = row
    expected = pytest.approx((wait, level, asa, 0, occupancy), rel=2e-5, abs=6e-4)
    assert in_percent(erlang_c(n, load, aht)) == expected


@pytest.mark.parametrize("row", IMPATIENT)
def test_impatient_callers_meet_erlang_a(row) -> None:
    n, load, aht, patience, wait, level, asa, left, busy = row
    expected = pytest.approx((wait, level, asa, left, busy), rel=2e-5, abs=6e-4)
    assert in_percent(erlang_a(n, load, aht, patience)) == expected


def test_patience_without_end_makes_erlang_a_erlang_c() -> None:
    assert in_percent(erlang_a(50, 45, 240, 1e7)) == pytest.approx(
        in_percent(erlang_c(50, 45, 240)), rel=1e-3, abs=1e-2
    )


@pytest.mark.parametrize(("n", "load", "blocked"), [(1, 1, 1 / 2), (2, 1, 1 / 5), (10, 5, 0.018385)])
def test_blocking_is_erlang_b(n, load, blocked) -> None:
    assert erlang_b(n, load) == pytest.approx(blocked, abs=1e-6)


def test_a_line_that_would_never_end_is_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        erlang_c(10, 10, 240)
