"""Days on which agents have calls, chats and e-mails in hand."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from ctid.centre import routing
from ctid.centre.hands import ON_A_CALL, in_hand
from ctid.model.interactions import Outcome
from ctid.model.site import Site
from ctid.sim.day import Day, Played
from ctid.sim.models import one_queue
from ctid.sim.plan import Agents, Callers, Faults, Plan, Span, Work
from item_site import CAPACITY, POLICY

pytestmark = pytest.mark.slow

CHATS = Work("chat", 120, Span(240.0, 1.0), Span(180.0, None))
MAILS = Work("email", 150, Span(600.0, 1.0))


def mixed(people: int, **more: object) -> Plan:
    """A day of two hours of a crew who take all channels; a call excludes chats and lets e-mails be."""
    site: Site = one_queue(people)
    crew = {id: replace(agent, capacity=CAPACITY) for id, agent in site.agents.items()}
    site = replace(site, agents=crew, routing=POLICY)
    callers = Callers(calls=150, patience=Span(90.0, None), talk=Span(150.0, 1.0))
    return replace(Plan(site, hours=2, callers=callers, work=(CHATS, MAILS)), **more)


@dataclass
class Judge:
    """Sees every moment of a day."""

    day: Day | None = None
    faults: list[str] = field(default_factory=list)
    most: Counter[str] = field(default_factory=Counter)  # in one agent's hands, by channel

    def __call__(self, at: datetime, item: object, said: Sequence[object]) -> None:
        assert self.day is not None
        world, told = self.day.centre._world, self.day.centre._told
        for agent, status in world.agents.items():
            held = in_hand(world, agent)
            self.most |= held
            if any(many > CAPACITY[channel] for channel, many in held.items()):
                self.faults.append(f"{at}: {agent} has {held}")
            if held["chat"] and status.state in ON_A_CALL:
                self.faults.append(f"{at}: {agent} is {status.state} with {held}")
            if agent in told.signed_on and +told.in_hand[agent] != held:
                self.faults.append(f"{at}: the router thinks that {agent} has {told.in_hand[agent]}")
        for id in {*world.items.live, *world.calls, *told.waiting}:
            if routing.entry_of(world, id) != told.waiting.get(id):
                self.faults.append(f"{at}: the router knows nothing of {id} after {item}")


def judged(plan: Plan, seed: int) -> tuple[Played, Judge]:
    judge = Judge()
    judge.day = Day(plan, random.Random(seed), watch=judge)
    played = judge.day.play()
    assert judge.faults == []
    assert played.stuck == ()
    return played, judge


@pytest.mark.parametrize("seed", range(3))
def test_every_channel_is_served_and_no_desk_holds_more_than_it_may(seed: int) -> None:
    played, judge = judged(mixed(7), seed)
    outcomes = Counter((record.channel, record.outcome) for record in played.records)
    assert {channel for channel, _ in outcomes} == {"voice", "chat", "email"}
    assert outcomes["email", Outcome.ANSWERED] == sum(r.channel == "email" for r in played.records)
    assert outcomes["chat", Outcome.ANSWERED] > 0.8 * sum(r.channel == "chat" for r in played.records)
    assert judge.most == CAPACITY  # it was busy enough to matter


def test_on_a_rough_day_nothing_is_lost() -> None:
    agents = Agents(misses=0.1, rejects=0.05, phone_losses=1, breaks=2)
    faults = Faults(lost=0.02, twice=0.05, late=0.05, swapped=0.1, outages=3)
    work = (replace(CHATS, ignored=0.2), replace(MAILS, ignored=0.2))
    played, _ = judged(mixed(8, agents=agents, faults=faults, work=work), 4)
    assert all(record.outcome is not Outcome.OPEN for record in played.records)


def test_the_same_seed_gives_the_same_day() -> None:
    assert len({Day(mixed(6), random.Random(5)).play().digest for _ in range(2)}) == 1
