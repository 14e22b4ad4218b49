"""What is pretended to who dials a scenario's number, held against the simulator; the telephone is a loop."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from ctid.asterisk.ivr_outside import Nobody, Whence
from ctid.config.sections import SiteFiles
from ctid.ivr import steps
from ctid.ivr.outside import ALLOWED, MAY_CALL
from ctid.ivr.path import write_path
from ctid.ivr.session import Session
from ctid.ivr.sim.scenario import Scenario
from ctid.ivr.sim.trial import Trial
from ctid.model.ids import LegId
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.runtime.ivr_test import SCENARIOS, played, scenarios_in
from ctid.runtime.menus import Menus
from ctid.runtime.pretending import CALLED, numbered, pretend
from ctid.runtime.sources import Sources, read_sources

NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
SOURCES = read_sources(SiteFiles())
SCENARIO_BY_NUMBER: Mapping[str, Scenario] = numbered(
    scenarios_in(SiteFiles().flows / SCENARIOS, SOURCES.flows)
)


def menus(sources: Sources = SOURCES) -> Menus:
    real = Session(sources.flows[sources.site.numbers["4001"]])
    return pretend(SCENARIO_BY_NUMBER, sources, Menus(lambda dnis, asked: real, Nobody()))


@pytest.mark.parametrize("number", SCENARIO_BY_NUMBER, ids=lambda it: SCENARIO_BY_NUMBER[it].name)
async def test_who_dials_a_scenario_goes_the_way_of_the_simulator(number: str) -> None:
    scenario = SCENARIO_BY_NUMBER[number]
    trial = played(scenario, SOURCES, NOW).trial
    session = await telephoned(menus(), number, trial)
    assert write_path(session.path) == write_path(trial.path)


async def telephoned(at: Menus, number: str, trial: Trial) -> Session:
    """Have the caller of a trial dial a number: what the line does is done again, all else is asked there."""
    session = at.session_for(number, "")
    assert session is not None
    session.know({"caller.number": "+15550100", "caller.dialled": number})
    step = session.start(now=NOW)
    for did in trial.did:
        outcome = await _asked(at, number, session, step) or did.outcome
        step = session.resume(outcome, now=NOW + (did.ended - trial.began))
    return session


async def _asked(at: Menus, number: str, session: Session, step: steps.Step) -> steps.Outcome | None:
    whence = Whence(LegId("sw1:1.1"), session.flow.name, session.node, Language.EN, number)
    if isinstance(step, steps.Dial):
        may = steps.Request(steps.Source.CENTRE, MAY_CALL, {}, (ALLOWED,), timedelta(seconds=1))
        answer = await at.outside.ask(may, whence)
        assert isinstance(answer, steps.Answered)
        called = {number: result for result, (number, _) in CALLED.items()}
        return steps.Dialled(steps.Call(called[str(answer.values["number"])]))
    if not isinstance(step, steps.Request):
        return None
    try:
        async with asyncio.timeout(0.05):
            return await at.outside.ask(step, whence)
    except TimeoutError:
        return steps.Failed(Reason("no_answer_in_time"))


def test_no_scenario_has_a_number_of_the_site() -> None:
    assert len(SCENARIO_BY_NUMBER) >= 52
    assert not SCENARIO_BY_NUMBER.keys() & SOURCES.site.numbers.keys()


async def test_every_other_number_is_really_answered() -> None:
    at = menus()
    real = at.session_for("4001", "")
    assert real is not None
    assert type(real) is Session
    whence = Whence(LegId("sw1:1.1"), "main", "delivery", Language.EN, "4001")
    request = steps.Request(steps.Source.LOOKUP, "order", {}, ("found",), timedelta(seconds=1))
    answer = await at.outside.ask(request, whence)
    assert isinstance(answer, steps.Failed)
    assert answer.reason.code == "nobody_to_ask"
