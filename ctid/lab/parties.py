"""The outside world, played by SIPp: people who call and agents' desk phones.

The parties know nothing of ctid. They do over SIP and RTP what people do, and tell afterwards what happened
to them, each from its own log; `ctid/lab/judge.py` compares that with what the centre wrote down.

Phones live on 127.0.0.3 and up, callers on 127.0.0.2, because a trunk that is known by its address would take
the registrations of phones that share it.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from ctid.lab.sipp import SCENARIOS, Outside, Sipp
from ctid.lab.steps import Step, may_play_tones, write_steps
from ctid.lab.stories import CallerStory, PhoneStory, tell_caller, tell_phone
from ctid.lab.voice import ECHO, SILENCE, Voice
from ctid.model.mistakes import Text

TRUNK_IP = "127.0.0.2"
_FOR_EVER_MS = 86_400_000
_EXPIRES_S, _REFRESH_MS = 120, 50_000
_REGISTER_WITHIN_S, _GLANCE_S = 10.0, 0.05


def _quoted(name: str) -> str:
    """Write a display name as the inside of a SIP quoted-string (RFC 3261 §25.1)."""
    return name.replace("\\", "\\\\").replace('"', '\\"')


class Caller:
    """One real call from the trunk: dials `dnis`, shows `ani` and `name`, takes its steps.

    It is silent unless it has a `voice`.
    """

    def __init__(
        self,
        outside: Outside,
        dnis: str,
        ani: str,
        *,
        name: str = "",
        steps: tuple[Step, ...] = (),
        voice: Voice = SILENCE,
    ) -> None:
        self._sipp = Sipp(outside, TRUNK_IP, "caller")
        self._dnis, self._ani, self._name, self._steps, self._voice = dnis, ani, name, steps, voice

    async def start(self) -> None:
        """Dial."""
        steps = write_steps(self._steps, tones=self._voice == SILENCE and may_play_tones())
        scenario = self._sipp.write_scenario("caller.xml", steps=steps, **self._voice.in_scenario())
        shown = ["-key", "ani", self._ani, "-key", "ani_name", _quoted(self._name)]
        await self._sipp.start(scenario, "-m", "1", "-s", self._dnis, *shown, *self._voice.options())

    @property
    def story(self) -> CallerStory | None:
        """Tell what has happened so far."""
        return tell_caller(self._sipp.messages(), self._dnis)

    async def wait(self, at_most: float = 600.0) -> CallerStory:
        """Wait (seconds) for the call's end and tell it; raise `Mistaken` (R530 no call, R531 no end)."""
        try:
            await self._sipp.wait(at_most)
        except TimeoutError:
            await self.stop()
            what = Text(f"the call had not ended after {at_most} s", f"通话在 {at_most} 秒后仍未结束")
            raise self._sipp.trouble("R531", what) from None
        if (story := self.story) is None or not story.final_code:
            raise self._sipp.trouble("R530", Text("the call did not come about", "呼叫没有建立"))
        return story

    async def stop(self) -> None:
        """Hang up now; nothing is left behind."""
        await self._sipp.stop()


@dataclass(frozen=True, slots=True)
class Manner:
    """How a phone takes its calls: it rings for `answer_after` seconds and talks for `talk` seconds.

    None means for ever, that is until the other side ends it. With a `refusal`, a status such as
    "486 Busy Here", it refuses every call at once. With `refers_to` it hands the caller on to that number
    by itself (SIP REFER) when it has talked; with `replaces`, to whom it has on another line (RFC 3891).
    Who lives in a town (ctid/lab/town.py) `presses` these keys, the first a second after the answer.
    """

    answer_after: float | None = 1.0
    talk: float | None = None
    refusal: str = ""
    refers_to: str = ""
    replaces: str = ""
    presses: str = ""


ANSWERING = Manner()
SILENT = Manner(answer_after=None)
BUSY = Manner(refusal="486 Busy Here")
REJECTING = Manner(refusal="603 Decline")


def write_manner(sipp: Sipp, manner: Manner, voice: Voice = ECHO) -> tuple[Path, dict[str, str]]:
    """Choose the scenario of a manner, and the keys that it asks for."""
    if manner.refusal:
        return sipp.write_scenario("refusing.xml", refusal=manner.refusal), {}
    spans = {"ring_ms": manner.answer_after, "talk_ms": manner.talk}
    keys = {name: _milliseconds(span) for name, span in spans.items()}
    if manner.refers_to:
        scenario = sipp.write_scenario("referring.xml", replaces=manner.replaces)
        return scenario, {**keys, "refer_to": manner.refers_to}
    return sipp.write_scenario("phone.xml", **voice.in_scenario()), keys


