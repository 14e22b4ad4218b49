"""Why a caller waits, told from what goes on; every answer by its literals."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from ctid.centre.centre import Centre
from ctid.centre.routing import micro
from ctid.model.agents import AgentState
from ctid.model.commands import GoNotReady, SignOff, SignOn
from ctid.model.customers import Customer, Identification, Match
from ctid.model.ids import AgentId, CustomerId, InteractionId, NodeId, OfferId, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.model.reports import (
    CallerIdentified,
    Draining,
    IvrLeft,
    LegCleared,
    QueueAsked,
    SwitchLost,
    SwitchSeen,
)
from ctid.model.routing_policy import Preferred, RelaxationStep
from ctid.model.site import Agent
from ctid.routing.skills import AtLeast

SUPPORT, QUEUE = SkillName("support"), QueueName("support")
STEPS = tuple(
    RelaxationStep(timedelta(seconds=20 * n), AtLeast("support", level)) for n, level in enumerate((5, 4, 3))
)
EXPERT, ADEPT, NOVICE = "1001", "1002", "1003"


@pytest.fixture
def floor(stage):
    """An expert, an adept and a novice; whoever is less than an expert may answer after 20 s, or 40 s."""
    site = stage.centre.site
    crew = zip((EXPERT, ADEPT, NOVICE), (5, 4, 3), strict=True)
    agents = {AgentId(id): Agent(AgentId(id), f"Agent {id}", id, {SUPPORT: level}) for id, level in crew}
    queue = replace(site.queues[QUEUE], steps=STEPS, preferred={Preferred.LAST_AGENT: timedelta(seconds=30)})
    site = replace(site, agents=agents, queues={QUEUE: queue})
    ids = count(1)
    floor = type(stage)(Centre(site, new_offer_id=lambda: OfferId(f"off_{next(ids)}")))
    floor.happens(SwitchSeen(NodeId("sw1"), (), dict.fromkeys(agents, True)))
    return floor


def why(floor, leg):
    return floor.centre.why(InteractionId(leg), now=floor.now)


def said(floor, leg, language=Language.EN):
    return [reason.words(language) for reason in why(floor, leg).reasons()]


def doing(people):
    return [(one.agent, one.step, one.what.words()) for one in people.shown]


def queues(floor, *, priority=0, known=None):
    leg = floor.arrives()
    customer = Customer(CustomerId("cus_1"), "Chen", last_agent=AgentId(known) if known is not None else None)
    floor.happens(CallerIdentified(leg, Identification("+1", (Match(customer, 90, ()),))))
    floor.happens(QueueAsked(leg, QUEUE, {}, priority, Language.EN), IvrLeft(leg, "wait"))
    return leg


def test_who_does_not_wait_has_no_wait_to_explain(floor):
    assert why(floor, "sw1:nobody") is None
    assert why(floor, floor.arrives()) is None


def test_a_caller_waits_for_the_expert_who_talks_until_the_next_step_opens(floor):
    floor.ready(EXPERT)
    floor.talks(floor.waits())
    floor.happens(SignOn("on", AgentId(ADEPT)), GoNotReady("no", AgentId(ADEPT), "lunch"))
    caller = queues(floor)
    floor.passes(10)
    told = why(floor, caller)
    assert doing(told.place.would_do) == [(EXPERT, 1, "talking for 0:10")]
    assert doing(told.place.next.adds) == [(ADEPT, 2, "not ready for 0:10: lunch")]
    assert said(floor, caller) == [
        "whoever would do has something else in hand (agents: 1)",
        "first in routing order",
        "step 1 of 3 is open: support >= 5",
        "in 0:10 step 2 opens: support >= 4; agents signed on whom it adds: 1",
    ]


def test_a_step_that_nobody_signed_on_meets_is_told_as_skipped(floor):
    floor.ready(ADEPT)
    floor.talks(floor.waits())
    place = why(floor, queues(floor)).place
    assert (place.step, place.steps, place.skipped) == (2, 3, (1,))
    assert place.signed_off == 1
    assert doing(place.would_do) == [(ADEPT, 2, "talking for 0:00")]


def test_it_is_said_plainly_that_nobody_signed_on_has_the_skills(floor):
    floor.happens(SignOn("on", AgentId(NOVICE)))
    caller = queues(floor)
    floor.happens(SignOff("off", AgentId(NOVICE)))
    told = why(floor, caller)
    assert (told.why.code, told.place.would_do.many, told.place.next) == ("waits_nobody", 0, None)
    assert said(floor, caller)[0] == "nobody signed on has the skills: support >= 3"
    assert said(floor, caller)[-1] == "signed off, but would do: 3"
    assert said(floor, caller, Language.ZH)[0].startswith("已签入的坐席均不具备所需技能：")


def test_whoever_comes_first_in_routing_order_is_counted_and_so_is_who_competes(floor):
    floor.ready(EXPERT, ADEPT)
    floor.talks(floor.waits())
    first, second, third = queues(floor), queues(floor), queues(floor, priority=1)
    ahead = [(why(floor, one).place.ahead, why(floor, one).place.competing) for one in (third, first, second)]
    assert ahead == [(0, 0), (1, 1), (2, 2)]


def test_who_waits_for_other_agents_comes_first_but_does_not_compete(floor):
    floor.ready(EXPERT, NOVICE)
    floor.talks(queues(floor, known=EXPERT))
    floor.talks(queues(floor, known=NOVICE))
    queues(floor, known=NOVICE)
    place = why(floor, queues(floor)).place
    assert (place.ahead, place.competing) == (1, 0)


def test_a_caller_who_is_kept_for_one_agent_waits_for_that_one_alone(floor):
    floor.ready(NOVICE)
    floor.talks(floor.waits())
    caller = queues(floor, known=NOVICE)
    floor.ready(EXPERT)
    floor.passes(5)
    told = why(floor, caller)
    assert told.place.kept_for == NOVICE
    assert doing(told.place.would_do) == [(NOVICE, 0, "talking for 0:05")]
    assert doing(told.place.next.adds) == [(EXPERT, 1, "free")]
    assert said(floor, caller)[0] == "the caller is kept for Agent 1003 alone for another 0:25"
    assert said(floor, caller)[-1] == (
        "in 0:25 the caller is kept no longer; step 3 is open then: support >= 3; agents it adds: 1"
    )


def test_those_who_are_likely_to_be_free_first_are_told_first(floor):
    floor.ready(EXPERT, ADEPT, NOVICE)
    for agent in (EXPERT, ADEPT, NOVICE):
        floor.talks(last := queues(floor, known=agent))
        floor.passes(1)
    caller = queues(floor)
    floor.passes(25)
    floor.happens(LegCleared(last, 16))
    floor.passes(16)
    assert doing(why(floor, caller).place.would_do) == [
        (NOVICE, 3, "in wrap-up for another 0:14"),
        (EXPERT, 1, "talking for 0:44"),
        (ADEPT, 2, "talking for 0:43"),
    ]


def test_who_is_free_but_not_to_be_rung_again_for_this_caller_is_told_until_when(floor):
    floor.ready(EXPERT)
    talk = floor.waits()
    floor.talks(talk)
    caller, told = queues(floor), floor.centre._told
    told.router.exclude(caller, EXPERT, micro(floor.now + timedelta(seconds=60)), told.at)
    floor.happens(LegCleared(talk, 16))
    floor.ready(EXPERT)
    assert floor.state(EXPERT) is AgentState.READY
    [expert] = why(floor, caller).place.would_do.shown
    assert (expert.what.code, expert.until - floor.now < timedelta(seconds=60)) == ("does_not_again", True)


def test_who_is_being_offered_stands_in_no_line(floor):
    floor.ready(EXPERT)
    caller = floor.waits()
    told = why(floor, caller)
    assert (told.why, told.place) == (Reason("waits_offered", {"agent": "Agent 1001"}), None)


@pytest.mark.parametrize(
    ("item", "code"), [(SwitchLost(NodeId("sw1"), ""), "waits_switch"), (Draining(), "waits_draining")]
)
def test_what_keeps_everybody_from_being_rung_is_the_reason(floor, item, code):
    floor.ready(EXPERT)
    floor.talks(floor.waits())
    caller = queues(floor)
    floor.happens(item)
    assert why(floor, caller).why.code == code


def test_only_twenty_agents_are_shown(stage):
    site = stage.centre.site
    agents = {AgentId(f"{n}"): Agent(AgentId(f"{n}"), f"Agent {n}", f"{n}", {SUPPORT: 3}) for n in range(25)}
    ids = count(1)
    floor = type(stage)(
        Centre(replace(site, agents=agents), new_offer_id=lambda: OfferId(f"off_{next(ids)}"))
    )
    floor.happens(SwitchSeen(NodeId("sw1"), (), dict.fromkeys(agents, True)))
    floor.happens(*[SignOn(f"on-{id}", id) for id in agents])
    would_do = why(floor, floor.waits()).place.would_do
    assert (len(would_do.shown), would_do.more, would_do.many) == (20, 5, 25)


def test_the_line_is_told_in_routing_order_with_those_being_offered(floor):
    floor.ready(EXPERT)
    offered = floor.waits()
    first, urgent = queues(floor), queues(floor, priority=2)
    line = floor.centre.line(2, now=floor.now)
    assert line.total == 3
    assert [(one.record.id, one.position, one.step, one.offered_to) for one in line.first] == [
        (urgent, 1, 1, None),
        (offered, None, None, EXPERT),
    ]
    assert [one.position for one in floor.centre.line(9, now=floor.now).first] == [1, None, 2]
    assert first == floor.centre.line(9, now=floor.now).first[2].record.id
