"""The switch as the daemon sees it: effects go in by `perform`, reports come out by `report`.

The alive-mark in Asterisk is renewed only while the daemon's loop proves that it turns (`beaten_at`): a
daemon whose decisions have stopped must not keep callers waiting for it.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime, timedelta

from ctid.asterisk import to_switch
from ctid.asterisk.agi_call import AgiCall
from ctid.asterisk.agi_protocol import AgiProtocol
from ctid.asterisk.agi_server import AgiServer
from ctid.asterisk.ami_connection import ActionRefused, Pace
from ctid.asterisk.ami_frames import Unsendable, Values
from ctid.asterisk.ivr_session import Asks, IvrSession, World
from ctid.asterisk.link import Link
from ctid.asterisk.mistakes import address_taken
from ctid.asterisk.settings import AgiSettings, SwitchSettings, address_of, switch_of
from ctid.ivr.flow import Flow
from ctid.ivr.session import Session
from ctid.model.effects import AnswerQueueAsk, ClearLeg, DialOut, HoldLeg, RetrieveLeg, RingAgent
from ctid.model.hours import Calendar
from ctid.model.ids import LegId, switch_id
from ctid.model.mistakes import Mistake, Mistaken
from ctid.model.reasons import Reason
from ctid.model.reports import LegFailed, Report
from ctid.model.steps import Step, unheard

log = logging.getLogger(__name__)

ALIVE_EVERY = 2.0  # seconds
TROUBLE_EVERY = 1.0
FRESH = timedelta(seconds=5)


@dataclass
class AsteriskPort:
    """One Asterisk.

    `flow_for` finds the flow that answers a number dialled, `calendars` are those that flows name, and
    `beaten_at` says when the daemon's loop last turned.
    """

    switch: SwitchSettings
    agi: AgiSettings
    _: KW_ONLY
    report: Callable[[Report], None]
    flow_for: Callable[[str], Flow | None]
    calendars: Mapping[str, Calendar]
    clock: Callable[[], datetime]
    chance: random.Random
    beaten_at: Callable[[], datetime]
    pace: Pace = field(default_factory=Pace)
    step: Step = unheard

    def __post_init__(self) -> None:
        switch = switch_of(self.switch, self.pace)
        self._address = address_of(self.agi)
        self._asks = Asks()
        self._tasks: set[asyncio.Task[None]] = set()
        self._link = Link(switch, report=self.report, clock=self.clock, chance=self.chance)
        self._link.step = self.step
        self._server = AgiServer(self._address, self._converse)
        self._world = World(switch.node, self._session_for, self.report, self.clock, self._asks)

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
        except OSError as error:
            raise Mistaken([address_taken(self._address, error)]) from error
        listening()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._link.run())
                group.create_task(self._stay_alive())
                group.create_task(self._tell_trouble())
        finally:
            for task in self._tasks:
                task.cancel()
            await self._server.close()

    def perform(
        self, effect: AnswerQueueAsk | RingAgent | ClearLeg | HoldLeg | RetrieveLeg | DialOut
    ) -> None:
        """Carry an effect out. Never waits; what comes of it is reported."""
        match effect:
            case AnswerQueueAsk():
                self.step("before a queue's answer is given")
                self._asks.answer(effect)
                self.step("after a queue's answer was given")
            case RingAgent():
                self._begin(self._ring(effect))
            case ClearLeg():
                self._begin(self._clear(effect))
            case DialOut():
                self._begin(
                    self._originate(effect.leg, effect.phone, lambda at: to_switch.dial_out(effect, at))
                )
            case HoldLeg():
                self._begin(self._hold(effect))
            case RetrieveLeg():
                self._begin(self._retrieve(effect))

    async def drain(self, patience: float) -> None:
        """Send new callers away, to the dialplan's own way; give who speaks with us `patience` seconds."""
        await self._server.drain(patience)

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

    def _session_for(self, dnis: str) -> Session | None:
        flow = self.flow_for(dnis)
        return Session(flow, calendars=self.calendars) if flow is not None else None

    async def _converse(self, protocol: AgiProtocol) -> None:
        await IvrSession(AgiCall(protocol), self._world).run()

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ring(self, effect: RingAgent) -> None:
        caller = self._link.channel(switch_id(effect.caller))
        if caller is None and self._link.whole:
            self.report(LegFailed(effect.leg, Reason("caller_left")))
            return
        await self._originate(
            effect.leg, effect.phone, lambda at: to_switch.originate(effect, at, caller or "")
        )

    async def _originate(self, leg: LegId, phone: str, write: Callable[[str], Values]) -> None:
        """Ring an agent's phone: `write` is told at which of its endpoints."""
        try:
            await self._link.act(write(self._link.endpoint(phone)))
        except (ActionRefused, Unsendable) as error:
            log.warning("%s could not be rung: %s", phone, error)
            self.report(LegFailed(leg, Reason("failed")))
        except (OSError, TimeoutError) as error:
            log.warning("%s was not rung: %s", phone, str(error) or "no answer in time")
            self.report(LegFailed(leg, Reason("switch_lost")))

    async def _hold(self, effect: HoldLeg) -> None:
        caller = self._link.channel(switch_id(effect.caller))
        agent = self._link.channel(switch_id(effect.agent_leg))
        if caller is not None and agent is not None:
            for action in to_switch.hold(caller, agent):
                await self._move(action)

    async def _retrieve(self, effect: RetrieveLeg) -> None:
        agent = self._link.channel(switch_id(effect.agent_leg))
        if agent is not None:
            await self._move(to_switch.retrieve(agent))

    async def _move(self, action: Values) -> None:
        """Move a leg; one that is gone cannot be moved, and its end is told by the events."""
        try:
            await self._link.act(action)
        except (ActionRefused, Unsendable, OSError, TimeoutError) as error:
            log.warning("%s was not moved: %s", action["Channel"], str(error) or "no answer in time")

    async def _clear(self, effect: ClearLeg) -> None:
        try:
            await self._link.act(to_switch.hang_up(effect))
        except ActionRefused as error:
            log.debug("%s could not be cleared: %s", effect.leg, error)  # it is gone already
        except (OSError, TimeoutError) as error:
            log.warning("%s was not cleared: %s", effect.leg, str(error) or "no answer in time")

    async def _stay_alive(self) -> None:
        while True:
            if self._link.whole and self.clock() - self.beaten_at() < FRESH:
                self._begin(self._say_alive())
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

    async def _say_alive(self) -> None:
        try:
            await self._link.act(to_switch.say_alive(self.clock()))
        except (OSError, TimeoutError, ActionRefused) as error:
            log.warning("Asterisk was not told that ctid lives: %s", str(error) or "no answer in time")
