"""Another configuration while callers wait, and skills that are changed live."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from ctid.centre.centre import Centre
from ctid.model.agents import AgentState
from ctid.model.commands import ApplySite, Dispose, GetReady, SetSkills, SignOn
from ctid.model.configuration import AppliedSite, LiveSkills
from ctid.model.effects import AnswerCommand, Keep
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, FlowName, InteractionId, LegId, NodeId, OfferId, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.model.reasons import Reason
from ctid.model.reports import IvrLeft, LegCleared, LegParted, QueueAsked, Remembered, SwitchSeen
from ctid.model.routing_policy import RelaxationStep, RoutingPolicy
from ctid.model.site import Agent, Disposition, Queue, Site
from ctid.routing.skills import AtLeast

BILLING, SUPPORT_LINE = QueueName("billing"), QueueName("support")
BILLS, SUPPORT = SkillName("billing"), SkillName("support")
AMY, BEN = AgentId("1001"), AgentId("1002")
NODE = NodeId("sw1")


def queue(name: QueueName, skill: SkillName) -> Queue:
    spans = {"ring": timedelta(seconds=12), "wrap_up": timedelta(seconds=30)}
    return Queue(name, Text(name, name), {skill: 1}, **spans)


ONE_LINE = Site(
    name=Text("Test", "测试"),
    region="US",
    agents={
        AMY: Agent(AMY, "Amy", AMY, {SUPPORT: 3, BILLS: 1}),
        BEN: Agent(BEN, "Ben", BEN, {SUPPORT: 3}),
    },
    queues={SUPPORT_LINE: queue(SUPPORT_LINE, SUPPORT)},
    skills=(SUPPORT, BILLS),
    numbers={"4001": FlowName("main")},
    dispositions={"resolved": Disposition("resolved", Text("Resolved", "已解决"))},
)
TWO_LINES = replace(ONE_LINE, queues={**ONE_LINE.queues, BILLING: queue(BILLING, BILLS)})
"""Amy alone answers billing."""


@pytest.fixture
def sites() -> dict[str, Site]:
    """What the texts of configurations mean."""
    return {}


def stage_of(kind: type, sites: dict[str, Site]) -> Any:
    numbers = count(1)
    return kind(
        Centre(
            TWO_LINES,
            new_offer_id=lambda: OfferId(f"off_{next(numbers)}"),
            read_site=lambda command: sites[command.centre],
        )
    )


@pytest.fixture
def on(stage, sites: dict[str, Site]) -> Any:
    """A centre of two lines whose switch is up."""
    made = stage_of(type(stage), sites)
    made.happens(SwitchSeen(NODE, (), {"1001": True, "1002": True}))
    made.sites = sites
    return made


def run_on(stage, site: Site, **how: bool) -> Reason | None:
    name = f"text {len(stage.sites)}"
    stage.sites[name] = site
    stage.happens(ApplySite(name, "boss", name, ("main",), **how))
    return stage.last(AnswerCommand).refused


def with_skills(site: Site, id: AgentId, **levels: int) -> Site:
    skills = {SkillName(skill): level for skill, level in levels.items()}
    return replace(site, agents={**site.agents, id: replace(site.agents[id], skills=skills)})


def without(site: Site, id: AgentId) -> Site:
    return replace(site, agents={other: who for other, who in site.agents.items() if other != id})


def waits_for(stage, queue: QueueName, priority: int = 0) -> LegId:
    leg = stage.arrives()
    stage.happens(QueueAsked(leg, queue, {}, priority, Language.EN), IvrLeft(leg, "wait"))
    return leg


def offered(on) -> list[InteractionId | None]:
    return [event.interaction for event in on.told(EventKind.OFFER_MADE)]


def test_a_caller_who_waits_for_a_skill_is_offered_to_whom_the_new_file_gives_it(on) -> None:
    on.ready("1002")
    on.happens(SignOn("on", AMY))
    caller = waits_for(on, BILLING)
    assert not offered(on)
    assert run_on(on, with_skills(TWO_LINES, BEN, support=3, billing=2)) is None
    assert offered(on) == [caller]


def test_whoever_waited_longest_is_offered_first_when_new_steps_admit_somebody(on) -> None:
    on.happens(SignOn("on", AMY))
    first, *others = [waits_for(on, BILLING) for _ in range(3)]
    on.ready("1002")
    steps = (RelaxationStep(timedelta(), AtLeast(SUPPORT)),)
    wider = {**TWO_LINES.queues, BILLING: replace(TWO_LINES.queues[BILLING], steps=steps, requires={})}
    on.calls = iter(["0"])  # an id below those of all others
    last = waits_for(on, BILLING)
    assert run_on(on, replace(TWO_LINES, queues=wider)) is None
    assert offered(on) == [first]
    for expected in (*others, last):
        offer = on.told(EventKind.OFFER_MADE)[-1]
        on.happens(LegCleared(LegId(offer.interaction or ""), 16))
        on.passes(1)
        assert offered(on)[-1] == expected


def test_a_step_that_was_skipped_once_stays_open_on_another_configuration(on) -> None:
    steps = (
        RelaxationStep(timedelta(), AtLeast(SUPPORT, 5)),
        RelaxationStep(timedelta(minutes=5), AtLeast(SUPPORT)),
    )
    support = replace(TWO_LINES.queues[SUPPORT_LINE], steps=steps, requires={})
    site = replace(TWO_LINES, queues={**TWO_LINES.queues, SUPPORT_LINE: support})
    site = with_skills(site, AMY, support=5)
    run_on(on, site)
    on.happens(SignOn("on", BEN))
    early = waits_for(on, SUPPORT_LINE)  # nobody is signed on whom the first step admits
    on.happens(SignOn("on", AMY))
    on.calls = iter(["0"])  # an id below
    waits_for(on, SUPPORT_LINE)
    run_on(on, replace(site, routing=RoutingPolicy(spare_flexible=1)))
    on.ready("1002")
    assert offered(on) == [early]


def test_another_worth_of_priority_changes_the_order_and_loses_nobody(on) -> None:
    on.happens(SignOn("on", AMY))
    plain = waits_for(on, BILLING)
    on.passes(90)
    important = waits_for(on, BILLING, priority=1)
    policy = RoutingPolicy(priority_is_worth=timedelta(minutes=10))
    assert run_on(on, replace(TWO_LINES, routing=policy)) is None
    on.happens(GetReady("ready", AMY))
    assert offered(on) == [important]
    on.happens(LegCleared(important, 16))
    on.passes(1)
    assert offered(on) == [important, plain]


def test_a_configuration_that_is_the_same_disturbs_nobody_and_is_kept(on) -> None:
    on.happens(SignOn("on", AMY))
    waits_for(on, BILLING)
    assert run_on(on, TWO_LINES) is None
    assert not offered(on)
    [kept] = [k.record for k in on.all(Keep) if isinstance(k.record, AppliedSite)]
    assert (kept.who, kept.centre, kept.flows, kept.at) == ("boss", "text 0", ("main",), on.now)
    assert on.told(EventKind.CENTRE_CHANGED)[0].facts["who"] == "boss"


def test_a_queue_with_callers_is_not_taken_away(on) -> None:
    on.happens(SignOn("on", AMY))
    callers = [waits_for(on, BILLING) for _ in range(2)]
    refused = run_on(on, ONE_LINE)
    assert refused == Reason("queue_in_use", {"queue": "billing", "callers": 2})
    assert on.centre.site == TWO_LINES
    on.happens(*(LegCleared(caller, 16) for caller in callers))
    assert run_on(on, ONE_LINE) is None
    assert BILLING not in on.centre.site.queues


def test_an_agent_who_talks_finishes_before_they_leave(on) -> None:
    on.ready("1001")
    caller = waits_for(on, SUPPORT_LINE)
    ring = on.talks(caller)
    assert run_on(on, without(TWO_LINES, AMY)) is None
    assert (on.state("1001"), AMY in on.centre.site.agents) == (AgentState.TALKING, True)
    on.happens(LegParted(caller, "b1"), LegCleared(caller, 16), LegParted(ring.leg, "b1"))
    assert on.state("1001") is AgentState.WRAP_UP
    on.happens(Dispose("d", AMY, InteractionId(caller), "resolved"))
    on.passes(1)
    assert AMY not in on.centre.site.agents
    assert on.centre.agent(AMY) is None
    on.happens(SignOn("back", AMY))
    assert on.last(AnswerCommand).refused == Reason("unknown_agent", {"agent": AMY})


def test_an_agent_who_is_free_leaves_at_once_and_gets_no_call_any_more(on) -> None:
    on.ready("1001", "1002")
    assert run_on(on, without(TWO_LINES, AMY)) is None
    waits_for(on, SUPPORT_LINE)
    assert [event.agent for event in on.told(EventKind.OFFER_MADE)] == [BEN]
    assert AMY not in on.centre.site.agents


def test_an_agent_who_comes_back_before_they_have_left_stays(on) -> None:
    on.ready("1001")
    on.talks(waits_for(on, SUPPORT_LINE))
    run_on(on, without(TWO_LINES, AMY))
    run_on(on, TWO_LINES)
    assert on.centre.site == TWO_LINES
    on.passes(60)
    assert on.state("1001") is AgentState.TALKING


def test_a_new_agent_may_sign_on_and_answers(on) -> None:
    cat = Agent(AgentId("1003"), "Cat", "1003", {BILLS: 5})
    run_on(on, replace(TWO_LINES, agents={**TWO_LINES.agents, cat.id: cat}))
    on.happens(SwitchSeen(NODE, (), {"1001": True, "1002": True, "1003": True}))
    on.ready("1003")
    caller = waits_for(on, BILLING)
    assert offered(on) == [caller]


# --- live ---------------------------------------------------------------------------------------------
def set_skills(stage, id: AgentId, **levels: int) -> Reason | None:
    skills = {SkillName(skill): level for skill, level in levels.items()}
    stage.happens(SetSkills("set", "boss", id, skills))
    return stage.last(AnswerCommand).refused


def test_a_supervisor_gives_a_skill_and_whoever_waits_for_it_is_offered(on) -> None:
    on.ready("1002")
    on.happens(SignOn("on", AMY))
    caller = waits_for(on, BILLING)
    assert set_skills(on, BEN, support=3, billing=4) is None
    assert offered(on) == [caller]
    kept = [k.record for k in on.all(Keep) if isinstance(k.record, LiveSkills)]
    assert kept == [LiveSkills(BEN, "boss", on.now, {BILLS: 4})]


def test_a_skill_that_is_taken_away_is_taken_from_the_next_call_on(on) -> None:
    on.ready("1001")
    assert set_skills(on, AMY, support=3) is None
    waits_for(on, BILLING)
    assert not offered(on)


def test_what_the_centre_does_not_have_is_refused(on) -> None:
    assert set_skills(on, AgentId("9"), support=3) == Reason("unknown_agent", {"agent": "9"})
    assert set_skills(on, AMY, latin=1) == Reason("unknown_skill", {"skill": "latin"})


def test_live_skills_lie_over_a_new_file_until_it_says_them_itself(on) -> None:
    set_skills(on, BEN, support=3, billing=4)
    run_on(on, with_skills(TWO_LINES, BEN, support=5))
    assert on.centre.site.agents[BEN].skills == {SUPPORT: 5, BILLS: 4}
    run_on(on, with_skills(TWO_LINES, BEN, support=5, billing=4))
    kept = [k.record for k in on.all(Keep) if isinstance(k.record, LiveSkills)]
    assert kept[-1].levels == {}
    run_on(on, TWO_LINES)
    assert on.centre.site == TWO_LINES


def test_live_skills_may_be_given_up(on) -> None:
    set_skills(on, BEN, billing=4)
    run_on(on, TWO_LINES, discard_live=True)
    assert on.centre.site == TWO_LINES


def test_live_skills_survive_a_restart(stage) -> None:
    fresh = stage_of(type(stage), {})
    live = LiveSkills(BEN, "boss", fresh.now, {BILLS: 4, SkillName("gone"): 2})
    fresh.happens(Remembered((), (), (), live_skills=(live,)))
    assert fresh.centre.site.agents[BEN].skills == {SUPPORT: 3, BILLS: 4}
