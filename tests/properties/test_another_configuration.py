"""Whatever configurations are applied while callers wait: nobody is lost, and the last one says the order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.centre.centre import Centre
from ctid.model.commands import ApplySite, GetReady, SignOn
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId, FlowName, LegId, NodeId, OfferId, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.model.reports import CallArrived, IvrLeft, LegCleared, QueueAsked, SwitchSeen
from ctid.model.routing_policy import RelaxationStep, RoutingPolicy
from ctid.model.site import Agent, Queue, Site
from ctid.routing.skills import AtLeast

NODE = NodeId("sw1")
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AMY, BEN = AgentId("amy"), AgentId("ben")
SKILLS = tuple(map(SkillName, ("a", "b")))
QUEUES = tuple(map(QueueName, ("a", "b")))

seconds = st.integers(1, 300).map(lambda n: timedelta(seconds=n))
levels = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5))


@st.composite
def sites(draw: st.DrawFn, *, bens: st.SearchStrategy = levels) -> Site:
    """Two lines; Amy, who is away, could answer both, and Ben whatever is drawn."""
    return Site(
        name=Text("Test", "测试"),
        region="US",
        agents={
            AMY: Agent(AMY, "Amy", AMY, dict.fromkeys(SKILLS, 5)),
            BEN: Agent(BEN, "Ben", BEN, draw(bens)),
        },
        queues={name: draw(queues(name)) for name in QUEUES},
        skills=SKILLS,
        numbers={"4001": FlowName("main")},
        routing=RoutingPolicy(priority_is_worth=draw(seconds)),
    )


@st.composite
def queues(draw: st.DrawFn, name: QueueName) -> Queue:
    steps = (
        RelaxationStep(timedelta(), AtLeast(name, draw(st.integers(2, 5)))),
        RelaxationStep(draw(seconds), AtLeast(name)),
    )
    wait = timedelta(seconds=10)
    return Queue(name, Text(name, name), {}, ring=wait, wrap_up=wait, steps=steps)


class Running:
    """A centre in which callers wait and nobody is ready."""

    def __init__(self, site: Site) -> None:
        numbers = count(1)
        self.sites: dict[str, Site] = {}
        self.centre = Centre(
            site,
            new_offer_id=lambda: OfferId(f"off_{next(numbers)}"),
            read_site=lambda command: self.sites[command.centre],
        )
        self.now = START
        self.offered: list[str] = []
        self.hears(SwitchSeen(NODE, (), {AMY: True, BEN: True}), SignOn("1", AMY), SignOn("2", BEN))

    def hears(self, *items) -> None:
        for item in items:
            self.now += timedelta(milliseconds=10)
            said = self.centre.handle(item, now=self.now)
            made = [one for one in said if isinstance(one, Event) and one.kind is EventKind.OFFER_MADE]
            self.offered += [str(one.interaction) for one in made]

    def applies(self, site: Site) -> None:
        name = str(len(self.sites))
        self.sites[name] = site
        self.hears(ApplySite(name, "boss", name, ("main",)))

    def waits(self, number: int, queue: QueueName, priority: int) -> tuple[str, int, datetime]:
        leg = LegId(f"{NODE}:{100 - number}.1")  # whoever comes later has the lower id
        self.hears(CallArrived(leg, "+12025550123", "", "4001", "main"))
        self.hears(QueueAsked(leg, queue, {}, priority, Language.EN))
        entered = self.now
        self.hears(IvrLeft(leg, "wait"))
        return leg, priority, entered


callers = st.lists(st.tuples(st.sampled_from(QUEUES), st.integers(0, 3)), min_size=1, max_size=6)
both = st.just(dict.fromkeys(SKILLS, 5))


@pytest.mark.slow
@settings(deadline=None)
@given(sites(), callers, st.lists(sites(), max_size=4), sites(bens=both))
def test_nobody_who_waits_is_lost_and_the_last_configuration_says_the_order(
    first: Site, come: list, between: list[Site], last: Site
) -> None:
    running = Running(first)
    waiting = [running.waits(number, queue, priority) for number, (queue, priority) in enumerate(come)]
    for site in (*between, last):
        running.applies(site)
        assert sum(running.centre.waiting().values()) == len(waiting)
    assert running.offered == []
    worth = last.routing.priority_is_worth
    order = sorted(waiting, key=lambda caller: (caller[2] - caller[1] * worth, caller[0]))
    running.hears(GetReady("ready", BEN))
    for leg, _, _ in order:
        assert running.offered[-1] == leg
        running.hears(LegCleared(LegId(leg), 16))
    assert running.centre.site == last


@settings(deadline=None)
@given(sites(), callers, sites(bens=both))
def test_an_agent_who_is_free_is_offered_whom_the_new_configuration_puts_first(
    first: Site, come: list, last: Site
) -> None:
    nobodys = replace(first, agents={**first.agents, BEN: replace(first.agents[BEN], skills={})})
    running = Running(nobodys)
    running.hears(GetReady("ready", BEN))
    waiting = [running.waits(number, queue, priority) for number, (queue, priority) in enumerate(come)]
    running.applies(last)
    worth = last.routing.priority_is_worth
    order = sorted(waiting, key=lambda caller: (caller[2] - caller[1] * worth, caller[0]))
    assert running.offered == [order[0][0]]
