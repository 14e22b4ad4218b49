"""The indexed router decides as the brute one does, to the last figure of every offer.

Here for some thousands of decisions, the first of the million that `script/bench routing_oracle` compares.
"""

from collections.abc import Callable
from typing import Any

import pytest

from ctid.routing.buckets import Heads
from ctid.routing.idle import Idle
from ctid.routing.kinds import Kind, Kinds
from ctid.routing.line import Line
from ctid.routing.scarcity import Scarcity
from ctid.routing.schedule import Pace
from routing_both import decisions

WORLDS, SHARES = 140, 2
AT_LEAST = 8_000  # decisions, of all shares


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_both_routers_decide_the_same(share: int) -> None:
    assert sum(decisions(seed) for seed in range(share, WORLDS, SHARES)) >= AT_LEAST / SHARES


def nothing(*_: Any) -> list[Any]:
    return []


def unchanged(_: Pace, __: Any) -> bool:
    return False


@pytest.mark.parametrize(
    ("owner", "name", "fault"),
    [
        (Heads, "crossed", nothing),  # no step opens by itself
        (Line, "ring_alarms", nothing),  # exclusions and preferences never end
        (Line, "forget", nothing),  # the preference for somebody who left lasts
        (Line, "barring", nothing),  # an agent made free takes who excludes them
        (Line, "favouring", nothing),  # an agent made free forgets who waits for them
        (Line, "exclude", nothing),
        (Line, "standing", nothing),  # no entry knows how it waits
        (Kinds, "part", nothing),
        (Kind, "lose", nothing),  # a step that nobody meets any more takes its time
        (Kind, "gain", nothing),
        (Pace, "quicken", unchanged),
        (Idle, "make_room", nothing),
        (Scarcity, "go", nothing),  # who is at work counts as free
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_fault_in_the_index_is_found(
    owner: type, name: str, fault: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, name, fault)
    with pytest.raises((AssertionError, LookupError, ValueError)):
        for seed in range(400):
            decisions(seed)
