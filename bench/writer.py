"""What an input costs the one writer of a full centre, and to know what falls due next.

    script/bench writer [--agents 1000] [--waiting 2000] [--times 200] [--json]

Everybody at work is busy, so all others wait: their places are announced every minute, and rules of overflow
hang over them. Then come inputs of each sort, each followed by `next_deadline`, as the daemon does it.
"""

# ruff: noqa: T201  (a benchmark prints)

import argparse
import gc
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from time import perf_counter

from percentiles import percentile

from ctid.centre.centre import Centre
from ctid.centre.rules import Input, Tick
from ctid.model.agents import AgentState
from ctid.model.commands import GetReady, SignOn
from ctid.model.ids import AgentId, InteractionId, LegId, NodeId, OfferId, agent_leg
from ctid.model.languages import Language
from ctid.model.overflow import LeaveWord, Occasion, Overflow, Waited
from ctid.model.reports import (
    CallArrived,
    IvrLeft,
    IvrStepped,
    LegAlerting,
    LegAnswered,
    LegCleared,
    LegJoined,
    LegParted,
    PopShown,
    QueueAsked,
    SwitchSeen,
)
from ctid.model.routing_policy import Announcements
from ctid.model.site import Site
from ctid.sim.models import ONE, one_queue

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
NODE = NodeId("sw1")
RULES = (
    Overflow(Waited(timedelta(minutes=40)), LeaveWord.VOICEMAIL),
    Overflow(Occasion.NOBODY_ON_DUTY, LeaveWord.VOICEMAIL),
)


class Full:
    """A centre in which nobody is free, and many wait."""

    def __init__(self, agents: int, waiting: int) -> None:
        self.offers, self.legs = count(1), count(1)
        site = self.site(agents)
        self.centre = Centre(site, new_offer_id=lambda: OfferId(f"off_{next(self.offers):06d}"))
        self.now = START
        self.hears(SwitchSeen(NODE, (), {agent.phone: True for agent in site.agents.values()}))
        self.agents = list(site.agents)
        for agent in self.agents:
            self.hears(SignOn("on", agent))
        self.callers = [self.comes() for _ in range(waiting)]
        self.talks = [
            self.talk(agent, caller) for agent, caller in zip(self.agents, self.callers, strict=False)
        ]
        self.callers = self.callers[agents:] + [self.comes() for _ in range(agents)]

    def site(self, agents: int) -> Site:
        site = one_queue(agents)
        queue = replace(site.queues[ONE], announce=Announcements(timedelta(minutes=1)), overflow=RULES)
        return replace(site, queues={ONE: queue})

    def hears(self, item: Input) -> float:
        """Let something happen; return the seconds until the centre can hear the next."""
        self.now += timedelta(milliseconds=1)
        began = perf_counter()
        self.centre.handle(item, now=self.now)
        self.centre.next_deadline()
        return perf_counter() - began

    def comes(self) -> LegId:
        leg = LegId(f"{NODE}:{next(self.legs)}.1")
        self.hears(CallArrived(leg, "+12025550123", "", "4001", "main"))
        self.hears(QueueAsked(leg, ONE, {}, 0, Language.EN))
        self.hears(IvrLeft(leg, "wait"))
        return leg

    def talk(self, agent: AgentId, caller: LegId) -> tuple[AgentId, LegId, LegId]:
        self.hears(GetReady("r", agent))
        status = self.centre.agent(agent)
        assert status is not None
        assert status.state is AgentState.RESERVED
        assert status.interaction == InteractionId(caller)
        assert status.offer is not None
        leg, bridge = agent_leg(NODE, status.offer), f"b{agent}"
        for item in (PopShown(status.offer), LegAlerting(leg), LegAnswered(leg)):
            self.hears(item)
        self.hears(LegJoined(leg, bridge))
        self.hears(LegJoined(caller, bridge))
        return agent, leg, caller

    # --- sorts of inputs --------------------------------------------------------------------------------
    def ticks(self) -> Iterator[float]:
        yield self.hears(Tick())

    def steps(self) -> Iterator[float]:
        leg = LegId(f"{NODE}:{next(self.legs)}.1")
        self.hears(CallArrived(leg, "+12025550123", "", "4001", "main"))
        yield self.hears(IvrStepped(leg, "main", "pressed", "1", ""))
        self.hears(LegCleared(leg, 16))

    def queues(self) -> Iterator[float]:
        leg = LegId(f"{NODE}:{next(self.legs)}.1")
        self.hears(CallArrived(leg, "+12025550123", "", "4001", "main"))
        self.hears(QueueAsked(leg, ONE, {}, 0, Language.EN))
        yield self.hears(IvrLeft(leg, "wait"))
        self.callers.append(leg)

    def gives_up(self) -> Iterator[float]:
        yield self.hears(LegCleared(self.callers.pop(), 16))

    def ends_and_begins(self) -> Iterator[float]:
        """A talk ends, the notes are short, and the next caller is offered and answered."""
        agent, leg, caller = self.talks.pop(0)
        yield self.hears(LegParted(caller, f"b{agent}"))
        for item in (LegParted(leg, f"b{agent}"), LegCleared(leg, 16), LegCleared(caller, 16)):
            yield self.hears(item)
        yield self.hears(GetReady("r", agent))
        status = self.centre.agent(agent)
        assert status is not None
        assert status.offer is not None
        following = LegId(str(status.interaction))
        self.callers.remove(following)
        leg = agent_leg(NODE, status.offer)
        yield self.hears(PopShown(status.offer))
        for item in (LegAlerting(leg), LegAnswered(leg), LegJoined(leg, f"b{agent}")):
            yield self.hears(item)
        yield self.hears(LegJoined(following, f"b{agent}"))
        self.talks.append((agent, leg, following))
        self.callers.append(self.comes())

    def explains(self) -> Iterator[float]:
        """Somebody asks why the last in line waits."""
        began = perf_counter()
        assert self.centre.why(InteractionId(self.callers[-1]), now=self.now) is not None
        yield perf_counter() - began


