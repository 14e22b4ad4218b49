"""A phone that dialled by itself asks what becomes of it, and this tells the dialplan.

The dialplan has checked what was dialled (CTID_DIALLED), and does what it is told (CTID_DO, set last: empty
means that ctid died in mid-sentence). Who asks is known by the endpoint that the call came from.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ctid.asterisk import contract
from ctid.asterisk.agi_call import AgiCall
from ctid.asterisk.agi_protocol import DEADLINE, HungUp
from ctid.asterisk.devices import phone_of
from ctid.model.effects import AnswerPhone
from ctid.model.ids import LegId, NodeId, leg_id
from ctid.model.reports import PhoneDialled, PhoneKeyed, Report

SCRIPTS = ("dial", "feature")
"""The ends of agi://…/dial and agi://…/feature."""


@dataclass(slots=True)
class PhoneAsks:
    """The phones that wait for the centre's word."""

    _waiting: "dict[LegId, asyncio.Future[AnswerPhone]]" = field(default_factory=dict)

    def expect(self, leg: LegId) -> "asyncio.Future[AnswerPhone]":
        """Return the answer to come; forgotten once it is there or no longer awaited."""
        answer: asyncio.Future[AnswerPhone] = asyncio.get_running_loop().create_future()
        self._waiting[leg] = answer
        answer.add_done_callback(lambda _: self._waiting.pop(leg, None))
        return answer

    def answer(self, effect: AnswerPhone) -> None:
        """Pass the answer on; a phone that is gone no longer needs it."""
        waiting = self._waiting.get(effect.leg)
        if waiting is not None and not waiting.done():
            waiting.set_result(effect)


@dataclass(frozen=True, slots=True)
class PhoneWorld:
    """What every session needs of the daemon around it."""

    node: NodeId
    report: Callable[[Report], None]
    asks: PhoneAsks
    endpoint: Callable[[str], str]  # at which a phone can be rung


class PhoneSession:
    """One phone's question, and the answer."""

    def __init__(self, call: AgiCall, world: PhoneWorld) -> None:
        self._call = call
        self._world = world
        self._leg = leg_id(world.node, call.header["agi_uniqueid"])

    async def run(self) -> None:
        """Ask and answer. Raises what the commands raise, and `TimeoutError` if the centre is silent."""
        phone = phone_of(await self._call.get("CHANNEL(endpoint)"))
        dialled = await self._call.get(contract.DIALLED)
        asks = PhoneKeyed if self._call.header.get("agi_network_script") == "feature" else PhoneDialled
        answer = self._world.asks.expect(self._leg)
        self._world.report(asks(self._leg, phone, dialled))
        await self._tell(await self._answer(answer))

    async def _answer(self, answer: "asyncio.Future[AnswerPhone]") -> AnswerPhone:
        waits: set[asyncio.Future[Any]] = {answer, self._call.hung_up}
        await asyncio.wait(waits, timeout=DEADLINE, return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        answer.cancel()
        if self._call.hung_up.done():
            raise HungUp
        raise TimeoutError(f"the centre did not answer {self._leg} in {DEADLINE:g} s")

    async def _tell(self, answer: AnswerPhone) -> None:
        variables = {
            "CHANNEL(language)": answer.language,
            contract.NUMBER: answer.number,
            contract.SHOW: answer.show_number,
            contract.RING: self._world.endpoint(answer.phone) if answer.phone else "",
            contract.SAY: answer.say,
        }
        for name, value in variables.items():
            await self._call.set(name, value)
        await self._call.watch(0)
        await self._call.set(contract.DO, answer.do)
