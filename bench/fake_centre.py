"""The daemon's own parts round a pretend switch: calls arrive at a rate, are answered, talked through, ended.

Everything but the switch is real: the loop, the centre, the dispatch, the writer on a SQLite file, the pages,
the HTTP server. The switch answers every effect after a short while, as a real one would.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from ctid.api.app import make_app
from ctid.api.pages import Pages
from ctid.api.serve import serve
from ctid.centre.centre import Centre
from ctid.model.commands import GetReady, SignOn
from ctid.model.effects import AnswerQueueAsk, RingAgent
from ctid.model.ids import AgentId, FlowName, LegId, NodeId, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.model.reports import (
    CallArrived,
    IvrLeft,
    IvrStepped,
    LegAlerting,
    LegAnswered,
    LegCleared,
    LegJoined,
    QueueAsked,
    SwitchSeen,
)
from ctid.model.site import Agent, Disposition, NotReadyReason, Queue, Site
from ctid.runtime.answers import Answers
from ctid.runtime.clock import SystemClock
from ctid.runtime.dispatch import Dispatch, events_in
from ctid.runtime.front import Front
from ctid.runtime.lead_reader import LeadReader
from ctid.runtime.lookups import Lookups
from ctid.runtime.loop import Loop
from ctid.runtime.numbering import numbering_of
from ctid.runtime.recorder import Recorder
from ctid.store.store import Store

SKILL, QUEUE, NODE = SkillName("support"), QueueName("support"), NodeId("sw1")
TALK = 2.0  # seconds
STEP = 0.02  # seconds between a leg's reports


def site(agents: int) -> Site:
    """Return a centre of one queue."""
    people = [AgentId(str(1001 + n)) for n in range(agents)]
    return Site(
        name=Text("Bench", "基准"),
        region="US",
        agents={id: Agent(id, f"Agent {id}", id, {SKILL: 3}) for id in people},
        queues={
            QUEUE: Queue(
                QUEUE,
                Text("Support", "客服"),
                {SKILL: 1},
                ring=timedelta(seconds=12),
                wrap_up=timedelta(seconds=0.5),
            )
        },
        skills=(SKILL,),
        numbers={"4001": FlowName("main")},
        dispositions={"resolved": Disposition("resolved", Text("Resolved", "已解决"))},
        not_ready_reasons={"lunch": NotReadyReason("lunch", Text("Lunch", "午餐"))},
    )


@dataclass
class PretendSwitch:
    """Does what it is asked, a little later; its calls are short and everybody answers."""

    report: Callable[[Any], None]
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    calls: int = 0

    def perform(self, effect: Any) -> None:
        """Begin to carry out an effect."""
        if isinstance(effect, AnswerQueueAsk):
            self.begin(self._reports((0.0, IvrLeft(effect.leg, "wait"))))
        elif isinstance(effect, RingAgent):
            self.begin(self._talk(effect.leg, effect.caller))

    def begin(self, work: Any) -> None:
        """Do something beside everything else."""
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def call(self) -> None:
        """Have a caller arrive."""
        self.calls += 1
        leg = LegId(f"{NODE}:{self.calls}.{secrets.token_hex(3)}")
        self.begin(
            self._reports(
                (0.0, CallArrived(leg, "+12025550123", "", "4001", "main")),
                (STEP, IvrStepped(leg, "welcome", "heard")),
                (STEP, IvrStepped(leg, "menu", "pressed", "1")),
                (STEP, QueueAsked(leg, QUEUE, {}, 0, Language.EN)),
            )
        )

    def status(self) -> dict[str, object]:
        """Say that it is there."""
        return {"connected": True}

    async def _talk(self, leg: LegId, caller: LegId) -> None:
        await self._reports(
            (STEP, LegAlerting(leg)),
            (STEP * 5, LegAnswered(leg)),
            (STEP, LegJoined(leg, leg)),
            (0.0, LegJoined(caller, leg)),
            (TALK, LegCleared(caller, 16)),
            (STEP, LegCleared(leg, 16)),
        )

    async def _reports(self, *script: tuple[float, Any]) -> None:
        for after, report in script:
            await asyncio.sleep(after)
            self.report(report)


@dataclass
class Bench:
    """A centre at work: its URL, its store, its switch and its dispatch."""

    url: str
    store: Store
    switch: PretendSwitch
    dispatch: Dispatch


@asynccontextmanager
async def centre_at_work(directory: Path, agents: int) -> AsyncIterator[Bench]:
    """Run a centre whose agents are all ready."""
    clock = SystemClock()
    store = await Store.open(f"sqlite:///{directory}/ctid.db", clock=clock, spool=directory / "ctid.spool")
    recorder = Recorder({})
    centre = Centre(site(agents), new_offer_id=recorder.draw)
    loop, answers = Loop(centre, clock, recorder), Answers()
    pages, switch = Pages(loop.report), PretendSwitch(loop.report)
    dispatch = Dispatch(
        store=store,
        switch=switch,
        pages=pages,
        lookups=Lookups(store, "US", clock, loop.report),
        reader=LeadReader(store, loop.report),
        answers=answers,
        numbering=await numbering_of(store, centre.knows),
        clock=clock,
    )
    front = Front(centre, loop, answers, switch=switch, store=store, clock=clock)  # type: ignore[arg-type]
    app = make_app(front, store, pages, clock=clock, dist=directory / "dist")
    runner = await serve(app, "127.0.0.1", 0)
    loop.report(SwitchSeen(NODE, (), dict.fromkeys(centre.site.agents, True)))
    for agent in centre.site.agents:
        loop.report(SignOn(f"on-{agent}", agent))
        loop.report(GetReady(f"ready-{agent}", agent))
    deciding = asyncio.create_task(loop.run(dispatch))
    writing = asyncio.create_task(
        store.run(dispatch.tell, lambda done: dispatch.log_rows(events_in(done), clock()))
    )
    try:
        yield Bench(f"http://127.0.0.1:{runner.addresses[0][1]}", store, switch, dispatch)
    finally:
        await runner.cleanup()
        ending = [deciding, *switch.tasks]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
        await store.close()
        await writing
