"""What the centre asks of a switch, carried out: each effect has one way of being done, by the table below.

Nothing here waits for its caller: an effect that needs the manager becomes a task of its own, and what comes
of it is reported or told by the switch's events. A leg that is gone by then needs nothing done.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from ctid.asterisk import to_switch
from ctid.asterisk.ami_connection import ActionRefused
from ctid.asterisk.ami_frames import Unsendable, Values
from ctid.asterisk.link import Link
from ctid.model.effects import (
    Await,
    BackToLine,
    ClearLeg,
    ConsultNumber,
    DialOut,
    ForwardLeg,
    HoldLeg,
    JoinAll,
    MuteRecording,
    RetrieveLeg,
    RingAgent,
    SendLeg,
    ToSwitch,
    WriteClosed,
)
from ctid.model.ids import LegId, switch_id
from ctid.model.reasons import Reason
from ctid.model.reports import LegFailed, RecordingMuted, Report

log = logging.getLogger(__name__)

Work = Coroutine[None, None, None]
AtOnce = Callable[[Any], None]


class Performer:
    """Carries out effects over a link. `at_once` says what is done with those that need no manager."""

    def __init__(self, link: Link, report: Callable[[Report], None], at_once: dict[type, AtOnce]) -> None:
        self._link = link
        self._report = report
        self._at_once = at_once
        self._tasks: set[asyncio.Task[None]] = set()
        self._works: dict[type, Callable[[Any], Work]] = {
            RingAgent: self._ring,
            ClearLeg: self._clear,
            DialOut: self._dial_out,
            HoldLeg: self._hold,
            RetrieveLeg: self._retrieve,
            BackToLine: self._back_to_line,
            ForwardLeg: self._forward,
            ConsultNumber: self._consult_number,
            Await: self._await_party,
            JoinAll: self._join_all,
            MuteRecording: self._mute,
            SendLeg: self._send,
            WriteClosed: self._say_closed,
        }

    def perform(self, effect: ToSwitch) -> None:
        """Carry an effect out. Never waits; what comes of it is reported."""
        at_once = self._at_once.get(type(effect))
        if at_once is not None:
            at_once(effect)
        else:
            self.begin(self._works[type(effect)](effect))

    def begin(self, work: Work) -> None:
        """Do something beside all else."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def end(self) -> None:
        """Leave undone what is not done yet."""
        for task in self._tasks:
            task.cancel()

    async def _ring(self, effect: RingAgent) -> None:
        caller = self._link.channel(switch_id(effect.caller))
        if caller is None and self._link.whole:
            self._report(LegFailed(effect.leg, Reason("caller_left")))
            return
        asks = self._link.channel(switch_id(effect.consults)) if effect.consults is not None else ""
        if asks is None:
            self._report(LegFailed(effect.leg, Reason("caller_left")))
            return
        await self._originate(
            effect.leg, effect.phone, lambda at: to_switch.originate(effect, at, caller or "", asks)
        )

    async def _originate(self, leg: LegId, phone: str, write: Callable[[str], Values]) -> None:
        """Ring an agent's phone: `write` is told at which of its endpoints."""
        try:
            await self._link.act(write(self._link.endpoint(phone)))
        except (ActionRefused, Unsendable) as error:
            log.warning("%s could not be rung: %s", phone, error)
            self._report(LegFailed(leg, Reason("failed")))
        except (OSError, TimeoutError) as error:
            log.warning("%s was not rung: %s", phone, str(error) or "no answer in time")
            self._report(LegFailed(leg, Reason("switch_lost")))

    async def _dial_out(self, effect: DialOut) -> None:
        await self._originate(effect.leg, effect.phone, lambda at: to_switch.dial_out(effect, at))

    async def _back_to_line(self, effect: BackToLine) -> None:
        await self._act_on(effect.caller, lambda name: to_switch.back_to_line(effect, name))

    async def _forward(self, effect: ForwardLeg) -> None:
        await self._act_on(effect.caller, lambda name: to_switch.forward(effect, name))

    async def _await_party(self, effect: Await) -> None:
        await self._act_on(effect.agent_leg, lambda asks: (to_switch.await_party(asks),))

    async def _consult_number(self, effect: ConsultNumber) -> None:
        caller = self._link.channel(switch_id(effect.caller)) or ""
        asks = self._link.channel(switch_id(effect.agent_leg)) or ""
        await self._originate(
            effect.leg, effect.number, lambda _: to_switch.consult_number(effect, caller, asks)
        )

    async def _join_all(self, effect: JoinAll) -> None:
        one, two = (self._link.channel(switch_id(leg)) for leg in effect.others)
        if one is not None and two is not None:
            await self._act_on(
                effect.caller,
                lambda caller: to_switch.join_all(switch_id(effect.caller), caller, (one, two)),
            )

    async def _act_on(self, leg: LegId, write: Callable[[str], Sequence[Values]]) -> None:
        """Do what `write` says of a leg's channel; a leg that is gone needs nothing done."""
        channel = self._link.channel(switch_id(leg))
        if channel is None:
            return
        try:
            actions = write(channel)
        except Unsendable as error:
            log.warning("%s was not moved: %s", channel, error)
            return
        for action in actions:
            await self._move(action)

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

    async def _mute(self, effect: MuteRecording) -> None:
        channel = self._link.channel(switch_id(effect.leg))
        if channel is None:
            return
        try:
            for action in to_switch.mute(effect, channel):
                await self._link.act(action)
        except (ActionRefused, Unsendable, OSError, TimeoutError) as error:
            done = "muted" if effect.muted else "heard again"
            log.warning("recording of %s was not %s: %s", channel, done, str(error) or "no answer in time")
        else:
            self._report(RecordingMuted(effect.leg, effect.muted))

    async def _move(self, action: Values) -> None:
        """Move a leg; one that is gone cannot be moved, and its end is told by the events."""
        try:
            await self._link.act(action)
        except (ActionRefused, Unsendable, OSError, TimeoutError) as error:
            log.warning("%s was not moved: %s", action["Channel"], str(error) or "no answer in time")

    async def _send(self, effect: SendLeg) -> None:
        await self._tell(effect.leg, lambda: to_switch.send(effect))

    async def _say_closed(self, effect: WriteClosed) -> None:
        await self._tell("the closing", lambda: to_switch.say_closed(effect))

    async def _tell(self, what: str, write: Callable[[], Sequence[Values]]) -> None:
        """Do some actions in their order; a leg that is gone by then cannot be told anything."""
        try:
            for action in write():
                await self._link.act(action)
        except (ActionRefused, Unsendable, OSError, TimeoutError) as error:
            log.warning("%s was not told: %s", what, str(error) or "no answer in time")

    async def _clear(self, effect: ClearLeg) -> None:
        try:
            await self._link.act(to_switch.hang_up(effect))
        except ActionRefused as error:
            log.debug("%s could not be cleared: %s", effect.leg, error)  # it is gone already
        except (OSError, TimeoutError) as error:
            log.warning("%s was not cleared: %s", effect.leg, str(error) or "no answer in time")
