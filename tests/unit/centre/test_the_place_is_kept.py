"""P11: whatever way a caller comes back into the line, it is at the place and time of their first entry."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ctid.centre import offers, overflow, recovery, transfer
from ctid.model.agents import AgentStatus
from ctid.model.commands import ApplySite, BlindTransfer, SignOn
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, InteractionId, LegId, NodeId, QueueName
from ctid.model.interactions import Interaction
from ctid.model.languages import Language
from ctid.model.overflow import Overflow, ToNumber, Waited
from ctid.model.reasons import Reason
from ctid.model.reports import (
    IvrLeft,
    KeptPlace,
    LegCleared,
    LegFailed,
    LegHeld,
    LegParted,
    QueueAsked,
    Remembered,
    SeenLeg,
    SwitchLost,
    SwitchSeen,
)
from ctid.model.routing_policy import RoutingPolicy

ANN, BEN = AgentId("1001"), AgentId("1002")
SUPPORT, NODE = QueueName("support"), NodeId("sw1")
OUTSIDE = "+12025550142"
PHONES = {"1001": True, "1002": True}


def misses(stage, caller: LegId):
    stage.ready("1001")
    stage.happens(LegFailed(stage.rings().leg, Reason("no_answer", {"rang_s": 12})))


def vanishes(stage, caller: LegId):
    stage.ready("1001")
    stage.happens(LegFailed(stage.rings().leg, Reason("unreachable")))


def is_handed_on(stage, caller: LegId, to: str) -> None:
    stage.ready("1001")
    leg = stage.talks(caller).leg
    if to == BEN:
        stage.ready("1002")
    stage.happens(BlindTransfer("t", ANN, to), LegParted(caller, "b1"), LegCleared(leg, 16))


def nobody_answers_outside(stage, caller: LegId):
    is_handed_on(stage, caller, OUTSIDE)
    stage.happens(LegHeld(caller))


def the_colleague_misses(stage, caller: LegId):
    is_handed_on(stage, caller, BEN)
    stage.happens(LegFailed(stage.rings().leg, Reason("no_answer", {"rang_s": 12})))


def overflows_in_vain(stage, caller: LegId):
    stage.happens(LegHeld(caller))
    world = stage.centre._world
    rule = Overflow(Waited(timedelta(seconds=30)), ToNumber(OUTSIDE))
    queues = {SUPPORT: replace(world.site.queues[SUPPORT], overflow=(rule,))}
    applies(stage, replace(world.site, queues=queues))
    stage.passes(40)
    assert stage.told(EventKind.CALL_OVERFLOWED)
    stage.happens(LegHeld(caller))


def applies(stage, site) -> None:
    stage.centre._world.layers.read_site = lambda command: site
    stage.happens(ApplySite("a", "boss", "", ()))


def another_configuration(stage, caller: LegId):
    applies(stage, replace(stage.centre.site, routing=RoutingPolicy(spare_flexible=1)))


def seen(caller: LegId, entered_at) -> SwitchSeen:
    place = KeptPlace(SUPPORT, {}, 2, entered_at)
    leg = SeenLeg(caller, caller=True, answered=True, holding=True, verb="wait", place=place)
    return SwitchSeen(NODE, (leg,), PHONES)


def the_switch_is_away(stage, caller: LegId):
    stage.happens(SwitchLost(NODE, "gone"))
    stage.passes(20)
    stage.happens(seen(caller, place_of(stage, caller)[0]))


def ctid_is_started_anew(stage, caller: LegId):
    """The store knows the call; the place is on the switch."""
    place = place_of(stage, caller)[0]
    agents = {k.record.agent: k.record for k in stage.all(Keep) if isinstance(k.record, AgentStatus)}
    calls = {k.record.id: k.record for k in stage.all(Keep) if isinstance(k.record, Interaction)}
    fresh = stage.ruled()
    fresh.now += timedelta(seconds=10)
    fresh.happens(Remembered(tuple(agents.values()), tuple(calls.values()), ()), seen(caller, place))
    return fresh


WAYS_BACK = (
    misses,
    vanishes,
    nobody_answers_outside,
    the_colleague_misses,
    overflows_in_vain,
    another_configuration,
    the_switch_is_away,
    ctid_is_started_anew,
)


def place_of(stage, caller: LegId):
    """When the router was told that they came, and their priority."""
    (one,) = stage.centre.line(9, now=stage.now).first
    assert one.record.id == InteractionId(caller)
    assert one.position == 1
    return one.entered_at, one.priority


def comes_back_to_their_place(way: Callable[..., Any], stage) -> None:
    stage.happens(SignOn("on", ANN), SignOn("on", BEN))
    caller = stage.arrives()
    stage.happens(QueueAsked(caller, SUPPORT, {}, 2, Language.EN), IvrLeft(caller, "wait"))
    before = place_of(stage, caller)
    stage.passes(7)
    stage = way(stage, caller) or stage
    assert place_of(stage, caller) == before


@pytest.mark.parametrize("way", WAYS_BACK, ids=lambda way: way.__name__)
def test_a_caller_who_comes_back_into_the_line_has_the_place_they_had(way, stage) -> None:
    comes_back_to_their_place(way, stage)


def after(rule: Callable[..., None]) -> Callable[..., None]:
    """Whoever comes back by this rule is put behind all others."""

    def broken(world, call, *told: Any) -> None:
        rule(world, call, *told)
        call.entry = replace(call.entry, entered_at=told[-1])

    return broken


def missed_and_behind(world, offer, reason, now, missed=offers.missed) -> None:
    missed(world, offer, reason, now)
    call = world.calls[offer.record.interaction]
    call.entry = replace(call.entry, entered_at=now)


def forgets_the_priority(world, record, place, entry=recovery._entry):
    return replace(entry(world, record, place), priority=0)


@pytest.mark.parametrize(
    ("owner", "name", "fault"),
    [
        (offers, "missed", missed_and_behind),
        (transfer, "line", after(transfer.line)),
        (overflow, "_comes_back", after(overflow._comes_back)),
        (recovery, "_entry", forgets_the_priority),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_centre_that_puts_somebody_behind_is_found(owner, name, fault, new_stage, monkeypatch) -> None:
    monkeypatch.setattr(owner, name, fault)
    with pytest.raises(AssertionError):
        for way in WAYS_BACK:
            comes_back_to_their_place(way, new_stage())
