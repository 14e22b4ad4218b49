"""Reading the log: from a number on, only some of it, and what a restart needs of it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime

from ctid.model.events import Event, EventKind, Published
from ctid.model.interactions import Interaction
from ctid.store.encoding import Batch
from ctid.store.store import Store

T0 = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
CALL = Interaction("sw1:1", "1", "8000", T0)
Committed = Callable[[Batch], Awaitable[None]]


def event(
    seq: int, call: str, call_seq: int, kind: EventKind = EventKind.IVR_STEPPED, agent: str | None = None
) -> Published:
    return Published(seq, call_seq, Event(kind, T0, call, agent))


LOG = (
    event(1, "sw1:1", 1),
    event(2, "sw1:2", 1, EventKind.OFFER_MADE, "amy"),
    event(3, "sw1:1", 2, EventKind.OFFER_MADE, "bob"),
    event(4, "sw1:2", 2, EventKind.INTERACTION_CLOSED, "amy"),
    event(5, "sw1:3", 1, EventKind.INTERACTION_CLOSED),
    event(6, "sw1:2", 3, EventKind.INTERACTION_LOGGED, "amy"),
    event(7, "sw1:1", 3, EventKind.OFFER_MADE, "amy"),
)


async def test_events_are_left_out_as_asked(store: Store, committed: Committed) -> None:
    await committed(Batch(LOG))

    assert await store.events_since(2, 9, upto=4) == list(LOG[2:4])
    assert await store.events_since(0, 9, kinds=[EventKind.OFFER_MADE]) == [LOG[1], LOG[2], LOG[6]]
    assert await store.events_since(1, 9, interaction="sw1:1") == [LOG[2], LOG[6]]
    assert (await store.first_seq(), await store.last_seq()) == (1, 7)


async def test_a_restart_learns_how_far_each_open_or_recent_call_was(
    store: Store, committed: Committed
) -> None:
    await committed(Batch(LOG, (CALL, replace(CALL, id="sw1:2", closed_at=T0))))

    assert await store.call_seqs(latest=1) == {"sw1:1": 3}
    assert await store.call_seqs(latest=99) == {"sw1:1": 3, "sw1:2": 3, "sw1:3": 1}


async def test_a_restart_learns_which_closings_are_not_yet_said_to_be_logged(
    store: Store, committed: Committed
) -> None:
    await committed(Batch(LOG))

    assert await store.unlogged(latest=99) == [LOG[4]]
    assert await store.unlogged(latest=2) == []


async def test_the_agents_of_a_call_are_known_with_their_first_event(
    store: Store, committed: Committed
) -> None:
    await committed(Batch(LOG))

    assert await store.parts_of({"sw1:1", "sw1:2", "sw1:9"}) == {
        "sw1:1": {"bob": 3, "amy": 7},
        "sw1:2": {"amy": 2},
    }
