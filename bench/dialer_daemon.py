"""A dialer to be killed: the centre over a real switch, a book of leads, a disk that is one file.

It is a process of its own, so that it dies as a daemon does. What it keeps is on disk (fsync) before any call
is asked for; when it is started again it knows what is on the disk and nothing else.
"""

import asyncio
import json
import os
import pickle
import random
import sys
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

from ctid.asterisk.port import AsteriskPort
from ctid.centre.centre import Centre
from ctid.centre.rules import Input, Tick
from ctid.config.settings import Settings
from ctid.dialer.attempt import OPEN
from ctid.dialer.pacing.terms import Decision, Observation, Tally
from ctid.dialer.sources import Allowed, Candidate, Refused, Sources
from ctid.model.agents import AgentStatus
from ctid.model.attempts import Attempt, Evidence, Mode
from ctid.model.campaigns import Campaign
from ctid.model.commands import GetReady, SignOn, StartCampaign
from ctid.model.dialing import WindowTally
from ctid.model.effects import Effect, Keep, PopCustomer, ToSwitch
from ctid.model.events import Event
from ctid.model.ids import AgentId, OfferId, QueueName, SkillName
from ctid.model.interactions import Interaction, OfferRecord, OfferState
from ctid.model.leads import Lead, LeadNumber
from ctid.model.mistakes import Text
from ctid.model.reasons import Reason
from ctid.model.records import Record
from ctid.model.reports import PopNotShown, Remembered, Report
from ctid.model.site import Agent, Queue, Site
from ctid.runtime.crash_points import CrashPoints

SHOWN = "+12025550100"
QUEUE, SKILL = QueueName("campaign"), SkillName("campaign")


@dataclass(frozen=True, slots=True)
class Orders:
    """What the drill wants: which numbers, how many at once, of how many agents."""

    settings: dict[str, Any]
    disk: str
    numbers: tuple[str, ...]
    at_once: int
    agents: int


class Disk:
    """The newest value of every record, and all that was ever written, in one file."""

    def __init__(self, file: Path) -> None:
        self.newest: dict[tuple[type, str], Any] = {}
        for record in read_records(file):
            self.newest[type(record), name_of(record)] = record
        self._file = file.open("ab")

    def write(self, records: Iterable[Record]) -> None:
        """Make records durable."""
        for record in records:
            pickle.dump(record, self._file)
            self.newest[type(record), name_of(record)] = record
        self._file.flush()
        os.fsync(self._file.fileno())

    def all(self, kind: type) -> list[Any]:
        """Return the records of a kind."""
        return [record for (of, _), record in self.newest.items() if of is kind]


def name_of(record: Any) -> str:
    return str(record.agent if isinstance(record, AgentStatus) else record.id)


def read_records(file: Path) -> list[Any]:
    """Read a disk; what was being written when its owner was killed is cut off."""
    records: list[Any] = []
    if file.exists():
        with file.open("rb") as found:
            try:
                while True:
                    whole = found.tell()
                    records.append(pickle.load(found))
            except (EOFError, pickle.UnpicklingError):
                pass
        os.truncate(file, whole)
    return records


@dataclass
class Book:
    """Every number once, in order; the law forbids nothing. A number on the disk is not given out again."""

    numbers: deque[str]

    def next(self, campaign: Campaign, now: datetime, free: Collection[AgentId]) -> Candidate | None:
        if not self.numbers:
            return None
        number = self.numbers.popleft()
        return Candidate(Lead(f"lead_{number[1:]}", "all", (LeadNumber(number),)), number)

    def refused(
        self, campaign: Campaign, candidate: Candidate, refusal: Refused, now: datetime
    ) -> Lead | None:
        return None

    def dialled(self, campaign: Campaign, candidate: Candidate) -> Lead:
        return replace(candidate.lead, attempts=1)

    def ended(self, campaign: Campaign, lead: Lead, attempt: Attempt, now: datetime) -> Lead | None:
        return None

    def judge(self, campaign: Campaign, candidate: Candidate, now: datetime) -> Allowed | Refused:
        return Allowed(Evidence("drill", "1", {"all": "allowed"}), SHOWN)

    def tallies(self, campaign: Campaign, now: datetime) -> Sequence[Tally]:
        return ()

    def windows(self, campaign: Campaign, tallies: Sequence[Tally]) -> Sequence[WindowTally]:
        return ()

    def note(self, attempt: Attempt) -> None:
        pass


