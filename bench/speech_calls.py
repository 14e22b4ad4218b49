"""One word a call: SIPp says it, Asterisk brings it, and the session's own telephone makes keys of it."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Network
from pathlib import Path
from tempfile import TemporaryDirectory

from ctid.asterisk import contract
from ctid.asterisk.agi_call import AgiCall
from ctid.asterisk.agi_protocol import AgiProtocol
from ctid.asterisk.agi_server import AgiAddress, AgiServer
from ctid.asterisk.audio_door import AudioDoor
from ctid.asterisk.ears import Ears
from ctid.asterisk.hearing import Hearing
from ctid.asterisk.ivr_telephone import Telephone
from ctid.asterisk.listening import Answer
from ctid.config.sections import SiteFiles
from ctid.ivr import steps
from ctid.ivr.speech import DIGITS, YES_NO, Heard
from ctid.lab.house import House
from ctid.lab.parties import Caller
from ctid.lab.steps import wait
from ctid.lab.tree import Toolbox, cache_directory
from ctid.lab.voice import Voice
from ctid.model.languages import Language
from ctid.prompts.render import render_prompts
from ctid.runtime.sources import read_sources

ASKED = timedelta(seconds=8)
WITHIN = 90.0  # seconds for a call on a machine that has other things to do


@dataclass
class Overheard:
    """A recogniser, and what was last put to it and what it said."""

    ears: Ears
    utterances: list[bytes] = field(default_factory=list)

    @property
    def words(self) -> Mapping[Language, Collection[str]]:
        """As the recogniser."""
        return self.ears.words

    def prepare(self) -> None:
        """As the recogniser."""
        self.ears.prepare()

    async def hear(self, utterance: bytes, words: Collection[str]) -> Heard:
        """Keep the utterance and let it be heard."""
        self.utterances.append(utterance)
        return await self.ears.hear(utterance, words)

    def close(self) -> None:
        """As the recogniser."""
        self.ears.close()


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a word: the answer (None: none in time) and the first utterance that was cut out."""

    answer: Answer | None
    utterance: bytes

    @property
    def said(self) -> str:
        """The word that was accepted, "" if none was."""
        return self.answer.said if isinstance(self.answer, steps.Keys) else ""


@dataclass
class Line:
    """A switch whose callers are asked for one word each."""

    house: House
    hearing: Hearing
    _calls: "dict[str, tuple[bool, asyncio.Future[Result]]]" = field(default_factory=dict)

    async def say(self, file: Path, *, digits: bool) -> Result:
        """Have a call say what a file holds, and return what was made of it."""
        ani = f"+1202555{len(self._calls) + 1000}"
        result: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._calls[ani] = digits, result
        caller = Caller(self.house.outside, "4001", ani, steps=(wait(WITHIN),), voice=Voice(speech=file))
        await caller.start()
        try:
            async with asyncio.timeout(WITHIN):
                return await result
        except TimeoutError:
            return Result(None, b"")
        finally:
            await caller.stop()

    async def converse(self, protocol: AgiProtocol) -> None:
        """Ask one caller."""
        call = AgiCall(protocol)
        digits, result = self._calls[call.header["agi_callerid"]]
        ears = Overheard(self.hearing.ears)
        telephone = Telephone(call, _unspoken, Hearing(ears, self.hearing.door, self.hearing.sounds))
        answer = await telephone.take_keys(_ask(digits))
        if not result.done():
            result.set_result(Result(answer, ears.utterances[0] if ears.utterances else b""))
        await call.watch(0)
        await call.set(contract.NEXT, "hangup")


@asynccontextmanager
async def open_line(tools: Toolbox, ears: Ears) -> AsyncIterator[Line]:
    """Open a switch with its doors."""
    with TemporaryDirectory(prefix="ctid-") as name:
        house = _house(tools, Path(name))
        door = AudioDoor("127.0.0.1")
        line = Line(house, Hearing(ears, door, house.switch.run / "data/sounds"))
        address = AgiAddress("127.0.0.1", house.switch.plan.agi_port, (IPv4Network("127.0.0.1/32"),))
        server = AgiServer(address, line.converse)
        await door.open()
        await server.open()
        try:
            async with house.switch:
                yield line
        finally:
            door.close()
            await server.close()


def _house(tools: Toolbox, folder: Path) -> House:
    """Lay out a house, of which only the switch is used."""
    sources = read_sources(SiteFiles())
    prompts = render_prompts(tools, sources.texts, cache_directory() / "prompts")
    folder.chmod(0o711)
    house = House(tools, folder, sources.site, prompts=prompts)
    house.outside.folder.mkdir()
    house.write_phone_secrets()
    return house


def _ask(digits: bool) -> steps.Ask:
    words = DIGITS if digits else YES_NO
    return steps.Ask((), ASKED, ASKED, 1, "", True, False, "", speech=words)


async def _unspoken(text: str, language: Language) -> str:
    return ""
