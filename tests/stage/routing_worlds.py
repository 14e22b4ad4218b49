"""Small random worlds for routers: everything that may happen happens, often at the same time."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ctid.routing.skills import EVERYBODY, All, Any, AtLeast, Expression, Not
from ctid.routing.terms import SECOND, Desk, Entry, Offer, Preference, Router, Rules, Step, Workflow

Tell = Callable[[Router], Sequence[Offer]]
SKILLS = ("billing", "english", "mandarin", "sales", "technical")
CHANNELS = ("voice", "chat", "mail")


@dataclass(frozen=True)
class Event:
    """Something that a router is told, at the moment at which it is got."""

    kind: str
    tell: Tell


@dataclass
class World:
    """What the driver of a router knows, and what it may tell next."""

    chance: random.Random
    rules: Rules
    workflows: tuple[Workflow, ...]
    rush: int  # how many arrive
    crafts: tuple[dict[str, int], ...]  # skills that several may have
    now: int = 0
    agents: dict[str, Desk] = field(default_factory=dict)
    waiting: dict[str, Entry] = field(default_factory=dict)
    taken: list[tuple[Entry, str]] = field(default_factory=list)  # entry, agent
    numbers: int = 0

    def follow(self, offers: Sequence[Offer]) -> None:
        """Note what was decided."""
        self.taken += [(self.waiting.pop(offer.entry), offer.agent) for offer in offers]

    def moment(self) -> int:
        """A time at which somebody may have become idle."""
        return max(0, self.now - self.chance.choice((0, 0, 1, 5, 20)) * SECOND)

    def anybody(self) -> str:
        """An agent logged on, or now and then one who is not."""
        return self.chance.choice([*self.agents, f"a{self.chance.randrange(12)}"])

    def events(self) -> list[Event]:
        """Whatever happens next, at `now`."""
        kinds = ("arrive", "finish", "free", "desk", "leave", "exclude", "miss", "hand")
        weights = (self.rush, 10, 4, 2, len(self.waiting) / 4, 1, 2, 1)
        kind = self.chance.choices(kinds, weights)[0]
        told = getattr(self, f"_{kind}")()
        told = told if isinstance(told, list) else [told]
        return [Event(kind, tell or self.pass_time) for tell in told]

    def pass_time(self, router: Router) -> Sequence[Offer]:
        """Nothing but time."""
        return router.pass_time(self.now)

    def _arrive(self) -> list[Tell]:
        """Somebody, or a party of people alike."""
        entry, party = self._somebody(), self.chance.choice((1, 1, 1, 3))
        return [self._enter(replace(entry, id=f"{entry.id}.{number}")) for number in range(party)]

    def _somebody(self) -> Entry:
        self.numbers += 1
        chance = self.chance
        prefers = Preference(self.anybody(), chance.choice((3, 10, 30)) * SECOND)
        excluded = {self.anybody(): self.now + chance.choice((-1, 0, 4, 15)) * SECOND for _ in range(2)}
        name, workflow = f"e{chance.randrange(1000)}-{self.numbers}", chance.choice(self.workflows)
        sooner = tuple(step.after // 2 for step in workflow.steps) if self.numbers % 7 == 0 else ()
        return Entry(
            name,
            workflow,
            self.now - chance.choice((0, 0, 0, 0, 2, 10, 40)) * SECOND,
            chance.choice((0, 0, 0, 1, 2)),
            prefers if chance.random() < 0.25 else None,
            excluded if chance.random() < 0.15 else {},
            sooner,
        )

    def _enter(self, entry: Entry) -> Tell:
        self.waiting[entry.id] = entry
        return lambda router: router.arrive(entry, self.now)

    def _finish(self) -> Tell | None:
        found = self._taken()
        if found is None:
            return None
        (entry, agent), since = found, self.moment()
        return lambda router: router.release(agent, entry.workflow.channel, since, self.now)

    def _miss(self) -> list[Tell]:
        """An offer that was not answered: the entry comes back, and not to the same agent for a while."""
        found = self._taken()
        if found is None:
            return []
        entry, agent = found
        until = self.now + self.chance.choice((1, 5, 30)) * SECOND
        return [
            lambda router: router.unavailable(agent, self.now),
            lambda router: router.release(agent, entry.workflow.channel, self.now, self.now),
            self._enter(replace(entry, excluded={agent: until})),
        ]

    def _hand(self) -> Tell | None:
        """Somebody is handed something that no router knew of."""
        agent, entry = self.anybody(), self._somebody()
        if agent not in self.agents:
            return None
        self.taken.append((entry, agent))
        return lambda router: router.take(agent, entry.workflow.channel, self.now)

    def _taken(self) -> tuple[Entry, str] | None:
        """Something in somebody's hand, which is there no more."""
        if not self.taken:
            return None
        entry, agent = self.taken.pop(self.chance.randrange(len(self.taken)))
        return (entry, agent) if agent in self.agents else None

    def _free(self) -> Tell | None:
        agent, since = self.anybody(), self.moment()
        if agent not in self.agents:
            return None
        if self.chance.random() < 0.2:
            return lambda router: router.unavailable(agent, self.now)
        return lambda router: router.available(agent, since, self.now)

    def _desk(self) -> Tell:
        agent = f"a{self.chance.randrange(12)}"
        if agent not in self.agents:
            self.agents[agent] = desk = self._sit(agent)
            return lambda router: router.log_on(desk, self.now)
        if self.chance.random() < 0.4:
            del self.agents[agent]
            self.taken = [(entry, who) for entry, who in self.taken if who != agent]
            return lambda router: router.log_off(agent, self.now)
        self.agents[agent] = changed = self._sit(agent)
        return lambda router: router.change(changed, self.now)

    def _sit(self, agent: str) -> Desk:
        chance = self.chance
        levels = chance.choice(self.crafts) if chance.random() < 0.5 else _levels(chance)
        capacity = {channel: chance.choice((0, 1, 1, 2)) for channel in CHANNELS}
        return Desk(agent, levels, capacity, chance.choice((None, 1, 2, 4)))

    def _leave(self) -> Tell | None:
        if not self.waiting:
            return None
        entry = self.chance.choice([*self.waiting][:3])
        del self.waiting[entry]
        return lambda router: router.leave(entry, self.now)

    def _exclude(self) -> Tell | None:
        agent = self.anybody()
        if not self.waiting or agent not in self.agents:
            return None
        entry = self.chance.choice([*self.waiting])
        until = self.now + self.chance.choice((-1, 0, 3, 10)) * SECOND
        return lambda router: router.exclude(entry, agent, until, self.now)


