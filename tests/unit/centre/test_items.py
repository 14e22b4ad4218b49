"""Work of channels other than voice: from the line into an agent's hands, and to its end."""

from datetime import timedelta

import pytest

from ctid.model.agents import AgentState
from ctid.model.commands import (
    DeclineItem,
    GetReady,
    GoNotReady,
    SignOff,
    WithdrawItem,
)
from ctid.model.effects import Keep, RingAgent
from ctid.model.events import EventKind
from ctid.model.ids import InteractionId
from ctid.model.interactions import OfferRecord, OfferState, Outcome, SegmentKind
from ctid.model.reasons import Reason
from ctid.model.reports import Draining, LegCleared, StoodStill, StoreAble
from ctid.model.routing_policy import Preferred
from ctid.model.work_items import ItemState
from item_desk import ALICE, BOB, Desk, desk_of
from item_site import HELP, MORE, OVERFLOWS, SITE, with_rules

CRM = "crm"


@pytest.fixture
def desk() -> Desk:
    """One agent is ready."""
    return desk_of(SITE, "1001")


def test_a_chat_is_offered_accepted_and_finished_and_no_phone_rings(desk: Desk) -> None:
    assert desk.brings("item_1", address="ann@example.net", priority=2) is None
    item = desk.item("item_1")
    assert (item.state, item.agent, item.until) == (
        ItemState.OFFERED, ALICE, desk.now + timedelta(seconds=20),
    )  # fmt: skip
    made = desk.told(EventKind.OFFER_MADE)[-1]
    assert (made.offer, made.agent, made.facts["channel"], made.reason.code) == (
        item.offer, ALICE, "chat", "only_one",
    )  # fmt: skip
    desk.passes(5)
    assert desk.accepts("item_1") is None
    assert (desk.state_of("item_1"), desk.state("1001")) == (ItemState.OPEN, AgentState.READY)
    desk.passes(60)
    assert desk.finishes("item_1") is None
    assert desk.centre.items() == {}
    record = desk.written("item_1")
    assert (record.channel, record.outcome, record.agent, record.disposition) == (
        "chat", Outcome.ANSWERED, ALICE, "resolved",
    )  # fmt: skip
    assert record.closed_at is not None
    assert desk.slices("item_1") == [
        (SegmentKind.QUEUE, "accepted"),
        (SegmentKind.RING, "accepted"),
        (SegmentKind.WORK, "finish"),
        (SegmentKind.ACW, "disposed"),
    ]
    assert desk.all(RingAgent) == []
    assert {event.interaction for event in desk.told(EventKind.INTERACTION_CLOSED)} == {"item_1"}


def test_capacity_is_kept_and_one_slot_that_is_free_takes_one_item(desk: Desk) -> None:
    for n in range(5):
        desk.brings(f"item_{n}")
    held = [item.id for item in desk.centre.items().values() if item.agent == ALICE]
    assert held == ["item_0", "item_1"]
    desk.accepts("item_0")
    assert desk.state_of("item_2") is ItemState.WAITING
    desk.finishes("item_0")
    assert [desk.state_of(f"item_{n}") for n in (2, 3)] == [ItemState.OFFERED, ItemState.WAITING]


def test_an_item_in_wrap_up_keeps_its_slot_until_the_result_or_the_time_is_there(desk: Desk) -> None:
    for n in range(3):
        desk.brings(f"item_{n}")
    desk.accepts("item_0")
    desk.accepts("item_1")
    assert desk.finishes("item_0", code="") is None
    assert desk.state_of("item_0") is ItemState.WRAP_UP
    assert desk.state_of("item_2") is ItemState.WAITING
    desk.passes(29)
    assert desk.state_of("item_2") is ItemState.WAITING
    desk.passes(2)
    assert desk.state_of("item_2") is ItemState.OFFERED
    assert InteractionId("item_0") not in desk.centre.items()
    assert desk.finishes("item_1", code="") is None
    assert desk.finishes("item_1") is None  # the result, in wrap-up
    assert desk.written("item_1").disposition == "resolved"


def test_an_agent_with_chats_gets_no_call_where_they_exclude_each_other(desk: Desk) -> None:
    desk.brings("item_1")
    desk.accepts("item_1")
    desk.waits()
    assert len(desk.told(EventKind.OFFER_MADE)) == 1
    why = desk.centre.why(desk.told(EventKind.CALL_QUEUED)[0].interaction, now=desk.now)
    assert why.place.would_do.shown[0].what == Reason("does_other_work", {"what": "chat 1"})
    desk.finishes("item_1")
    assert desk.state("1001") is AgentState.RESERVED


def test_a_call_excludes_chats_and_lets_e_mails_in(desk: Desk) -> None:
    caller = desk.waits()
    desk.talks(caller)
    desk.brings("item_c")
    desk.brings("item_e", "email")
    assert (desk.state_of("item_c"), desk.state_of("item_e")) == (ItemState.WAITING, ItemState.OFFERED)
    assert desk.state("1001") is AgentState.TALKING
    assert desk.accepts("item_e") is None
    desk.happens(LegCleared(caller, 16))
    assert desk.state_of("item_c") is ItemState.WAITING  # in wrap-up nothing new comes
    desk.happens(GetReady("r", ALICE))
    assert desk.state_of("item_c") is ItemState.OFFERED


