"""Whatever agents and callers do: a phone that comes or goes may take an agent away, it never frees one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.centre.centre import Centre
from ctid.centre.rules import Input, Tick
from ctid.model.agents import AgentState
from ctid.model.commands import GetReady, GoNotReady, MakeCall, SignOff, SignOn
from ctid.model.effects import Effect
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId, LegId, NodeId, OfferId, agent_leg
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.model.reports import (
    CallArrived,
    IvrLeft,
    LegAnswered,
    LegCleared,
    LegFailed,
    LegJoined,
    LegParted,
    PhoneChanged,
    PopNotShown,
    QueueAsked,
    SwitchSeen,
)
from ctid.model.routing_policy import Rona
from ctid.model.site import Site
from ctid.sim.models import ONE, one_queue

NODE = NodeId("sw1")
START = datetime(2026, 11, 22, 9, tzinfo=UTC)
AGENTS = [AgentId("1001"), AgentId("1002")]
CALLERS = [LegId(f"sw1:1.{n}") for n in range(3)]

Act = Callable[[OfferId], list[Input]]
"""What happens next, to whomever was offered last."""


def site() -> Site:
    """Two agents whose third miss in a row takes them away, and whom one may call outside."""
    whole = one_queue(2, wrap_up=timedelta(seconds=10))
    queues = {ONE: replace(whole.queues[ONE], rona=Rona(not_ready_after=3))}
    outbound = replace(whole.outbound, allow=("+1202",), show_number="+12025550000")
    return replace(whole, queues=queues, outbound=outbound)


def waits(leg: LegId) -> Act:
    return lambda _: [
        CallArrived(leg, "", "", "4001", "main"),
        QueueAsked(leg, ONE, {}, 0, Language.EN),
        IvrLeft(leg, "wait"),
    ]


def talks(leg: LegId) -> Act:
    return lambda offer: [
        LegAnswered(agent_leg(NODE, offer)),
        LegJoined(agent_leg(NODE, offer), "b"),
        LegJoined(leg, "b"),
    ]


def asked(agent: AgentId) -> list[Act]:
    return [
        lambda _: [SignOn("on", agent), GetReady("r", agent)],
        lambda _: [GetReady("r", agent)],
        lambda _: [GoNotReady("n", agent, "break")],
        lambda _: [SignOff("off", agent)],
        lambda _: [MakeCall("m", agent, "+12025550142")],
    ]


def phone(of: AgentId, *, reachable: bool) -> Act:
    return lambda _: [PhoneChanged(of, reachable)]


agents, callers = st.sampled_from(AGENTS), st.sampled_from(CALLERS)
causes = st.sampled_from(["no_answer", "rejected", "busy", "unreachable", "caller_left"])
acts: st.SearchStrategy[Act] = st.one_of(
    agents.flatmap(lambda agent: st.sampled_from(asked(agent))),
    callers.map(waits),
    callers.map(talks),
    callers.map(lambda leg: lambda _: [LegParted(leg, "b"), LegCleared(leg, 16)]),
    causes.map(lambda cause: lambda offer: [LegFailed(agent_leg(NODE, offer), Reason(cause))]),
    st.just(lambda offer: [PopNotShown(offer)]),
    st.just(lambda offer: [LegParted(agent_leg(NODE, offer), "b"), LegCleared(agent_leg(NODE, offer), 16)]),
    st.builds(lambda of, reachable: phone(of, reachable=reachable), agents, st.booleans()),
)
spans = st.sampled_from([0.01, 3.0, 12.0, 70.0])


@pytest.mark.slow
@settings(max_examples=300)
@given(st.lists(st.tuples(acts, spans), max_size=50))
def test_a_phone_that_changes_frees_nobody(story: list[tuple[Act, float]]) -> None:
    now, numbers, last = START, count(1), [OfferId("off_0")]
    centre = Centre(site(), new_offer_id=lambda: last.append(OfferId(f"off_{next(numbers)}")) or last[-1])
    centre.handle(SwitchSeen(NODE, (), dict.fromkeys(map(str, AGENTS), True)), now=now)
    for act, span in [(act, 0.0) for agent in AGENTS for act in asked(agent)[:1]] + story:
        now += timedelta(seconds=span)
        for item in [Tick(), *act(last[-1])]:
            before = states(centre)
            said = centre.handle(item, now=now)
            ready = {agent for agent, state in states(centre).items() if state is AgentState.READY}
            assert all(centre.phone_reachable(agent) for agent in {*ready, *offered(said)})
            if isinstance(item, PhoneChanged):
                may_be = {item.phone: AgentState.NOT_READY} if not item.reachable else {}
                for agent, state in states(centre).items():
                    taken = before[agent] is AgentState.READY and may_be.get(agent) is state
                    assert state is before[agent] or taken
                assert not offered(said)


def states(centre: Centre) -> dict[AgentId, AgentState]:
    found = {agent: centre.agent(agent) for agent in AGENTS}
    return {agent: status.state for agent, status in found.items() if status is not None}


def offered(said: list[Effect | Event]) -> list[AgentId]:
    events = [one for one in said if isinstance(one, Event) and one.kind is EventKind.OFFER_MADE]
    return [event.agent for event in events if event.agent is not None]
