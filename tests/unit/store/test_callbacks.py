"""Wishes to be called back outlive a restart, with their places."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ctid.model.callbacks import Callback, CallbackState
from ctid.model.do_not_call import DoNotCall
from ctid.model.ids import InteractionId, LegId, QueueName, SkillName
from ctid.model.interactions import Interaction
from ctid.model.reasons import Reason
from ctid.model.routing_policy import Dial
from ctid.store.encoding import Batch

AT, MINUTE = datetime(2026, 3, 2, 9, tzinfo=UTC), timedelta(minutes=1)
FIRST = Callback(
    InteractionId("sw1:1.1"), "+8613800138000", QueueName("support"), Dial.AGENT_FIRST, AT,
    AT + timedelta(hours=4), AT - timedelta(minutes=3), 2, {SkillName("english"): 3},
)  # fmt: skip
DIALLED = replace(
    FIRST, id=InteractionId("sw1:1.2"), dial=Dial.CUSTOMER_FIRST, asked_at=AT + timedelta(minutes=1),
    state=CallbackState.UNKNOWN, attempts=1, leg=LegId("sw1:back_1"), dialled_at=AT, again_at=AT,
    reason=Reason("attempt_unknown"),
)  # fmt: skip


async def test_those_of_open_interactions_are_remembered_in_the_order_in_which_they_were_asked(
    store, committed
) -> None:
    over = replace(FIRST, id=InteractionId("sw1:1.3"))
    calls = [Interaction(wish.id, "", "", AT) for wish in (DIALLED, FIRST, over)]
    closed = replace(calls[2], closed_at=AT)
    await committed(Batch(records=(DIALLED, FIRST, over, *calls[:2], closed)))
    assert (await store.remembered()).callbacks == (FIRST, DIALLED)


async def test_those_that_ended_are_told_the_last_first(store, committed) -> None:
    ended = [
        replace(FIRST, id=InteractionId(f"sw1:2.{n}"), state=CallbackState.REACHED, ended_at=AT + n * MINUTE)
        for n in range(3)
    ]
    await committed(Batch(records=(FIRST, *ended)))
    assert await store.ended_callbacks(2) == [ended[2], ended[1]]


async def test_the_do_not_call_list_is_remembered_without_what_was_taken_off(store, committed) -> None:
    listed = DoNotCall("+8613800138000", True, "carol", AT, "asked us")
    gone = DoNotCall("+8613800138001", False, "carol", AT, "")
    await committed(Batch(records=(listed, gone)))
    assert (await store.remembered()).do_not_call == (listed,)
