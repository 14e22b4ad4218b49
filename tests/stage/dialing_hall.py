"""A real Asterisk that dials for campaigns, with nobody to decide: effects in, reports out."""

import asyncio
import math
import random
from array import array
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ctid.asterisk.port import AsteriskPort
from ctid.config.settings import Settings
from ctid.lab.parties import AgentPhone, Manner
from ctid.lab.plan import Phone, Plan, Sources
from ctid.lab.ports import free_port
from ctid.lab.sipp import Outside
from ctid.lab.switch import Switch
from ctid.lab.town import Town
from ctid.lab.tree import Toolbox
from ctid.model.attempt_effects import PlaceAttempt, StandBy
from ctid.model.ids import AgentId, FlowName, LegId
from ctid.model.languages import Language
from ctid.model.reports import AttemptTold, LegHeld, Report, Sign, SwitchSeen
from ctid.prompts.sound import RATE, to_ulaw
from refusing import REFUSING

TODAY = datetime.now(UTC).date()
SHOWN = "+12025550100"
PEOPLE = {
    "00": Manner(answer_after=0.3),
    "01": Manner(answer_after=0.3, talk=0.7),  # hangs up before anybody could be late
    "02": Manner(answer_after=None),
    "03": Manner(answer_after=0.3, talk=5.0),
    "04": Manner(answer_after=0.3),  # says a word
    "05": Manner(answer_after=0.3),  # goes on and on
    "06": Manner(answer_after=0.3, presses="55559"),  # waits, hears the message, wants no more calls
    "07": Manner(answer_after=0.3, presses="5555555"),  # plays with the keys
    **{end: Manner(refusal=status) for end, (status, _) in REFUSING.items()},
    "20": Manner(refusal="480 Temporarily Unavailable", answer_after=8.0),  # after the tones of a lost number
    "21": Manner(refusal="404 Not Found", answer_after=1.0),  # after an announcement
    "22": Manner(refusal="486 Busy Here", answer_after=1.0),
    "23": Manner(answer_after=0.3),  # a fax
}


def line(name: str) -> LegId:
    return LegId(f"sw1:att_{name}")


def say(folder: Path, seconds: float) -> Path:
    """Write a tone that stands for somebody speaking; then they are silent."""
    silent = array("h", bytes(2 * 8000 * 4))
    spoken = array("h", (round(8000 * math.sin(n * 0.6)) for n in range(round(8000 * seconds))))
    file = folder / f"{seconds}.ulaw"
    file.write_bytes(to_ulaw(array("h", bytes(2 * 2400)) + spoken + silent))
    return file


def tones(folder: Path, name: str, *tones: tuple[float, int]) -> Path:
    """Write tones one after the other, each of so many hertz and milliseconds; none is silence."""
    samples = array("h")
    for hertz, milliseconds in tones:
        span = range(RATE * milliseconds // 1000)
        samples.extend(round(8000 * math.sin(2 * math.pi * hertz * n / RATE)) for n in span)
    file = folder / f"{name}.ulaw"
    file.write_bytes(to_ulaw(samples))
    return file


SPECIAL = ((0, 300), (950, 330), (1400, 330), (1800, 330), (0, 1000), (0, 4000))  # ITU-T E.180
ANNOUNCED = ((440, 2000), (0, 4000))  # ringing, in place of words
FAX = ((0, 400), (2100, 3000), (0, 3000))  # CED: ITU-T T.30


def attempt(
    name: str, end: str, *, ring: float = 2.0, detects: bool = False, flow: FlowName | None = None
) -> PlaceAttempt:
    """Dial somebody whose number has this end."""
    return PlaceAttempt(
        line(name), f"+120255501{end}", SHOWN, timedelta(seconds=ring), timedelta(seconds=2), Language.EN,
        "campaign-message", TODAY, detects, flow,
    )  # fmt: skip


@dataclass
class Hall:
    """The switch, and what it has reported."""

    switch: Switch
    outside: Outside
    stack: AsyncExitStack
    port: AsteriskPort | None = None
    reports: list[Report] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)  # that were asked for
    times: list[datetime] = field(default_factory=list)
    _running: "asyncio.Task[None] | None" = None
    _heard: asyncio.Event = field(default_factory=asyncio.Event)

    def report(self, report: Report) -> None:
        self.reports.append(report)
        self.times.append(datetime.now(UTC))
        self._heard.set()

    async def until(self, wanted: Callable[[Report], bool], within: float = 20.0) -> Report:
        """Return the first report of a kind, of those told already or to come."""
        async with asyncio.timeout(within):
            while True:
                for report in self.reports:
                    if wanted(report):
                        return report
                self._heard.clear()
                await self._heard.wait()

    async def told(self, name: str, sign: Sign, within: float = 20.0) -> AttemptTold:
        """Return what was told of an attempt."""
        found = await self.until(
            lambda it: isinstance(it, AttemptTold) and (it.line, it.sign) == (line(name), sign), within
        )
        assert isinstance(found, AttemptTold)
        return found

    def at(self, report: Report) -> datetime:
        """Say when something was reported."""
        return self.times[self.reports.index(report)]

    async def connect(self) -> None:
        """Have somebody listen who knows the effects and reports."""
        settings = Settings.model_validate(self.switch.describe())
        self.port = AsteriskPort(
            settings.switch,
            settings.agi,
            report=self.report,
            session_for=lambda dnis, name: self.flows.append(name),
            clock=lambda: datetime.now(UTC),
            chance=random.Random(1),
            beaten_at=lambda: datetime.now(UTC),
        )
        self._running = asyncio.create_task(self.port.run())
        await self.until(lambda it: isinstance(it, SwitchSeen))

    async def disconnect(self) -> None:
        """Be gone, as a daemon that was killed."""
        assert self._running is not None
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)

    async def stands_by(self, id: str, **manner: float) -> LegId:
        """Have an agent's leg stand by."""
        assert self.port is not None
        secret = self.switch.plan.phone(id).secret
        phone = AgentPhone(
            self.outside, id, secret, ip=f"127.0.0.{int(id) - 1000 + 2}", manner=Manner(answer_after=0.1)
        )
        await self.stack.enter_async_context(phone)
        leg = LegId(f"sw1:stand_{id}")
        self.port.perform(StandBy(leg, AgentId(id), id, timedelta(seconds=10), Language.EN))
        await self.until(lambda it: it == LegHeld(leg))
        return leg


@asynccontextmanager
async def dialing_hall(tools: Toolbox, folder: Path, prompts: Path, agents: int = 1) -> AsyncIterator[Hall]:
    """Run one, with the town around it."""
    phones = tuple(Phone(name=str(1001 + number)) for number in range(agents))
    plan = Plan(phones=phones, agi_port=free_port(), sources=Sources(prompts=prompts))
    (folder / "parties").mkdir()
    outside = Outside(tools, f"127.0.0.1:{plan.ports.sip}", folder / "parties")
    async with AsyncExitStack() as stack:
        switch = await stack.enter_async_context(Switch(tools, plan, folder / "asterisk"))
        says = {
            "04": say(folder, 0.7),
            "05": say(folder, 6.0),
            "20": tones(folder, "special", *SPECIAL),
            "21": tones(folder, "announced", *ANNOUNCED),
            "22": tones(folder, "busy", *ANNOUNCED),
            "23": tones(folder, "fax", *FAX),
        }
        await stack.enter_async_context(Town(outside, plan.trunk_port, PEOPLE, says))
        hall = Hall(switch, outside, stack)
        await hall.connect()
        try:
            yield hall
        finally:
            await hall.disconnect()
