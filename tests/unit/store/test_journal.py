"""What was written is found again: what is going on, what went on, page by page."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ctid.model.events import Event, EventKind, Published
from ctid.model.interactions import Interaction, OfferRecord, OfferState, Outcome
from ctid.model.reasons import Reason
from ctid.store.encoding import Batch
from ctid.store.store import Store

T0 = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
CALL = Interaction("sw1:1", "1", "8000", T0)
OFFER = OfferRecord("off_1", "sw1:1", "amy", "sales", T0, Reason("only_one"), OfferState.RINGING)

Committed = Callable[[Batch], Awaitable[None]]


async def test_only_what_goes_on_is_remembered(store: Store, committed: Committed) -> None:
    closed = replace(CALL, id="sw1:0", ended_at=T0, closed_at=T0, outcome=Outcome.SELF_SERVED)
    missed = replace(OFFER, id="off_0", state=OfferState.MISSED, ended_at=T0, ended_because=Reason("busy"))
    await committed(Batch(records=(closed, CALL, missed, OFFER)))

    remembered = await store.remembered()

    assert (remembered.interactions, remembered.offers) == ((CALL,), (OFFER,))


async def test_an_empty_database_remembers_nothing(store: Store) -> None:
    remembered = await store.remembered()

    assert (remembered.agents, remembered.interactions, remembered.offers) == ((), (), ())
    assert await store.last_seq() == 0
    assert await store.interaction("sw1:1") is None


async def test_interactions_are_read_newest_first_page_by_page(store: Store, committed: Committed) -> None:
    # Two arrived in the same microsecond: the page must neither repeat nor skip one of them.
    arrivals = [T0, T0 + timedelta(1), T0 + timedelta(1), T0 + timedelta(2)]
    calls = [replace(CALL, id=f"sw1:{n}", arrived_at=at) for n, at in enumerate(arrivals)]
    await committed(Batch(records=tuple(calls)))

    first = await store.interactions(2)
    second = await store.interactions(2, before=first[-1].id)
    third = await store.interactions(2, before=second[-1].id)

    assert [call.id for call in first + second] == ["sw1:3", "sw1:2", "sw1:1", "sw1:0"]
    assert third == []


async def test_a_customers_interactions_are_those_of_nobody_else(store: Store, committed: Committed) -> None:
    theirs = replace(CALL, id="sw1:2", customer="cus_1")
    await committed(Batch(records=(CALL, theirs, replace(CALL, id="sw1:3", customer="cus_2"))))

    assert await store.interactions(10, customer="cus_1") == [theirs]


async def test_events_are_read_from_a_number_on(store: Store, committed: Committed) -> None:
    events = tuple(
        Published(seq, None, Event(EventKind.SWITCH_UP, T0, facts={"n": seq})) for seq in range(1, 8)
    )
    await committed(Batch(events))

    assert await store.events_since(2, 3) == list(events[2:5])
    assert await store.events_since(7, 3) == []
