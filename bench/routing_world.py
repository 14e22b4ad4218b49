"""The large worlds of `bench/routing.py`: skills, workflows, agents and entries, made from a seed."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ctid.routing.skills import All, AtLeast
from ctid.routing.terms import SECOND, Desk, Entry, Offer, Router, Rules, Step, Workflow

SKILLS = tuple(f"s{number:03}" for number in range(200))
LEVELS, EACH = 5, 8  # levels of a skill, skills of an agent
STEPS = (0, 20 * SECOND, 60 * SECOND)
START = 1_700_000_000 * SECOND
RULES = Rules(head_start=60 * SECOND, cap=1800 * SECOND)


@dataclass(frozen=True)
class Size:
    """How large a world is."""

    agents: int
    profiles: int
    workflows: int
    waiting: int


@dataclass
class Driver:
    """Tells a router what happens, and keeps what a driver must: who has what in hand, and who waits."""

    router: Router
    size: Size
    seed: int = 1
    now: int = START
    busy: list[str] = field(default_factory=list)
    waiting: dict[str, Entry] = field(default_factory=dict)
    priorities: int = 4
    excluding: float = 0.0  # the share of entries with an exclusion of their own
    numbers: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.profiles = [self.levels() for _ in range(self.size.profiles)]
        self.desks = [
            Desk(f"a{number:05}", self.profiles[number % len(self.profiles)])
            for number in range(self.size.agents)
        ]
        self.workflows = [self.workflow() for _ in range(self.size.workflows)]

    def levels(self) -> dict[str, int]:
        """What one agent can do."""
        return {skill: self.chance.randint(1, LEVELS) for skill in self.chance.sample(SKILLS, EACH)}

    def workflow(self) -> Workflow:
        """One or two skills that somebody has, at a level that is given up in two steps."""
        self.numbers += 1
        skills = tuple(self.chance.sample([*self.chance.choice(self.profiles)], self.chance.randint(1, 2)))
        level = self.chance.randint(2, LEVELS)
        wanted = (All(tuple(AtLeast(skill, least) for skill in skills)) for least in (level, level - 1, 1))
        return Workflow(f"w{self.numbers}", tuple(map(Step, STEPS, wanted)), skills)

    def entry(self, waited: int = 0) -> Entry:
        """Somebody who waits for one of the workflows."""
        self.numbers += 1
        excluded = {}
        if self.chance.random() < self.excluding:
            excluded = {self.chance.choice(self.desks).agent: self.now + 3600 * SECOND}
        workflow = self.chance.choice(self.workflows) if self.workflows else self.workflow()
        priority = self.chance.randrange(self.priorities)
        return Entry(f"e{self.numbers:08}", workflow, self.now - waited, priority, None, excluded)

    def note(self, offers: Iterable[Offer]) -> None:
        """Keep what was decided."""
        for offer in offers:
            self.busy.append(offer.agent)
            del self.waiting[offer.entry]

    # Events: each returns what to time, everything else is made ready before

    def arrival(self, waited: int = 0) -> Callable[[], Iterable[Offer]]:
        """Somebody waits."""
        entry = self.entry(waited)
        self.waiting[entry.id] = entry
        return lambda: self.router.arrive(entry, self.now)

    def release(self) -> Callable[[], Iterable[Offer]]:
        """One of the busy agents is done."""
        at = self.chance.randrange(len(self.busy))
        self.busy[at], self.busy[-1] = self.busy[-1], self.busy[at]
        agent = self.busy.pop()
        return lambda: self.router.release(agent, "voice", self.now, self.now)

    def abandon(self, entry: str | None = None) -> Callable[[], Iterable[Offer]]:
        """Somebody gives up."""
        gone = entry or next(iter(self.waiting))
        if self.waiting.pop(gone, None) is None:
            return lambda: ()
        return lambda: self.router.leave(gone, self.now)

    def log_on(self) -> None:
        """Everybody is there and takes nothing yet."""
        for desk in self.desks:
            self.router.log_on(desk, self.now)

    def fill(self, since: int = 600) -> None:
        """So many wait as the size says, since up to so many seconds."""
        while len(self.waiting) < self.size.waiting:
            self.now += 100 if since else 0
            self.note(self.arrival(self.chance.randrange(since + 1) * SECOND)())

    def open(self) -> None:
        """Everybody takes work."""
        for desk in self.desks:
            self.now += 100
            self.note(self.router.available(desk.agent, self.now, self.now))
