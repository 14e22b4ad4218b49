"""What people say of being called is written down and holds from the next decision on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ctid.model.agents import AgentState
from ctid.model.attempts import Attempt, AttemptState
from ctid.model.commands import Dispose, HearConsent, NoteConsent
from ctid.model.consents import Word
from ctid.model.do_not_call import DoNotCall
from ctid.model.effects import AnswerCommand, Keep
from ctid.model.events import EventKind
from ctid.model.ids import AgentId
from ctid.model.leads import AskedBack, Lead, LeadState
from ctid.model.mistakes import Text
from ctid.model.receipts import GiveReceipt
from ctid.model.refusals import RefusalCount
from ctid.model.reports import (
    LegCleared,
    LegHeld,
    LegJoined,
    LegParted,
    Remembered,
    StoreAble,
    SwitchSeen,
)
from ctid.model.site import Disposition
from dialing_stage import CAMPAIGN, Floor

BOB = AgentId("1001")
NUMBER = "+12025550000"


@pytest.fixture
def floor(stage) -> Floor:
    world = stage.centre._world
    known = {code: Disposition(code, Text(code, code)) for code in ("resolved", "later", "never")}
    world.site = replace(world.site, dispositions=known)
    return Floor(stage, replace(CAMPAIGN, never_again=("never",)))


def kept(floor: Floor, kind: type) -> list:
    return [it.record for it in floor.stage.all(Keep) if isinstance(it.record, kind)]


def talk(floor: Floor):
    """An agent talks to somebody whom the campaign has called."""
    legs = floor.stands_by("1001")
    [placed] = floor.dials()
    person = floor.answers(placed)
    floor.stage.happens(LegJoined(person, "b1"), LegJoined(legs["1001"], "b1"))
    assert floor.stage.state("1001") is AgentState.TALKING
    return placed, person, legs["1001"]


def hang_up(floor: Floor, person, leg) -> None:
    floor.stage.happens(LegParted(person, "b1"), LegParted(leg, "b1"), LegHeld(leg), LegCleared(person, 16))
    assert floor.stage.state("1001") is AgentState.WRAP_UP


def refusal(floor: Floor):
    answer = floor.stage.last(AnswerCommand)
    return answer.refused.code if answer.refused is not None else None


def test_an_agent_writes_down_what_the_called_person_says_and_the_law_knows_it(floor: Floor) -> None:
    placed, person, _ = talk(floor)
    floor.stage.happens(HearConsent("c1", BOB, person, False, "is not interested"))
    [word] = kept(floor, Word)
    assert (word.number, word.given, word.source, word.who) == (placed.number, False, "call", "1001")
    assert word.at == word.noted_at == floor.stage.now
    assert word.proof == f"{person} is not interested"
    assert floor.law.words == [word]
    assert floor.stage.told(EventKind.CONSENT_REVOKED)[-1].facts["number"] == placed.number


def test_nobody_writes_down_a_consent_of_somebody_elses_call(floor: Floor) -> None:
    _, person, _ = talk(floor)
    floor.stage.happens(HearConsent("c1", AgentId("1002"), person, True))
    assert refusal(floor) == "not_your_interaction"
    assert kept(floor, Word) == []


def test_a_program_writes_down_a_consent_however_the_number_is_written(floor: Floor) -> None:
    when = floor.stage.now - timedelta(days=2)
    floor.stage.happens(NoteConsent("c1", "shop", "(202) 555-0000", True, "form", "form 7", when))
    [word] = kept(floor, Word)
    assert (word.number, word.at, word.given, word.source) == (NUMBER, when, True, "form")
    assert (word.proof, word.who, word.noted_at) == ("form 7", "shop", floor.stage.now)


def test_whoever_writes_a_consent_down_hears_of_it_once_it_is_durable(floor: Floor) -> None:
    said = floor.stage.happens(NoteConsent("c1", "shop", NUMBER, True, "form"))
    assert GiveReceipt("c1") in said
    assert not [it for it in said if isinstance(it, AnswerCommand)]


@pytest.mark.parametrize(
    ("number", "days", "able", "code"),
    [
        ("12", 0, True, "not_a_number"),
        (NUMBER, 1, True, "not_said_yet"),
        (NUMBER, 0, False, "item_not_written"),
    ],
)
def test_what_cannot_be_written_down_is_refused(
    floor: Floor, number: str, days: int, able: bool, code: str
) -> None:
    at = floor.stage.now + timedelta(days=days)
    floor.stage.happens(StoreAble(able), NoteConsent("c1", "shop", number, False, "call", at=at))
    assert refusal(floor) == code
    assert kept(floor, Word) == []


def test_who_asks_never_to_be_called_again_is_on_the_centres_list_and_has_taken_back_consent(
    floor: Floor,
) -> None:
    placed, person, leg = talk(floor)
    hang_up(floor, person, leg)
    floor.stage.happens(Dispose("d1", BOB, person, "never"))
    [entry], [word] = kept(floor, DoNotCall), kept(floor, Word)
    assert (entry.number, entry.listed, entry.who) == (placed.number, True, "1001")
    assert entry.number in floor.stage.centre.do_not_call()
    assert (word.number, word.given, word.proof) == (placed.number, False, floor.attempt(placed).id)
    assert floor.attempt(placed).disposition == "never"


def test_a_result_that_does_not_mean_it_leaves_the_ledgers_alone(floor: Floor) -> None:
    _, person, leg = talk(floor)
    hang_up(floor, person, leg)
    floor.stage.happens(Dispose("d1", BOB, person, "resolved"))
    assert (kept(floor, DoNotCall), kept(floor, Word)) == ([], [])


@pytest.mark.parametrize("own", [True, False])
def test_who_wants_to_be_called_at_another_time_is(floor: Floor, own: bool) -> None:
    _, person, leg = talk(floor)
    hang_up(floor, person, leg)
    back = AskedBack(floor.stage.now + timedelta(days=1), BOB if own else None)
    floor.stage.happens(Dispose("d1", BOB, person, "later", back=back))
    lead = kept(floor, Lead)[-1]
    assert (lead.state, lead.due_at, lead.callback) == (LeadState.OPEN, back.at, True)
    assert lead.callback_agent == (BOB if own else None)
    assert floor.stage.told(EventKind.LEAD_ASKED_BACK)[-1].facts["lead"] == lead.id


def test_a_call_back_that_is_asked_for_while_they_still_talk_is_kept_at_once(floor: Floor) -> None:
    _, person, _ = talk(floor)
    back = AskedBack(floor.stage.now + timedelta(days=1))
    floor.stage.happens(Dispose("d1", BOB, person, "later", back=back))
    lead = kept(floor, Lead)[-1]
    assert (lead.state, lead.due_at, lead.callback) == (LeadState.CALLING, back.at, True)


@pytest.mark.parametrize(
    ("code", "hours", "why"), [("later", -1, "call_back_over"), ("never", 24, "never_again")]
)
def test_a_call_back_that_cannot_be_is_refused_and_nothing_is_kept(
    floor: Floor, code: str, hours: int, why: str
) -> None:
    placed, person, leg = talk(floor)
    hang_up(floor, person, leg)
    back = AskedBack(floor.stage.now + timedelta(hours=hours))
    floor.stage.happens(Dispose("d1", BOB, person, code, back=back))
    assert refusal(floor) == why
    assert floor.attempt(placed).disposition == ""
    assert kept(floor, DoNotCall) == []


def test_where_the_campaigns_lead_is_not_known_nobody_is_called_back(floor: Floor) -> None:
    _, person, leg = talk(floor)
    hang_up(floor, person, leg)
    floor.stage.centre._world.dials.results[person].lead = None
    back = AskedBack(floor.stage.now + timedelta(days=1))
    floor.stage.happens(Dispose("d1", BOB, person, "later", back=back))
    assert refusal(floor) == "no_campaign_call"


def test_a_result_that_is_given_after_a_restart_reaches_the_attempt_and_the_lead(floor: Floor) -> None:
    placed, person, leg = talk(floor)
    hang_up(floor, person, leg)
    stage, call = floor.stage, floor.stage.centre.interaction(person)
    attempt, lead = floor.attempt(placed), kept(floor, Lead)[-1]
    status = stage.centre.agent(BOB)
    floor.starts()
    stage.happens(Remembered((status,), (call,), (), results=(attempt,), leads=(lead,)))
    back = AskedBack(stage.now + timedelta(hours=2), BOB)
    stage.happens(Dispose("d1", BOB, person, "later", back=back))
    newest = [it for it in kept(floor, Attempt) if it.id == attempt.id][-1]
    assert (newest.disposition, newest.state) == ("later", AttemptState.ENDED)
    assert newest.evidence == attempt.evidence
    assert (kept(floor, Lead)[-1].due_at, kept(floor, Lead)[-1].callback_agent) == (back.at, BOB)


def test_refusals_are_counted_by_campaign_day_and_reason_and_a_restart_goes_on(floor: Floor) -> None:
    floor.law.forbids.update({"lead_0", "lead_1"})
    floor.dials()
    today = floor.stage.now.date()
    assert kept(floor, RefusalCount)[-1] == RefusalCount("spring", today, "calling_hours", 2)
    floor.starts()
    counted = RefusalCount("spring", today, "calling_hours", 2)
    floor.stage.happens(
        Remembered((), (), (), refusals=(counted,)),
        SwitchSeen("sw1", (), {"1001": True}),
    )
    floor.law.forbids.add(f"lead_{len(floor.leads.hits)}")
    floor.dials()
    assert kept(floor, RefusalCount)[-1].many == 3


def test_a_new_day_is_counted_anew(floor: Floor) -> None:
    floor.law.forbids.add("lead_0")
    floor.dials()
    floor.stage.passes(86_400.0)
    floor.law.forbids.add(f"lead_{len(floor.leads.hits)}")
    floor.dials()
    first, second = kept(floor, RefusalCount)
    assert (first.many, second.many, second.day - first.day) == (1, 1, timedelta(days=1))
