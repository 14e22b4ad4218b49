"""Coming back: what the store remembered, what the switch shows, and what is healed between them."""

from datetime import timedelta

from ctid.model.agents import AgentState
from ctid.model.commands import GetReady, SignOn
from ctid.model.effects import ClearLeg, Keep, PopCustomer
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, FlowName, InteractionId, LegId, QueueName
from ctid.model.interactions import Interaction, OfferRecord, Outcome, SegmentKind
from ctid.model.reasons import Reason
from ctid.model.reports import (
    CallArrived,
    KeptPlace,
    LegCleared,
    LegFailed,
    LegHistory,
    LegParted,
    Remembered,
    SeenLeg,
    SwitchLost,
    SwitchSeen,
)

PHONES = {"1001": True, "1002": True}


def memory_of(stage) -> Remembered:
    """What the store would give after this stage: the newest of every record."""
    agents, interactions, offers = {}, {}, {}
    for kept in stage.all(Keep):
        if isinstance(kept.record, Interaction):
            interactions[kept.record.id] = kept.record
        elif isinstance(kept.record, OfferRecord):
            offers[kept.record.id] = kept.record
        else:
            agents[kept.record.agent] = kept.record
    return Remembered(
        tuple(agents.values()),
        tuple(i for i in interactions.values() if i.closed_at is None),
        tuple(o for o in offers.values() if o.ended_at is None),
    )


def restart(fresh, stage) -> None:
    fresh.now = stage.now + timedelta(seconds=2)
    fresh.happens(memory_of(stage))


def waiting_leg(leg: LegId, at) -> SeenLeg:
    place = KeptPlace(QueueName("support"), {}, 0, at)
    return SeenLeg(leg, caller=True, answered=True, holding=True, verb="wait", place=place)


def test_a_waiting_caller_is_readopted_with_its_place_and_offered(stage, fresh) -> None:
    stage.happens(SignOn("on", AgentId("1001")))
    caller = stage.waits()
    queued = next(s for s in stage.record(caller).segments if s.kind is SegmentKind.QUEUE)
    restart(fresh, stage)
    fresh.happens(SwitchSeen("sw1", (waiting_leg(caller, queued.started_at),), PHONES))
    fresh.happens(GetReady("ready", AgentId("1001")))
    pop = fresh.last(PopCustomer)
    assert pop.interaction == caller
    assert pop.waited == fresh.now - queued.started_at


def test_nothing_is_offered_before_the_switch_has_been_seen(stage, fresh) -> None:
    stage.ready("1001", "1002")
    caller = stage.waits()
    stage.happens(LegFailed(stage.rings().leg, Reason("no_answer", {"rang_s": 12})))
    restart(fresh, stage)
    fresh.passes(1)
    assert not fresh.all(PopCustomer)
    assert fresh.centre.interaction(InteractionId(caller)) is not None


def test_a_caller_the_store_never_heard_of_is_adopted_with_the_time_it_entered(fresh) -> None:
    fresh.ready("1001")
    caller = LegId("sw1:500.1")
    entered = fresh.now - timedelta(seconds=40)
    fresh.happens(SwitchSeen("sw1", (waiting_leg(caller, entered),), PHONES))
    fresh.ready("1001")
    assert fresh.told(EventKind.CALL_READOPTED)
    assert fresh.last(PopCustomer).waited >= timedelta(seconds=40)


def test_a_caller_who_came_while_nobody_was_there_and_asks_before_the_first_look_is_dated_back(fresh) -> None:
    caller, came = LegId("sw1:500.1"), fresh.now - timedelta(seconds=8)
    fresh.happens(CallArrived(caller, "+12025550142", "", "100", FlowName("main")))
    fresh.happens(SwitchSeen("sw1", (SeenLeg(caller, caller=True, answered=True, started_at=came),), PHONES))
    record = fresh.record(caller)
    assert (record.arrived_at, record.segments[0].started_at) == (came, came)