def world(seed: object) -> World:
    """A world made from its seed alone."""
    chance = random.Random(str(seed))
    rules = Rules(
        head_start=chance.choice((0, 5, 60, 10_000)) * SECOND,
        cap=chance.choice((None, 20 * SECOND)),
        flex=chance.choice((0, 1)),
        alpha=chance.choice((None, None, 3 * SECOND)),
        exclusions=chance.choice(({}, {"voice": frozenset(("chat",))}, {"mail": frozenset(CHANNELS)})),
        scarce=chance.choice((0, 1, 3)),
    )
    workflows = tuple(_workflow(chance, number) for number in range(chance.randint(1, 5)))
    return World(chance, rules, workflows, chance.choice((3, 5, 8)), (_levels(chance), _levels(chance)))


def happenings(around: World, many: int, deadline: Callable[[], int | None]) -> Iterator[Event]:
    """What happens in so many moments; time goes on between some of them, and stops at every deadline."""
    for _ in range(8):
        yield Event("desk", around._desk())
    for _ in range(many):
        later = around.now
        if around.chance.random() < 0.6:
            later += around.chance.choice((1, SECOND, 3 * SECOND, 10 * SECOND, 20 * SECOND))
        while (due := deadline()) is not None and due < later:
            around.now = due
            yield Event("time", around.pass_time)
        around.now = later
        yield from around.events()


def _levels(chance: random.Random) -> dict[str, int]:
    return {skill: chance.randint(1, 3) for skill in SKILLS if chance.random() < 0.6}


def _workflow(chance: random.Random, number: int) -> Workflow:
    steps = tuple(
        Step(after * SECOND, _wanted(chance))
        for after in sorted(chance.sample(range(1, 30), chance.randint(0, 3)))
    )
    first = Step(0, AtLeast(chance.choice(SKILLS), chance.randint(1, 3)))
    channel = chance.choice(("voice", "voice", "chat", "mail"))
    return Workflow(f"w{number}", (first, *steps), tuple(chance.sample(SKILLS, 2)), channel)


def _wanted(chance: random.Random, deep: int = 2) -> Expression:
    shape = chance.randrange(5 if deep else 2)
    if shape < 2:
        return AtLeast(chance.choice(SKILLS), chance.randint(1, 3)) if shape or deep else EVERYBODY
    parts = tuple(_wanted(chance, deep - 1) for _ in range(2))
    return (All(parts), Any(parts), Not(parts[0]))[shape - 2]
