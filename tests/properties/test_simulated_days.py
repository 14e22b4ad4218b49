"""Whatever a seed, a crowd and the faults between switch and centre may be: the laws of a centre hold."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.model.ids import AgentId, FlowName, QueueName, SkillName
from ctid.model.mistakes import Text
from ctid.model.overflow import (
    LeaveWord,
    Length,
    Occasion,
    Overflow,
    ToFlow,
    ToNumber,
    ToQueue,
    Waited,
)
from ctid.model.routing_policy import Announcements, Rona
from ctid.model.site import Agent, Queue, Site
from ctid.sim.day import Day
from ctid.sim.models import one_queue
from ctid.sim.plan import Agents, Callers, Delays, Demand, Faults, Plan, Span
from day_judge import DayJudge

A, B = SkillName("a"), SkillName("b")
RATES = st.sampled_from([0.0, 0.02, 0.1, 0.3])


def two_skills(agents: int) -> Site:
    """Agents who serve a, b, or both, in turn; the first serves both."""
    site = one_queue(agents)
    skills = ({A: 3, B: 2}, {A: 2}, {B: 4})
    crew = [Agent(AgentId(str(n)), f"Agent {n}", f"p{n}", skills[n % 3]) for n in range(agents)]
    queues = {
        QueueName(name): Queue(
            QueueName(name),
            Text(name, name),
            {SkillName(name): 1},
            timedelta(seconds=10),
            timedelta(seconds=40),
            rona=Rona(not_ready_after=2 if name == "b" else 1),
        )
        for name in ("a", "b")
    }
    return replace(site, agents={agent.id: agent for agent in crew}, queues=queues, skills=(A, B))


WHENS = st.one_of(
    st.sampled_from([10, 60]).map(lambda seconds: Waited(timedelta(seconds=seconds))),
    st.sampled_from([0, 2]).map(lambda callers: Length(callers + 1)),
    st.just(Occasion.NOBODY_ON_DUTY),
)
TARGETS = st.sampled_from(
    [ToQueue(QueueName("b")), ToNumber("+12025550142"), ToFlow(FlowName("main")), *LeaveWord]
)
RULES = st.lists(st.builds(Overflow, WHENS, TARGETS), max_size=3).map(tuple)


def ruled(site: Site, rules: tuple[Overflow, ...], max_wait: int | None) -> Site:
    """Callers of a overflow, and those of b wait only so long; all are told their place."""
    told = Announcements(timedelta(seconds=20))
    a, b = (replace(queue, announce=told) for queue in site.queues.values())
    last = timedelta(seconds=max_wait) if max_wait is not None else None
    return replace(site, queues={a.name: replace(a, overflow=rules), b.name: replace(b, max_wait=last)})


plans = st.builds(
    Plan,
    site=st.builds(ruled, st.integers(1, 6).map(two_skills), RULES, st.sampled_from([None, 30, 200])),
    hours=st.just(0.5),
    callers=st.builds(
        Callers,
        calls=st.sampled_from([10, 40, 100]),
        demands=st.just((Demand(QueueName("a")), Demand(QueueName("b"), 0.5, priority=1))),
        gives_up_in_menu=RATES,
        patience=st.sampled_from([Span(5.0, None), Span(60.0, None), Span(600.0)]),
        talk=st.sampled_from([Span(2.0, None), Span(60.0, 1.2)]),
    ),
    agents=st.builds(
        Agents,
        misses=RATES,
        rejects=RATES,
        breaks=st.sampled_from([0.0, 4.0]),
        break_lasts=st.just(Span(60.0)),
        phone_losses=st.sampled_from([0.0, 4.0]),
        wrap_up=st.sampled_from([Span(0.0), Span(20.0, 0.6), Span(100.0)]),
    ),
    delays=st.sampled_from([Delays(), Delays(page=Span(0.3)), Delays(report=Span(0.5, 0.5))]),
    faults=st.builds(
        Faults,
        lost=st.sampled_from([0.0, 0.01, 0.1]),
        twice=RATES,
        late=RATES,
        swapped=RATES,
        outages=st.sampled_from([0.0, 6.0]),
    ),
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(plan=plans, seed=st.integers(0, 2**32))
def test_no_fault_loses_a_caller_doubles_an_offer_or_leaves_an_agent_stuck(plan: Plan, seed: int) -> None:
    judge = DayJudge()
    judge.day = Day(plan, random.Random(seed), watch=judge)
    assert judge.verdict(judge.day.play()) == []
