import asyncio

import pytest
from aiohttp import ClientSession, WSMsgType, web

from ctid.api.serve import serve
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken


async def test_health_needs_no_session_and_is_200_even_when_degraded(world):
    world.centre.condition = {"status": "degraded", "switch": {"up": False}, "version": "0.1.0"}
    answer = await world.client.get("/health")
    assert answer.status == 200
    assert await answer.json() == world.centre.condition


async def test_without_a_build_the_page_says_which_command_mends_it(world):
    answer = await world.client.get("/", headers={"Accept-Language": "zh"})
    assert answer.status == 503
    assert "script/pages" in await answer.text()
    assert answer.content_type == "text/plain"


async def test_the_built_page_is_served_with_headers_that_let_nothing_foreign_in(world):
    (world.dist / "assets").mkdir(parents=True)
    (world.dist / "index.html").write_text("<!doctype html>")
    (world.dist / "assets" / "main-AB12.js").write_text("1")
    page = await world.client.get("/")
    assert (page.status, page.content_type) == (200, "text/html")
    script = await world.client.get("/assets/main-AB12.js")
    assert script.status == 200
    assert script.content_type in ("text/javascript", "application/javascript")
    for answer in (page, script, await world.client.get("/api/v1/me")):
        policy = answer.headers["Content-Security-Policy"]
        assert policy == (
            "default-src 'self'; connect-src 'self' ws: wss:; object-src 'none'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in script.headers["Cache-Control"]
    assert page.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/../secret", "/%2e%2e/secret", "/..%2fsecret", "/assets/..%2f..%2fsecret", "/.env"]
)
async def test_no_path_leads_out_of_the_build(world, path):
    world.dist.mkdir()
    (world.dist.parent / "secret").write_text("secret")
    (world.dist / ".env").write_text("secret")
    url = world.client.make_url("/")
    reader, writer = await asyncio.open_connection(url.host, url.port)  # a client library would tidy the path
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {url.host}\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 404 ")


async def test_a_port_in_use_is_said_in_both_languages_with_the_remedy():
    first = await serve(web.Application(), "127.0.0.1", 0)
    try:
        port = first.addresses[0][1]
        with pytest.raises(Mistaken) as mistaken:
            await serve(web.Application(), "127.0.0.1", port)
    finally:
        await first.cleanup()
    [mistake] = mistaken.value.mistakes
    assert mistake.code == "R301"
    assert f"127.0.0.1:{port}" in mistake.words()
    assert "CTID_HTTP__PORT" in mistake.mend[Language.ZH]


async def test_an_address_of_another_machine_cannot_be_served():
    with pytest.raises(Mistaken) as mistaken:
        await serve(web.Application(), "192.0.2.1", 0)
    assert mistaken.value.mistakes[0].code == "R302"


async def test_pages_are_told_when_the_server_stops(world):
    await world.sign_in()
    cookies = {each.key: each.value for each in world.client.session.cookie_jar}
    server = world.client.server
    async with (
        ClientSession(cookies=cookies) as session,
        session.ws_connect(server.make_url("/ws"), origin=world.origin) as page,
    ):
        await page.receive_json(timeout=2)
        closing = asyncio.create_task(server.close())
        closed = await page.receive(timeout=2)
        assert (closed.type, closed.data) == (WSMsgType.CLOSE, 1001)
        await closing
