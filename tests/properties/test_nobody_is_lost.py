"""P10: at every instant, whoever came is in the centre's books exactly once: live, or ended with an outcome.

The town keeps books of its own: who stands in the laps, and who talks. Offers that are missed, customers who
are not reached, agents who leave and restarts of ctid are all among what happens there.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callback_town import ACTIONS, Town, with_callback
from ctid.calls.phase import CallPhase
from ctid.centre import callers, offers
from ctid.model.ids import InteractionId
from ctid.model.interactions import Interaction, Outcome
from ctid.model.routing_policy import Dial
from town_site import SITE

START = datetime(2026, 11, 22, 9, tzinfo=UTC)


def lost(town: Town, came: set[InteractionId]) -> list[str]:
    """Say who is in the town's books and not in the centre's, or the other way about."""
    live = town.centre._world.calls
    came |= live.keys()
    kept = [record for (kind, _), record in town.kept.items() if kind is Interaction]
    ended = {record.id for record in kept if record.closed_at is not None}
    open_ = {record.id for record in kept if record.closed_at is None}
    faults = [f"{id} is live and has ended" for id in ended & live.keys()]
    faults += [f"{id} is in no book" for id in (came | open_) - live.keys() - ended]
    faults += [
        f"{record.id} has no outcome" for record in kept if record.ended_at and record.outcome is Outcome.OPEN
    ]
    there = {*town.waiting, *(caller for _, caller in town.talks)}
    faults += [f"{leg} is on the line and in no book" for leg in there - {call.leg for call in live.values()}]
    in_line = {call.leg for call in live.values() if call.phase is CallPhase.WAITING}
    faults += [f"{leg} is said to wait and is not there" for leg in in_line - there - {*town.promised}]
    return faults


def story(town: Town, steps: list[tuple[Callable[[Town, int], None], int]]) -> list[str]:
    """Play the steps until somebody is lost; in the end let everybody go."""
    came: set[InteractionId] = set()
    for act, n in steps:
        act(town, n)
        faults = lost(town, came)
        if faults:
            return faults
    town.closes()
    left = Counter(town.centre.counts())
    return [*lost(town, came), *(f"{many} are {phase} for good" for phase, many in left.items())]


STEPS = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 11)), min_size=20, max_size=100)


@pytest.mark.parametrize("dial", Dial)
@given(steps=STEPS)
@settings(max_examples=60, deadline=None)
def test_p10_whoever_came_is_in_the_books_exactly_once(dial: Dial, steps) -> None:
    assert story(Town(with_callback(SITE, dial), START), steps) == []


def nothing(*_: Any, **__: Any) -> None:
    """Hear nothing of it."""


def forgets_the_call(world, offer, reason, now, missed=offers.missed) -> None:
    """An offer that was missed takes its call along."""
    missed(world, offer, reason, now)
    del world.calls[offer.record.interaction]


def ends_without_an_outcome(world, call, at, outcome, *, cause=0, gone=callers.gone) -> None:
    gone(world, call, at, Outcome.OPEN, cause=cause)


@pytest.mark.parametrize(
    ("owner", "name", "fault"),
    [
        (offers, "missed", forgets_the_call),
        (callers, "gone", ends_without_an_outcome),
        (callers, "close_if_done", nothing),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_centre_that_loses_somebody_is_found(
    owner: object, name: str, fault: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, name, fault)
    with pytest.raises((AssertionError, LookupError)):
        for seed in range(40):
            chance = random.Random(seed)
            steps = [(chance.choice(ACTIONS), chance.randrange(12)) for _ in range(60)]
            assert story(Town(with_callback(SITE, Dial.AGENT_FIRST), START), steps) == []
