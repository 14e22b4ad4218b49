"""Items outlive a restart: those that are not closed are remembered, all can be read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ctid.model.ids import AgentId, InteractionId, OfferId, QueueName, SkillName
from ctid.model.interactions import Interaction
from ctid.model.routing_policy import Preferred
from ctid.model.work_items import ItemState, WorkItem
from ctid.store.encoding import Batch

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
WAITING = WorkItem(
    InteractionId("item_1"), "email", QueueName("support"), AT, "An invoice", "ann@example.net",
    "https://mail.example.net/1", "1", 2, {SkillName("english"): 3}, {Preferred.LAST_AGENT: AgentId("1001")},
)  # fmt: skip
OPEN = replace(
    WAITING, id=InteractionId("item_2"), entered_at=AT - timedelta(minutes=1), state=ItemState.OFFERED,
    agent=AgentId("1002"), offer=OfferId("off_1"), until=AT,
)  # fmt: skip
CLOSED = replace(WAITING, id=InteractionId("item_3"), state=ItemState.CLOSED)


async def test_those_of_open_interactions_are_remembered_oldest_first(store, committed) -> None:
    calls = [Interaction(item.id, "", "", AT, channel="email") for item in (WAITING, OPEN, CLOSED)]
    await committed(Batch(records=(WAITING, OPEN, CLOSED, *calls[:2], replace(calls[2], closed_at=AT))))
    remembered = await store.remembered()
    assert remembered.items == (OPEN, WAITING)
    assert {record.channel for record in remembered.interactions} == {"email"}
    assert await store.item(CLOSED.id) == CLOSED
    assert await store.item(InteractionId("item_9")) is None


async def test_an_item_is_no_caller_of_the_past(store, committed) -> None:
    ended = Interaction(WAITING.id, "", "", AT, ended_at=AT, closed_at=AT, channel="email")
    await committed(Batch(records=(ended, replace(ended, id=InteractionId("sw1:1.1"), channel="voice"))))
    callers = await store.callers_between(AT, AT + timedelta(minutes=1))
    assert [caller.id for caller in callers] == ["sw1:1.1"]
