"""A FastAGI connection whose other side is slow, or silent, or says too much."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.asterisk.agi_lines import LONGEST_HEAD, LONGEST_REPLY, MOST_HEADERS, Garbled, Head, Replies
from ctid.asterisk.agi_protocol import AgiProtocol, CommandFailed, HungUp
from ctid.asterisk.agi_server import AgiAddress, AgiServer

HEAD = b"agi_network: yes\nagi_uniqueid: 1763781000.12\n\n"
LOCAL = (ip_network("127.0.0.0/8"),)
SOON = 0.1  # seconds


@dataclass
class Sessions:
    """A server whose sessions say one command and keep what came of it."""

    server: AgiServer = field(init=False)
    outcomes: list[Any] = field(default_factory=list)

    async def converse(self, protocol: AgiProtocol) -> None:
        try:
            self.outcomes.append(await protocol.command("GET VARIABLE", "X", deadline=SOON))
        except Exception as error:
            self.outcomes.append(error)
            raise


@pytest.fixture
async def sessions() -> AsyncIterator[Sessions]:
    sessions = Sessions()
    sessions.server = AgiServer(AgiAddress("127.0.0.1", 0, LOCAL), sessions.converse)
    await sessions.server.open()
    yield sessions
    await sessions.server.close()


@asynccontextmanager
async def asked(sessions: Sessions) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", sessions.server.port)
    yield reader, writer
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


async def dribble(writer: asyncio.StreamWriter, data: bytes) -> None:
    """Send byte by byte, as slowly as keeps a connection that only counts silence open."""
    with suppress(ConnectionError):
        for byte in data:
            writer.write(bytes((byte,)))
            await writer.drain()
            await asyncio.sleep(SOON / 10)


async def test_a_header_that_dribbles_is_dropped_at_its_deadline(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(AgiProtocol.__init__, "__kwdefaults__", {"head_deadline": SOON})
    async with asked(sessions) as (reader, writer):
        began = time.monotonic()
        slowly = asyncio.create_task(dribble(writer, HEAD * 10))
        async with asyncio.timeout(2):
            with suppress(ConnectionError):
                assert await reader.read() == b""
        assert time.monotonic() - began < 1.0
        slowly.cancel()
    assert "nothing heard in time (header)" in caplog.text
    assert sessions.outcomes == []


async def test_a_reply_that_dribbles_ends_the_session_at_the_commands_deadline(
    sessions: Sessions, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)  # the session's own traceback is wanted elsewhere
    async with asked(sessions) as (reader, writer):
        writer.write(HEAD)
        assert await reader.readline() == b'GET VARIABLE "X"\n'
        slowly = asyncio.create_task(dribble(writer, b"200 result=1 (" + b"x" * 1000))
        async with asyncio.timeout(2):
            with suppress(ConnectionError):
                assert await reader.read() == b""
        slowly.cancel()
    [outcome] = sessions.outcomes
    assert isinstance(outcome, TimeoutError)


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (b"100 Trying...\n200 result=1 (y)\n", "y"),
        (b"510 Invalid or unknown command\n", CommandFailed),
        (b"511 Command Not Permitted on a dead channel or intercept routine\n", HungUp),
        (b"520-Invalid command syntax.\nUsage: X\n200 result=9\n520 End of proper usage.\n", CommandFailed),
        (b"HANGUP\n", HungUp),
        (b"HANGUP\n200 result=1 (y)\n", HungUp),
        (b"nonsense\n", HungUp),
        (b"520-" + b"y" * 100 + b"\n" + b"Usage of ever more\n" * 5000, HungUp),
    ],
)
async def test_every_kind_of_reply_has_its_meaning_however_it_is_cut(
    sessions: Sessions, caplog: pytest.LogCaptureFixture, reply: bytes, outcome: Any
) -> None:
    caplog.set_level(logging.CRITICAL)
    for cut in {0, 1, 3, 4, len(reply) // 2, len(reply) - 1}:
        async with asked(sessions) as (reader, writer):
            writer.write(HEAD)
            await reader.readline()
            for piece in (reply[:cut], reply[cut:]):
                writer.write(piece)
                with suppress(ConnectionError):
                    await writer.drain()
                await asyncio.sleep(0)
            with suppress(ConnectionError):
                await reader.read()
        came = sessions.outcomes.pop()
        assert came.value == outcome if isinstance(outcome, str) else isinstance(came, outcome)


async def test_a_deadline_that_is_met_leaves_no_alarm_behind(sessions: Sessions) -> None:
    seen: list[AgiProtocol] = []

    async def converse(protocol: AgiProtocol) -> None:
        seen.append(protocol)
        await protocol.command("GET VARIABLE", "X", deadline=60.0)
        await protocol.command("GET VARIABLE", "X", deadline=SOON)

    sessions.server.converse = converse
    async with asked(sessions) as (reader, writer):
        writer.write(HEAD)
        await reader.readline()
        writer.write(b"200 result=0\n")
        await reader.readline()
        writer.write(b"200 result=0\n")
        assert await reader.read() == b""
    assert seen[0]._alarm is None


async def test_a_short_deadline_after_a_long_one_is_kept(
    sessions: Sessions, caplog: pytest.LogCaptureFixture, until: Callable[..., Awaitable[None]]
) -> None:
    async def converse(protocol: AgiProtocol) -> None:
        await protocol.command("WAIT FOR DIGIT", "60000", deadline=60.0)
        await protocol.command("GET VARIABLE", "X", deadline=SOON)

    sessions.server.converse = converse
    async with asked(sessions) as (reader, writer):
        writer.write(HEAD)
        await reader.readline()
        writer.write(b"200 result=0\n")
        await until(lambda: "nothing heard in time (GET VARIABLE)" in caplog.text)


@given(st.integers(-2, 2), st.booleans(), st.data())
def test_a_header_at_the_limit_is_taken_or_refused_the_same_however_it_is_cut(
    over: int, by_lines: bool, data: st.DataObject
) -> None:
    if by_lines:
        head = b"agi_uniqueid: 1.2" + b"\nagi_x: 1" * (MOST_HEADERS - 1 + over) + b"\n\n"
    else:
        head = b"agi_uniqueid: " + b"1" * (LONGEST_HEAD - 14 + over) + b"\n\n"
    cut = data.draw(st.integers(0, len(head)) | st.integers(len(head) - 3, len(head)))
    assert reads(head[:cut], head[cut:]) == reads(head) == (over <= 0)


def reads(*pieces: bytes) -> bool:
    head = Head()
    try:
        return any(head.feed(piece) is not None for piece in pieces if piece)
    except Garbled:
        return False


@pytest.mark.parametrize("line", [b"520-Usage\n", b"Usage\n", b"\n"])
def test_a_usage_without_end_is_refused(line: bytes) -> None:
    replies = Replies()
    list(replies.feed(b"520-Usage\n"))
    with pytest.raises(Garbled):
        for _ in range(LONGEST_REPLY + 1):
            list(replies.feed(line))
