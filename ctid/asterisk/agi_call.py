"""What a session can do with a caller: the few AGI commands that ctid uses, by name."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping

from ctid.asterisk.agi_lines import Reply
from ctid.asterisk.agi_protocol import DEADLINE, AgiProtocol, HungUp

log = logging.getLogger(__name__)

KEYS = "0123456789*#"
LONGEST_PROMPT = 60.0  # seconds

_NEVER_BEGAN = "endpos=0"  # -1 is also said of a caller who hangs up in the middle


class AgiCall:
    """A caller on the line. Every method raises what `AgiProtocol.command` raises."""

    __slots__ = ("_protocol",)

    def __init__(self, protocol: AgiProtocol) -> None:
        self._protocol = protocol

    @property
    def header(self) -> Mapping[str, str]:
        """What Asterisk said of the channel when it asked."""
        return self._protocol.header

    @property
    def hung_up(self) -> "asyncio.Future[None]":
        """Done when the channel has left the session."""
        return self._protocol.hung_up

    async def get(self, variable: str) -> str:
        """Return a channel variable, "" if it is not set."""
        reply = await self._protocol.command("GET VARIABLE", variable)
        return reply.value or ""

    async def evaluate(self, expression: str) -> str:
        """Return what the dialplan makes of an expression of ours, "" if nothing."""
        reply = await self._protocol.command("GET FULL VARIABLE", expression)
        return reply.value or ""

    async def execute(self, application: str, arguments: str, seconds: float) -> None:
        """Run a dialplan application that takes at most `seconds`."""
        await self._protocol.command("EXEC", application, arguments, deadline=seconds + DEADLINE)

    def set(self, variable: str, value: str) -> Awaitable[object]:
        """Set a channel variable or a dialplan function; the value is taken literally."""
        return self._protocol.command("SET VARIABLE", variable, value)

    def watch(self, seconds: float) -> Awaitable[object]:
        """Let Asterisk take the caller back after `seconds`, should we fall silent; 0 disarms."""
        return self._protocol.command("SET VARIABLE", "TIMEOUT(absolute)", f"{seconds:g}")

    async def speak(self, sound: str, *, keys: str = KEYS) -> str:
        """Play a sound; a key of `keys` ends it. Return that key, or "" if it was heard to its end.

        A sound that is not there (or cannot be read) is logged and passed over.
        """
        return _key((await self._stream(sound, keys)).result)

    async def tell(self, sound: str) -> bool:
        """Play a sound that no key ends. Return whether it was heard to its end."""
        return (await self._stream(sound, "")).result == "0"

    async def _stream(self, sound: str, keys: str) -> Reply:
        reply = await self._protocol.command("STREAM FILE", sound, keys, deadline=LONGEST_PROMPT + DEADLINE)
        if reply.result == "-1" and _NEVER_BEGAN in reply.text:
            log.warning("%s: the sound %s could not be played", self.header["agi_channel"], sound)
        return reply

    async def listen(self, seconds: float) -> str:
        """Wait for one key. Return it, or "" if none came."""
        milliseconds = str(round(seconds * 1000))
        reply = await self._protocol.command("WAIT FOR DIGIT", milliseconds, deadline=seconds + DEADLINE)
        if reply.result == "-1":
            raise HungUp
        return _key(reply.result)


def _key(result: str) -> str:
    """Read the result of a command that listens: an ASCII code, or 0 for none."""
    return chr(int(result)) if result.isdigit() and int(result) else ""
