"""One simulated call done again on a real switch, step by step, each when Asterisk says that it is time.

A key is pressed when its prompt begins if it may cut the prompt short, and else when the flow listens; the
next key of an entry when the flow listens again. What is said into a recording is ended by its key. Where
the caller was silent nothing is done. What the call turns out to be is told by the centre, in its event
`ivr.left`; if it goes another way than in simulation, the replay hears it out in silence.
"""

import asyncio
import time
from datetime import timedelta

from ctid.asterisk import contract
from ctid.asterisk.tried_calls import Listens, Records, Sets, Sign, Speaks, TriedCall
from ctid.ivr import steps
from ctid.ivr.path import read_path
from ctid.ivr.sim.real import Replayed
from ctid.ivr.sim.trial import HUNG_UP, Did, Trial, sounds_of
from ctid.lab.page import Page

SLACK = timedelta(seconds=30)  # beyond what a prompt and its silence take in simulation
SAYS = 1.5  # seconds that the caller speaks into a recording
OUT_OF_STEP = timedelta(minutes=3)  # for a call that goes another way


class LostTrackError(Exception):
    """The call did not do what it did in simulation."""


async def replay(call: TriedCall, page: Page, trial: Trial) -> Replayed:
    """Do again what a simulated caller did, and tell what came of it."""
    began = time.monotonic()
    following = _Following(call)
    try:
        try:
            for did in trial.did:
                await following.do(did)
        except LostTrackError:
            pass  # what came of it will differ, and is told
        left = await page.hears("ivr.left", within=OUT_OF_STEP.total_seconds(), interaction=call.interaction)
        await following.rest(ended=bool(left["facts"]["verb"]))
    finally:
        await call.hang_up()
    facts = left["facts"]
    end = {"": HUNG_UP, "wait": f"queue/{following.queue}"}.get(facts["verb"], facts["verb"])
    return Replayed(tuple(following.heard), read_path(facts["path"]), end, time.monotonic() - began)


class _Following:
    """Keeps step with a call by its signs."""

    def __init__(self, call: TriedCall) -> None:
        self._call = call
        self._ended = False
        self._silent = timedelta()  # since the last prompt began, in simulation
        self.heard: list[str] = []
        self.queue = ""

    async def do(self, did: Did) -> None:
        """Do one step again, once the call has come to it."""
        within = did.spoken + self._silent + SLACK
        prompts = [sound.key for sound in sounds_of(did.step) if isinstance(sound, steps.Prompt)]
        if prompts:
            await self._until(Speaks(prompts[0]), within)
            self._silent = timedelta()
        self._silent += did.ended - did.began
        if isinstance(did.outcome, steps.HungUp):
            await self._call.hang_up()
        elif isinstance(did.step, steps.Record):
            await self._say(did.step, did.outcome, within)
        elif did.keys:
            assert isinstance(did.step, steps.Ask)
            await self._press(did.step, did.keys, within)

    async def _say(self, record: steps.Record, outcome: steps.Outcome, within: timedelta) -> None:
        await self._until(Records(), within)
        if isinstance(outcome, steps.Recorded):
            await asyncio.sleep(SAYS)
            await self._call.press(record.terminator or "#")

    async def _press(self, ask: steps.Ask, keys: str, within: timedelta) -> None:
        if not (ask.barge_in and sounds_of(ask)):
            await self._until(Listens(), within)
        for number, key in enumerate(keys):
            if number:
                await self._until(Listens(), within)
            await self._call.press(key)

    async def _until(self, wanted: Sign, within: timedelta) -> None:
        try:
            async with asyncio.timeout(within.total_seconds()):
                while not self._ended:
                    if await self._sign() == wanted:
                        return
        except TimeoutError as error:
            raise LostTrackError(str(wanted)) from error
        raise LostTrackError(str(wanted))

    async def _sign(self) -> Sign:
        sign = await self._call.signs.get()
        self._take(sign)
        return sign

    async def rest(self, *, ended: bool) -> None:
        """Take the signs that came before the end; where the session `ended` itself, up to its last."""
        while not self._call.signs.empty():
            self._take(self._call.signs.get_nowait())
        async with asyncio.timeout(SLACK.total_seconds()):
            while ended and not self._ended:
                await self._sign()

    def _take(self, sign: Sign) -> None:
        match sign:
            case Speaks(key):
                self.heard.append(key)
            case Sets(name, value) if name == contract.QUEUE:
                self.queue = value
            case Sets(name, _) if name == contract.NEXT:
                self._ended = True