def _milliseconds(seconds: float | None) -> str:
    return str(_FOR_EVER_MS if seconds is None else round(seconds * 1000))


class CalledParty:
    """Somebody out in the world whom the switch calls through its trunk; rings and answers in its manner."""

    def __init__(self, outside: Outside, port: int, *, manner: Manner = ANSWERING) -> None:
        self._sipp = Sipp(outside, TRUNK_IP, "called")
        self._sipp.port = port
        self._manner = manner

    async def __aenter__(self) -> Self:
        scenario, keys = write_manner(self._sipp, self._manner)
        await self._sipp.start(scenario, *_as_options({"user": "called", **keys}), "-rtp_echo")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._sipp.stop()

    @property
    def stories(self) -> list[PhoneStory]:
        """Tell every call so far, oldest first; `phone` is "trunk"."""
        return tell_phone(self._sipp.messages(), "trunk")


class AgentPhone:
    """An agent's SIP phone: registered until it is stopped, takes any number of calls, echoes or has a voice.

    One SIPp runs both sides on one port: the registration as a client scenario that repeats, the calls as its
    server scenario. So the Contact is the address the packets come from.
    """

    def __init__(
        self,
        outside: Outside,
        user: str,
        secret: str,
        *,
        ip: str,
        manner: Manner = ANSWERING,
        voice: Voice = ECHO,
    ) -> None:
        self._voice = voice
        self._outside = outside
        self._user, self._secret, self._ip, self._manner = user, secret, ip, manner
        self._sipp = Sipp(outside, ip, f"phone-{user}")

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Register and return once the switch has accepted; raise `Mistaken` (R532) if it has not in 10 s."""
        scenario, keys = write_manner(self._sipp, self._manner, self._voice)
        repeating = ["-rxsf", str(scenario), "-users", "1", "-r", "10", "-d", str(_REFRESH_MS)]
        repeating += self._voice.options()
        contact = f"<sip:{self._user}@{self._ip}:{self._sipp.port}>"
        await self._register(self._sipp, contact, _EXPIRES_S, *repeating, *_as_options(keys))
        for _ in range(round(_REGISTER_WITHIN_S / _GLANCE_S)):
            if len(self._answers()) >= 2 or not self._sipp.running:
                break
            await asyncio.sleep(_GLANCE_S)
        if not self.registered:
            await self._sipp.stop()
            raise self._sipp.trouble(
                "R532", Text(f"phone {self._user} was not registered", f"话机 {self._user} 没有注册成功")
            )

    async def _register(self, sipp: Sipp, contact: str, expires_s: int, *args: str) -> None:
        keys = {"user": self._user, "secret": self._secret, "contact": contact, "expires": str(expires_s)}
        await sipp.start(SCENARIOS / "register.xml", *_as_options(keys), *args)

    @property
    def registered(self) -> bool:
        """Say whether the switch accepted the last registration it answered."""
        return 200 in self._answers()[-2:]

    def _answers(self) -> list[int]:
        """List what answered REGISTERs so far; each renewal begins with a 401 that asks for the digest."""
        messages = self._sipp.messages()
        return [message.code for message in messages if message.code >= 200 and message.answers("REGISTER")]

    @property
    def stories(self) -> list[PhoneStory]:
        """Tell every call to this phone so far, oldest first."""
        return tell_phone(self._sipp.messages(), self._user)

    async def stop(self) -> None:
        """Unregister, hang up what is open, and leave nothing behind; raise `Mistaken` (R533) if refused."""
        try:
            if self._sipp.running:
                await self._unregister()
        finally:
            await self._sipp.stop()

    async def _unregister(self) -> None:
        farewell = Sipp(self._outside, self._ip, f"farewell-{self._user}")
        await self._register(farewell, "*", 0, "-m", "1", "-d", "0")
        try:
            refused = await farewell.wait(_REGISTER_WITHIN_S) != 0
        except TimeoutError:
            refused = True
        finally:
            await farewell.stop()
        if refused:
            what = Text(f"phone {self._user} was not unregistered", f"话机 {self._user} 没有注销")
            raise farewell.trouble("R533", what)


def _as_options(keys: dict[str, str]) -> list[str]:
    return [word for name, value in keys.items() for word in ("-key", name, value)]
