"""Messages that callers left: taken over once, taken by one, closed with what came of it."""

from datetime import timedelta

import pytest

from ctid.centre.messages import RECENT
from ctid.model.commands import Asker, AssignMessage, CloseMessage, ReopenMessage
from ctid.model.effects import AnswerCommand, Keep
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, LegId
from ctid.model.messages import Message, MessageKind, MessageState, message_id
from ctid.model.reports import MessageLeft, Remembered

LEG = LegId("sw1:100.1")
ID = message_id(MessageKind.VOICEMAIL, LEG)
ALICE, BOB, BOSS = Asker("1001", agent=True), Asker("1002", agent=True), Asker("boss", agent=False)


def left(stage, **more) -> MessageLeft:
    given = {"ani": "2025550101", "queue": "support", "sound": "a.wav", **more}
    return MessageLeft(ID, MessageKind.VOICEMAIL, LEG, stage.now, **given)


def kept(stage) -> Message:
    return [k.record for k in stage.all(Keep) if isinstance(k.record, Message)][-1]


def refusal(stage) -> str | None:
    refused = stage.last(AnswerCommand).refused
    return refused.code if refused is not None else None


@pytest.fixture
def told(stage):
    stage.happens(left(stage))
    return stage


def take(by: Asker = ALICE, agent: str = "") -> AssignMessage:
    return AssignMessage("c", ID, AgentId(agent or by.name), by)


def test_a_message_is_kept_and_told_once_however_often_it_is_reported(told) -> None:
    told.happens(left(told), left(told))
    assert len(told.told(EventKind.MESSAGE_LEFT)) == 1
    message = kept(told)
    assert (message.number, message.state, message.sound) == ("+12025550101", MessageState.NEW, "a.wav")
    assert message.interaction == LEG


def test_a_number_that_was_keyed_in_is_the_one_to_call_back(stage) -> None:
    stage.happens(left(stage, keyed="2025550177"))
    assert kept(stage).number == "+12025550177"


def test_a_hidden_number_is_no_number(stage) -> None:
    stage.happens(left(stage, ani="anonymous"))
    assert (kept(stage).number, kept(stage).ani) == ("", "anonymous")


def test_what_was_closed_before_the_restart_is_not_taken_over_again(told, fresh) -> None:
    told.happens(CloseMessage("c", ID, ALICE, "resolved"))
    fresh.happens(Remembered((), (), (), messages=(kept(told),)), left(told))
    assert fresh.told(EventKind.MESSAGE_LEFT) == []


def test_an_agent_takes_a_message_and_closes_it(told) -> None:
    told.happens(take(), CloseMessage("c", ID, ALICE, "resolved", "called back"))
    message = kept(told)
    assert (message.state, message.agent, message.closed_by) == (MessageState.CLOSED, "1001", "1001")
    assert (message.disposition, message.note) == ("resolved", "called back")
    assert told.told(EventKind.MESSAGE_CLOSED)[0].facts["command"] == "c"


def test_a_message_in_an_agents_hands_is_not_another_agents(told) -> None:
    told.happens(take())
    for command in (take(BOB), CloseMessage("c", ID, BOB, "resolved")):
        told.happens(command)
        assert refusal(told) == "message_taken"
    assert kept(told).agent == "1001"


def test_an_agent_hands_on_what_they_have_and_a_supervisor_what_anybody_has(told) -> None:
    told.happens(take(), take(ALICE, "1002"))
    assert (kept(told).agent, kept(told).assigned_by) == ("1002", "1001")
    told.happens(take(BOSS, "1001"))
    assert (kept(told).agent, kept(told).assigned_by) == ("1001", "boss")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (take(BOSS, "9999"), "unknown_agent"),
        (CloseMessage("c", ID, ALICE, "no such"), "unknown_disposition"),
        (
            CloseMessage("c", message_id(MessageKind.VOICEMAIL, LegId("x")), ALICE, "resolved"),
            "unknown_message",
        ),
        (ReopenMessage("c", ID, BOSS), "message_is"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_rule(told, command, code) -> None:
    told.happens(command)
    assert refusal(told) == code
    assert kept(told).state is MessageState.NEW


def test_a_message_closed_by_mistake_is_new_again_for_a_day(told) -> None:
    told.happens(take(), CloseMessage("c", ID, ALICE, "resolved"), ReopenMessage("c", ID, BOSS))
    message = kept(told)
    assert (message.state, message.agent, message.closed_at, message.disposition) == (
        MessageState.NEW, None, None, "",
    )  # fmt: skip


def test_what_was_closed_long_ago_is_let_go_of(told) -> None:
    other = message_id(MessageKind.CALLBACK_REQUEST, LEG)
    told.happens(CloseMessage("c", ID, ALICE, "resolved"))
    told.now += RECENT + timedelta(seconds=1)
    told.happens(MessageLeft(other, MessageKind.CALLBACK_REQUEST, LEG, told.now))
    told.happens(CloseMessage("c", other, ALICE, "resolved"))
    assert told.centre.message(ID) is None
    assert told.centre.message(other) is not None


def test_a_message_belongs_to_no_calls_own_events(told) -> None:
    told.happens(take(), CloseMessage("c", ID, ALICE, "resolved"), ReopenMessage("c", ID, BOSS))
    kinds = (EventKind.MESSAGE_LEFT, EventKind.MESSAGE_ASSIGNED, EventKind.MESSAGE_CLOSED)
    assert [event.interaction for kind in kinds for event in told.told(kind)] == [None, None, None]
