"""Records what Asterisk and the daemon say to each other, so that a fake can be held to it.

A `Tap` stands between the two on a port of its own and passes every byte on. What is kept of an exchange
(`Recording`) is what does not change from one run to the next: which messages there are, which fields they
have, and the order in which each leg's events come. Ids, times and addresses are left out.
"""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

Heard = Callable[[int, bool, bytes], None]  # which connection, from the listener's side, bytes

_END = b"\r\n\r\n"
LEG_EVENTS = ("Newchannel", "Newstate", "BridgeEnter", "BridgeLeave", "Hangup")
_FACTS = {"Newstate": "ChannelState", "Hangup": "Cause", "Newchannel": "ChannelState"}
_TALK = "talk"


class Tap:
    """Listens on a port of the system's choice (or the one given) and passes all on to `target`."""

    def __init__(self, target: int, heard: Heard, *, port: int = 0) -> None:
        self.port = port
        self._target = target
        self._heard = heard
        self._count = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._count += 1
        number = self._count
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
            await asyncio.gather(
                self._pass(number, True, reader, far_writer), self._pass(number, False, far_reader, writer)
            )
        except OSError:
            writer.close()
        finally:
            self._tasks.discard(task)

    async def _pass(
        self, number: int, asked: bool, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                self._heard(number, asked, data)
                writer.write(data)
                await writer.drain()
        with suppress(OSError):
            writer.close()


@dataclass
class Recording:
    """What was said. Give its methods to taps: `manager` to that of AMI, `gateway` to that of FastAGI."""

    messages: list[tuple[int, bool, list[tuple[str, str]]]] = field(default_factory=list)  # as in `Heard`
    dialogues: dict[int, tuple[list[str], list[str]]] = field(default_factory=dict)
    _rest: dict[tuple[int, bool], bytes] = field(default_factory=dict)

    def manager(self, number: int, asked: bool, data: bytes) -> None:
        """Take bytes of an AMI connection."""
        *whole, rest = (self._rest.get((number, asked), b"") + data).split(_END)
        self._rest[number, asked] = rest
        for frame in whole:
            lines = [line.partition(": ") for line in frame.decode(errors="replace").split("\r\n")]
            fields = [(name, value) for name, colon, value in lines if colon or name.endswith(":")]
            self.messages.append((number, asked, fields))

    def gateway(self, number: int, asked: bool, data: bytes) -> None:
        """Take bytes of a FastAGI connection: Asterisk asks, the daemon commands."""
        *lines, rest = (self._rest.get((-number, asked), b"") + data).split(b"\n")
        self._rest[-number, asked] = rest
        said = self.dialogues.setdefault(number, ([], []))[0 if asked else 1]
        said += [line.decode(errors="replace") for line in lines]

    # --- what remains of it -------------------------------------------------------------------------
    def summary(self) -> dict[str, Any]:
        """Return what another run of the same story must have in common with this one."""
        return {"fields": self._fields(), "legs": self._legs(), "sessions": self._sessions()}

    def _fields(self) -> dict[str, dict[str, list[str]]]:
        """For every kind of message the fields that it always has, and those that it sometimes has."""
        actions: dict[tuple[int, str], str] = {}
        kinds: dict[str, list[set[str]]] = {}
        for number, asked, fields in self.messages:
            values = dict(fields)
            action = (number, values.get("ActionID", ""))
            if asked:
                actions[action] = values.get("Action", "")
            if kind := _kind(asked, values, actions.get(action, "")):
                names = {name.partition("(")[0] for name, _ in fields}
                kinds.setdefault(kind, []).append(names)
        return {
            kind: {
                "always": sorted(set[str].intersection(*seen)),
                "sometimes": sorted(set[str].union(*seen) - set[str].intersection(*seen)),
            }
            for kind, seen in sorted(kinds.items())
        }

    def _legs(self) -> dict[str, list[list[str]]]:
        """The events of each caller's and each agent's leg, in order; a lap of waiting is told once."""
        legs: dict[str, list[str]] = {}
        answers: list[str] = []
        for _, asked, fields in self.messages:
            values = dict(fields)
            event = "" if asked else values.get("Event", "")
            if event in LEG_EVENTS:
                step = _step(event, values)
                told = legs.setdefault(values["Uniqueid"], [])
                if told[-2:-1] != [step] or "holding" not in step:
                    told.append(step)
                else:
                    told.pop()
            elif event == "OriginateResponse":
                answers.append(f"{event} {values['Response']} {values['Reason']}")
            elif event == "UserEvent":
                answers.append(f"{event} {values['UserEvent']} {values.get('Result', '')}")
        callers = [told for leg, told in legs.items() if not leg.startswith("off_")]
        agents = [told for leg, told in legs.items() if leg.startswith("off_")]
        return {"callers": callers, "agents": agents, "answers": [answers]}

    def _sessions(self) -> dict[str, Any]:
        """The shapes of replies by command, the names of variables set, and what was set last."""
        header: set[str] = set()
        shapes: dict[str, set[str]] = {}
        written: set[str] = set()
        last = ""
        for asked, commanded in self.dialogues.values():
            replies = asked[asked.index("") + 1 :] if "" in asked else []
            header |= {line.partition(":")[0] for line in asked[: asked.index("")]} if "" in asked else set()
            for command, reply in zip(commanded, replies, strict=False):
                name = command.partition(' "')[0]
                shapes.setdefault(name, set()).add(_shape(reply))
                if name == "SET VARIABLE":
                    last = command.split('"')[1]
                    written.add(last)
        return {
            "header": sorted(header),
            "replies": {name: sorted(said) for name, said in sorted(shapes.items())},
            "written": sorted(written),
            "last": last,
        }


def _kind(asked: bool, values: dict[str, str], action: str) -> str:
    """Name a message by what it is; an item of a list is told from an event by the action it answers."""
    if asked:
        return f"action {action}"
    if "Event" in values:
        return f"item {values['Event']}" if action and action != "Originate" else f"event {values['Event']}"
    return f"response {values.get('Response', '')} {action}" if action else ""


def _step(event: str, values: dict[str, str]) -> str:
    if event.startswith("Bridge"):
        return f"{event} {'holding' if values['BridgeTechnology'] == 'holding_bridge' else _TALK}"
    return f"{event} {values[_FACTS[event]]}"


def _shape(reply: str) -> str:
    """Keep of a reply what is the same every time: code, form, and whether a key or a value came."""
    reply = re.sub(r"\(.*\)", "(…)", reply)
    reply = re.sub(r"endpos=\d+", "endpos=N", reply)
    return re.sub(r"result=(\d\d+)", "result=KEY", reply)
