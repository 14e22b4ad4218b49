"""An agent who misses an offer: how long they get no other, and when they must say ready themselves."""

from datetime import timedelta

import pytest

from ctid.model.agents import AgentState, AgentStatus
from ctid.model.commands import GetReady, GoNotReady, MakeCall
from ctid.model.customers import Customer, Identification, Match
from ctid.model.effects import DialOut, Keep, WriteMembers
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, CustomerId, QueueName
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.model.reports import (
    CallerIdentified,
    IvrLeft,
    LegCleared,
    LegFailed,
    LegParted,
    PhoneChanged,
    QueueAsked,
    Remembered,
)
from ctid.model.routing_policy import Preferred, Rona

ONE = AgentId("1001")
SPANS = {"no_answer": 10, "rejected": 30, "busy": 15, "unreachable": 60, "failed": 60, "overdue": 10}


@pytest.fixture
def patient(stage):
    """A centre in which only the third miss in a row needs the agent's own word."""
    return stage.ruled(rona=Rona(not_ready_after=3))


def misses(stage, cause: str = "no_answer") -> None:
    ring = stage.rings()
    stage.happens(LegFailed(ring.leg, Reason(cause, {"rang_s": 12})))


def offers(stage) -> list[str]:
    return [event.agent for event in stage.told(EventKind.OFFER_MADE)]


@pytest.mark.parametrize(("cause", "seconds"), SPANS.items())
def test_who_misses_an_offer_backs_off_for_the_time_of_its_cause(patient, cause: str, seconds: int) -> None:
    patient.ready("1001")
    patient.waits()
    misses(patient, cause)
    status = patient.centre.agent(ONE)
    assert (status.state, status.until - status.since) == (AgentState.NOT_READY, timedelta(seconds=seconds))
    assert status.reason.facts["because"] == cause
    patient.passes(seconds - 0.1)
    assert offers(patient) == ["1001"]
    patient.passes(0.1)
    assert offers(patient) == ["1001", "1001"]


def test_the_caller_whose_offer_was_missed_keeps_the_place_and_goes_to_the_next(patient) -> None:
    patient.ready("1001", "1002")
    first = patient.waits()
    entered_at = next(s.started_at for s in patient.record(first).segments if s.kind == "queue")
    misses(patient)
    assert offers(patient) == ["1001", "1002"]
    patient.talks(first)
    queued = [s for s in patient.record(first).segments if s.kind == "queue"]
    assert [s.started_at for s in queued] == [entered_at]


def test_the_third_miss_in_a_row_needs_the_agents_own_word(patient) -> None:
    patient.ready("1001")
    patient.waits()
    for _ in range(2):
        misses(patient)
        patient.passes(10)
    misses(patient)
    status = patient.centre.agent(ONE)
    assert (status.state, status.until, status.missed) == (AgentState.NOT_READY, None, 3)
    patient.passes(3600)
    assert len(offers(patient)) == 3
    patient.happens(GetReady("r", ONE))
    assert patient.centre.agent(ONE).missed == 0
    assert len(offers(patient)) == 4


def test_an_answered_offer_forgets_the_misses_before_it(patient) -> None:
    patient.ready("1001")
    caller = patient.waits()
    misses(patient)
    patient.passes(10)
    patient.talks(caller)
    assert patient.centre.agent(ONE).missed == 0


def test_without_a_rule_one_miss_is_enough(stage) -> None:
    stage.ready("1001")
    stage.waits()
    misses(stage)
    assert stage.centre.agent(ONE).until is None
    stage.passes(3600)
    assert stage.state("1001") is AgentState.NOT_READY


def test_an_agent_may_end_a_back_off_by_their_own_word(patient) -> None:
    patient.ready("1001")
    patient.waits()
    misses(patient)
    patient.happens(GetReady("r", ONE))
    assert offers(patient) == ["1001", "1001"]


def test_a_break_in_a_back_off_does_not_end_with_it(patient) -> None:
    patient.ready("1001")
    patient.waits()
    misses(patient)
    patient.happens(GoNotReady("n", ONE, "lunch"))
    patient.passes(3600)
    assert patient.centre.agent(ONE).reason.facts["reason"] == "lunch"


def test_who_calls_somebody_in_a_back_off_is_there_again(patient) -> None:
    patient.ready("1001")
    patient.waits()
    misses(patient)
    patient.happens(MakeCall("m", ONE, "+12025550142"))
    dial = patient.last(DialOut)
    patient.happens(LegFailed(dial.leg, Reason("unreachable")))
    assert patient.state("1001") is AgentState.RESERVED
    assert offers(patient) == ["1001", "1001"]


def test_a_phone_that_is_gone_when_the_back_off_ends_keeps_the_agent_away(patient) -> None:
    patient.ready("1001")
    patient.waits()
    misses(patient, "unreachable")
    patient.happens(PhoneChanged("1001", False))
    patient.passes(60)
    status = patient.centre.agent(ONE)
    assert (status.state, status.until, status.reason.facts["reason"]) == (
        AgentState.NOT_READY,
        None,
        "phone",
    )
    patient.happens(PhoneChanged("1001", True))
    assert offers(patient) == ["1001"]


def test_a_restart_keeps_the_back_off_and_the_misses(patient) -> None:
    patient.ready("1001")
    patient.waits()
    misses(patient)
    kept = [k.record for k in patient.all(Keep) if isinstance(k.record, AgentStatus)][-1]
    fresh = patient.ruled()
    fresh.happens(Remembered((kept,), (), ()))
    assert fresh.state("1001") is AgentState.NOT_READY
    fresh.passes(10)
    assert (fresh.state("1001"), fresh.centre.agent(ONE).missed) == (AgentState.READY, 1)


def test_the_native_queue_may_ring_an_agent_who_backs_off(patient) -> None:
    patient.ready("1001")
    patient.waits()
    misses(patient)
    assert patient.last(WriteMembers).phones == ("1001",)


def test_a_caller_who_hangs_up_while_it_rings_costs_the_agent_no_turn(patient) -> None:
    patient.ready("1001", "1002")
    before = patient.centre.agent(ONE)
    caller = patient.waits()
    patient.rings()
    patient.passes(5)
    patient.happens(LegCleared(caller, 16))
    after = patient.centre.agent(ONE)
    assert (after.state, after.idle_since, after.missed) == (AgentState.READY, before.idle_since, 0)
    patient.waits()
    assert offers(patient) == ["1001", "1001"]


def test_a_missed_offer_costs_the_turn(patient) -> None:
    patient.ready("1001", "1002")
    caller = patient.waits()
    misses(patient)
    ring = patient.talks(caller)
    patient.happens(LegCleared(caller, 16), LegParted(ring.leg, "b1"), LegCleared(ring.leg, 16))
    patient.happens(GetReady("r", AgentId("1002")))
    patient.passes(20)
    patient.waits()
    assert offers(patient)[-1] == "1002"


def test_a_preferred_agent_who_misses_is_waited_for_no_longer(stage) -> None:
    patient = stage.ruled(
        rona=Rona(not_ready_after=3), preferred={Preferred.LAST_AGENT: timedelta(minutes=5)}
    )
    patient.ready("1001", "1002")
    caller = patient.arrives()
    customer = Customer(CustomerId("c1"), "Known", last_agent=AgentId("1002"))
    known = Identification("+12025550123", (Match(customer, 90, ()),))
    patient.happens(
        CallerIdentified(caller, known),
        QueueAsked(caller, QueueName("support"), {}, 0, Language.EN),
        IvrLeft(caller, "wait"),
    )
    misses(patient)
    assert offers(patient) == ["1002", "1001"]
