"""A server that flows ask: signed, through the gate, within the time, and with an answer of a sane size."""

import asyncio
from datetime import UTC, datetime

import pytest
from aiohttp import web

from ctid.webhooks.address import Allowance
from ctid.webhooks.inquiry import LARGEST_ANSWER, Inquiry
from ctid.webhooks.signature import Seen, verify

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEY = "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1u"
HERE = Allowance(hosts=frozenset({"127.0.0.1"}))


@pytest.fixture
async def server():
    """Return a function that serves an answer and says where."""
    runners = []

    async def serve(answer):
        app = web.Application()
        app.router.add_post("/ask", answer)
        runner = web.AppRunner(app)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}/ask"

    yield serve
    for runner in runners:
        await runner.cleanup()


async def ask(url, allowance=HERE, key=KEY, seconds=5.0):
    async with Inquiry(allowance, key, lambda: NOW) as inquiry:
        return await inquiry.inquire(url, "ask_1", '{"node": "x"}', seconds)


async def test_a_question_is_signed_and_its_answer_read(server):
    async def answer(request):
        verify(request.headers, await request.read(), [KEY], NOW, Seen())
        return web.json_response({"outcome": "vip"})

    assert await ask(await server(answer)) == b'{"outcome": "vip"}'


@pytest.mark.parametrize(
    "answer",
    [
        web.Response(status=500),
        web.Response(status=302, headers={"Location": "http://127.0.0.1/"}),
        web.Response(body=b"x" * (LARGEST_ANSWER + 1)),
    ],
    ids=["no success", "elsewhere", "too large"],
)
async def test_what_is_no_answer_is_an_error(server, answer):
    async def give(_):
        return answer

    with pytest.raises(ValueError, match=r"HTTP|bytes"):
        await ask(await server(give))


async def test_whoever_is_slow_is_given_up(server):
    gone = asyncio.Event()

    async def slow(_):
        await gone.wait()
        return web.Response()

    url = await server(slow)
    with pytest.raises(TimeoutError):
        await ask(url, seconds=0.1)
    gone.set()


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/ask", "https://169.254.169.254/ask", "https://[::1]/ask", "http://example.com/"],
)
async def test_only_public_addresses_are_asked(url):
    with pytest.raises((ValueError, OSError)):
        await ask(url, Allowance())


async def test_nothing_is_asked_unsigned(server):
    with pytest.raises(ValueError, match="flows_secret"):
        await ask("https://example.com/", key="")
