"""A small share of `script/bench routing_theory`, with its intervals."""

from dataclasses import replace

import pytest
from routing_theory import cases, replicate

pytestmark = pytest.mark.slow

CASES = {case.name: case for case in cases()}


@pytest.mark.parametrize("name", ["erlang_c_10", "erlang_a_50_50", "n_model"])
def test_theory_lies_within_the_intervals_of_the_simulation(name) -> None:
    case = CASES[name]
    for figure, found in replicate(case, 4_000, range(1, 11)).items():
        assert found.holds(case.exact[figure]), (figure, found, case.exact[figure])


def test_an_agent_who_is_never_rung_would_be_noticed() -> None:
    case = CASES["erlang_a_10_8"]
    found = replicate(replace(case, desks=case.desks[1:]), 2_000, range(1, 11))
    assert not any(it.holds(case.exact[figure]) for figure, it in found.items())