def test_a_conversation_that_outlived_the_daemon_ends_in_wrap_up(stage, fresh) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller)
    restart(fresh, stage)
    legs = (
        SeenLeg(caller, caller=True, answered=True, peers=(ring.leg,)),
        SeenLeg(ring.leg, answered=True, peers=(caller,)),
    )
    fresh.happens(SwitchSeen("sw1", legs, PHONES))
    assert not fresh.told(EventKind.DIFFERENCE_HEALED)
    assert fresh.state("1001") is AgentState.TALKING
    assert fresh.centre.pop(AgentId("1001"), now=fresh.now).interaction == caller
    fresh.happens(LegCleared(caller, 16), LegCleared(ring.leg, 16))
    assert fresh.state("1001") is AgentState.WRAP_UP
    fresh.passes(60)
    assert fresh.record(caller).closed_at is not None


def test_a_conversation_that_ended_meanwhile_is_closed_with_the_switchs_own_times(stage, fresh) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller)
    parted, ended = stage.now + timedelta(seconds=0.5), stage.now + timedelta(seconds=0.6)
    restart(fresh, stage)
    fresh.happens(
        SwitchSeen(
            "sw1",
            (),
            PHONES,
            histories=(LegHistory(caller, ended, 16, parted, parted), LegHistory(ring.leg, ended)),
        )
    )
    record = fresh.record(caller)
    assert (record.outcome, record.ended_at) == (Outcome.ANSWERED, ended)
    assert next(s.ended_at for s in record.segments if s.kind is SegmentKind.TALK) == parted
    assert fresh.state("1001") is AgentState.WRAP_UP


def test_an_answer_while_we_were_away_connects_the_offer_that_was_open(stage, fresh) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.rings()
    restart(fresh, stage)
    legs = (
        SeenLeg(caller, caller=True, answered=True, peers=(ring.leg,)),
        SeenLeg(ring.leg, answered=True, peers=(caller,)),
    )
    fresh.happens(SwitchSeen("sw1", legs, PHONES))
    assert fresh.told(EventKind.CALL_ESTABLISHED)
    assert fresh.state("1001") is AgentState.TALKING


def test_an_offer_made_in_the_last_moment_is_taken_up_from_the_agents_leg(stage, fresh) -> None:
    stage.happens(SignOn("on", AgentId("1001")))
    caller = stage.waits()
    memory = memory_of(stage)
    stage.happens(GetReady("ready", AgentId("1001")))
    ring = stage.rings()
    lost = Remembered(memory.agents, memory.interactions, ())
    fresh.now = stage.now + timedelta(seconds=2)
    fresh.happens(lost)
    legs = (
        SeenLeg(ring.leg, answered=True, peers=(caller,), agent=AgentId("1001"), toward=caller),
        SeenLeg(
            caller, caller=True, answered=True, peers=(ring.leg,), verb="wait",
            place=KeptPlace(QueueName("support"), {}, 0, stage.now),
        ),
    )  # fmt: skip
    fresh.happens(SwitchSeen("sw1", legs, PHONES))
    assert fresh.state("1001") is AgentState.TALKING
    assert [e.agent for e in fresh.told(EventKind.CALL_ESTABLISHED)] == ["1001"]


def test_an_offer_too_late_to_be_written_is_taken_up_although_one_before_it_is_open(stage, fresh) -> None:
    stage.ready("1001")
    caller = stage.waits()
    first = stage.rings()
    memory = memory_of(stage)
    stage.happens(LegFailed(first.leg, Reason("lost")))
    stage.happens(GetReady("again", AgentId("1001")))
    second = stage.rings()
    fresh.now = stage.now + timedelta(seconds=2)
    fresh.happens(memory)
    rings = SeenLeg(second.leg, ringing=True, agent=AgentId("1001"), toward=caller)
    gone = (LegHistory(first.leg, fresh.now, 19),)
    fresh.happens(SwitchSeen("sw1", (rings, waiting_leg(caller, stage.now)), PHONES, histories=gone))
    assert [event.offer for event in fresh.told(EventKind.OFFER_WITHDRAWN)] == [first.offer]
    assert fresh.told(EventKind.OFFER_MADE) == [], "a phone that rings was rung once more"
    assert [event.offer for event in fresh.told(EventKind.CALL_DELIVERED)] == [second.offer]