def test_an_agent_with_e_mails_still_gets_a_call(desk: Desk) -> None:
    desk.brings("item_e", "email")
    desk.accepts("item_e")
    desk.waits()
    assert desk.state("1001") is AgentState.RESERVED
    assert desk.state_of("item_e") is ItemState.OPEN


def test_who_declines_backs_off_and_the_item_goes_to_the_next_at_its_old_place() -> None:
    desk = desk_of(SITE, "1001", "1002")
    desk.brings("item_1")
    entered_at = desk.item("item_1").entered_at
    assert desk.item("item_1").agent == ALICE
    assert desk.asks(DeclineItem("d", InteractionId("item_1"), ALICE)) is None
    status = desk.centre.agent(ALICE)
    assert (status.state, status.reason.facts["because"]) == (AgentState.NOT_READY, "declined")
    assert status.until == desk.now + timedelta(seconds=30)
    assert (desk.item("item_1").agent, desk.item("item_1").entered_at) == (BOB, entered_at)


def test_an_offer_that_nobody_answers_is_missed_and_told(desk: Desk) -> None:
    desk.brings("item_1")
    desk.passes(20)
    assert desk.told(EventKind.OFFER_MISSED)[-1].reason == Reason("not_accepted", {"after_s": 20})
    assert desk.state("1001") is AgentState.NOT_READY
    assert desk.state_of("item_1") is ItemState.WAITING
    desk.passes(11)  # the back-off is over
    assert desk.state_of("item_1") is ItemState.OFFERED
    ended = [keep.record for keep in desk.all(Keep) if isinstance(keep.record, OfferRecord)]
    assert OfferState.MISSED in {offer.state for offer in ended}


def test_who_is_on_a_call_is_not_blamed_and_the_item_is_kept_from_them_for_a_while(desk: Desk) -> None:
    desk.talks(desk.waits())
    desk.brings("item_e", "email")
    desk.passes(20)
    assert desk.state("1001") is AgentState.TALKING
    assert desk.state_of("item_e") is ItemState.WAITING
    why = desk.centre.why(InteractionId("item_e"), now=desk.now)
    assert why is not None
    desk.passes(10)
    assert desk.state_of("item_e") is ItemState.OFFERED


def test_an_answer_of_another_or_too_late_is_fenced_off(desk: Desk) -> None:
    desk.brings("item_1")
    assert desk.accepts("item_1", BOB).code == "not_your_item"
    assert desk.accepts("item_9").code == "unknown_item"
    assert desk.accepts("item_1") is None
    assert desk.accepts("item_1").code == "item_is"
    assert desk.finishes("item_1", agent=BOB).code == "not_your_item"
    assert desk.finishes("item_1", code="nonsense").code == "unknown_disposition"


def test_the_sender_withdraws_what_waits_and_it_is_abandoned(desk: Desk) -> None:
    desk.brings("item_1")
    assert desk.asks(WithdrawItem("w", InteractionId("item_1"), CRM)) is None
    assert desk.told(EventKind.OFFER_WITHDRAWN)[-1].reason == Reason("item_withdrawn")
    assert (desk.state("1001"), desk.centre.items()) == (AgentState.READY, {})
    assert desk.written("item_1").outcome is Outcome.ABANDONED_IN_QUEUE
    assert desk.asks(WithdrawItem("w2", InteractionId("item_1"), CRM)) is None
    assert desk.asks(WithdrawItem("w3", InteractionId("item_9"), CRM)).code == "unknown_item"


def test_the_sender_withdraws_what_is_open_and_the_agent_has_time_for_notes(desk: Desk) -> None:
    desk.brings("item_1")
    desk.accepts("item_1")
    desk.asks(WithdrawItem("w", InteractionId("item_1"), CRM))
    assert desk.state_of("item_1") is ItemState.WRAP_UP
    desk.passes(31)
    assert desk.written("item_1").outcome is Outcome.ANSWERED
    assert desk.centre.items() == {}


def test_who_signs_off_gives_back_what_is_open_and_it_keeps_its_place() -> None:
    desk = desk_of(SITE, "1001")
    desk.brings("item_1")
    entered_at = desk.item("item_1").entered_at
    desk.accepts("item_1")
    desk.happens(GoNotReady("n", ALICE, "lunch"))
    assert desk.state_of("item_1") is ItemState.OPEN  # at lunch it stays theirs
    desk.happens(SignOff("o", ALICE))
    assert desk.state_of("item_1") is ItemState.WAITING
    assert desk.told(EventKind.ITEM_RETURNED)[-1].agent == ALICE
    desk.ready("1002")
    assert (desk.item("item_1").agent, desk.item("item_1").entered_at) == (BOB, entered_at)


def test_an_offer_to_who_stops_is_taken_back(desk: Desk) -> None:
    desk.brings("item_1")
    desk.happens(GoNotReady("n", ALICE, "lunch"))
    assert desk.told(EventKind.OFFER_WITHDRAWN)[-1].reason == Reason("agent_stopped")
    assert desk.state_of("item_1") is ItemState.WAITING


