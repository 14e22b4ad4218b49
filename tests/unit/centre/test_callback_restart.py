"""A wish to be called back outlives a restart in every state, and nobody is called twice."""

from callback_stage import agent_first, asks, customer_first, rung, wish
from ctid.centre.centre import Centre
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.callback_effects import CallBack
from ctid.model.callbacks import Callback, CallbackState
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, LegId, NodeId
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.reasons import Reason
from ctid.model.reports import (
    KeyPressed,
    LegAlerting,
    LegAnswered,
    LegCleared,
    LegFailed,
    LegHeld,
    LegHistory,
    LegJoined,
    Remembered,
    SeenLeg,
    SwitchSeen,
)
from ctid.store.encoding import decode, encode

__all__ = ["agent_first", "customer_first"]
PHONES = {"1001": True, "1002": True}


def restarts(stage, *legs: SeenLeg, past: tuple[LegHistory, ...] = (), after: float = 10.0) -> None:
    """Start a new centre that knows what was kept, and that sees these legs."""
    newest = {
        (type(k.record), getattr(k.record, "id", None) or k.record.agent): k.record for k in stage.all(Keep)
    }

    def kept(kind):
        return tuple(decode(kind, encode(kind, r)) for (of, _), r in newest.items() if of is kind)

    calls = tuple(call for call in kept(Interaction) if call.closed_at is None)
    going_on = tuple(offer for offer in kept(OfferRecord) if offer.ended_at is None)
    stage.centre = Centre(stage.centre.site, new_offer_id=stage.centre._world.new_offer_id)
    stage.said.clear()
    stage.passes(after)
    stage.happens(Remembered(kept(AgentStatus), calls, going_on, callbacks=kept(Callback)))
    stage.said += [Keep(wish) for wish in kept(Callback)]
    stage.happens(SwitchSeen(NodeId("sw1"), legs, PHONES, past))


def agents_leg(ring, **how) -> SeenLeg:
    return SeenLeg(ring.leg, agent=AgentId("1001"), answered=True, **how)


def dialled(stage):
    """An agent has answered and the number rings."""
    leg = asks(stage)
    stage.ready("1001")
    ring = rung(stage)
    back = stage.last(CallBack)
    stage.happens(LegAlerting(back.leg))
    return leg, ring, back


def test_a_place_that_waits_is_kept_with_its_time_of_entry(agent_first) -> None:
    leg = asks(agent_first)
    entered_at = wish(agent_first).entered_at
    restarts(agent_first, after=300)
    agent_first.waits()
    agent_first.ready("1001")
    assert agent_first.told(EventKind.OFFER_MADE)[0].interaction == leg
    assert agent_first.centre._world.calls[leg].entry.entered_at == entered_at


def test_a_promise_that_was_written_and_never_spoken_leaves_the_caller_in_the_line(agent_first) -> None:
    leg = agent_first.waits()
    agent_first.happens(KeyPressed(leg, "2"))
    restarts(agent_first, SeenLeg(leg, caller=True, answered=True, holding=True, verb="wait"))
    agent_first.ready("1001")
    ring = agent_first.talks(leg)
    assert not ring.calls_back


def test_an_agent_who_answered_meanwhile_has_the_number_called_now(agent_first) -> None:
    asks(agent_first)
    agent_first.ready("1001")
    ring = agent_first.rings()
    restarts(agent_first, agents_leg(ring))
    assert agent_first.last(CallBack).agent_leg == ring.leg


def test_a_number_that_rings_goes_on_ringing_and_is_not_called_again(agent_first) -> None:
    _, ring, back = dialled(agent_first)
    restarts(agent_first, agents_leg(ring), SeenLeg(back.leg, ringing=True))
    assert not agent_first.all(CallBack)
    agent_first.happens(LegAnswered(back.leg), LegJoined(ring.leg, "b"), LegJoined(back.leg, "b"))
    assert agent_first.state("1001") is AgentState.TALKING
    assert wish(agent_first).state is CallbackState.REACHED


def test_a_talk_that_began_meanwhile_is_found(agent_first) -> None:
    leg, ring, back = dialled(agent_first)
    restarts(
        agent_first,
        agents_leg(ring, peers=(back.leg,)),
        SeenLeg(back.leg, caller=True, answered=True, peers=(ring.leg,), verb="wait"),
    )
    assert agent_first.state("1001") is AgentState.TALKING
    assert agent_first.record(leg).agent == "1001"


def test_a_talk_that_came_and_went_is_in_the_log(agent_first) -> None:
    leg, _, back = dialled(agent_first)
    at = agent_first.now
    history = LegHistory(back.leg, ended_at=at, cause=16, joined_at=at, parted_at=at)
    restarts(agent_first, past=(history,))
    assert agent_first.record(leg).answered_at == at
    assert wish(agent_first).state is CallbackState.REACHED
    assert not agent_first.all(CallBack)


def test_an_attempt_of_which_the_switch_tells_the_end_is_made_again_later(agent_first) -> None:
    _, _, back = dialled(agent_first)
    restarts(agent_first, past=(LegHistory(back.leg, ended_at=agent_first.now, cause=17),))
    assert wish(agent_first).state is CallbackState.RESTING
    assert not agent_first.all(CallBack)


def test_an_attempt_of_which_nobody_knows_is_never_made_again(agent_first) -> None:
    leg, _, _ = dialled(agent_first)
    restarts(agent_first)
    assert wish(agent_first).state is CallbackState.UNKNOWN
    agent_first.ready("1002")
    agent_first.passes(1200)
    assert not agent_first.all(CallBack)
    agent_first.passes(3600)
    assert wish(agent_first).state is CallbackState.EXPIRED
    assert agent_first.record(leg).closed_at is not None


def test_a_rest_is_over_at_its_time(agent_first) -> None:
    leg, _, back = dialled(agent_first)
    agent_first.happens(LegFailed(back.leg, Reason("busy")), LegCleared(back.leg, 17))
    restarts(agent_first)
    agent_first.ready("1001")
    assert not agent_first.told(EventKind.OFFER_MADE)
    agent_first.passes(300)
    assert agent_first.told(EventKind.OFFER_MADE)[0].interaction == leg


def test_a_customer_on_the_line_again_is_known_by_the_new_leg(customer_first) -> None:
    stage = customer_first
    leg = asks(stage)
    stage.ready("1001")
    back = stage.last(CallBack)
    stage.happens(LegAnswered(back.leg), LegHeld(back.leg))
    restarts(stage, SeenLeg(back.leg, caller=True, answered=True, holding=True, verb="wait"))
    assert [call.leg for call in stage.centre._world.calls.values()] == [back.leg]
    stage.happens(LegCleared(back.leg, 16))
    assert stage.record(leg).closed_at is not None


def test_a_customer_who_answered_meanwhile_waits_at_the_old_place(customer_first) -> None:
    stage = customer_first
    leg = asks(stage)
    stage.ready("1001")
    back = stage.last(CallBack)
    restarts(stage, SeenLeg(back.leg, caller=True, answered=True, holding=True, verb="wait"))
    assert stage.told(EventKind.OFFER_MADE)[-1].interaction == leg


def test_a_leg_that_is_heard_of_after_all_ends_the_doubt(customer_first) -> None:
    stage = customer_first
    asks(stage)
    stage.ready("1001")
    back = stage.last(CallBack)
    restarts(stage)
    assert wish(stage).state is CallbackState.UNKNOWN
    stage.happens(LegHeld(LegId(back.leg)))
    assert wish(stage).state is CallbackState.REACHED