def test_an_agent_whose_phone_is_found_to_ring_had_ended_the_wrap_up_of_the_call_before(stage, fresh) -> None:
    stage.ready("1001")
    first = stage.waits()
    ring = stage.talks(first)
    memory, parted = memory_of(stage), stage.now + timedelta(seconds=1)
    stage.happens(
        LegParted(first, "b1"), LegCleared(first, 16), LegParted(ring.leg, "b1"), LegCleared(ring.leg, 16)
    )
    stage.happens(GetReady("next", AgentId("1001")))
    second = stage.waits()
    again = stage.rings()
    fresh.now = stage.now + timedelta(seconds=2)
    fresh.happens(memory)
    histories = (LegHistory(first, parted, 16, parted, parted), LegHistory(ring.leg, parted))
    rings = SeenLeg(again.leg, ringing=True, agent=AgentId("1001"), toward=second)
    fresh.happens(SwitchSeen("sw1", (waiting_leg(second, stage.now), rings), PHONES, histories=histories))
    assert fresh.state("1001") is AgentState.RESERVED
    assert fresh.record(first).closed_at is not None


def test_a_phone_that_rings_for_a_caller_who_has_left_is_told_to_stop(stage, fresh) -> None:
    stage.ready("1001")
    caller = stage.waits()
    memory = memory_of(stage)
    ring = stage.rings()
    fresh.now = stage.now + timedelta(seconds=2)
    fresh.happens(Remembered(memory.agents, memory.interactions, ()))
    gone = (LegHistory(caller, fresh.now, 16),)
    rings = SeenLeg(ring.leg, ringing=True, agent=AgentId("1001"))
    fresh.happens(SwitchSeen("sw1", (rings,), PHONES, histories=gone))
    assert fresh.all(ClearLeg) == [ClearLeg(ring.leg, Reason("caller_left"))]


def test_a_phone_that_rings_for_a_caller_whose_talk_is_over_is_told_to_stop(stage, fresh) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller).leg
    stage.happens(
        LegParted(caller, "b1"), LegCleared(caller, 16), LegParted(ring, "b1"), LegCleared(ring, 16)
    )
    assert stage.state("1001") is AgentState.WRAP_UP
    fresh.now = stage.now + timedelta(seconds=2)
    fresh.happens(memory_of(stage))
    late = SeenLeg(LegId("sw1:off_late"), ringing=True, agent=AgentId("1001"), toward=caller)
    fresh.happens(SwitchSeen("sw1", (late,), PHONES))
    assert fresh.all(ClearLeg) == [ClearLeg(late.leg, Reason("caller_left"))]
    assert fresh.state("1001") is AgentState.WRAP_UP