def test_bringing_the_same_item_twice_is_no_second_item(desk: Desk) -> None:
    desk.brings("item_1")
    assert desk.brings("item_1") is None
    assert len(desk.told(EventKind.ITEM_QUEUED)) == 1
    desk.accepts("item_1")
    desk.finishes("item_1")
    assert desk.brings("item_1") is None
    assert desk.centre.items() == {}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"queue": "nowhere"}, "unknown_queue"),
        ({"channel": "fax"}, "unknown_channel"),
        ({"channel": "voice"}, "unknown_channel"),
        ({"skills": {"juggling": 1}}, "unknown_skill"),
    ],
)
def test_what_the_centre_does_not_have_is_refused(desk: Desk, more: dict, code: str) -> None:
    assert desk.brings("item_1", **more).code == code
    assert desk.centre.items() == {}


def test_a_chat_that_must_find_the_doors_open_is_refused_and_an_e_mail_waits_for_them() -> None:
    desk = desk_of()
    assert desk.brings("item_c", must_be_open=True).code == "nobody_signed_on"
    assert desk.brings("item_e", "email") is None
    desk.ready("1001")
    assert desk.state_of("item_e") is ItemState.OFFERED


def test_a_queue_that_is_full_takes_no_item() -> None:
    desk = desk_of(with_rules(max_length=1))
    assert desk.brings("item_1") is None
    assert desk.brings("item_2").code == "queue_full"


@pytest.mark.parametrize("report", [Draining(), StoreAble(False)])
def test_what_could_be_lost_is_not_taken_over(desk: Desk, report: object) -> None:
    desk.happens(report)
    assert desk.brings("item_1") is not None


def test_who_has_waited_long_goes_over_to_another_queue_with_their_time_of_entry() -> None:
    desk = desk_of(with_rules(overflow=OVERFLOWS))
    desk.brings("item_1")
    entered_at = desk.item("item_1").entered_at
    desk.passes(299)
    assert desk.item("item_1").queue == HELP
    desk.passes(2)
    assert (desk.item("item_1").queue, desk.item("item_1").entered_at) == (MORE, entered_at)
    [told] = desk.told(EventKind.ITEM_OVERFLOWED)
    assert (told.facts["to"], told.reason.code) == ("queue more", "waited_long")


def test_the_agent_whom_the_customer_has_already_comes_first() -> None:
    desk = desk_of(SITE, "1001", "1002")
    desk.brings("item_1", known={Preferred.LAST_AGENT: BOB})
    assert desk.item("item_1").agent == BOB
    assert desk.told(EventKind.OFFER_MADE)[-1].reason.code == "preferred"


def test_calls_and_items_stand_in_one_line_and_each_knows_why_it_waits() -> None:
    desk = desk_of()
    caller = desk.waits()
    desk.brings("item_1")
    assert desk.centre.line(10, now=desk.now).total == 1
    assert caller  # nobody is on duty: the caller was turned away
    why = desk.centre.why(InteractionId("item_1"), now=desk.now)
    assert why.why.code == "waits_nobody"
    assert desk.centre.waiting() == {HELP: 1}


@pytest.mark.parametrize("state", [ItemState.WAITING, ItemState.OFFERED, ItemState.OPEN, ItemState.WRAP_UP])
def test_a_restart_goes_on_where_an_item_was(state: ItemState) -> None:
    desk = desk_of(SITE, *(() if state is ItemState.WAITING else ("1001",)))
    desk.brings("item_1")
    if state in (ItemState.OPEN, ItemState.WRAP_UP):
        desk.accepts("item_1")
    if state is ItemState.WRAP_UP:
        desk.finishes("item_1", code="")
    before = desk.item("item_1")
    desk.restarts()
    found = desk.item("item_1")
    assert (found.state, found.agent, found.entered_at) == (state, before.agent, before.entered_at)
    if state is ItemState.OPEN:
        desk.brings("item_2")
        desk.brings("item_3")
        assert desk.state_of("item_3") is ItemState.WAITING  # what was in hand still counts
        assert desk.finishes("item_1") is None
        assert desk.state_of("item_3") is ItemState.OFFERED


def test_who_takes_an_offer_has_missed_none_in_a_row(desk: Desk) -> None:
    desk.brings("item_1")
    desk.asks(DeclineItem("d", InteractionId("item_1"), ALICE))
    desk.passes(31)
    assert desk.centre.agent(ALICE).missed == 1
    desk.accepts("item_1")
    assert desk.centre.agent(ALICE).missed == 0
    desk.brings("item_2")
    desk.asks(DeclineItem("d", InteractionId("item_2"), ALICE))
    desk.finishes("item_1")
    assert desk.centre.agent(ALICE).missed == 1


def test_after_a_standstill_an_offer_has_time_to_be_answered(desk: Desk) -> None:
    desk.brings("item_1")
    desk.now += timedelta(seconds=25)
    desk.happens(StoodStill(timedelta(seconds=25)))
    assert desk.accepts("item_1") is None
