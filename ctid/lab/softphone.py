"""An agent's softphone, played by baresip: a user agent of other make than SIPp, with a mind of its own.

It is told what to do over its control port (JSON in netstrings), as a hand on the handset would tell it.
What went over the wire is read from its trace, so that its calls are told as those of SIPp's phones are.
The trace has no clock: a message is as old as its first line, and a line is seen when it is written,
because baresip believes that it writes to a terminal.
"""

import asyncio
import json
import os
import tempfile
import tty
from asyncio.subprocess import DEVNULL, Process
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, repeat
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ctid.lab.parties import ANSWERING, Manner
from ctid.lab.ports import free_port
from ctid.lab.sipp import Outside, SipMessage, with_us
from ctid.lab.sipp import free_port as free_sip_port
from ctid.lab.stories import PhoneStory, tell_phone
from ctid.model.mistakes import Mistake, Mistaken, Place, Text

_CONFIG = """\
sip_listen {ip}:{port}
net_interface {ip}
audio_source aubridge,ear
audio_player aubridge,ear
audio_alert aubridge,bell
module_path {modules}
module g711.so
module aubridge.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen {ip}:{control}
"""
_ACCOUNT = "<sip:{user}@{switch}>;auth_user={user};auth_pass={secret};regint=60;audio_codecs=PCMU\n"
_REGISTER_WITHIN_S, _GLANCE_S, _LEAVES_WITHIN_S = 10.0, 0.05, 5.0
_BEGINS, _WAY = b"\x1b[36;1m#", b"UDP "


@dataclass
class Trace:
    """Messages out of what `baresip -s` writes; `ours` is the phone's own address, "127.0.0.3:5060".

    Lines of other threads may stand in the midst of a message: they do not end as SIP's lines do (CR LF).
    """

    ours: str
    messages: list[SipMessage] = field(default_factory=list)
    _began_at: datetime | None = None  # the message that is being written
    _head: list[str] = field(default_factory=list)  # of it: from where to where, then its lines
    _rest: bytes = b""

    def read(self, data: bytes, at: datetime) -> None:
        """Take what was written at `at`."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            if line.endswith(_BEGINS):  # after a prompt, it may be
                self._began_at, self._head = at, []
            elif self._began_at is not None:
                self._take(line, self._began_at)

    def _take(self, line: bytes, began_at: datetime) -> None:
        if line == b"\r":
            if len(self._head) > 1:  # or another thread wrote over its beginning
                self.messages.append(self._message(began_at))
            self._began_at = None
        elif line.endswith(b"\r") if self._head else _WAY in line:
            head = line if self._head else line[line.index(_WAY) :]
            self._head.append(head.rstrip(b"\r").decode(errors="replace"))

    def _message(self, began_at: datetime) -> SipMessage:
        way, start, *lines = self._head
        pairs = [line.partition(":") for line in reversed(lines)]
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        return SipMessage(began_at, way.split()[1] == self.ours, start, headers)


class Softphone:
    """A phone that is registered until it is stopped; `modules` are baresip's (ctid/lab/tree.py).

    Its first call is taken in the first of its manners, and so on; the last holds for all that follow.
    """

    def __init__(
        self,
        outside: Outside,
        user: str,
        secret: str,
        *,
        ip: str,
        modules: Path,
        manners: tuple[Manner, ...] = (ANSWERING,),
    ) -> None:
        self._outside, self._modules = outside, modules
        self._user, self._secret, self._ip = user, secret, ip
        self._manners = chain(manners, repeat(manners[-1]))
        self._folder = Path(tempfile.mkdtemp(prefix=f"softphone-{user}-", dir=outside.folder))
        self._port, self._control_port = free_sip_port(ip), free_port(ip)
        self._trace = Trace(f"{ip}:{self._port}")
        self._process: Process | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @property
    def stories(self) -> list[PhoneStory]:
        """Tell every call to this phone so far, oldest first."""
        return tell_phone(self._trace.messages, self._user)

    async def __aenter__(self) -> Self:
        self._configure()
        self._terminal, theirs = os.openpty()
        tty.setraw(theirs)
        argv = with_us(self._outside.tools.argv("baresip", "-f", str(self._folder), "-s"))
        self._process = await asyncio.create_subprocess_exec(
            *argv, stdin=DEVNULL, stdout=theirs, stderr=theirs
        )
        os.close(theirs)
        asyncio.get_running_loop().add_reader(self._terminal, self._look)
        try:
            await self._until_registered()
        except BaseException:
            await self._end()
            raise
        self._tasks["control"] = asyncio.create_task(self._listen())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            await self._say("quit")  # it says goodbye to the switch
        await self._end()

    def _configure(self) -> None:
        places = {"ip": self._ip, "port": self._port, "control": self._control_port}
        (self._folder / "config").write_text(_CONFIG.format(modules=self._modules, **places))
        account = {"user": self._user, "secret": self._secret, "switch": self._outside.switch}
        (self._folder / "accounts").write_text(_ACCOUNT.format(**account))
        (self._folder / "contacts").touch()

    def _look(self) -> None:
        try:
            written = os.read(self._terminal, 65_536)
            self._trace.read(written, datetime.now(UTC))
            with (self._folder / "trace.log").open("ab") as kept:
                kept.write(written)
        except OSError:  # the program has ended
            asyncio.get_running_loop().remove_reader(self._terminal)

    async def _until_registered(self) -> None:
        for _ in range(round(_REGISTER_WITHIN_S / _GLANCE_S)):
            if any(m.code == 200 and m.answers("REGISTER") for m in self._trace.messages):
                self._reader, self._writer = await asyncio.open_connection(self._ip, self._control_port)
                return
            await asyncio.sleep(_GLANCE_S)
        what = Text(f"phone {self._user} was not registered", f"话机 {self._user} 没有注册成功")
        why = Text("baresip got no 200 for its REGISTER", "baresip 的 REGISTER 没有得到 200")
        mend = Text(f"read {self._folder}", f"请查看 {self._folder}")
        raise Mistaken([Mistake("R532", Place(f"softphone-{self._user}"), what, why, mend)])

    async def _end(self) -> None:
        if self._process is not None:
            try:
                await asyncio.wait_for(self._process.wait(), _LEAVES_WITHIN_S)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._look()
        asyncio.get_running_loop().remove_reader(self._terminal)
        os.close(self._terminal)

    # --- its hand on the handset --------------------------------------------------------------------
    async def _say(self, command: str) -> None:
        said = json.dumps({"command": command}).encode()
        self._writer.write(b"%d:%s," % (len(said), said))
        await self._writer.drain()

    async def _listen(self) -> None:
        with suppress(asyncio.IncompleteReadError):
            while True:
                length = await self._reader.readuntil(b":")
                self._hear(json.loads(await self._reader.readexactly(int(length[:-1]))))
                await self._reader.readexactly(1)
        self._writer.close()

    def _hear(self, line: dict[str, Any]) -> None:
        if line.get("type") == "CALL_INCOMING":
            self._tasks[line["id"]] = asyncio.create_task(self._take(next(self._manners)))
        elif line.get("type") == "CALL_CLOSED" and line["id"] in self._tasks:
            self._tasks.pop(line["id"]).cancel()

    async def _take(self, manner: Manner) -> None:
        """Take a call until it is closed: then this is cancelled."""
        if manner.refusal:
            await self._say("hangup")  # 486
        elif manner.answer_after is not None:
            await asyncio.sleep(manner.answer_after)
            await self._say("accept")
            if manner.talk is not None:
                await asyncio.sleep(manner.talk)
                await self._say("hangup")
