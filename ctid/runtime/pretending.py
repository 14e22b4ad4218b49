"""A daemon that pretends to some callers what scenarios pretend: `python -m ctid.runtime.pretending run`.

It is the daemon of `ctid run`, with one thing put before its menus. Every scenario of the site's flows has a
number of its own here, under a country code that no country has; whoever dials it is in that scenario: their
flow knows the customer that is given, its schedules see the hour that is given, and whom it asks outside is
answered for by the mocks, which are those of the simulator (ctid/ivr/sim/given.py). All else is real: the
telephone, time-outs and what is played meanwhile, recordings, the queues, and every other number.

A number that a flow calls becomes one of the laboratory's, which is busy, say (ctid/lab/town.py).
"""

import asyncio
import logging
import os
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from ctid.asterisk.ivr_outside import Whence
from ctid.config.settings import read_settings
from ctid.ivr import steps
from ctid.ivr.outside import ALLOWED, MAY_CALL
from ctid.ivr.session import Session
from ctid.ivr.sim.given import TIMEOUT, Turns, outcome_of
from ctid.ivr.sim.scenario import Scenario
from ctid.ivr.values import Value
from ctid.lab.parties import BUSY, SILENT, Manner
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.runtime.daemon import run
from ctid.runtime.ivr_test import SCENARIOS, scenarios_in
from ctid.runtime.menus import Menus
from ctid.runtime.sources import Sources

BUILD = ("ctid.runtime.pretending",)
NO_COUNTRY = "+999"  # E.164 keeps it in reserve

CALLED: Mapping[str, tuple[str, Manner]] = {
    "no_answer": ("+12025550183", SILENT),
    "answered": ("+12025550181", Manner(answer_after=0.2, talk=1.0)),
    "busy": ("+12025550182", BUSY),
    "failed": ("+12025550184", Manner(refusal="404 Not Found")),
}
"""Whom a flow calls instead of whom it names, by what is to come of the call (`ctid.ivr.steps.Call`)."""

PEOPLE = {number[-2:]: manner for number, manner in CALLED.values()}
"""Those people, as ctid/lab/town.py wants them."""


def numbered(scenarios: Iterable[Scenario]) -> Mapping[str, Scenario]:
    """Give each of all scenarios its number."""
    return {f"{NO_COUNTRY}{place:06d}": scenario for place, scenario in enumerate(scenarios)}


class Pretended(Session):
    """A session in a scenario."""

    def __init__(self, scenario: Scenario, sources: Sources) -> None:
        flow, calendars = sources.flows[scenario.flow], sources.site.calendars
        super().__init__(flow, calendars=calendars, flows=sources.flows)
        self._given = scenario.given
        self._turns = Turns(scenario.given.mocks)
        self._later = timedelta()  # than now is the hour that is given

    def know(self, facts: Mapping[str, Value]) -> None:
        """Take what is known; what is given counts more."""
        super().know({**facts, **self._given.all_facts})

    def start(self, *, now: datetime) -> steps.Step:
        """Begin at the hour that is given."""
        self._later = (self._given.at or now) - now
        return super().start(now=now + self._later)

    def resume(self, outcome: steps.Outcome, *, now: datetime) -> steps.Step:
        """Go on, as much later as it really is."""
        return super().resume(outcome, now=now + self._later)

    async def answer(self, request: steps.Request) -> steps.Answered | steps.Failed:
        """Answer for whoever is asked; whoever is to be late does not answer at all."""
        if isinstance(self._asked, steps.Dial):
            dialled, _ = outcome_of(self._asked, self._turns.next(self.node, self._asked), self._state.now)
            assert isinstance(dialled, steps.Dialled)
            return _allowed(CALLED[dialled.result][0])
        said = self._turns.next(self.node, request)
        if said.outcome == TIMEOUT and TIMEOUT not in request.outcomes:
            await asyncio.Event().wait()
        outcome, _ = outcome_of(request, said, self._state.now)
        assert isinstance(outcome, steps.Answered | steps.Failed)
        if request.name == MAY_CALL and isinstance(outcome, steps.Answered):
            return _allowed(str(request.arguments["number"]))
        return outcome


def _allowed(number: str) -> steps.Answered:
    return steps.Answered(ALLOWED, {"number": number, "show": ""})


class Pretending:
    """Puts scenarios before the `real` menus. Fits `ctid.asterisk.ivr_outside.Outside`."""

    def __init__(self, scenarios: Mapping[str, Scenario], sources: Sources, real: Menus) -> None:
        self._scenarios = scenarios
        self._sources = sources
        self._real = real
        self._sessions: dict[str, Pretended] = {}  # by the number dialled: each is dialled by one at a time

    def session_for(self, dnis: str, asked: str) -> Session | None:
        """Begin a session in the scenario of a number."""
        scenario = self._scenarios.get(dnis)
        if scenario is None or asked:
            return self._real.session_for(dnis, asked)
        session = self._sessions[dnis] = Pretended(scenario, self._sources)
        return session

    async def ask(self, request: steps.Request, whence: Whence) -> steps.Answered | steps.Failed:
        """Have the caller's session answer, if they are in a scenario."""
        session = self._sessions.get(whence.dialled)
        asked = session.answer(request) if session is not None else self._real.outside.ask(request, whence)
        return await asked

    async def facts(self, number: str) -> Mapping[str, Value]:
        """Return what is really known."""
        return await self._real.outside.facts(number)

    async def spoken(self, text: str, language: Language) -> str:
        """Have a text really spoken."""
        return await self._real.outside.spoken(text, language)


def pretend(scenarios: Mapping[str, Scenario], sources: Sources, real: Menus) -> Menus:
    """Put scenarios before the real menus."""
    pretending = Pretending(scenarios, sources, real)
    return Menus(pretending.session_for, pretending)


def main() -> None:
    """Run, on the settings of the environment."""
    try:
        settings = read_settings(None, os.environ)
        logging.basicConfig(level=settings.log.level.upper(), stream=sys.stderr)

        def meet(sources: Sources, real: Menus) -> Menus:
            folder = settings.site.flows / SCENARIOS
            return pretend(numbered(scenarios_in(folder, sources.flows)), sources, real)

        asyncio.run(run(settings, meet=meet))
    except Mistaken as mistaken:
        sys.exit(mistaken.words())


if __name__ == "__main__":
    main()
