"""Who is to be called back, by the api."""

from datetime import UTC, datetime, timedelta

import pytest

from ctid.model.callbacks import Callback
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
