"""A caller's own agent has them first, for a while: the one they talked to last, or who looks after them."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from ctid.centre.centre import Centre
from ctid.model.commands import SignOff, SignOn
from ctid.model.customers import Customer, Identification, Match
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, CustomerId, NodeId, OfferId, QueueName
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.model.reports import CallerIdentified, IvrLeft, LegFailed, PhoneChanged, QueueAsked, SwitchSeen
from ctid.model.routing_policy import Preferred

ANN, BEN = AgentId("1001"), AgentId("1002")
SUPPORT = QueueName("support")


@pytest.fixture
def sticky(stage):
    """Both agents serve support, which prefers the last agent for 20 s, then the owner for 10 s."""
    site = stage.centre.site
    queue = replace(
        site.queues[SUPPORT],
        preferred={
            Preferred.LAST_AGENT: timedelta(seconds=20),
            Preferred.ACCOUNT_OWNER: timedelta(seconds=10),
        },
    )
    numbers = count(1)
    stage.centre = Centre(
        replace(site, queues={SUPPORT: queue}), new_offer_id=lambda: OfferId(f"off_{next(numbers)}")
    )
    stage.happens(SwitchSeen(NodeId("sw1"), (), {"1001": True, "1002": True}))
    return stage


def calls(stage, *, last_agent=None, owner=None):
    """Somebody who is known calls support."""
    leg = stage.arrives()
    customer = Customer(
        CustomerId("cus_1"), "Customer", ("+12025550123",), last_agent=last_agent, owner=owner
    )
    found = Identification("+12025550123", (Match(customer, 90, ()),))
    stage.happens(
        CallerIdentified(leg, found), QueueAsked(leg, SUPPORT, {}, 0, Language.EN), IvrLeft(leg, "wait")
    )
    return leg


def offered(stage):
    return [(event.agent, event.reason.code) for event in stage.told(EventKind.OFFER_MADE)]


def test_the_last_agent_has_the_caller_although_another_is_idle_longer(sticky) -> None:
    sticky.ready("1001")
    sticky.passes(60)
    sticky.ready("1002")
    calls(sticky, last_agent=BEN, owner=ANN)
    assert offered(sticky) == [(BEN, "preferred")]


def test_the_owner_has_the_caller_whom_nobody_has_talked_to(sticky) -> None:
    sticky.ready("1001", "1002")
    calls(sticky, owner=BEN)
    assert offered(sticky) == [(BEN, "preferred")]


def test_a_busy_last_agent_is_waited_for_and_then_the_others_may(sticky) -> None:
    sticky.ready("1002")
    first = sticky.waits()
    sticky.talks(first)
    sticky.ready("1001")
    calls(sticky, last_agent=BEN)
    sticky.passes(19)
    assert offered(sticky)[1:] == []
    sticky.passes(2)
    assert offered(sticky)[1:] == [(ANN, "only_one")]


def test_a_caller_whose_agent_is_not_at_work_waits_for_nobody(sticky) -> None:
    sticky.ready("1001")
    calls(sticky, last_agent=BEN)
    assert offered(sticky) == [(ANN, "only_one")]


def test_the_preference_ends_when_the_agent_signs_off(sticky) -> None:
    sticky.ready("1001", "1002")
    sticky.happens(PhoneChanged("1002", False))  # at work, and not ready
    calls(sticky, last_agent=BEN)
    assert offered(sticky) == []
    sticky.happens(SignOff("off", BEN))
    assert offered(sticky) == [(ANN, "only_one")]


def test_the_preference_ends_when_the_agent_missed_the_call(sticky) -> None:
    sticky.ready("1001", "1002")
    calls(sticky, last_agent=BEN)
    ring = sticky.rings()
    sticky.happens(LegFailed(ring.leg, Reason("no_answer", {"rang_s": 12})))
    assert offered(sticky) == [(BEN, "preferred"), (ANN, "only_one")]


def test_who_is_in_the_line_sooner_than_they_are_known_is_offered_once_they_are(sticky) -> None:
    sticky.ready("1001", "1002")
    leg = sticky.arrives()
    sticky.enters(leg)
    assert offered(sticky) == []
    assert sticky.centre.why(leg, now=sticky.now).why.code == "waits_looked_up"
    customer = Customer(CustomerId("cus_1"), "Customer", ("+12025550123",), last_agent=BEN)
    sticky.happens(CallerIdentified(leg, Identification("+12025550123", (Match(customer, 90, ()),))))
    assert offered(sticky) == [(BEN, "preferred")]


def test_who_is_in_the_line_and_turns_out_to_be_nobody_known_is_anybodys(sticky) -> None:
    sticky.ready("1001")
    leg = sticky.arrives()
    sticky.enters(leg)
    sticky.happens(CallerIdentified(leg, Identification("", (), Reason("store_away"))))
    assert offered(sticky) == [(ANN, "only_one")]


def test_who_is_identified_while_they_wait_already_is_kept_for_their_agent(sticky) -> None:
    sticky.happens(SignOn("on-1", ANN), SignOn("on-2", BEN))
    leg = sticky.waits()
    customer = Customer(CustomerId("cus_1"), "Customer", ("+12025550123",), last_agent=BEN)
    sticky.happens(CallerIdentified(leg, Identification("+12025550123", (Match(customer, 90, ()),))))
    sticky.ready("1001", "1002")
    assert offered(sticky) == [(BEN, "preferred")]
