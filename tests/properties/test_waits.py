"""While the centre is sound, nobody waits whom somebody free would take; and every wait is explained."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.centre.rules import Input
from ctid.model.ids import AgentId, SkillName
from ctid.model.languages import Language
from ctid.model.routing_policy import RelaxationStep
from ctid.model.site import Agent, Site
from ctid.model.waits import FREE, Wait
from ctid.routing.skills import EVERYBODY, AtLeast
from ctid.sim.day import Day
from ctid.sim.models import one_queue
from ctid.sim.plan import Agents, Callers, Demand, Faults, Plan, Span

SKILL = SkillName("a")
LEVELS = (5, 4, 2)


def in_three_steps(agents: int) -> Site:
    """Agents of three levels in turn; of a queue that admits one level after the other."""
    site = one_queue(agents)
    [name] = site.queues
    admit = (AtLeast(SKILL, 5), AtLeast(SKILL, 4), EVERYBODY)
    steps = tuple(RelaxationStep(timedelta(seconds=15 * n), admits) for n, admits in enumerate(admit))
    crew = [Agent(AgentId(str(n)), f"Agent {n}", f"p{n}", {SKILL: LEVELS[n % 3]}) for n in range(agents)]
    queue = replace(site.queues[name], steps=steps, requires={})
    return replace(site, agents={one.id: one for one in crew}, queues={name: queue}, skills=(SKILL,))


def a_plan(site: Site, calls: int, misses: float, breaks: float, faults: Faults) -> Plan:
    [queue] = site.queues
    demands = (Demand(queue), Demand(queue, 0.5, priority=1))
    callers = Callers(calls, demands=demands, patience=Span(120.0))
    crew = Agents(misses=misses, breaks=breaks, break_lasts=Span(60.0), wrap_up=Span(20.0, 0.6))
    return Plan(site=site, hours=0.3, callers=callers, agents=crew, faults=faults)


plans = st.builds(
    a_plan,
    st.integers(1, 5).map(in_three_steps),
    st.sampled_from([10, 40]),
    st.sampled_from([0.0, 0.3]),
    st.sampled_from([0.0, 4.0]),
    st.sampled_from([Faults(), Faults(lost=0.05, twice=0.1, late=0.1, outages=6.0)]),
)


def wrong_with(wait: Wait) -> list[str]:
    """Whatever an explanation may never say."""
    wrong = []
    if any(not reason.words(language) for reason in wait.reasons() for language in Language):
        wrong.append("it says nothing")
    if wait.place is not None:
        place = wait.place
        if any(doing.what.code == FREE for doing in place.would_do.shown):
            wrong.append("somebody free would do")
        if place.competing > place.ahead or not 1 <= place.step <= place.steps:
            wrong.append("its figures cannot be")
        if place.next is not None and place.next.at <= wait.at:
            wrong.append("what opens next is open")
    return wrong


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(plan=plans, seed=st.integers(0, 2**32))
def test_no_explanation_names_somebody_free_who_would_do(plan: Plan, seed: int) -> None:
    wrong: list[str] = []

    def watch(at: datetime, item: Input, said: object) -> None:
        line = day.centre.line(1000, now=at)
        for place in line.first:
            wait = day.centre.why(place.record.id, now=at)
            assert wait is not None
            wrong.extend(f"{at} {place.record.id}: {what} after {item}" for what in wrong_with(wait))
            if wait.place is not None and place.position != wait.place.ahead + 1:
                wrong.append(f"{at} {place.record.id}: two places")

    day = Day(plan, random.Random(seed), watch=watch)
    day.play()
    assert wrong == []
