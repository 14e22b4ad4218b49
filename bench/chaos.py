"""A proxy before the manager's port that does to the link what networks and busy switches do.

    pass        everything as it comes             blackhole   connections stand, nothing goes through
    cut         connections are reset, new ones refused

and on top of `pass`: `latency` (seconds each way), `slices` (one byte at a time), `doubles` (every event of
the events user comes twice), `swaps` (neighbours of different legs change places), frames put in by `inject`.
"""

import asyncio
import random
import re
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from enum import Enum
from typing import Self

_END = b"\r\n\r\n"
_LEG = re.compile(rb"\r\nUniqueid: ([^\r]+)\r\n")
_LOGIN = b"events"


class Mode(Enum):
    """What the link does."""

    PASS = "pass"
    BLACKHOLE = "blackhole"
    CUT = "cut"


class Chaos:
    """Listens on a port of its own and passes all on to `target`, in its mode."""

    def __init__(self, target: int, chance: random.Random) -> None:
        self.port = 0
        self.latency = 0.0
        self.slices = self.doubles = self.swaps = False
        self.doubled = self.swapped = 0
        self._target, self._chance = target, chance
        self._mode = Mode.PASS
        self._passing = asyncio.Event()
        self._writers: set[asyncio.StreamWriter] = set()
        self._listeners: set[asyncio.StreamWriter] = set()  # towards the daemon, of the events user
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._passing.set()
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self._reset()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def mode(self) -> Mode:
        """What the link does now."""
        return self._mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._mode = mode
        if mode is Mode.CUT:
            self._reset()
        (self._passing.clear if mode is Mode.BLACKHOLE else self._passing.set)()

    def inject(self, frames: bytes) -> int:
        """Put whole frames into the stream of events; return how many listeners were sent them."""
        for writer in self._listeners:
            writer.write(frames)
        return len(self._listeners)

    # --- one connection -----------------------------------------------------------------------------
    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        with suppress(OSError, asyncio.CancelledError):
            if self._mode is not Mode.CUT:
                up, down = await asyncio.open_connection("127.0.0.1", self._target)
                self._writers.add(down)
                await self._both(reader, writer, up, down)
        self._abort(writer)
        self._tasks.discard(task)

    async def _both(
        self,
        daemon_in: asyncio.StreamReader,
        daemon_out: asyncio.StreamWriter,
        switch_in: asyncio.StreamReader,
        switch_out: asyncio.StreamWriter,
    ) -> None:
        ways = [
            asyncio.create_task(self._to_switch(daemon_in, switch_out, daemon_out)),
            asyncio.create_task(self._to_daemon(switch_in, daemon_out)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self._abort(switch_out)

    async def _to_switch(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, back: asyncio.StreamWriter
    ) -> None:
        begun = b""
        while sent := await reader.read(65536):
            begun = (begun + sent)[:400]
            if b"\r\nUsername: " + _LOGIN + b"\r\n" in begun:
                self._listeners.add(back)
            await self._write(writer, sent)

    async def _to_daemon(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        rest = b""
        while sent := await reader.read(65536):
            if writer not in self._listeners or not (self.doubles or self.swaps):
                await self._write(writer, rest + sent)
                rest = b""
                continue
            *frames, rest = (rest + sent).split(_END)
            await self._write(writer, b"".join(frame + _END for frame in self._disturbed(frames)))

    async def _write(self, writer: asyncio.StreamWriter, sent: bytes) -> None:
        await self._passing.wait()
        if self.latency:
            await asyncio.sleep(self.latency)
        for piece in (sent[n : n + 1] for n in range(len(sent))) if self.slices else (sent,):
            writer.write(piece)
            if self.slices:
                await asyncio.sleep(0)
        await writer.drain()

    def _disturbed(self, frames: list[bytes]) -> Iterator[bytes]:
        """Yield frames, events doubled, neighbours that speak of different legs swapped by chance."""
        frames = list(frames)
        for n in range(len(frames) - 1):
            one, other = _LEG.search(frames[n]), _LEG.search(frames[n + 1])
            apart = one is not None and other is not None and one[1] != other[1]
            if self.swaps and apart and self._chance.random() < 0.5:
                frames[n], frames[n + 1] = frames[n + 1], frames[n]
                self.swapped += 1
        for frame in frames:
            yield frame
            if self.doubles and frame.startswith(b"Event: "):
                self.doubled += 1
                yield frame

    def _reset(self) -> None:
        for writer in self._writers:
            self._abort(writer)
        self._writers.clear()

    def _abort(self, writer: asyncio.StreamWriter) -> None:
        """Break a connection as a crash does: with a reset, not with a goodbye."""
        self._listeners.discard(writer)
        made: socket.socket | None = writer.get_extra_info("socket")
        with suppress(OSError):
            if made is not None and not writer.transport.is_closing():
                made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
