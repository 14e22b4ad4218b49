"""Waiting callers are told their place and their wait, and never worse than before without a cause."""

from dataclasses import replace
from datetime import timedelta
from itertools import count, pairwise

import pytest

from ctid.centre.centre import Centre
from ctid.model.commands import SignOff, SignOn
from ctid.model.effects import TellWaiting
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, LegId, NodeId, OfferId, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.reports import IvrLeft, LegCleared, QueueAsked, SwitchLost, SwitchSeen
from ctid.model.routing_policy import Announcements, RelaxationStep
from ctid.routing.skills import Any, AtLeast

SUPPORT, SALES = QueueName("support"), QueueName("sales")


def told_every(stage, announce):
    site = stage.centre.site
    queue = replace(site.queues[SUPPORT], announce=announce)
    numbers = count(1)
    stage.centre = Centre(
        replace(site, queues={SUPPORT: queue}), new_offer_id=lambda: OfferId(f"off_{next(numbers)}")
    )
    stage.happens(SwitchSeen(NodeId("sw1"), (), {"1001": True, "1002": True}))
    stage.happens(SignOn("on-1", AgentId("1001")), SignOn("on-2", AgentId("1002")))
    return stage


@pytest.fixture
def telling(stage):
    return told_every(stage, Announcements(timedelta(seconds=30)))


def talks(stage):
    """Both agents talk, so that whoever comes waits."""
    stage.ready("1001", "1002")
    for _ in range(2):
        leg = stage.waits()
        stage.talks(leg)


def urgent(stage):
    """Somebody comes who is served before all others."""
    leg = stage.arrives()
    stage.happens(QueueAsked(leg, SUPPORT, {}, 9, Language.EN), IvrLeft(leg, "wait"))
    return leg


def heard(stage, leg):
    return [effect.prompts for effect in stage.all(TellWaiting) if effect.caller == leg]


def positions(stage, leg):
    return [int(prompts[0].rpartition("-")[2]) for prompts in heard(stage, leg)]


def test_the_first_in_line_hears_so_and_the_second_hears_their_number(telling) -> None:
    talks(telling)
    first, second = telling.waits(), telling.waits()
    telling.passes(31)
    assert [prompts[0] for prompts in heard(telling, first)] == ["line-position-1"]
    assert [prompts[0] for prompts in heard(telling, second)] == ["line-position-2"]
    event = telling.told(EventKind.WAIT_TOLD)[-1]
    assert (event.facts["position"], event.facts["minutes"]) == (2, int(heard(telling, second)[0][1][10:]))


def test_they_are_told_at_intervals_until_an_offer_is_made(telling) -> None:
    talks(telling)
    leg = telling.waits()
    telling.passes(91)
    assert len(heard(telling, leg)) == 3


def test_what_is_not_wanted_is_not_said(stage) -> None:
    telling = told_every(stage, Announcements(timedelta(seconds=30), wait=False))
    talks(telling)
    leg = telling.waits()
    telling.passes(31)
    assert heard(telling, leg) == [("line-position-1",)]


def test_without_anybody_at_work_no_wait_is_promised(telling) -> None:
    leg = telling.waits()
    telling.happens(SignOff("off-1", AgentId("1001")), SignOff("off-2", AgentId("1002")))
    telling.passes(31)
    assert heard(telling, leg) == [("line-position-1",)]


def test_with_nobody_at_work_not_everybody_is_the_next(telling) -> None:
    first, second = telling.waits(), telling.waits()
    telling.passes(31)
    assert [positions(telling, leg) for leg in (first, second)] == [[1], [2]]


def test_a_place_that_no_prompt_counts_is_not_said(telling) -> None:
    talks(telling)
    for _ in range(30):
        telling.waits()
    last = telling.waits()
    telling.passes(31)
    assert len(heard(telling, last)[0]) == 1
    assert heard(telling, last)[0][0].startswith("line-wait-")


def test_a_place_gets_worse_only_when_somebody_more_urgent_has_come(telling) -> None:
    talks(telling)
    ahead, leg = telling.waits(), telling.waits()
    telling.passes(31)
    telling.happens(LegCleared(ahead, 16))
    telling.passes(30)
    urgent(telling)
    telling.passes(30)
    assert positions(telling, leg) == [2, 1, 2]


