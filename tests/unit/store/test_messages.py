"""Messages are written with everything else and found by state, page by page."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ctid.model.interactions import Interaction
from ctid.model.languages import Language
from ctid.model.messages import Message, MessageKind, MessageState
from ctid.store.encoding import Batch, Numbered, decode_line, encode_line
from ctid.store.store import Store

T0 = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
LEFT = Message(
    "vm-sw1:1", MessageKind.VOICEMAIL, "sw1:1", T0, "2025550101", "", "+12025550101", "4001", "support",
    Language.ZH, "vm-sw1-1.wav", timedelta(seconds=12.5),
)  # fmt: skip

Committed = Callable[[Batch], Awaitable[None]]


async def test_a_message_is_found_as_it_was_written(store: Store, committed: Committed) -> None:
    await committed(Batch(records=(LEFT,)))
    assert await store.message(LEFT.id) == LEFT
    taken = replace(LEFT, state=MessageState.ASSIGNED, agent="1001", assigned_at=T0, assigned_by="1001")
    await committed(Batch(records=(taken,)))
    assert await store.message(LEFT.id) == taken
    assert await store.message("vm-sw1:2") is None


async def test_messages_are_listed_newest_first_by_state_page_by_page(
    store: Store, committed: Committed
) -> None:
    times = [T0, T0 + timedelta(1), T0 + timedelta(1), T0 + timedelta(2)]
    left = [replace(LEFT, id=f"vm-sw1:{n}", left_at=at) for n, at in enumerate(times)]
    left[1] = replace(left[1], state=MessageState.CLOSED, closed_at=T0)
    await committed(Batch(records=tuple(left)))
    first = await store.messages(2)
    second = await store.messages(2, before=first[-1].id)
    assert [each.id[-1] for each in first + second] == ["3", "2", "1", "0"]
    new = await store.messages(10, states=[MessageState.NEW])
    assert [each.id[-1] for each in new] == ["3", "2", "0"]


async def test_what_is_open_is_remembered_and_what_was_closed_lately(
    store: Store, committed: Committed
) -> None:
    old, lately = (
        replace(LEFT, id=f"vm-sw1:{n}", state=MessageState.CLOSED, closed_at=T0 + timedelta(days=n))
        for n in (2, 4)
    )
    await committed(Batch(records=(LEFT, old, lately)))
    assert (await store.remembered()).messages == (LEFT, lately)


async def test_which_calls_were_closed_lately_is_remembered(store: Store, committed: Committed) -> None:
    calls = [Interaction(f"sw1:{n}", "1", "8000", T0, closed_at=T0 + timedelta(hours=n)) for n in (0, 20, 30)]
    open_call = Interaction("sw1:9", "1", "8000", T0)
    await committed(Batch(records=(*calls, open_call)))
    closed = (await store.remembered()).closed
    assert closed == {"sw1:20": T0 + timedelta(hours=20), "sw1:30": T0 + timedelta(hours=30)}


def test_a_message_outlives_the_spool_as_a_message() -> None:
    entry = Numbered(1, Batch(records=(LEFT, Interaction("sw1:1", "1", "8000", T0))))
    assert decode_line(encode_line(entry)) == entry
