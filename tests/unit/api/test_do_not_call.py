"""Numbers that are not called back, by the api."""

from datetime import UTC, datetime

import pytest

from ctid.model.commands import AllowCallbacks, ForbidCallbacks
from ctid.model.do_not_call import DoNotCall
from ctid.model.reasons import Reason

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
NUMBER = "+8613800138000"


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("POST", ""), ("DELETE", f"/{NUMBER}")], ids=["list", "add", "remove"]
)
async def test_only_a_supervisor_sees_and_changes_the_list(world, method, path):
    await world.sign_in()
    body = {"number": NUMBER} if method == "POST" else None
    answer = await world.client.request(method, f"/api/v1/do-not-call{path}", json=body)
    assert (answer.status, (await answer.json())["code"]) == (403, "supervisors_only")
    assert world.centre.asked == []


async def test_a_number_is_listed_told_of_and_taken_off(world):
    await world.sign_in("carol", role="supervisor")
    world.centre.unwanted[NUMBER] = DoNotCall(NUMBER, True, "carol", AT, "asked us")
    answer = await world.client.post("/api/v1/do-not-call", json={"number": "13800138000", "why": "asked us"})
    [listed] = (await answer.json())["do_not_call"]
    assert (listed["number"], listed["display"], listed["who"]) == (NUMBER, "+86 138 0013 8000", "carol")
    await world.client.delete(f"/api/v1/do-not-call/{NUMBER}")
    forbid, allow = world.centre.asked
    assert forbid == ForbidCallbacks(forbid.id, "carol", "13800138000", "asked us")
    assert allow == AllowCallbacks(allow.id, "carol", NUMBER)


async def test_what_is_no_number_is_refused_with_the_reason(world):
    await world.sign_in("carol", role="supervisor")
    world.centre.refuses = Reason("not_a_number", {"number": "12"})
    answer = await world.client.post("/api/v1/do-not-call", json={"number": "12"})
    assert (answer.status, (await answer.json())["code"]) == (409, "not_a_number")
