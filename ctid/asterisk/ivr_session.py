"""A caller's session: the pure interpreter of `ctid.ivr` says what to do, and this does it over AGI.

The session alone holds the flow's position. What is done on the line stands in ivr_telephone.py, what is
asked outside in ivr_outside.py; both renew the watchdog before whatever takes time. The last thing to be set
is CTID_NEXT, the one sign that it came to its end: Asterisk says SUCCESS also when we were killed.
When the channel leaves the session this says `IvrLeft` with no verb, and not that the caller is gone:
they may have been taken elsewhere. The manager's Hangup event says that.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ctid.asterisk import contract
from ctid.asterisk.agi_call import LONGEST_PROMPT, AgiCall
from ctid.asterisk.agi_protocol import DEADLINE, HungUp
from ctid.asterisk.hearing import Hearing
from ctid.asterisk.ivr_outside import LONGEST_FACTS, Nobody, Outside, Whence, ask_while_waiting
from ctid.asterisk.ivr_telephone import SLACK, Telephone
from ctid.ivr import steps
from ctid.ivr.outside import ALLOWED, MAY_CALL
from ctid.ivr.path import write_path
from ctid.ivr.session import Session
from ctid.model.effects import AnswerQueueAsk
from ctid.model.ids import LegId, NodeId, leg_id
from ctid.model.languages import Language
from ctid.model.reports import CallArrived, IvrLeft, IvrStepped, QueueAsked, RecordingAnnounced, Report

log = logging.getLogger(__name__)

ANNOUNCEMENT = "call-recorded"  # a prompt
UNKNOWN_NUMBER = "closed"  # the verb for a number that no flow answers


@dataclass(slots=True)
class Asks:
    """The sessions that wait for the centre's word on a queue."""

    _waiting: "dict[LegId, asyncio.Future[AnswerQueueAsk]]" = field(default_factory=dict)

    def expect(self, leg: LegId) -> "asyncio.Future[AnswerQueueAsk]":
        """Return the answer to come; forgotten once it is there or no longer awaited."""
        answer: asyncio.Future[AnswerQueueAsk] = asyncio.get_running_loop().create_future()
        self._waiting[leg] = answer
        answer.add_done_callback(lambda _: self._waiting.pop(leg, None))
        return answer

    def answer(self, effect: AnswerQueueAsk) -> None:
        """Pass the answer on; a session that is gone no longer needs it."""
        waiting = self._waiting.get(effect.leg)
        if waiting is not None and not waiting.done():
            waiting.set_result(effect)


@dataclass(frozen=True, slots=True)
class World:
    """What every session needs of the daemon around it."""

    node: NodeId
    session_for: Callable[[str, str], Session | None]  # by the number dialled, or the flow's name if given
    report: Callable[[Report], None]
    clock: Callable[[], datetime]
    asks: Asks
    outside: Outside = field(default_factory=Nobody)
    hearing: Hearing | None = None