def test_a_call_that_vanished_without_a_trace_is_lost_and_its_agent_freed(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    stage.talks(caller)
    stage.passes(10)
    stage.happens(SwitchSeen("sw1", (), PHONES))
    assert stage.record(caller).ended_at is not None
    assert stage.told(EventKind.DIFFERENCE_HEALED)
    assert stage.state("1001") is AgentState.WRAP_UP


def test_a_look_does_not_kill_a_call_that_has_just_arrived(stage) -> None:
    caller = stage.arrives()
    stage.happens(SwitchSeen("sw1", (), PHONES))
    assert stage.centre.interaction(InteractionId(caller)) is not None


def test_a_call_that_had_just_arrived_when_the_switch_died_is_closed_as_soon_as_it_is_back(stage) -> None:
    caller = stage.arrives()
    stage.happens(SwitchLost("sw1", "gone"))
    stage.happens(SwitchSeen("sw1", (), PHONES, restarted=True))
    assert stage.centre.interaction(InteractionId(caller)) is None


def test_a_call_of_another_switch_is_left_alone(stage) -> None:
    other = LegId("sw2:1.1")
    stage.happens(CallArrived(other, "", "", "4001", "main"))
    stage.passes(60)
    stage.happens(SwitchSeen("sw1", (), PHONES))
    assert stage.centre.interaction(InteractionId(other)) is not None


def test_a_missed_parting_is_healed_once_a_minute(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    stage.talks(caller)
    stage.passes(60)
    stage.happens(SwitchSeen("sw1", (SeenLeg(caller, caller=True, answered=True),), PHONES))
    assert stage.state("1001") is AgentState.WRAP_UP
    stage.happens(LegParted(caller, "b1"), LegCleared(caller, 16))
    assert stage.record(caller).outcome is Outcome.ANSWERED


def test_an_answer_that_was_not_written_keeps_the_time_at_which_it_happened(stage, fresh) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.rings()
    joined = stage.now + timedelta(seconds=0.5)
    restart(fresh, stage)
    legs = (
        SeenLeg(caller, caller=True, answered=True, peers=(ring.leg,)),
        SeenLeg(ring.leg, answered=True, peers=(caller,)),
    )
    fresh.happens(SwitchSeen("sw1", legs, PHONES, histories=(LegHistory(caller, joined_at=joined),)))
    assert fresh.record(caller).answered_at == joined


def test_a_talk_that_began_and_ended_meanwhile_is_logged_with_its_agent(stage, fresh) -> None:
    stage.ready("1001")
    caller = stage.waits()
    stage.rings()
    restart(fresh, stage)
    joined, parted, ended = (fresh.now - timedelta(seconds=s) for s in (1.5, 0.7, 0.2))
    histories = (LegHistory(caller, ended, 16, joined, parted),)
    fresh.happens(SwitchSeen("sw1", (), PHONES, histories=histories))
    record = fresh.record(caller)
    assert (record.outcome, record.agent, record.answered_at) == (Outcome.ANSWERED, "1001", joined)
    talk = next(s for s in record.segments if s.kind is SegmentKind.TALK)
    assert (talk.started_at, talk.ended_at, record.ended_at) == (joined, parted, ended)
    assert fresh.state("1001") is AgentState.WRAP_UP


def test_a_talk_that_was_over_before_we_were_back_is_logged_while_the_caller_hears_goodbye(
    stage, fresh
) -> None:
    stage.ready("1001")
    caller = stage.waits()
    stage.rings()
    restart(fresh, stage)
    joined, parted = (fresh.now - timedelta(seconds=s) for s in (1.5, 0.7))
    leg = SeenLeg(caller, caller=True, answered=True, verb="wait")
    histories = (LegHistory(caller, joined_at=joined, parted_at=parted),)
    fresh.happens(SwitchSeen("sw1", (leg,), PHONES, histories=histories))
    record = fresh.record(caller)
    talk = next(s for s in record.segments if s.kind is SegmentKind.TALK)
    assert (record.agent, talk.started_at, talk.ended_at) == ("1001", joined, parted)
    assert fresh.state("1001") is AgentState.WRAP_UP


def test_an_offer_whose_leg_ended_while_we_were_away_frees_its_agent_at_once(stage, fresh) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.rings()
    restart(fresh, stage)
    histories = (LegHistory(ring.leg, fresh.now, 19),)
    fresh.happens(SwitchSeen("sw1", (waiting_leg(caller, stage.now),), PHONES, histories=histories))
    assert [event.offer for event in fresh.told(EventKind.OFFER_WITHDRAWN)] == [ring.offer]
    assert len(fresh.told(EventKind.OFFER_MADE)) == 1
