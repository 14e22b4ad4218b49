"""What the centre asks of a switch, carried out: each effect has one way of being done, by the table below.

Nothing here waits for its caller: an effect that needs the manager becomes a task of its own, and what comes
of it is reported or told by the switch's events. A leg that is gone by then needs nothing done.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from ctid.asterisk import dialing, to_switch
from ctid.asterisk.ami_connection import ActionRefused
from ctid.asterisk.ami_frames import Unsendable, Values
from ctid.asterisk.link import Link
from ctid.model.attempt_effects import JoinStandby, PlaceAttempt, ReadReceipt, StandAgain, StandBy
from ctid.model.callback_effects import AskNumber, CallBack, Promise
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
    NotePlace,
    RetrieveLeg,
    RingAgent,
    SendLeg,
    StartFlow,
    TellWaiting,
    ToSwitch,
    WriteClosed,
)
from ctid.model.ids import LegId, agent_leg, node_of, switch_id
from ctid.model.reasons import Reason
from ctid.model.reports import LegFailed, ReceiptRead, RecordingMuted, Report

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
            AskNumber: self._ask_number,
            Promise: self._promise,
            CallBack: self._call_back,
            Await: self._await_party,
            JoinAll: self._join_all,
            MuteRecording: self._mute,
            SendLeg: self._send,
            NotePlace: self._note_place,
            StartFlow: self._start_flow,
            TellWaiting: self._tell_waiting,
            WriteClosed: self._say_closed,
            PlaceAttempt: self._place_attempt,
            StandBy: self._stand_by,
            JoinStandby: self._join_standby,
            StandAgain: self._stand_again,
            ReadReceipt: self._read_receipt,
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
        caller = switch_id(effect.caller) if effect.calls_back else self._channel(effect.caller)
        asks = self._channel(effect.consults) if effect.consults is not None else ""
        if asks is None or (caller is None and self._link.whole):
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

    async def _note_place(self, effect: NotePlace) -> None:
        await self._act_on(effect.caller, lambda name: to_switch.note_place(effect, name))

    async def _start_flow(self, effect: StartFlow) -> None:
        await self._act_on(effect.caller, lambda name: to_switch.start_flow(effect, name))

    async def _tell_waiting(self, effect: TellWaiting) -> None:
        await self._act_on(effect.caller, lambda name: (to_switch.tell_waiting(effect, name),))

    async def _forward(self, effect: ForwardLeg) -> None:
        await self._act_on(effect.caller, lambda name: to_switch.forward(effect, name))

    async def _ask_number(self, effect: AskNumber) -> None:
        await self._act_on(effect.leg, lambda name: (to_switch.ask_number(effect, name),))

    async def _promise(self, effect: Promise) -> None:
        await self._act_on(effect.leg, lambda name: (to_switch.promise(effect, name),))

    async def _call_back(self, effect: CallBack) -> None:
        await self._originate(effect.leg, effect.number, lambda _: to_switch.call_back(effect))

    async def _place_attempt(self, effect: PlaceAttempt) -> None:
        await self._originate(effect.line, effect.number, lambda _: dialing.place(effect))

    async def _stand_by(self, effect: StandBy) -> None:
        await self._originate(effect.leg, effect.phone, lambda at: dialing.stand_by(effect, at))

    async def _join_standby(self, effect: JoinStandby) -> None:
        caller = self._channel(effect.caller)
        if caller is None:
            self._report(LegFailed(agent_leg(node_of(effect.leg), effect.offer), Reason("caller_left")))
            return
        await self._act_on(effect.leg, lambda agent: dialing.join(effect, agent, caller))

    async def _stand_again(self, effect: StandAgain) -> None:
        await self._act_on(effect.leg, dialing.stand_again)

    async def _read_receipt(self, effect: ReadReceipt) -> None:
        with _said_if_not_done(f"the receipt of {effect.line} was not read"):
            try:
                found = await self._link.act(dialing.ask_receipt(effect))
            except ActionRefused:  # it says so of what is not there
                found = []
            told = [message for question in dialing.UPTIME for message in await self._link.act(question)]
            self._report(ReceiptRead(effect.line, dialing.read_receipt(effect, found), dialing.uptime(told)))

    async def _await_party(self, effect: Await) -> None:
        await self._act_on(effect.agent_leg, lambda asks: (to_switch.await_party(asks),))

    async def _consult_number(self, effect: ConsultNumber) -> None:
        caller, asks = self._channel(effect.caller) or "", self._channel(effect.agent_leg) or ""
        await self._originate(
            effect.leg, effect.number, lambda _: to_switch.consult_number(effect, caller, asks)
        )

    async def _join_all(self, effect: JoinAll) -> None:
        one, two = map(self._channel, effect.others)
        if one is not None and two is not None:
            await self._act_on(
                effect.caller,
                lambda caller: to_switch.join_all(switch_id(effect.caller), caller, (one, two)),
            )

    async def _hold(self, effect: HoldLeg) -> None:
        agent = self._channel(effect.agent_leg)
        if agent is not None:
            await self._act_on(effect.caller, lambda caller: to_switch.hold(caller, agent))

    async def _retrieve(self, effect: RetrieveLeg) -> None:
        await self._act_on(effect.agent_leg, lambda agent: (to_switch.retrieve(agent),))

    async def _act_on(self, leg: LegId, write: Callable[[str], Iterable[Values]]) -> None:
        """Do all that `write` says of its channel, whatever fails; a leg that is gone needs nothing done."""
        channel = self._channel(leg)
        if channel is None:
            return
        with _said_if_not_done(f"{channel} was not moved"):
            for action in write(channel):
                with _said_if_not_done(f"{action['Channel']} was not moved"):
                    await self._link.act(action)

    async def _mute(self, effect: MuteRecording) -> None:
        channel = self._channel(effect.leg)
        if channel is None:
            return
        done = "muted" if effect.muted else "heard again"
        with _said_if_not_done(f"recording of {channel} was not {done}"):
            await self._act_all(to_switch.mute(effect, channel))
            self._report(RecordingMuted(effect.leg, effect.muted))

    async def _send(self, effect: SendLeg) -> None:
        with _said_if_not_done(f"{effect.leg} was not told"):
            await self._act_all(to_switch.send(effect))

    async def _say_closed(self, effect: WriteClosed) -> None:
        with _said_if_not_done("the closing was not told"):
            await self._act_all(to_switch.say_closed(effect))

    async def _act_all(self, actions: Iterable[Values]) -> None:
        """Do actions in their order, up to one that fails."""
        for action in actions:
            await self._link.act(action)

    async def _clear(self, effect: ClearLeg) -> None:
        with _said_if_not_done(f"{effect.leg} was not cleared"):
            try:
                await self._link.act(to_switch.hang_up(effect))
            except ActionRefused as error:
                log.debug("%s could not be cleared: %s", effect.leg, error)  # it is gone already

    def _channel(self, leg: LegId) -> str | None:
        return self._link.channel(switch_id(leg))


@contextmanager
def _said_if_not_done(what: str) -> Iterator[None]:
    """Log why something was not done; what has become of the leg meanwhile is told by the events."""
    try:
        yield
    except (ActionRefused, Unsendable, OSError, TimeoutError) as error:
        log.warning("%s: %s", what, str(error) or "no answer in time")
