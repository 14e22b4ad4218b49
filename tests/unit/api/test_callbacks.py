"""Who is to be called back, by the api."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ctid.api.pretend_records import PretendRecords
from ctid.model.callbacks import Callback, CallbackState
from ctid.model.commands import CancelCallback
from ctid.model.ids import InteractionId, QueueName
from ctid.model.reasons import Reason
from ctid.model.routing_policy import Dial

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
WISH = Callback(
    InteractionId("sw1:1.1"), "+8613800138000", QueueName("billing"), Dial.AGENT_FIRST, AT,
    AT + timedelta(hours=4), AT - timedelta(minutes=3),
)  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_only_a_supervisor_sees_and_cancels(world, method):
    await world.sign_in()
    path = "/api/v1/callbacks" + ("/sw1:1.1" if method == "DELETE" else "")
    answer = await world.client.request(method, path)
    assert (answer.status, (await answer.json())["code"]) == (403, "supervisors_only")
    assert world.centre.asked == []


async def test_who_is_to_be_called_back_is_listed_with_their_place(world):
    await world.sign_in("carol", role="supervisor")
    world.centre.wishes[WISH.id] = WISH
    [wish] = (await (await world.client.get("/api/v1/callbacks")).json())["callbacks"]
    assert (wish["interaction"], wish["number"], wish["state"]) == (WISH.id, WISH.number, "waiting")
    assert (wish["entered_at"], wish["asked_at"]) == ("2026-03-02T08:57:00.000Z", "2026-03-02T09:00:00.000Z")


async def test_one_is_cancelled_or_it_is_said_why_not(world):
    await world.sign_in("carol", role="supervisor")
    world.centre.interactions[WISH.id] = None
    answer = await world.client.delete("/api/v1/callbacks/sw1:1.1")
    assert answer.status == 200
    [asked] = world.centre.asked
    assert asked == CancelCallback(asked.id, "carol", WISH.id)
    world.centre.refuses = Reason("not_now", {"state": "dialling"})
    answer = await world.client.delete("/api/v1/callbacks/sw1:1.1")
    assert (answer.status, (await answer.json())["code"]) == (409, "not_now")


async def test_one_is_due_or_it_is_said_why_not_and_the_last_that_ended_are_told(world):
    await world.sign_in("carol", role="supervisor")
    held = replace(WISH, id=InteractionId("sw1:1.2"))
    called = replace(WISH, id=InteractionId("sw1:1.3"), state=CallbackState.DIALLING)
    world.centre.wishes = {wish.id: wish for wish in (WISH, held, called)}
    world.centre.held[held.id] = Reason("queue_closed", {"queue": "billing"})
    world.records.ended = [replace(WISH, state=CallbackState.EXPIRED, ended_at=AT, reason=Reason("asked"))]
    told = await (await world.client.get("/api/v1/callbacks")).json()
    assert [(wish["due"], (wish["held"] or {}).get("code")) for wish in told["callbacks"]] == [
        (True, None), (False, "queue_closed"), (False, None),
    ]  # fmt: skip
    [ended] = told["ended"]
    assert (ended["state"], ended["ended_at"]) == ("expired", "2026-03-02T09:00:00.000Z")


async def test_without_a_database_those_that_wait_are_told_all_the_same(world, monkeypatch):
    await world.sign_in("carol", role="supervisor")
    world.centre.wishes[WISH.id] = WISH

    async def away(self: PretendRecords, limit: int) -> list[Callback]:
        raise BlockingIOError

    monkeypatch.setattr(PretendRecords, "ended_callbacks", away)
    told = await (await world.client.get("/api/v1/callbacks")).json()
    assert (len(told["callbacks"]), told["ended"]) == (1, [])
