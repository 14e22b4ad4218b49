"""One AMI connection's bytes, as a protocol that panoramisk's `Manager` connects for us.

It answers `Manager.send_action` (`send`), and gives wanted events to plain functions, in order and at
once. Nothing is ever sent again: when the connection breaks, whoever waits is told so (`Gone`) and must
look before it acts, for an Originate repeated is a phone rung twice.
"""

import asyncio
import itertools
import logging
from collections.abc import Callable, Mapping
from typing import cast

from ctid.asterisk.ami_frames import Forged, Frames, Message, Overlong, Values, encode, event_name, parse

log = logging.getLogger(__name__)

Wanted = Mapping[str, Callable[[Message], None]]
Answer = asyncio.Future[list[Message]]


class Gone(ConnectionError):
    """The connection to the manager is not there, or broke before the answer came."""


class AmiProtocol(asyncio.Protocol):
    """Frames, answers and events of one connection.

    `wanted` maps an event's name to what takes it. An action is answered by one response or by a list,
    which ends where Asterisk says `EventList: Complete`.
    """

    def __init__(self, wanted: Wanted) -> None:
        self.lost: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._wanted = {name.encode(): take for name, take in wanted.items()}
        self._frames = Frames()
        self._waiting: dict[str, tuple[Answer, list[Message]]] = {}
        self._numbers = itertools.count(1)
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by class

    def data_received(self, data: bytes) -> None:
        try:
            for frame in self._frames.feed(data):
                self._take(frame)
        except Overlong as error:
            self.abort(str(error))

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(str(exc) if exc else "Asterisk closed the connection")

    def send(self, data: Values, as_list: bool | None = None) -> Answer:
        """Send an action and return its answer to come: the response, then the list's messages if any.

        Raises `Unsendable`; the answer raises `Gone`. `as_list` is panoramisk's, and not needed here.
        """
        action = data.get("ActionID") or f"ctid-{next(self._numbers)}"
        assert isinstance(action, str)
        line = encode({**data, "ActionID": action})
        answer: Answer = asyncio.get_running_loop().create_future()
        if self._transport is None or self.lost.done():
            answer.set_exception(Gone("not connected"))
            return answer
        self._waiting[action] = (answer, [])
        answer.add_done_callback(lambda _: self._waiting.pop(action, None))
        self._transport.write(line)
        return answer

    def abort(self, why: str) -> None:
        """Cut the connection without waiting for what is unsent."""
        self._end(why)
        if self._transport is not None:
            self._transport.abort()

    def close(self) -> None:
        """Be closed by panoramisk's Manager."""
        self.abort("closed")

    def _end(self, why: str) -> None:
        if not self.lost.done():
            self.lost.set_result(why)
        for answer, _ in list(self._waiting.values()):
            if not answer.done():
                answer.set_exception(Gone(why))

    def _take(self, frame: bytes) -> None:
        name = event_name(frame)
        if not name:
            self._respond(parse(frame))
            return
        if self._waiting and b"\r\nActionID: " in frame and self._listed(parse(frame)):
            return
        if take := self._wanted.get(name):
            self._deliver(take, parse(frame, once=True))

    def _respond(self, message: Message) -> None:
        answer, messages = self._waiting.get(message["ActionID"], (None, []))
        if answer is None or answer.done():
            return
        messages.append(message)
        if message["EventList"].lower() != "start":
            answer.set_result(messages)

    def _listed(self, message: Message) -> bool:
        """Add a list's item to its answer; False if it is an event that merely bears an ActionID."""
        answer, messages = self._waiting.get(message["ActionID"], (None, []))
        if answer is None or not messages:
            return False
        messages.append(message)
        if message["EventList"] in ("Complete", "Cancelled", "cancelled") and not answer.done():
            answer.set_result(messages)
        return True

    def _deliver(self, take: Callable[[Message], None], message: Message) -> None:
        try:
            take(message)
        except Forged as error:
            log.warning("an event was forged by what somebody dialled, its %s stands twice: left out", error)
        except Exception:
            log.exception("an event could not be taken: %s", message.fields)
