"""The other side of the wires: a manager that speaks AMI by script, and an Asterisk that asks over AGI."""

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator, Callable

import pytest

from ctid.asterisk.ami_connection import ManagerUser, Pace

FAST = Pace(connect=1.0, action=0.3, ping_every=0.05, ping_deadline=0.2, first_wait=0.02, longest_wait=0.05)
SECRET = "right"
CHALLENGE = "728944669"
KEY = hashlib.md5((CHALLENGE + SECRET).encode(), usedforsecurity=False).hexdigest()


class ScriptedManager:
    """An AMI server. `silent` names actions, or users, never answered; `channels` is what Status lists."""

    def __init__(self) -> None:
        self.port = 0
        self.received: list[dict[str, str]] = []
        self.silent: set[str] = set()
        self.refused: set[str] = set()
        self.refusal = "Authentication failed"
        self.started = "03:36:58"
        self.channels: list[str] = []
        self.before_answer: Callable[[str], None] = lambda action: None
        self._listeners: set[asyncio.StreamWriter] = set()
        self._writers: set[asyncio.StreamWriter] = set()

    def actions(self, name: str) -> list[dict[str, str]]:
        return [action for action in self.received if action["Action"] == name]

    def drop(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    @property
    def heard(self) -> bool:
        """Say whether anybody has logged in who is told of events."""
        return bool(self._listeners)

    def event(self, *lines: str) -> None:
        for writer in self._listeners:
            writer.write("".join(f"{line}\r\n" for line in (*lines, "")).encode())

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        try:
            while True:
                frame = (await reader.readuntil(b"\r\n\r\n")).decode()
                action = dict(line.split(": ", 1) for line in frame.strip().split("\r\n"))
                self.received.append(action)
                if not self.silent & {action["Action"], action.get("Username", "")}:
                    self.before_answer(action["Action"])
                    self._answer(action, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self._writers.discard(writer)
            self._listeners.discard(writer)
            writer.close()

    def _answer(self, action: dict[str, str], writer: asyncio.StreamWriter) -> None:
        name, good = action["Action"], action["Action"] not in self.refused
        if name == "Login":
            good = good and action.get("Key") == KEY
            if good and action["Events"] == "on":
                self._listeners.add(writer)
        more = {
            "Challenge": f"Challenge: {CHALLENGE}\r\n",
            "CoreStatus": f"CoreStartupDate: 2026-11-22\r\nCoreStartupTime: {self.started}\r\n",
        }.get(name, "")
        mark = f"ActionID: {action['ActionID']}\r\n"
        if not good:
            writer.write(f"Response: Error\r\n{mark}Message: {self.refusal}\r\n\r\n".encode())
        elif name in ("Status", "BridgeList", "DeviceStateList"):
            items = [f"Event: {name}\r\n{channel}" for channel in self.channels] if name == "Status" else []
            body = "".join(f"{item}{mark}\r\n" for item in items)
            end = f"Event: {name}Complete\r\n{mark}EventList: Complete\r\n\r\n"
            writer.write(f"Response: Success\r\n{mark}EventList: start\r\n\r\n{body}{end}".encode())
        else:
            writer.write(f"Response: Success\r\n{mark}{more}\r\n".encode())


@pytest.fixture
async def manager() -> AsyncIterator[ScriptedManager]:
    scripted = ScriptedManager()
    server = await asyncio.start_server(scripted.serve, "127.0.0.1", 0)
    scripted.port = server.sockets[0].getsockname()[1]
    yield scripted
    server.close()
    scripted.drop()
    await asyncio.sleep(0.01)


@pytest.fixture
def user(manager: ScriptedManager) -> Callable[..., ManagerUser]:
    def make(name: str = "events", *, secret: str = SECRET, events: bool = True) -> ManagerUser:
        return ManagerUser("127.0.0.1", manager.port, name, secret, events)

    return make


@pytest.fixture
def chance() -> random.Random:
    return random.Random(7)


@pytest.fixture
def fast() -> Pace:
    return FAST


async def wait_until(true: Callable[[], object], seconds: float = 2.0) -> None:
    """Return as soon as `true()` is."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.005)


@pytest.fixture
def until() -> Callable[..., object]:
    return wait_until