class IvrSession:
    """One caller's way through one flow."""

    def __init__(self, call: AgiCall, world: World) -> None:
        self._call = call
        self._world = world
        self._leg = leg_id(world.node, call.header["agi_uniqueid"])
        self._telephone = Telephone(call, world.outside.spoken, world.hearing)
        self._variables: dict[str, str] = {}
        self._session: Session | None = None
        self._dialled = ""

    async def run(self) -> None:
        """Lead the caller until they leave. Raises what the commands raise."""
        verb = ""
        try:
            verb = await self._converse()
        finally:
            self._world.report(self._left(verb))

    async def _converse(self) -> str:
        dnis = await self._call.get(contract.DNIS) or self._call.header.get("agi_extension", "")
        self._dialled = dnis
        session = self._world.session_for(dnis, self._call.header.get(contract.IN_FLOW, ""))
        self._session = session
        arrival = self._arrival(dnis, session.flow.name if session else "")
        self._world.report(arrival)
        if session is None:
            log.warning("no flow answers the number %s", dnis)
            return await self._leave(UNKNOWN_NUMBER)
        self._variables[contract.FLOW] = session.flow.name
        try:
            verb = await self._follow(await self._knowing(session, arrival))
            self._variables[contract.LANGUAGE] = session.language
            return await self._leave(verb)
        except HungUp:
            self._tell(session.resume(steps.HungUp(), now=self._world.clock()))
            raise

    def _arrival(self, dnis: str, flow: str) -> CallArrived:
        header = self._call.header
        ani, name = (
            "" if value == "unknown" else value
            for value in (header.get("agi_callerid", ""), header.get("agi_calleridname", ""))
        )
        return CallArrived(self._leg, ani, name, dnis, flow)

    async def _knowing(self, session: Session, arrival: CallArrived) -> Session:
        """Let the flow know who calls whom; a personal one more of them, if that is found out in time."""
        session.know({"caller.number": arrival.ani, "caller.dialled": arrival.dnis})
        if session.flow.personal:
            await self._call.watch(LONGEST_FACTS + SLACK)
            try:
                async with asyncio.timeout(LONGEST_FACTS):
                    session.know(await self._world.outside.facts(arrival.ani))
            except Exception as error:  # known or not, they are served
                log.warning("%s: who calls was not found out: %s", self._leg, type(error).__name__)
        return session

    async def _follow(self, session: Session) -> str:
        step = session.start(now=self._world.clock())
        while True:
            self._tell(step)
            if isinstance(step, steps.Leave):
                return self._last(step)
            outcome = await self._carry_out(step, session)
            step = session.resume(outcome, now=self._world.clock())

    def _left(self, verb: str) -> IvrLeft:
        if self._session is None:
            return IvrLeft(self._leg, verb)
        return IvrLeft(self._leg, verb, self._session.flow.name, write_path(self._session.path))

    def _last(self, step: steps.Leave) -> str:
        """Return the verb; nobody is sent to a number that was not allowed."""
        if step.verb == "forward" and self._variables.get(contract.NUMBER) is None:
            log.warning("%s: a flow sent the caller to a number that it did not ask for", self._leg)
            return "hangup"
        return step.verb

    def _tell(self, step: steps.Step) -> None:
        for note in step.notes:
            told = IvrStepped(self._leg, note.node, note.what, note.value, note.into, note.reason)
            self._world.report(told)

    async def _carry_out(self, step: steps.Step, session: Session) -> steps.Outcome:
        match step:
            case steps.Play():
                await self._telephone.play(step)
                return steps.Played()
            case steps.Ask():
                return await self._telephone.take_keys(step)
            case steps.Record():
                return await self._telephone.record(step)
            case steps.Request():
                return await self._ask_outside(step, session)
            case steps.Dial():
                return await self._dial(step, session)
            case steps.AskQueue():
                return await self._ask_queue(step, session.language)
        raise AssertionError(step)

    async def _ask_outside(self, request: steps.Request, session: Session) -> steps.Answered | steps.Failed:
        await self._call.watch(request.timeout.total_seconds() + LONGEST_PROMPT + SLACK)
        whence = Whence(self._leg, session.flow.name, session.node, session.language, self._dialled)

        async def soothe() -> None:
            await self._telephone.say(request.wait, keys="")

        asking = self._world.outside.ask(request, whence)
        answer = await ask_while_waiting(request, asking, self._call.hung_up, soothe)
        if request.name == MAY_CALL and isinstance(answer, steps.Answered):
            self._variables[contract.NUMBER] = str(answer.values["number"])
            self._variables[contract.SHOW] = str(answer.values["show"])
        return answer

    async def _dial(self, step: steps.Dial, session: Session) -> steps.Dialled:
        """Call a number, if it may be called."""
        number = {"number": step.number}
        may = steps.Request(steps.Source.CENTRE, MAY_CALL, number, (ALLOWED,), timedelta(seconds=DEADLINE))
        answer = await self._ask_outside(may, session)
        if isinstance(answer, steps.Failed):
            return steps.Dialled(steps.Call.FAILED, answer.reason)
        called, show = self._variables.pop(contract.NUMBER), self._variables.pop(contract.SHOW)
        return await self._telephone.dial(called, show, step.ring)

    async def _ask_queue(self, step: steps.AskQueue, language: Language) -> steps.Admitted | steps.Turned:
        """Ask the centre. Raises `TimeoutError` when it does not answer: the fallback is better then."""
        await self._call.watch(DEADLINE + SLACK)
        answer = self._world.asks.expect(self._leg)
        since = contract.read_instant(self._call.header.get(contract.CAME_AT, ""))
        asked = step.queue, step.requires, step.priority, language, since, step.last_agent
        self._world.report(QueueAsked(self._leg, *asked))
        effect = await self._heard(answer, f"the centre did not answer for queue {step.queue}")
        if not effect.admitted:
            return steps.Turned(effect.reason)
        if effect.announce:
            await self._announce(language)
        self._variables |= {
            contract.QUEUE: effect.queue or step.queue,
            contract.ENTERED_AT: contract.write_instant(effect.entered_at),
            contract.PRIORITY: str(step.priority),
            contract.SKILLS: contract.write_skills(step.requires),
        }
        if effect.after is not None:
            self._variables[contract.AFTER] = effect.after
        return steps.Admitted(effect.entered_at)

    async def _heard(self, answer: "asyncio.Future[AnswerQueueAsk]", silence: str) -> AnswerQueueAsk:
        """Wait for the centre's word, as long as the caller is there. Raises `HungUp` and `TimeoutError`."""

        def leave(_: object) -> None:
            answer.cancel()

        self._call.hung_up.add_done_callback(leave)
        try:
            async with asyncio.timeout(DEADLINE):
                return await answer
        except asyncio.CancelledError:
            if self._call.hung_up.done():
                raise HungUp from None
            raise
        except TimeoutError:
            raise TimeoutError(f"{silence} in {DEADLINE:g} s") from None
        finally:
            self._call.hung_up.remove_done_callback(leave)

    async def _announce(self, language: Language) -> None:
        """Say that the talk is recorded, to the end: whoever has not heard it is not recorded."""
        await self._telephone.speak_in(language)
        await self._call.watch(LONGEST_PROMPT + SLACK)
        if await self._call.tell(f"ctid/{ANNOUNCEMENT}"):
            await self._call.set(contract.ANNOUNCED, "yes")
            self._world.report(RecordingAnnounced(self._leg))

    async def _leave(self, verb: str) -> str:
        for name, value in self._variables.items():
            await self._call.set(name, value)
        await self._call.watch(0)
        await self._call.set(contract.NEXT, verb)
        return verb
