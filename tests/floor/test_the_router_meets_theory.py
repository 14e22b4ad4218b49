"""A small share of `script/bench routing_theory`, with its intervals."""

import pytest
from routing_theory import cases, replicate

CASES = {case.name: case for case in cases()}


@pytest.mark.parametrize("name", ["erlang_c_10", "erlang_a_50_50", "n_model"])
def test_theory_lies_within_the_intervals_of_the_simulation(name) -> None:
    case = CASES[name]
    for figure, found in replicate(case, 5_000, range(1, 11)).items():
        assert found.holds(case.exact[figure]), (figure, found, case.exact[figure])


def test_a_theory_that_is_wrong_lies_outside() -> None:
    """Of three callers a hundred more or less the intervals know nothing; of one agent in ten they do."""
    case, wrong = CASES["erlang_a_10_8"], CASES["erlang_a_50_60"]
    found = replicate(case, 5_000, range(1, 11))
    assert not any(found[figure].holds(exact) for figure, exact in wrong.exact.items())