@dataclass
class Steady:
    """Keeps so many calls in flight."""

    at_once: int

    def decide(self, observation: Observation, now: float) -> Decision:
        return Decision(max(0, self.at_once - len(observation.calls)), Reason("drill"))


@dataclass
class Daemon:
    """The centre, its one loop, and its ports."""

    orders: Orders
    inbox: deque[Input] = field(default_factory=deque)
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.disk = Disk(Path(self.orders.disk))
        dialled = {attempt.number for attempt in self.disk.all(Attempt)}
        book = Book(deque(number for number in self.orders.numbers if number not in dialled))
        self.book = book
        chance = random.Random()
        steady = Steady(self.orders.at_once)
        self.centre = Centre(
            site(self.orders.agents),
            new_offer_id=lambda: OfferId(f"off_{chance.getrandbits(80):020x}"),
            dials=Sources(book, book, {mode: lambda _: steady for mode in Mode}),
        )
        settings = Settings.model_validate(self.orders.settings)
        self.port = AsteriskPort(
            settings.switch, settings.agi, report=self.report, session_for=lambda dnis, name: None,
            clock=now, chance=chance, beaten_at=now, step=CrashPoints(os.environ.get("CTID_CRASH_AT", "")),
        )  # fmt: skip

    def report(self, item: Report | Input) -> None:
        self.inbox.append(item)
        self.woken.set()

    async def run(self) -> None:
        """Dial until every number has been, and none is under way."""
        self.report(self.remembered())
        self.report(StartCampaign("start", "drill", CAMPAIGN.name))
        for agent in self.centre.site.agents:
            self.report(SignOn("on", agent))
        port = asyncio.create_task(self.port.run())
        readied = asyncio.create_task(self.ready())
        while self.inbox or self.book.numbers or self.centre._world.dials.attempts:
            await self.handle()
        readied.cancel()
        port.cancel()
        await asyncio.gather(port, readied, return_exceptions=True)

    async def handle(self) -> None:
        due = self.centre.next_deadline()
        if not self.inbox:
            patience = 1.0 if due is None else min(1.0, max(0.0, (due - now()).total_seconds()))
            self.woken.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), patience)
        item = self.inbox.popleft() if self.inbox else Tick()
        self.dispatch(self.centre.handle(item, now=now()))
        await asyncio.sleep(0)

    def dispatch(self, said: Sequence[Effect | Event]) -> None:
        """Write first, then ask."""
        self.disk.write(item.record for item in said if isinstance(item, Keep))
        for item in said:
            if isinstance(item, get_args(ToSwitch)):
                self.port.perform(item)
            elif isinstance(item, PopCustomer):
                self.report(PopNotShown(item.offer))

    async def ready(self) -> None:
        """Have agents say that they are ready, again and again: a phone may have missed a call."""
        while True:
            for agent in self.centre.site.agents:
                self.report(GetReady("ready", agent))
            await asyncio.sleep(1)

    def remembered(self) -> Remembered:
        offers = [
            it for it in self.disk.all(OfferRecord) if it.state in (OfferState.POPPING, OfferState.RINGING)
        ]
        return Remembered(
            tuple(self.disk.all(AgentStatus)),
            tuple(it for it in self.disk.all(Interaction) if it.closed_at is None),
            tuple(offers),
            attempts=tuple(it for it in self.disk.all(Attempt) if it.state in OPEN),
        )


CAMPAIGN = Campaign(
    "drill", Text("Drill", "演练"), Mode.PREDICTIVE, "drill", {"all": 1}, {"": SHOWN}, "Drill",
    queue=QUEUE, ring=timedelta(seconds=6), calls_per_second=4.0,
)  # fmt: skip


def now() -> datetime:
    return datetime.now(UTC)


def site(agents: int) -> Site:
    people = [Agent(AgentId(str(1001 + n)), f"Agent {n}", str(1001 + n), {SKILL: 1}) for n in range(agents)]
    queue = Queue(
        QUEUE, Text("Campaign", "外呼"), {SKILL: 1}, ring=timedelta(seconds=10), wrap_up=timedelta(seconds=1)
    )
    return Site(
        name=Text("Drill", "演练"), region="US", agents={it.id: it for it in people}, queues={QUEUE: queue},
        skills=(SKILL,), numbers={}, dispositions={}, campaigns={CAMPAIGN.name: CAMPAIGN},
    )  # fmt: skip


if __name__ == "__main__":
    orders = json.loads(Path(sys.argv[1]).read_text())
    asyncio.run(Daemon(Orders(**{**orders, "numbers": tuple(orders["numbers"])})).run())
