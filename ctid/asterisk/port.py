"""The switch as the daemon sees it: effects go in by `perform`, reports come out by `report`.

The alive-mark in Asterisk is renewed only while the daemon's loop proves that it turns (`beaten_at`): a
daemon whose decisions have stopped must not keep callers waiting for it.
"""

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime, timedelta

from ctid.asterisk import signs_of_life
from ctid.asterisk.agi_call import AgiCall
from ctid.asterisk.agi_protocol import AgiProtocol
from ctid.asterisk.agi_server import AgiServer
from ctid.asterisk.ami_connection import ActionRefused, Pace
from ctid.asterisk.ami_frames import Values
from ctid.asterisk.audio_door import AudioDoor
from ctid.asterisk.ears import Ears
from ctid.asterisk.hearing import Hearing
from ctid.asterisk.ivr_outside import Nobody, Outside
from ctid.asterisk.ivr_session import Asks, IvrSession, World
from ctid.asterisk.link import Link
from ctid.asterisk.members import Members
from ctid.asterisk.mistakes import address_taken
from ctid.asterisk.perform import Performer
from ctid.asterisk.phone_session import SCRIPTS, PhoneAsks, PhoneSession, PhoneWorld
from ctid.asterisk.settings import AgiSettings, SwitchSettings, address_of, switch_of
from ctid.ivr.session import Session
from ctid.model.effects import AnswerPhone, AnswerQueueAsk, LookAgain, ToSwitch, WriteMembers
from ctid.model.mistakes import Mistake, Mistaken
from ctid.model.reports import Report
from ctid.model.steps import Step, unheard

log = logging.getLogger(__name__)

ALIVE_EVERY = 2.0  # seconds
TROUBLE_EVERY = 1.0
FRESH = timedelta(seconds=5)


@dataclass
class AsteriskPort:
    """One Asterisk.

    `session_for` begins a session in the flow of a name, or without one in the flow that answers a number
    dialled; `outside` is whom flows ask, `ears` who hears what callers say, and `beaten_at` says when the
    daemon's loop last turned.
    """

    switch: SwitchSettings
    agi: AgiSettings
    _: KW_ONLY
    report: Callable[[Report], None]
    session_for: Callable[[str, str], Session | None]  # number, name
    clock: Callable[[], datetime]
    chance: random.Random
    beaten_at: Callable[[], datetime]
    pace: Pace = field(default_factory=Pace)
    step: Step = unheard
    outside: Outside = field(default_factory=Nobody)
    ears: Ears | None = None

    def __post_init__(self) -> None:
        switch = switch_of(self.switch, self.pace)
        self._address = address_of(self.agi)
        self._asks = Asks()
        self._link = Link(switch, report=self.report, clock=self.clock, chance=self.chance)
        self._link.step = self.step
        self._link.first_words = lambda: (*self._signs_of_life(), signs_of_life.take_over())
        self._phones = PhoneWorld(switch.node, self.report, PhoneAsks(), self._link.endpoint)
        self._members = Members(self._link.act, self._link.reachable)
        self._alive_since = self._alive_at = self.clock()
        self._performer = Performer(
            self._link,
            self.report,
            {
                AnswerQueueAsk: self._answer_ask,
                AnswerPhone: self._phones.asks.answer,
                LookAgain: lambda effect: self._link.look_soon(effect.since),
                WriteMembers: lambda effect: self._members.write(effect.phones),
            },
        )
        self._server = AgiServer(self._address, self._converse)
        self._door = AudioDoor(self.agi.host)
        hearing = Hearing(self.ears, self._door, self.switch.sounds) if self.ears else None
        self._world = World(
            switch.node, self.session_for, self.report, self.clock, self._asks, self.outside, hearing
        )

    @property
    def agi_port(self) -> int:
        """The port that FastAGI listens on, of use where the operating system chose it."""
        return self._server.port

    async def run(self, listening: Callable[[], None] = lambda: None) -> None:
        """Serve until cancelled; `listening` is told when Asterisk can ask what to do with a call.

        Raises `Mistaken` if the FastAGI address is taken (R401) or the first login is refused (R402, R404).
        That Asterisk is away, or refuses a later login, is no end: see `status` and `trouble`.
        """
        try:
            await self._server.open()
            await self._door.open()
        except OSError as error:
            raise Mistaken([address_taken(self._address, error)]) from error
        listening()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._link.run())
                group.create_task(self._stay_alive())
                group.create_task(self._tell_trouble())
                group.create_task(self._members.run())
        finally:
            self._performer.end()
            self._door.close()
            if self.ears is not None:
                self.ears.close()
            await self._server.close()

    def perform(self, effect: ToSwitch) -> None:
        """Carry an effect out. Never waits; what comes of it is reported."""
        self._performer.perform(effect)

    async def drain(self, patience: float) -> None:
        """Send new callers away, to the dialplan's own way; give who speaks with us `patience` seconds."""
        await self._server.drain(patience)

    def _answer_ask(self, effect: AnswerQueueAsk) -> None:
        self.step("before a queue's answer is given")
        self._asks.answer(effect)
        self.step("after a queue's answer was given")

    def status(self) -> dict[str, object]:
        """Return the link's health for people: connected, since, losses, differences, last error."""
        trouble, since = self.trouble(), self._link.up_since
        return {
            "connected": since is not None,
            "since": since.isoformat() if since else None,
            "losses": self._link.losses,
            "differences": self._link.differences,
            "last_error": trouble.what.en if trouble else None,
        }

    def trouble(self) -> Mistake | None:
        """Say what keeps Asterisk away, for a person to mend; None while nothing does."""
        return self._link.trouble()

    async def _converse(self, protocol: AgiProtocol) -> None:
        if protocol.header.get("agi_network_script") in SCRIPTS:
            await PhoneSession(AgiCall(protocol), self._phones).run()
            return
        await IvrSession(AgiCall(protocol), self._world).run()

    async def _stay_alive(self) -> None:
        while True:
            if self._link.whole and self.clock() - self.beaten_at() < FRESH:
                self._performer.begin(self._say_alive())
            await asyncio.sleep(ALIVE_EVERY)

    async def _tell_trouble(self) -> None:
        """Log what keeps Asterisk away once, not at every new attempt; and that it is back."""
        told = ""
        while True:
            await asyncio.sleep(TROUBLE_EVERY)
            trouble = self.trouble()
            words = trouble.words() if trouble else ""
            if words != told:
                log.warning("%s", words or "Asterisk is reached again")
            told = words

    def _signs_of_life(self) -> tuple[Values, Values]:
        """Renew the mark; after a gap that the dialplan can have noticed, being alive begins anew."""
        now, up_since = self.clock(), self._link.up_since or self.clock()
        if now - self._alive_at > FRESH:
            self._alive_since = now
        self._alive_at, self._alive_since = now, max(self._alive_since, up_since)
        return signs_of_life.say_alive(now, self._alive_since)

    async def _say_alive(self) -> None:
        try:
            for mark in self._signs_of_life():
                await self._link.act(mark)
        except (OSError, TimeoutError, ActionRefused) as error:
            log.warning("Asterisk was not told that ctid lives: %s", str(error) or "no answer in time")
