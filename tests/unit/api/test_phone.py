"""The browser as the agent's phone: who gets its password, and which page has the seat."""

import asyncio
from dataclasses import replace

import pytest

from ctid.api.house import HOUSE
from ctid.api.phones import BrowserPhone

PHONE = BrowserPhone("1001-web", "wss://pbx.example.com/ws", "hush")


@pytest.fixture
def equipped(world):
    app = world.client.app
    app._state[HOUSE] = replace(app[HOUSE], phones=lambda agent: PHONE if agent == "1001" else None)
    return world


async def test_an_agents_own_page_is_told_as_whom_it_registers_and_no_cache_keeps_it(equipped):
    await equipped.sign_in()
    answer = await equipped.client.get("/api/v1/me/phone")
    assert await answer.json() == {"user": "1001-web", "secret": "hush", "url": "wss://pbx.example.com/ws"}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("subject", "role", "status", "code"),
    [("1002", "agent", 404, "no_browser_phone"), ("test", "supervisor", 403, "agents_only")],
)
async def test_nobody_else_is(equipped, subject, role, status, code):
    await equipped.sign_in(subject, role)
    answer = await equipped.client.get("/api/v1/me/phone")
    assert (answer.status, (await answer.json())["code"]) == (status, code)


async def test_without_a_session_there_is_no_password(equipped):
    assert (await equipped.client.get("/api/v1/me/phone")).status == 401


def test_the_password_is_in_no_words():
    assert "hush" not in f"{PHONE} {PHONE!r}"


async def test_the_page_that_takes_the_seat_has_it_and_the_agents_other_pages_are_told(world):
    await world.sign_in()
    older, newer = await world.page(), await world.page()
    await world.sign_in("1002")
    foreign = await world.page()
    for page in (older, newer, foreign):
        assert (await page.receive_json())["kind"] == "hello"
    await newer.send_json({"kind": "phone_seat"})
    assert await older.receive_json() == {"kind": "seat_taken"}
    for page in (newer, foreign):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await page.receive_json()
