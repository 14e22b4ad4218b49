"""Whatever happens in whatever order: no desk holds more than it may, and no work is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from item_town import ACTIONS, Town

STEPS = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 11)), min_size=40, max_size=90)


@pytest.mark.slow
@given(steps=STEPS)
@settings(max_examples=80, deadline=None)
def test_no_desk_holds_more_than_it_may_and_nothing_is_lost(steps) -> None:
    town = Town()
    for act, n in steps:
        act(town, n)
        assert [*town.faults()] == []
    town.closes()
    assert [*town.faults()] == []
