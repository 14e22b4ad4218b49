"""A pretend caller in the daemon's FastAGI session: says who calls, hears prompts, presses keys.

Speech takes no time here. A key is pressed where one is asked for: at a prompt that it may cut short, or in
the silence after it. A caller without keys left listens until the session ends or they hang up.
"""

import asyncio
import re
from collections import deque
from contextlib import suppress

from ctid.lab.fake_channels import Channel

_WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"')
FAILURE = b"FAILURE\n"  # the daemon serves nobody now: AGISTATUS=FAILURE
_NOTHING_PRESSED = 0.01  # seconds that stand for the time in which nobody presses a key


async def converse(port: int, channel: Channel, keys: deque[str]) -> bool:
    """Ask the daemon what to do; False when nobody listens there. It answers by setting variables."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    try:
        writer.write(_header(channel))
        while (line := await _next_line(reader, channel)) and line != FAILURE:
            writer.write(f"200 {_reply(line.decode(), channel, keys)}\n".encode())
            await asyncio.sleep(0 if keys or not line.startswith(b"WAIT") else _NOTHING_PRESSED)
        if channel.gone.is_set():
            writer.write(b"HANGUP\n")
    except OSError:
        pass
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
    return True


async def _next_line(reader: asyncio.StreamReader, channel: Channel) -> bytes:
    """Return the next command; b"" when the daemon has closed, or the caller hung up."""
    reading = asyncio.ensure_future(reader.readline())
    leaving = asyncio.ensure_future(channel.gone.wait())
    try:
        await asyncio.wait((reading, leaving), return_when=asyncio.FIRST_COMPLETED)
        return reading.result() if reading.done() and not channel.gone.is_set() else b""
    finally:
        for waiting in (reading, leaving):
            waiting.cancel()


def _reply(line: str, channel: Channel, keys: deque[str]) -> str:
    words = [word.replace('\\"', '"').replace("\\\\", "\\") for word in _WORDS.findall(line)]
    command = line.partition(' "')[0].strip()
    if command == "SET VARIABLE":
        channel.variables[words[0]] = words[1]
        return "result=1"
    if command == "GET VARIABLE":
        value = channel.variables.get(words[0])
        return "result=0" if value is None else f"result=1 ({value})"
    if command == "GET FULL VARIABLE":
        return "result=1 (/spool)"
    if command == "EXEC":  # nobody says anything to be recorded, nobody answers a call
        channel.variables |= {"RECORD_STATUS": "SILENCE", "DIALSTATUS": "NOANSWER"}
        return "result=0"
    if command == "STREAM FILE":
        return f"result={_press(keys, words[1])} endpos=8000"
    return f"result={_press(keys, '0123456789*#')}"


def _press(keys: deque[str], allowed: str) -> int:
    return ord(keys.popleft()) if keys and keys[0] in allowed else 0


def _header(channel: Channel) -> bytes:
    told = {
        "network": "yes", "network_script": "ivr", "request": "agi://127.0.0.1/ivr", "channel": channel.name,
        "language": "en", "type": "PJSIP", "uniqueid": channel.unique, "version": "22.10.0",
        "callerid": channel.ani or "unknown", "calleridname": channel.ani_name or "unknown",
        "callingpres": "0", "callingani2": "0", "callington": "0", "callingtns": "0", "dnid": "unknown",
        "rdnis": "unknown", "context": channel.context, "extension": channel.exten, "priority": "4",
        "enhanced": "0.0", "accountcode": "", "threadid": "1", "arg_1": "", "arg_2": "",
    }  # fmt: skip
    return "".join(f"agi_{name}: {value}\n" for name, value in told.items()).encode() + b"\n"
