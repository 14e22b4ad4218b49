"""Calls that agents make: their own phone first, and nothing dialled that must not be."""

from ctid.model.agents import AgentState
from ctid.model.commands import AttachData, Dispose, GoNotReady, MakeCall, PopRecord, SignOn
from ctid.model.customers import Identification
from ctid.model.effects import AnswerCommand, DialOut, PopCustomer, ShowRecord
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, InteractionId
from ctid.model.interactions import Direction, Outcome
from ctid.model.reasons import Reason
from ctid.model.reports import (
    CallerIdentified,
    Draining,
    LegAlerting,
    LegAnswered,
    LegCleared,
    LegFailed,
    LegJoined,
    LegParted,
    PhoneChanged,
    StoreAble,
)

AGENT, NUMBER = AgentId("1001"), "+12025550142"


def dials(stage) -> DialOut:
    stage.ready("1001")
    stage.happens(MakeCall("m", AGENT, NUMBER, {"ticket": "7"}))
    return stage.last(DialOut)


def test_the_agents_own_phone_rings_first_and_the_call_is_logged_like_any_other(stage) -> None:
    dial = dials(stage)
    assert stage.told(EventKind.CALL_ORIGINATED)[0].facts["command"] == "m"
    stage.happens(CallerIdentified(dial.leg, Identification(NUMBER, ())))
    assert stage.last(PopCustomer).interaction == dial.leg
    stage.happens(LegAlerting(dial.leg), LegAnswered(dial.leg))
    stage.happens(LegJoined(dial.leg, "b"), LegJoined("sw1:7.7", "b"))
    assert stage.state("1001") is AgentState.TALKING
    stage.happens(LegParted("sw1:7.7", "b"), LegParted(dial.leg, "b"), LegCleared(dial.leg, 16))
    assert stage.state("1001") is AgentState.WRAP_UP
    stage.happens(Dispose("d", AGENT, InteractionId(dial.leg), "resolved"))
    record = stage.record(dial.leg)
    assert (record.outcome, record.direction) == (Outcome.ANSWERED, Direction.OUTBOUND)
    assert (record.dnis, record.attached, record.disposition) == (NUMBER, {"ticket": "7"}, "resolved")
    assert record.closed_at is not None


def test_a_number_outside_the_allowed_prefixes_is_not_dialled(stage) -> None:
    stage.ready("1001")
    stage.happens(MakeCall("m", AGENT, "+13035550142"))
    assert stage.last(AnswerCommand).refused.code == "number_refused"
    assert not stage.all(DialOut)


def test_nothing_is_dialled_for_an_agent_who_is_not_there(stage) -> None:
    for make in (MakeCall("m", AGENT, NUMBER), MakeCall("m", AgentId("9"), NUMBER)):
        stage.happens(make)
        assert stage.last(AnswerCommand).refused is not None
    stage.ready("1001")
    stage.happens(GoNotReady("n", AGENT, "lunch"), PhoneChanged("1001", False), MakeCall("m", AGENT, NUMBER))
    assert stage.last(AnswerCommand).refused.code == "phone_not_registered"
    assert not stage.all(DialOut)


def test_an_agent_gets_no_offer_while_they_dial(stage) -> None:
    dials(stage)
    stage.happens(SignOn("on", AgentId("1002")))
    stage.waits()
    assert not stage.told(EventKind.OFFER_MADE)


def test_when_nobody_answers_the_agent_is_what_they_were_before(stage) -> None:
    dial = dials(stage)
    stage.happens(LegAlerting(dial.leg), LegAnswered(dial.leg), LegFailed(dial.leg, Reason("called_busy")))
    assert stage.state("1001") is AgentState.RESERVED
    stage.happens(LegCleared(dial.leg, 17))
    assert stage.state("1001") is AgentState.READY
    assert stage.told(EventKind.CALL_FAILED)[0].reason.code == "called_busy"
    assert stage.record(dial.leg).outcome is Outcome.NOT_REACHED
    stage.happens(GoNotReady("n", AGENT, "lunch"), MakeCall("m2", AGENT, NUMBER))
    stage.happens(LegFailed(stage.last(DialOut).leg, Reason("unreachable")))
    status = stage.centre.agent(AGENT)
    assert (status.state, status.reason.facts["reason"]) == (AgentState.NOT_READY, "lunch")


def test_data_is_attached_to_a_live_call_and_says_which_command_did_it(stage) -> None:
    caller = stage.arrives()
    stage.happens(AttachData("a", InteractionId(caller), {"order": "17"}))
    assert stage.record(caller).attached == {"order": "17"}
    assert stage.told(EventKind.DATA_ATTACHED)[0].facts["command"] == "a"
    stage.happens(AttachData("b", InteractionId("sw1:0.0"), {}))
    assert stage.last(AnswerCommand).refused.code == "unknown_interaction"


def test_a_record_pops_only_where_somebody_is(stage) -> None:
    stage.happens(PopRecord("p", AGENT, "Ticket 7"))
    assert stage.last(AnswerCommand).refused.code == "not_signed_on"
    stage.ready("1001")
    stage.happens(PopRecord("p", AGENT, "Ticket 7", "https://example.com/7", {"state": "open"}))
    assert stage.last(ShowRecord).title == "Ticket 7"


def test_nothing_is_dialled_while_nothing_can_be_written(stage) -> None:
    stage.ready("1001")
    stage.happens(StoreAble(False), MakeCall("m", AGENT, NUMBER))
    assert stage.last(AnswerCommand).refused.code == "not_written"
    assert not stage.all(DialOut)
    stage.happens(StoreAble(True), MakeCall("again", AGENT, NUMBER))
    assert stage.last(AnswerCommand).refused is None


def test_a_draining_centre_dials_nothing_and_offers_nothing(stage) -> None:
    stage.ready("1001", "1002")
    stage.happens(Draining(), MakeCall("m", AGENT, NUMBER))
    assert stage.last(AnswerCommand).refused.code == "draining"
    stage.waits()
    assert not stage.all(DialOut) and not stage.told(EventKind.OFFER_MADE)