SORTS: dict[str, Callable[[Full], Iterator[float]]] = {
    "a tick": Full.ticks,
    "a step in a menu": Full.steps,
    "a caller queues": Full.queues,
    "a caller gives up": Full.gives_up,
    "a talk ends, another begins": Full.ends_and_begins,
    "why one waits is asked": Full.explains,
}


def measure(agents: int, waiting: int, times: int) -> dict[str, dict[str, float]]:
    """Return the microseconds that an input of each sort costs."""
    full = Full(agents, waiting)
    gc.collect()
    gc.disable()
    figures = {}
    for name, sort in SORTS.items():
        took = [seconds * 1e6 for _ in range(times) for seconds in sort(full)]
        figures[name] = {"p50": percentile(took, 50), "p99": percentile(took, 99)}
    gc.enable()
    return figures


def main() -> None:
    """Print what inputs cost."""
    about = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    about.add_argument("--agents", type=int, default=1000)
    about.add_argument("--waiting", type=int, default=2000)
    about.add_argument("--times", type=int, default=200)
    about.add_argument("--quick", action="store_true", help="a tenth of everything")
    about.add_argument("--json", action="store_true")
    asked = about.parse_args()
    part = 10 if asked.quick else 1
    figures = measure(asked.agents // part, asked.waiting // part, asked.times // part)
    if asked.json:
        print(json.dumps(figures))
        return
    print(
        f"{asked.agents // part} agents who talk, {asked.waiting // part} callers who wait; µs for an input"
    )
    for name, of in figures.items():
        print(f"  {name:<30} p50 {of['p50']:8.0f}   p99 {of['p99']:8.0f}")


if __name__ == "__main__":
    main()
