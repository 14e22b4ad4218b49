"""P21: a place whose caller is away never blocks a reachable caller behind it, and keeps its key.

Whatever callers, agents, customers, chance and crashes do: nobody waits beside a free agent, no place is
lost, no number is called twice at once, no attempt is made twice, and in the end nothing is left.
"""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callback_town import ACTIONS, Town, with_callback
from ctid.model.routing_policy import Dial
from town_site import SITE

STEPS = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 11)), min_size=60, max_size=120)


@pytest.mark.slow
@pytest.mark.parametrize("dial", Dial)
@given(steps=STEPS)
@settings(max_examples=60, deadline=None)
def test_p21_a_place_blocks_nobody_keeps_its_key_and_comes_to_an_end(dial: Dial, steps) -> None:
    town = Town(with_callback(SITE, dial), datetime(2026, 11, 22, 9, tzinfo=UTC))
    for act, n in steps:
        act(town, n)
        assert not town.faults
    town.closes()
    assert not town.faults