def test_a_wait_does_not_rise_because_others_were_found_to_be_more_patient(telling) -> None:
    talks(telling)
    for _ in range(6):
        telling.waits()
    leg = telling.waits()
    behind = [telling.waits() for _ in range(20)]
    telling.passes(900)
    telling.happens(*(LegCleared(other, 16) for other in behind))
    telling.passes(60)
    waits = [int(prompts[1].rpartition("-")[2]) for prompts in heard(telling, leg)]
    assert len(waits) >= 30
    assert all(later <= before for before, later in pairwise(waits))


def two_lines(stage, *steps):
    """1001 serves support, 1002 sales; support has these steps, and its callers are told."""
    site = told_every(stage, Announcements(timedelta(seconds=20))).centre.site
    sells = {SkillName("sales"): 3}
    seller = replace(site.agents[AgentId("1002")], skills=sells)
    support = replace(site.queues[SUPPORT], steps=steps)
    sales = replace(
        support, name=QueueName("sales"), requires={SkillName("sales"): 1}, steps=(), announce=None
    )
    numbers = count(1)
    site = replace(
        site,
        agents={**site.agents, seller.id: seller},
        queues={SUPPORT: support, sales.name: sales},
        skills=(*site.skills, SkillName("sales")),
    )
    stage.centre = Centre(site, new_offer_id=lambda: OfferId(f"off_{next(numbers)}"))
    stage.happens(SwitchSeen(NodeId("sw1"), (), {"1001": True, "1002": True}))
    stage.ready("1001", "1002")
    stage.talks(stage.waits())
    stage.talks(buys(stage))
    for _ in range(3):
        buys(stage)
    return stage


def buys(stage):
    leg = stage.arrives()
    stage.happens(QueueAsked(leg, SALES, {}, 0, Language.EN), IvrLeft(leg, "wait"))
    return leg


def test_who_waits_for_other_agents_is_not_ahead(stage) -> None:
    two_lines(stage)
    leg = stage.waits()
    stage.passes(21)
    assert positions(stage, leg) == [1]


def test_who_may_reach_more_agents_now_does_not_fall_behind_for_it(stage) -> None:
    anybody = RelaxationStep(timedelta(seconds=30), Any((AtLeast("support"), AtLeast("sales"))))
    two_lines(stage, RelaxationStep(timedelta(), AtLeast("support")), anybody)
    leg = stage.waits()
    stage.passes(41)
    assert positions(stage, leg) == [1, 1]


def test_who_competes_for_an_agent_whom_one_may_reach_by_now_is_ahead(stage) -> None:
    anybody = RelaxationStep(timedelta(seconds=10), Any((AtLeast("support"), AtLeast("sales"))))
    two_lines(stage, RelaxationStep(timedelta(), AtLeast("support")), anybody)
    leg = stage.waits()
    stage.passes(21)
    assert positions(stage, leg) == [4]


def test_nothing_is_said_while_the_switch_is_lost_and_then_it_is(telling) -> None:
    talks(telling)
    leg = telling.waits()
    telling.happens(SwitchLost(NodeId("sw1"), "gone"))
    telling.passes(60)
    assert heard(telling, leg) == []
    assert telling.centre.next_deadline() is None or telling.centre.next_deadline() > telling.now


def test_a_supervisor_sees_what_is_left_to_wait_as_long_as_anybody_works(telling) -> None:
    talks(telling)
    for _ in range(3):
        telling.waits()
    waits = [one.expected for one in telling.centre.line(9, now=telling.now).first]
    assert waits[0] < waits[1] < waits[2]


def test_nobody_knows_the_wait_while_nobody_works(telling) -> None:
    telling.waits()
    [one] = telling.centre.line(9, now=telling.now).first
    assert (one.position, one.expected) == (1, None)


def test_long_talks_make_the_expected_wait_longer(telling) -> None:
    talks(telling)
    first = telling.waits()
    before = telling.centre.line(9, now=telling.now).first[0].expected
    telling.passes(3000)
    telling.happens(LegCleared(first, 16), *(LegCleared(LegId(f"sw1:100.{n}"), 16) for n in (1, 2)))
    telling.passes(31)  # of wrap-up
    talks(telling)
    telling.waits()
    assert telling.centre.line(9, now=telling.now).first[0].expected > before
