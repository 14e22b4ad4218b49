"""Campaigns dial: attempts are written first, who answers gets an agent at once, and every end is known."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ctid.centre import dialing
from ctid.dialer.pacing.terms import Doing, Result, Stage
from ctid.dialer.sources import Candidate
from ctid.model.agents import AgentState
from ctid.model.attempt_effects import JoinStandby, PlaceAttempt, ReadReceipt, StandAgain, StandBy
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Mode
from ctid.model.commands import ClearConnection, GetReady, GoNotReady, HoldCall, KillDialing, PauseCampaign
from ctid.model.effects import ClearLeg, HoldLeg, Keep, LookAgain, RingAgent
from ctid.model.ids import AgentId, FlowName, LegId
from ctid.model.interactions import Direction, OfferRecord
from ctid.model.leads import Lead, LeadState
from ctid.model.reasons import Reason
from ctid.model.reports import (
    AttemptUnanswered,
    CallArrived,
    Draining,
    IvrLeft,
    LegAlerting,
    LegCleared,
    LegFailed,
    LegHeld,
    LegHistory,
    LegJoined,
    LegParted,
    PhoneUsed,
    Receipt,
    ReceiptRead,
    Remembered,
    SeenLeg,
    Sign,
    StoreAble,
    SwitchLost,
    SwitchSeen,
)
from dialing_stage import CAMPAIGN, Floor


@pytest.fixture
def floor(stage) -> Floor:
    return Floor(stage)


def talk(floor: Floor, person, agent) -> None:
    floor.stage.happens(LegJoined(person, "b1"), LegJoined(agent, "b1"))


def test_an_attempt_is_kept_with_its_evidence_and_its_lead_before_it_is_asked_for(floor: Floor) -> None:
    [placed] = floor.dials()
    said = floor.stage.said
    attempt = next(it for it in said if isinstance(it, Keep) and isinstance(it.record, Attempt))
    lead = next(it for it in said if isinstance(it, Keep) and isinstance(it.record, Lead))
    assert said.index(attempt) < said.index(placed)
    assert said.index(lead) < said.index(placed)
    assert attempt.record.state is AttemptState.COMMITTED
    assert attempt.record.evidence.rules == {"calling_hours": "09:00"}
    assert lead.record.state is LeadState.CALLING
    assert (placed.line, placed.number) == (f"sw1:{attempt.record.id}", "+12025550000")


def test_who_answers_is_joined_to_the_agent_who_has_been_idle_longest(floor: Floor) -> None:
    legs = floor.stands_by("1001", "1002")
    [placed] = floor.dials()
    person = floor.answers(placed)
    joined = floor.stage.last(JoinStandby)
    assert (joined.leg, joined.caller) == (legs["1001"], person)
    assert floor.stage.state("1001") is AgentState.RESERVED
    talk(floor, person, legs["1001"])
    assert floor.stage.state("1001") is AgentState.TALKING
    attempt = floor.attempt(placed)
    assert (attempt.state, attempt.agent, attempt.interaction) == (AttemptState.CONNECTED, "1001", person)
    floor.stage.happens(LegParted(person, "b1"), LegParted(legs["1001"], "b1"), LegHeld(legs["1001"]))
    floor.stage.happens(LegCleared(person, 16))
    assert floor.stage.state("1001") is AgentState.WRAP_UP
    assert floor.attempt(placed).outcome is AttemptOutcome.CONNECTED
    floor.stage.happens(GetReady("again", AgentId("1001")))
    assert floor.stage.state("1001") is AgentState.READY
    assert not floor.stage.all(RingAgent)
    assert not [it for it in floor.stage.all(ClearLeg) if it.leg in legs.values()]


def test_who_answers_while_nobody_is_free_gets_the_first_agent_who_becomes_free(floor: Floor) -> None:
    [placed] = floor.dials()
    person = floor.answers(placed)
    assert not floor.stage.all(JoinStandby)
    legs = floor.stands_by("1002")
    assert floor.stage.last(JoinStandby).caller == person
    assert floor.stage.last(JoinStandby).leg == legs["1002"]


def test_of_two_who_wait_the_one_who_answered_first_gets_the_agent(floor: Floor) -> None:
    first, second = floor.dials(2)
    early = floor.answers(second)
    floor.answers(first)
    floor.stands_by("1001")
    assert [it.caller for it in floor.stage.all(JoinStandby)] == [early]


def test_an_agent_who_dials_at_the_phone_meanwhile_gets_nobody(floor: Floor) -> None:
    floor.stands_by("1001")
    [placed] = floor.dials()
    floor.stage.happens(PhoneUsed(LegId("sw1:300.1"), "1001"))
    floor.answers(placed)
    assert not floor.stage.all(JoinStandby)


def test_who_hears_the_message_is_abandoned_and_no_agent_is_sent_after_them(floor: Floor) -> None:
    [placed] = floor.dials()
    person = floor.answers(placed)
    floor.told(placed, Sign.MESSAGE)
    floor.stands_by("1001")
    assert not floor.stage.all(JoinStandby)
    floor.stage.happens(LegCleared(person, 16))
    attempt = floor.attempt(placed)
    assert attempt.outcome is AttemptOutcome.ABANDONED
    assert attempt.message_at is not None
    assert floor.law.noted[-1] == attempt


def test_an_agent_who_was_too_late_is_ready_again_and_the_leg_still_stands_by(floor: Floor) -> None:
    legs = floor.stands_by("1001")
    [placed] = floor.dials()
    person = floor.answers(placed)
    offer = floor.stage.last(JoinStandby).offer
    floor.told(placed, Sign.MESSAGE)
    floor.stage.happens(LegFailed(f"sw1:{offer}", Reason("caller_left")), LegHeld(legs["1001"]))
    assert floor.stage.state("1001") is AgentState.READY
    floor.stage.happens(LegCleared(person, 16))
    assert floor.attempt(placed).outcome is AttemptOutcome.ABANDONED
    assert not [it for it in floor.stage.all(ClearLeg) if it.leg == legs["1001"]]


def test_who_hangs_up_before_anybody_could_be_late_is_not_abandoned(floor: Floor) -> None:
    [placed] = floor.dials()
    floor.stage.happens(LegCleared(floor.answers(placed), 16))
    assert floor.attempt(placed).outcome is AttemptOutcome.HUNG_UP


def test_what_nobody_answered_ends_with_the_codes_and_goes_back_to_the_leads(floor: Floor) -> None:
    [placed] = floor.dials()
    floor.told(placed, Sign.DIALLING)
    floor.stage.happens(AttemptUnanswered(placed.line, "BUSY", 17, 486))
    attempt = floor.attempt(placed)
    assert (attempt.outcome, attempt.sip, attempt.cause) == (AttemptOutcome.BUSY, 486, 17)
    assert floor.leads.ends == [attempt]
    assert floor.attempt(placed).ended_at is not None
    floor.stage.passes(1.0)
    assert [it.result for saw in floor.pacing.saw for it in saw.ended] == [Result.BUSY]


def test_a_call_that_comes_in_reaches_an_agent_who_stands_by_on_that_leg_and_goes_first(floor: Floor) -> None:
    legs = floor.stands_by("1001")
    first, second = floor.dials(2)
    talker = floor.answers(first)
    talk(floor, talker, legs["1001"])
    caller, person = floor.stage.waits(), floor.answers(second)
    floor.stage.happens(LegParted(talker, "b1"), LegParted(legs["1001"], "b1"), LegHeld(legs["1001"]))
    floor.stage.happens(GetReady("again", AgentId("1001")))
    floor.stage.passes(0.2)  # the page had its chance
    assert [it.caller for it in floor.stage.all(JoinStandby)] == [talker, caller]
    assert person not in {it.caller for it in floor.stage.all(JoinStandby)}
    assert not floor.stage.all(RingAgent)


def test_while_a_phone_is_rung_to_stand_by_nobody_is_offered_to_its_agent(floor: Floor) -> None:
    floor.stage.ready("1001")
    floor.stage.waits()
    floor.stage.passes(1.0)
    assert floor.stage.all(StandBy)
    assert not floor.stage.all(RingAgent)


def test_an_agent_who_does_not_answer_is_not_rung_again_by_itself(floor: Floor) -> None:
    floor.stage.ready("1001")
    [stand] = floor.stage.all(StandBy)
    floor.stage.happens(LegFailed(stand.leg, Reason("no_answer")), LegCleared(stand.leg, 19))
    floor.stage.passes(60)
    assert floor.stage.state("1001") is AgentState.NOT_READY
    assert len(floor.stage.all(StandBy)) == 1


def test_a_daemon_that_is_about_to_end_rings_nobody_and_still_serves_who_answers(floor: Floor) -> None:
    legs = floor.stands_by("1001")
    [placed] = floor.dials()
    floor.stage.happens(Draining())
    person = floor.answers(placed)
    assert floor.stage.last(JoinStandby) == JoinStandby(
        legs["1001"], floor.stage.last(JoinStandby).offer, person
    )
    floor.stage.ready("1002")
    assert len(floor.stage.all(StandBy)) == 1
    assert floor.dials(3) == []


def test_an_agent_who_goes_on_a_break_is_let_go(floor: Floor) -> None:
    legs = floor.stands_by("1001")
    floor.stage.happens(GoNotReady("lunch", AgentId("1001"), "lunch"))
    assert floor.stage.last(ClearLeg).leg == legs["1001"]


def test_no_more_calls_are_started_in_a_second_than_the_campaign_may(stage) -> None:
    floor = Floor(stage, replace(CAMPAIGN, calls_per_second=2.0))
    floor.pacing.lines = 10
    before = len(floor.dials(10))
    assert before == 2
    slow = Floor(stage, replace(CAMPAIGN, calls_per_second=0.5))
    assert [len(slow.dials(5)) for _ in range(4)] == [1, 0, 1, 0]


def test_a_campaign_has_no_more_calls_at_once_than_lines(stage) -> None:
    floor = Floor(stage, replace(CAMPAIGN, lines=3))
    assert len(floor.dials(10)) == 3
    assert floor.dials(10) == []


def test_nobody_is_called_whom_the_law_forbids_and_the_next_is_asked_for(floor: Floor) -> None:
    floor.law.forbids = {"lead_0", "lead_1"}
    [placed] = floor.dials()
    assert placed.number == "+12025550002"
    assert [it.lead.id for it in floor.leads.put_aside] == ["lead_0", "lead_1"]


@pytest.mark.parametrize("blind", [StoreAble(False), SwitchLost("sw1", "gone")], ids=["store", "switch"])
def test_nothing_is_dialled_while_nothing_can_be_written_or_seen(floor: Floor, blind: object) -> None:
    floor.stage.happens(blind)
    assert floor.dials(5) == []


def test_pacing_sees_agents_calls_and_what_ended(floor: Floor) -> None:
    legs = floor.stands_by("1001", "1002")
    first, second = floor.dials(2)
    floor.told(second, Sign.DIALLING)
    person = floor.answers(first)
    talk(floor, person, legs["1001"])
    floor.stage.passes(1.0)
    saw = floor.pacing.saw[-1]
    assert [(it.id, it.doing) for it in saw.agents] == [("1001", Doing.TALKING), ("1002", Doing.IDLE)]
    assert [(it.stage) for it in saw.calls] == [Stage.DIALLING]
    assert [it.result for saw in floor.pacing.saw for it in saw.ended] == [Result.PERSON]
    floor.stage.happens(LegParted(person, "b1"), LegCleared(person, 16))
    floor.stage.passes(40.0)
    [handled] = [it for saw in floor.pacing.saw for it in saw.handled]
    assert handled.talk == pytest.approx(1.0, abs=0.1)
    assert handled.wrap == pytest.approx(30.0, abs=0.1)


def test_a_campaign_that_is_paused_dials_no_more_and_still_serves_who_answers(floor: Floor) -> None:
    legs = floor.stands_by("1001")
    [placed] = floor.dials()
    floor.stage.happens(PauseCampaign("pause", "boss", floor.campaign.name))
    assert floor.dials(3) == []
    talk(floor, floor.answers(placed), legs["1001"])
    assert floor.stage.state("1001") is AgentState.TALKING
    person = floor.leg(placed)
    floor.stage.happens(LegParted(person, "b1"), LegParted(legs["1001"], "b1"), LegCleared(person, 16))
    assert [it.outcome for it in floor.leads.ends] == [AttemptOutcome.CONNECTED]
    floor.stage.happens(GetReady("again", AgentId("1001")))
    assert floor.stage.last(ClearLeg).leg == legs["1001"]


def preview(floor: Floor, agent: str) -> Candidate:
    candidate = floor.leads.next(floor.campaign, floor.stage.now, ())
    assert candidate is not None
    return replace(candidate, agent=AgentId(agent))


def test_a_lead_that_an_agent_has_looked_at_is_theirs_when_it_answers(floor: Floor) -> None:
    legs = floor.stands_by("1001", "1002")
    world = floor.stage.centre._world
    assert dialing.call_for(world, floor.campaign, preview(floor, "1002"), floor.stage.now) is None
    floor.stage.passes(0.1)
    [placed] = floor.stage.all(PlaceAttempt)
    floor.answers(placed)
    assert floor.stage.last(JoinStandby).leg == legs["1002"]


def test_a_lead_that_may_not_be_called_is_not_called_because_an_agent_wants_to(floor: Floor) -> None:
    world, candidate = floor.stage.centre._world, preview(floor, "1001")
    floor.law.forbids = {candidate.lead.id}
    refused = dialing.call_for(world, floor.campaign, candidate, floor.stage.now)
    assert refused == Reason("calling_hours")
    floor.stage.happens(PauseCampaign("pause", "boss", floor.campaign.name))
    held = dialing.call_for(world, floor.campaign, preview(floor, "1001"), floor.stage.now)
    assert held is not None
    assert held.code == "campaign_is"
    floor.stage.passes(0.1)
    assert not floor.stage.all(PlaceAttempt)


def test_an_agent_who_hangs_up_stands_by_again(floor: Floor) -> None:
    legs = floor.stands_by("1001")
    [placed] = floor.dials()
    talk(floor, floor.answers(placed), legs["1001"])
    floor.stage.happens(ClearConnection("bye", AgentId("1001")))
    assert floor.stage.last(StandAgain).leg == legs["1001"]
    assert not floor.stage.all(ClearLeg)


def test_a_person_can_be_held_and_who_leaves_meanwhile_lets_the_agent_stand_by(floor: Floor) -> None:
    legs = floor.stands_by("1001")
    [placed] = floor.dials()
    person = floor.answers(placed)
    talk(floor, person, legs["1001"])
    floor.stage.happens(HoldCall("hold", AgentId("1001")))
    assert floor.stage.last(HoldLeg) == HoldLeg(person, legs["1001"])
    floor.stage.happens(LegParted(person, "b1"), LegParted(legs["1001"], "b1"), LegHeld(person))
    floor.stage.happens(LegCleared(person, 16))
    assert floor.stage.last(StandAgain).leg == legs["1001"]
    assert floor.attempt(placed).outcome is AttemptOutcome.CONNECTED


def test_dialling_that_is_killed_lets_phones_ring_as_long_as_the_law_wants_and_no_longer(
    floor: Floor,
) -> None:
    [rings, answered] = floor.dials(2)
    floor.told(rings, Sign.DIALLING)
    floor.stage.happens(LegAlerting(floor.leg(rings)))
    person = floor.answers(answered)
    floor.stage.happens(KillDialing("kill", "boss"))
    assert floor.dials(3) == []
    floor.stage.passes(12.0)
    assert not floor.stage.all(ClearLeg)
    floor.stage.passes(3.0)
    assert [it.leg for it in floor.stage.all(ClearLeg)] == [rings.line]
    floor.stage.happens(AttemptUnanswered(rings.line, "CANCEL", 16, 180), LegCleared(person, 16))
    assert floor.attempt(rings).outcome is AttemptOutcome.CANCELLED
    assert floor.attempt(answered).outcome is AttemptOutcome.ABANDONED


def test_a_campaign_without_agents_leads_who_answers_into_its_flow(stage) -> None:
    floor = Floor(stage, replace(CAMPAIGN, mode=Mode.AGENTLESS, queue=None, flow=FlowName("reminder")))
    [placed] = floor.dials()
    assert placed.flow == "reminder"
    floor.told(placed, Sign.DIALLING, Sign.ANSWERED)
    person = floor.leg(placed)
    stage.happens(CallArrived(person, placed.number, "", "", "reminder"), IvrLeft(person, "hangup"))
    record = stage.centre.interaction(person)
    assert (record.direction, record.dnis) == (Direction.OUTBOUND, placed.number)
    stage.happens(LegCleared(person, 16))
    assert floor.attempt(placed).outcome is AttemptOutcome.CONNECTED
    assert floor.attempt(placed).interaction == person


# --- after a crash ----------------------------------------------------------------------------------
def crashed(floor: Floor, attempt: Attempt, *past: LegHistory) -> None:
    """The daemon starts anew and sees the switch; five seconds later it has looked again."""
    leads = tuple(it.record for it in floor.stage.all(Keep) if isinstance(it.record, Lead))
    floor.stage.said.clear()
    floor.starts()
    floor.stage.happens(
        Remembered((), (), (), attempts=(attempt,), leads=leads), SwitchSeen("sw1", (), {}, past)
    )
    floor.stage.passes(5.0)
    assert floor.stage.all(LookAgain)
    floor.stage.happens(SwitchSeen("sw1", (), {}))


def read(floor: Floor, attempt: Attempt, receipt: Receipt | None, up_for: float = 3600) -> Attempt:
    line = f"sw1:{attempt.id}"
    assert floor.stage.last(ReadReceipt).line == line
    floor.stage.happens(ReceiptRead(line, receipt, timedelta(seconds=up_for)))
    kept = [it.record for it in floor.stage.all(Keep) if isinstance(it.record, Attempt)]
    return kept[-1]


def test_an_attempt_without_a_receipt_on_a_switch_that_was_always_up_was_not_dialled(floor: Floor) -> None:
    [placed] = floor.dials()
    attempt = floor.attempt(placed)
    crashed(floor, attempt)
    assert read(floor, attempt, None).outcome is AttemptOutcome.NOT_DIALLED
    assert not floor.stage.all(PlaceAttempt)
    assert [it.outcome for it in floor.leads.ends] == [AttemptOutcome.NOT_DIALLED]


@pytest.mark.parametrize(
    ("receipt", "up_for", "outcome"),
    [
        (None, 1, AttemptOutcome.UNKNOWN),  # the switch was started after it: what it had written may be lost
        (Receipt("sent"), 3600, AttemptOutcome.UNKNOWN),
        (Receipt("ended", dial="BUSY", cause=17, sip=486), 3600, AttemptOutcome.BUSY),
    ],
)
def test_what_the_receipt_says_decides(
    floor: Floor, receipt: Receipt | None, up_for: float, outcome: AttemptOutcome
) -> None:
    [placed] = floor.dials()
    attempt = floor.attempt(placed)
    crashed(floor, attempt)
    assert read(floor, attempt, receipt, up_for).outcome is outcome
    floor.stage.passes(600)
    assert not floor.stage.all(PlaceAttempt)


@pytest.mark.parametrize(
    ("stayed", "detects", "outcome"),
    [
        (0.5, False, AttemptOutcome.HUNG_UP),
        (2.1, False, AttemptOutcome.ABANDONED),
        (0.5, True, AttemptOutcome.ABANDONED),  # the detector may have hung up: never counted too low
    ],
)
def test_who_answered_and_left_unheard_left_when_the_switch_s_own_record_says_so(
    stage, stayed: float, detects: bool, outcome: AttemptOutcome
) -> None:
    floor = Floor(stage, replace(CAMPAIGN, detects_machines=detects))
    [placed] = floor.dials()
    attempt, answered_at = floor.attempt(placed), stage.now + timedelta(seconds=1)
    left_at = answered_at + timedelta(seconds=stayed)
    crashed(floor, attempt, LegHistory("sw1:9.9", left_at, 16, answered_at=answered_at))
    came = read(floor, attempt, Receipt("answered", leg="sw1:9.9"))
    assert came.outcome is outcome
    assert came.answered_at == (None if detects else answered_at)


@pytest.mark.parametrize("receipt", [None, Receipt("sent")])
@pytest.mark.parametrize("talks", [True, False])
def test_of_who_was_known_to_have_answered_a_switch_that_died_need_not_tell(
    floor: Floor, receipt: Receipt | None, talks: bool
) -> None:
    legs = floor.stands_by("1001") if talks else {}
    [placed] = floor.dials()
    person = floor.answers(placed)
    if talks:
        talk(floor, person, legs["1001"])
    attempt = floor.attempt(placed)
    crashed(floor, attempt)
    came = read(floor, attempt, receipt, up_for=1)
    assert came.outcome is (AttemptOutcome.CONNECTED if talks else AttemptOutcome.ABANDONED)


def test_whom_only_the_receipt_names_is_looked_for_and_if_gone_is_never_counted_too_low(floor: Floor) -> None:
    [placed] = floor.dials()
    attempt = floor.attempt(placed)
    crashed(floor, attempt)
    answered, person = Receipt("answered", leg="sw1:9.9"), SeenLeg(LegId("sw1:9.9"), caller=True)
    assert read(floor, attempt, answered).outcome is None
    floor.stage.happens(SwitchSeen("sw1", (person,), {}))
    floor.stage.passes(30)
    assert len(floor.stage.all(ReadReceipt)) == 1
    floor.stage.happens(SwitchSeen("sw1", (), {}))
    assert read(floor, attempt, answered).outcome is AttemptOutcome.ABANDONED


def test_an_attempt_from_before_the_clock_was_set_back_is_looked_for_all_the_same(floor: Floor) -> None:
    [placed] = floor.dials()
    attempt = floor.attempt(placed)
    floor.stage.now -= timedelta(hours=1)
    crashed(floor, attempt)
    assert read(floor, attempt, None).outcome is AttemptOutcome.UNKNOWN  # was the switch up then, or not?


def test_an_attempt_whose_leg_lives_goes_on(floor: Floor) -> None:
    [placed] = floor.dials()
    floor.told(placed, Sign.DIALLING)
    attempt = floor.attempt(placed)
    floor.stage.said.clear()
    floor.starts()
    leg = SeenLeg(floor.leg(placed), ringing=True)
    floor.stage.happens(Remembered((), (), (), attempts=(attempt,)), SwitchSeen("sw1", (leg,), {}))
    floor.stage.passes(30)
    assert not floor.stage.all(ReadReceipt)
    floor.answers(placed)
    assert floor.attempt(placed).state is AttemptState.WAITING


def test_a_talk_that_began_while_the_daemon_was_away_is_found_and_nobody_was_abandoned(floor: Floor) -> None:
    legs = floor.stands_by("1001")
    [placed] = floor.dials()
    person = floor.answers(placed)
    call, status = floor.stage.centre.interaction(person), floor.stage.centre.agent(AgentId("1001"))
    offers = tuple(it.record for it in floor.stage.all(Keep) if isinstance(it.record, OfferRecord))
    attempt = floor.attempt(placed)
    floor.starts()
    seen = (
        SeenLeg(person, caller=True, answered=True, peers=(legs["1001"],)),
        SeenLeg(legs["1001"], answered=True, peers=(person,), agent=AgentId("1001"), toward=person),
    )
    floor.stage.happens(
        Remembered((status,), (call,), offers[-1:], attempts=(attempt,)),
        SwitchSeen("sw1", seen, {"1001": True, "1002": True}),
    )
    assert floor.attempt(placed).state is AttemptState.CONNECTED
    floor.stage.passes(10)
    floor.stage.happens(LegParted(person, "b1"), LegParted(legs["1001"], "b1"), LegCleared(person, 16))
    assert floor.attempt(placed).outcome is AttemptOutcome.CONNECTED
    assert floor.stage.state("1001") is not AgentState.TALKING


def test_nobody_is_sent_after_a_person_whom_a_switch_that_died_took_along(floor: Floor) -> None:
    [placed] = floor.dials()
    floor.answers(placed)
    floor.stage.passes(6.0)
    floor.stage.happens(SwitchLost("sw1", "killed"))
    floor.stage.happens(SwitchSeen("sw1", (), {"1001": True, "1002": True}, restarted=True))
    floor.stands_by("1001")
    assert not floor.stage.all(JoinStandby)
    assert floor.stage.last(ReadReceipt).line == placed.line


def test_who_left_while_the_daemon_came_back_counts_as_abandoned(floor: Floor) -> None:
    [placed] = floor.dials()
    person = floor.answers(placed)
    attempt = floor.attempt(placed)
    floor.starts()
    leg = SeenLeg(person, caller=True, answered=True)
    floor.stage.happens(Remembered((), (), (), attempts=(attempt,)), SwitchSeen("sw1", (leg,), {}))
    floor.stage.passes(3.0)
    floor.stage.happens(LegCleared(person, 16))
    assert floor.attempt(placed).outcome is AttemptOutcome.ABANDONED


def test_an_attempt_that_was_asked_for_as_the_switch_was_lost_is_looked_for_and_not_sent_again(
    floor: Floor,
) -> None:
    [placed] = floor.dials()
    floor.stage.happens(LegFailed(placed.leg, Reason("switch_lost")), SwitchLost("sw1", "gone"))
    assert floor.attempt(placed).outcome is None
    floor.stage.passes(6.0)
    floor.stage.happens(SwitchSeen("sw1", (), {}))
    assert floor.stage.last(ReadReceipt).line == placed.line
    floor.stage.happens(ReceiptRead(placed.line, Receipt("sent"), timedelta(hours=1)))
    assert floor.attempt(placed).outcome is AttemptOutcome.UNKNOWN
    assert floor.stage.all(PlaceAttempt) == [placed]


def test_an_attempt_that_was_never_written_was_not_dialled(floor: Floor) -> None:
    [placed] = floor.dials()
    floor.stage.happens(LegFailed(placed.leg, Reason("not_written")))
    assert floor.attempt(placed).outcome is AttemptOutcome.NOT_DIALLED


def test_a_talk_on_a_leg_that_stands_by_outlives_the_daemon(floor: Floor) -> None:
    legs = floor.stands_by("1001")
    [placed] = floor.dials()
    person = floor.answers(placed)
    talk(floor, person, legs["1001"])
    call, status = floor.stage.centre.interaction(person), floor.stage.centre.agent(AgentId("1001"))
    attempt = floor.attempt(placed)
    floor.starts()
    seen = (
        SeenLeg(person, caller=True, answered=True, peers=(legs["1001"],)),
        SeenLeg(legs["1001"], answered=True, peers=(person,), agent=AgentId("1001"), toward=person),
    )
    floor.stage.happens(
        Remembered((status,), (call,), (), attempts=(attempt,)),
        SwitchSeen("sw1", seen, {"1001": True, "1002": True}),
    )
    assert floor.stage.state("1001") is AgentState.TALKING
    floor.stage.happens(ClearConnection("bye", AgentId("1001")))
    assert floor.stage.last(StandAgain).leg == legs["1001"]
    floor.stage.happens(LegParted(legs["1001"], "b1"), LegParted(person, "b1"), LegCleared(person, 16))
    assert floor.stage.state("1001") is AgentState.WRAP_UP
    assert floor.attempt(placed).outcome is AttemptOutcome.CONNECTED
