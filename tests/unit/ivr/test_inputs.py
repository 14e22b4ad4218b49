"""Which ways out an entry has; the checks of a whole flow stand on this."""

import pytest

from ctid.ivr.flow import Exit
from ctid.ivr.inputs import Amiss, InputRules

AWAY, AGAIN = Amiss(goto="away"), Amiss(say=("again",))


@pytest.mark.parametrize(
    ("no_input", "no_match", "max_failures", "labels"),
    [
        (AGAIN, AGAIN, 3, ["max_failures"]),
        (AWAY, AGAIN, 3, ["no_input", "max_failures"]),
        (AGAIN, AWAY, 3, ["no_match", "max_failures"]),
        (AWAY, AWAY, 3, ["no_input", "no_match"]),  # the first failure leaves: there is no third
        (AWAY, AWAY, 1, ["max_failures"]),  # giving up comes before leaving
    ],
)
def test_only_ways_that_can_be_taken_are_exits(no_input, no_match, max_failures, labels):
    rules = InputRules("given-up", max_failures=max_failures, no_input=no_input, no_match=no_match)
    assert [exit_.label for exit_ in rules.exits()] == labels
    assert not any(exit_.by_caller for exit_ in rules.exits())
    assert Exit("max_failures", "given-up") in rules.exits() or "max_failures" not in labels
