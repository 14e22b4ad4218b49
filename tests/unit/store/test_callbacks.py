"""Wishes to be called back outlive a restart, with their places."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ctid.model.callbacks import Callback, CallbackState
from ctid.model.ids import InteractionId, LegId, QueueName, SkillName
from ctid.model.interactions import Interaction
from ctid.model.reasons import Reason
from ctid.model.routing_policy import Dial
from ctid.store.encoding import Batch

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
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
