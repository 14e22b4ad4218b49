"""Calls that nobody makes: a Local channel of Asterisk's own dials a number, and a program presses the keys.

One end of the Local channel is an ordinary caller in the trunk's context; the other echoes, because a line
that carries no sound at all is not even silent to `Record`. Its keys are sent there by `PlayDTMF`. What the
caller hears is told by Asterisk itself: every AGI command is an event (class `agi`). It takes a manager user
of its own, because the daemon's two may log in once only:

    [trial]
    secret = …
    deny = 0.0.0.0/0
    permit = 127.0.0.1/32
    read = agi
    write = originate,call
    eventfilter(action(include),name(AGIExecStart)) =
"""

import asyncio
import random
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from ctid.asterisk.ami_connection import ActionRefused, AmiConnection, ManagerUser
from ctid.asterisk.ami_frames import Message
from ctid.model.ids import InteractionId, NodeId, leg_id

ARRIVES = "ctid-in"
A_KEY_MS = "120"
BETWEEN_KEYS = 0.1  # seconds; what follows within 45 ms is the same key to Asterisk (AST_MIN_DTMF_GAP)

_SPEAKS = re.compile(r'STREAM FILE "?ctid/([a-z0-9-]+)"?')
_RECORDS = re.compile(r'EXEC "?Record"? ')
_SETS = re.compile(r'SET VARIABLE "?(CTID_[A-Z]+)"? "?([^"]*)"?')


@dataclass(frozen=True, slots=True)
class Speaks:
    """A prompt begins."""

    key: str


@dataclass(frozen=True, slots=True)
class Listens:
    """The flow waits for a key."""


@dataclass(frozen=True, slots=True)
class Records:
    """What the caller says is recorded."""


@dataclass(frozen=True, slots=True)
class Sets:
    """The session sets a variable of the contract."""

    name: str
    value: str


Sign = Speaks | Listens | Records | Sets


def sign_of(command: str) -> Sign | None:
    """Read an AGI command; None for those that say nothing of what a caller hears."""
    if spoken := _SPEAKS.match(command):
        return Speaks(spoken[1])
    if command.startswith("WAIT FOR DIGIT"):
        return Listens()
    if _RECORDS.match(command):
        return Records()
    if told := _SETS.match(command):
        return Sets(told[1], told[2])
    return None


@dataclass(slots=True)
class TriedCall:
    """One such call. `signs` come in the order in which Asterisk tells them."""

    interaction: InteractionId
    theirs: str
    _channel: str
    _connection: AmiConnection
    signs: "asyncio.Queue[Sign]" = field(default_factory=asyncio.Queue)

    async def press(self, key: str) -> None:
        """Press one key, a moment after the last."""
        await asyncio.sleep(BETWEEN_KEYS)
        await self._connection.act(
            {"Action": "PlayDTMF", "Channel": self._channel, "Digit": key, "Duration": A_KEY_MS}
        )

    async def hang_up(self) -> None:
        """Hang up, if the call is still there."""
        with suppress(ActionRefused):
            await self._connection.act({"Action": "Hangup", "Channel": self._channel})


class TriedCalls:
    """Places such calls on one switch."""

    def __init__(self, user: ManagerUser, node: NodeId, chance: random.Random) -> None:
        self._node = node
        self._chance = chance
        self._calls: dict[str, TriedCall] = {}
        self._up = asyncio.Event()
        self._connection = AmiConnection(
            user, {"AGIExecStart": self._hear}, up=self._up.set, down=lambda why: None, chance=chance
        )

    @asynccontextmanager
    async def connected(self) -> "AsyncIterator[TriedCalls]":
        """Be logged in. Raises `LoginRefused`, and `TimeoutError` where no manager answers."""
        running = asyncio.create_task(self._connection.run())
        up = asyncio.create_task(self._up.wait())
        try:
            await asyncio.wait({running, up}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                await running
            if not up.done():
                raise TimeoutError(str(self._connection.failure or "no answer"))
            yield self
        finally:
            for task in (running, up):
                task.cancel()
            await asyncio.gather(running, up, return_exceptions=True)

    async def place(self, dnis: str, ani: str) -> TriedCall:
        """Dial a number of the centre as if from outside, and return when Asterisk has begun to."""
        mark = f"ctid-trial-{self._chance.getrandbits(48):012x}"
        ours, theirs = f"{mark}-1", f"{mark}-2"
        call = TriedCall(InteractionId(leg_id(self._node, theirs)), theirs, ours, self._connection)
        self._calls[theirs] = call
        await self._connection.act(
            {
                "Action": "Originate",
                "Channel": f"Local/{dnis}@{ARRIVES}/n",
                "ChannelId": ours,
                "OtherChannelId": theirs,
                "Application": "Echo",
                "CallerID": f"<{ani}>",
                "Async": "true",
            }
        )
        return call

    def _hear(self, event: Message) -> None:
        call = self._calls.get(event["Uniqueid"])
        sign = sign_of(event["Command"])
        if call is not None and sign is not None:
            call.signs.put_nowait(sign)
