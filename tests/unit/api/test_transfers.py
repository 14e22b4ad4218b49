"""Handing on and asking by the api, so that a desk phone's user can do it from any page."""

import pytest

from ctid.model.commands import BlindTransfer, CancelConsult, CompleteTransfer, Conference, Consult
from ctid.model.ids import AgentId

ANN = AgentId("1001")


@pytest.mark.parametrize(("path", "shape"), [("transfer", BlindTransfer), ("consult", Consult)])
@pytest.mark.parametrize(("to", "read"), [("1001", "1001"), ("(020) 1234-5678", "+862012345678")])
async def test_an_agent_names_a_colleague_or_a_number_as_people_write_it(world, path, shape, to, read):
    await world.sign_in()
    answer = await world.client.post(f"/api/v1/me/{path}", json={"to": to})
    assert answer.status == 202
    assert world.centre.asked == [shape((await answer.json())["command_id"], ANN, read)]


@pytest.mark.parametrize(("to", "code"), [("119", "short_number"), ("nobody", "not_a_number")])
async def test_nobody_is_handed_on_to_what_must_not_be_dialled(world, to, code):
    await world.sign_in()
    for path in ("transfer", "consult"):
        answer = await world.client.post(f"/api/v1/me/{path}", json={"to": to})
        assert (answer.status, (await answer.json())["code"]) == (422, code)
    assert world.centre.asked == []


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("consult/complete", CompleteTransfer),
        ("consult/cancel", CancelConsult),
        ("conference", Conference),
    ],
)
async def test_a_consultation_is_ended_in_three_ways(world, path, shape):
    await world.sign_in()
    answer = await world.client.post(f"/api/v1/me/{path}")
    assert answer.status == 202
    assert world.centre.asked == [shape((await answer.json())["command_id"], ANN)]
