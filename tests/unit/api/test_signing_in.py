from datetime import timedelta

import pytest

from ctid.api.gates import OPEN
from ctid.api.pretend_sign_in import PretendSession


async def test_a_ticket_opens_a_session_whose_cookie_no_script_and_no_other_site_can_use(world):
    world.records.tickets["t1"] = PretendSession("agent", "1001", world.now + timedelta(seconds=30))
    answer = await world.client.post("/api/v1/session", json={"ticket": "t1"})
    assert answer.status == 200
    assert await answer.json() == {"role": "agent", "subject": "1001"}
    cookie = answer.cookies["ctid_session"]
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and cookie["path"] == "/"
    assert not cookie["secure"]
    assert (await world.client.get("/api/v1/me")).status == 200


async def test_the_cookie_is_secure_where_the_browser_speaks_https(world):
    world.records.tickets["t1"] = PretendSession("agent", "1001", world.now + timedelta(seconds=30))
    answer = await world.client.post(
        "/api/v1/session", json={"ticket": "t1"}, headers={"X-Forwarded-Proto": "https"}
    )
    assert answer.cookies["ctid_session"]["secure"]


@pytest.mark.parametrize(("ticket", "late"), [("wrong", 0), ("t1", 31)])
async def test_a_wrong_or_expired_ticket_opens_nothing(world, ticket, late):
    world.records.tickets["t1"] = PretendSession("agent", "1001", world.now + timedelta(seconds=30))
    world.now += timedelta(seconds=late)
    answer = await world.client.post("/api/v1/session", json={"ticket": ticket})
    assert answer.status == 401
    assert (await answer.json())["code"] == "ticket_refused"
    assert "ctid_session" not in answer.cookies


async def test_a_ticket_opens_only_one_session(world):
    await world.sign_in()
    assert (await world.client.post("/api/v1/session", json={"ticket": "t1"})).status == 401


async def test_every_route_of_the_api_refuses_who_has_no_session(world):
    tried = 0
    for route in world.client.app.router.routes():
        path = route.resource.canonical.replace("{id}", "x")
        if not path.startswith(("/api/", "/ws")) or (route.method, path) in OPEN:
            continue
        answer = await world.client.request(route.method, path, headers={"Origin": world.origin})
        assert answer.status == 401, f"{route.method} {path}"
        tried += 1
    assert tried >= 14


async def test_a_session_ends_when_it_is_too_old(world):
    await world.sign_in()
    world.now += timedelta(hours=12)
    assert (await world.client.get("/api/v1/me")).status == 401


async def test_signing_out_ends_the_session_and_cuts_off_its_pages(world):
    await world.sign_in()
    page = await world.page()
    await page.receive_json()
    assert (await world.client.delete("/api/v1/session")).status == 204
    assert world.records.sessions == {}
    assert (await page.receive(timeout=2)).type.name in ("CLOSED", "CLOSE", "ERROR")
    assert (await world.client.get("/api/v1/me")).status == 401


async def test_an_agent_whom_the_site_no_longer_has_is_refused(world):
    await world.sign_in("9999")
    answer = await world.client.get("/api/v1/me")
    assert answer.status == 403
    assert (await answer.json())["code"] == "unknown_agent"
