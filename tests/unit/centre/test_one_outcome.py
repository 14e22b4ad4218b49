"""P15: an offer, an answer, a hang-up, a miss and a log-off, in every order: one thing comes of them.

Reports may be late, so an order that no telephone can play must be borne too. Afterwards the agent can be
offered the next caller.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from ctid.acd.agent import AgentMove
from ctid.centre import offers
from ctid.centre.world import World
from ctid.model.agents import AgentState
from ctid.model.commands import GetReady, SignOff, SignOn
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, InteractionId, NodeId, OfferId, agent_leg
from ctid.model.interactions import OfferRecord, Outcome
from ctid.model.reasons import Reason
from ctid.model.reports import LegAnswered, LegCleared, LegFailed, LegJoined, PopNotShown

ANN, BEN = AgentId("1001"), AgentId("1002")
FIRST = OfferId("off_1")
PHONE = agent_leg(NodeId("sw1"), FIRST)
ENDS = (EventKind.OFFER_MISSED, EventKind.OFFER_WITHDRAWN, EventKind.CALL_ESTABLISHED)

FIVE = {
    "offer": lambda caller: [GetReady("r", ANN), PopNotShown(FIRST)],
    "answer": lambda caller: [LegAnswered(PHONE), LegJoined(PHONE, "b"), LegJoined(caller, "b")],
    "hang-up": lambda caller: [LegCleared(caller, 16)],
    "miss": lambda caller: [LegFailed(PHONE, Reason("no_answer", {"rang_s": 12}))],
    "log-off": lambda caller: [SignOff("off", ANN)],
}
ORDERS = list(permutations(FIVE))


def one_thing_comes_of(order: tuple[str, ...], stage) -> None:
    stage.happens(SignOn("on", ANN), SignOn("on", BEN))
    caller = stage.waits()
    for name in order:
        stage.happens(*FIVE[name](caller))
    stage.happens(LegCleared(PHONE, 16))
    stage.passes(60)
    made = [event.offer for event in stage.told(EventKind.OFFER_MADE)]
    ended = [event.offer for kind in ENDS for event in stage.told(kind)]
    assert sorted(ended) == sorted(made)
    records = {
        keep.record.id: keep.record for keep in stage.all(Keep) if isinstance(keep.record, OfferRecord)
    }
    assert all(record.ended_at is not None for record in records.values())
    assert len(stage.told(EventKind.INTERACTION_CLOSED)) == 1
    answered = bool(stage.told(EventKind.CALL_ESTABLISHED))
    assert (stage.record(caller).outcome is Outcome.ANSWERED) == answered
    stage.ready("1001")
    assert stage.state("1001") is AgentState.READY
    assert stage.told(EventKind.OFFER_MADE)[len(made) :] == []
    following = stage.waits()
    assert stage.told(EventKind.OFFER_MADE)[-1].interaction == InteractionId(following)


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_one_thing_comes_of_them_and_the_agent_is_there_for_the_next(order: tuple[str, ...], stage) -> None:
    one_thing_comes_of(order, stage)


def keeps_the_offer(world: World, offer, *told: Any, end=offers.end) -> bool:
    """An offer that has ended stays open to whatever comes late."""
    end(world, offer, *told)
    world.offers[offer.record.id] = offer
    return True


def keeps_the_agent(world: World, agent: AgentId, move, *told: Any, move_agent=World.move_agent) -> bool:
    """An agent whose offer is taken back stays reserved for it."""
    return move is not AgentMove.RELEASE and move_agent(world, agent, move, *told)


def answers_for_good(world: World, offer, now, *, connected=offers.connected) -> None:
    """A talk does not end the offer that led to it."""
    before = replace(offer.record)
    connected(world, offer, now)
    offer.record = before
    world.offers[before.id] = offer
    world.calls[before.interaction].offer = before.id


@pytest.mark.parametrize(
    ("owner", "name", "fault"),
    [
        (offers, "end", keeps_the_offer),
        (World, "move_agent", keeps_the_agent),
        (offers, "connected", answers_for_good),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_centre_that_lets_two_things_come_of_them_is_found(
    owner: object, name: str, fault: Callable[..., Any], new_stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, name, fault)
    with pytest.raises((AssertionError, LookupError)):
        for order in ORDERS:
            one_thing_comes_of(order, new_stage())
