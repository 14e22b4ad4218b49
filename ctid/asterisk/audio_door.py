"""Where Asterisk brings the sound of a call that is listened to (application AudioSocket).

The stream is opened by Asterisk, at our word, and begins with an id that we gave a moment ago. Nobody else
knows it, and it opens the door once: whoever comes with another one, or with none in time, is shown out.

Everything ends by itself. Closed by us, or gone because ctid died: the application returns at once and the
dialplan goes on. ctid frozen: the watchdog `TIMEOUT(absolute)` ends it. The caller hangs up: Asterisk
closes the stream.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import cast
from uuid import UUID, uuid4

from ctid.asterisk.audio_frames import GOODBYE, ID, Frame, Frames

log = logging.getLogger(__name__)

PATIENCE = 4.0  # seconds for a stream to come and to say who it is; Asterisk gives up connecting after two


class AudioLine(asyncio.Protocol):
    """One stream. `take` is told of each frame; `closed` is done when the stream is."""

    def __init__(self, door: "AudioDoor") -> None:
        self._door = door
        self._frames = Frames()
        self._transport: asyncio.Transport | None = None
        self._known = False
        self.closed = asyncio.get_running_loop().create_future()
        self.take: Callable[[Frame], None] = lambda _: None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        asyncio.get_running_loop().call_later(PATIENCE, self._show_out)

    def data_received(self, data: bytes) -> None:
        for frame in self._frames.feed(data):
            if self._known:
                self.take(frame)
            elif frame.kind == ID and self._door.admit(frame.payload, self):
                self._known = True
            else:
                self._show_out()
                return

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.closed.done():
            self.closed.set_result(None)

    def send(self, frame: Frame) -> None:
        """Send a frame; a stream that is gone takes none."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(bytes(frame))

    def close(self) -> None:
        """End the stream: Asterisk goes on with the caller."""
        self.send(Frame(GOODBYE))
        if self._transport is not None:
            self._transport.close()

    def _show_out(self) -> None:
        if not self._known and self._transport is not None and not self._transport.is_closing():
            log.warning("a stream of sound that nobody asked for was refused")
            self._transport.abort()


class AudioDoor:
    """The listener."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._port = 0
        self._awaited: dict[bytes, asyncio.Future[AudioLine]] = {}
        self._server: asyncio.Server | None = None

    @property
    def address(self) -> str:
        """Where Asterisk finds it: host and port."""
        return f"{self._host}:{self._port}"

    async def open(self) -> None:
        """Begin to listen, on a port that the operating system chooses."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: AudioLine(self), self._host, 0)
        self._port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()

    def expect(self) -> "tuple[UUID, asyncio.Future[AudioLine]]":
        """Return the id to give to Asterisk, and the stream to come; forgotten when it is cancelled."""
        id = uuid4()
        coming: asyncio.Future[AudioLine] = asyncio.get_running_loop().create_future()
        self._awaited[id.bytes] = coming
        coming.add_done_callback(lambda _: self._awaited.pop(id.bytes, None))
        return id, coming

    def admit(self, id: bytes, line: AudioLine) -> bool:
        """Hand a stream to whoever expects its id; say whether anybody does."""
        coming = self._awaited.get(id)
        if coming is None or coming.done():
            return False
        coming.set_result(line)
        return True
