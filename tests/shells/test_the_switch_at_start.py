"""The daemon as a process, started beside an Asterisk that is away or does not let it in."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import aiohttp
import pytest

pytestmark = pytest.mark.slow


async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Speak AMI as Asterisk does when the secret of the user `actions` is wrong."""
    writer.write(b"Asterisk Call Manager/11.0.0\r\n")
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            frame = (await reader.readuntil(b"\r\n\r\n")).decode()
            action = dict(line.split(": ", 1) for line in frame.strip().split("\r\n"))
            good = action.get("Username") != "actions"
            answer = "Success\r\nChallenge: 728944669" if good else "Error\r\nMessage: Authentication failed"
            writer.write(f"Response: {answer}\r\nActionID: {action['ActionID']}\r\n\r\n".encode())
    writer.close()


@pytest.fixture
async def refusing() -> AsyncIterator[int]:
    """The port of a manager that refuses one of the two users."""
    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


async def health_at(url: str) -> dict[str, Any]:
    async with aiohttp.ClientSession() as http, http.get(f"{url}/health") as answer:
        return dict(await answer.json())


async def test_a_wrong_secret_ends_the_start(shell: Any, refusing: int) -> None:
    shell.sets["CTID_SWITCH__AMI_PORT"] = str(refusing)
    assert await shell.refuses("run", up=True) == ["switch.actions_secret R402"]


async def test_an_asterisk_that_is_not_there_yet_is_waited_for_and_the_wait_is_told(shell: Any) -> None:
    daemon = await shell.start("run")
    try:
        async with asyncio.timeout(20):
            url = (await daemon.stdout.readline()).decode().split()[-1]
            told = [line async for line in lines_until(daemon.stderr, "R403")]
            await asyncio.sleep(1.5)  # some more attempts, of which nothing new is to be told
            health = await health_at(url)
        began = asyncio.get_running_loop().time()
        daemon.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(daemon.communicate(), 5)
    finally:
        if daemon.returncode is None:
            daemon.kill()
            await daemon.wait()
    assert daemon.returncode == 0
    assert asyncio.get_running_loop().time() - began < 5
    log = "".join(told) + err.decode()
    assert log.count("R403") == 1
    assert not out
    for word in ("ERROR", "Traceback", "Task", "Exception"):
        assert word not in log
    assert (health["status"], health["switch"]["connected"]) == ("degraded", False)
    assert "is not reached" in health["switch"]["last_error"]


async def lines_until(stream: asyncio.StreamReader, word: str) -> AsyncIterator[str]:
    """Read the lines up to the one with `word` in it."""
    async for raw in stream:
        yield raw.decode()
        if word in raw.decode():
            return
