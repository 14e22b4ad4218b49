"""While campaigns dial: whatever happens, and whoever dies when, nobody is called outside the rules.

In the town (tests/stage/dialing_town.py) two campaigns call the same few people. After each story all that
was recorded is played again: the same decisions come of it.
"""

from collections.abc import Sequence
from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ctid.model.attempts import Mode
from ctid.runtime.replay import replay
from dialing_acts import ACTS, NAMES, closes
from dialing_town import Town

MODES = list(product((Mode.POWER, Mode.PREDICTIVE, Mode.PROGRESSIVE, Mode.PREVIEW), repeat=2))
Story = Sequence[tuple[str, int]]
STORIES = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 11)), min_size=10, max_size=80)


def told(town: Town, story: Story) -> list[str]:
    """Play a story to its end, or until somebody is called who must not be."""
    for name, n in story:
        ACTS[name][1](town, n)
        if n % 3:
            town.hears()
        if n % 4:
            town.commits()
        found = town.faults + town.miscounted()
        if found:
            return found
    return closes(town)


LEFT_THE_FILE_WHILE_SOMEBODY_WAITED: Story = [
    ("phone_rings", 9), ("sleeps", 2), ("looks_at_a_lead", 4), ("passes", 6), ("is_called", 1),
    ("is_applied", 10), ("crashes", 9), ("is_called", 7), ("is_applied", 4),
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@example(modes=(Mode.PROGRESSIVE, Mode.PROGRESSIVE), story=LEFT_THE_FILE_WHILE_SOMEBODY_WAITED)
@given(modes=st.sampled_from(MODES), story=STORIES)
def test_nobody_is_called_twice_or_against_a_rule_and_nobody_is_left_in_a_state(modes, story: Story) -> None:
    assert told(Town(modes), story) == []


@settings(max_examples=50, deadline=None)
@given(modes=st.sampled_from(MODES), story=STORIES)
def test_what_was_recorded_while_campaigns_dialled_replays_to_the_same_decisions(modes, story: Story) -> None:
    town = Town(modes)
    told(town, story)
    done = replay(town.journal, lambda ran_on: town.sites[ran_on["centre"]])
    assert done.difference is None
    assert done.inputs > 0


def presses_the_key(town: Town) -> None:
    """Somebody answers, no agent takes them, and they want no more calls."""
    for _ in range(4):
        town.hears()
        town.commits()
        ACTS["phone_rings"][1](town, 1)
    [person, *_] = town.switch.people.values()
    town.switch.rings(person)
    town.switch.answers(person)
    town.switch.waits_too_long(person)
    town.switch.wants_no_more(person)


@settings(max_examples=150, deadline=None)
@given(heard=st.integers(0, 8), story=STORIES)
def test_who_wants_no_more_calls_is_written_down_whoever_dies(heard: int, story: Story) -> None:
    town = Town((Mode.POWER, Mode.POWER))
    presses_the_key(town)
    town.hears(heard)
    assert [left for left in told(town, story) if "no more calls" in left] == []
