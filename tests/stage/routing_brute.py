"""The router written straight from the text of `ctid.routing.terms`: every pair is looked at every time."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ctid.routing.skills import meets
from ctid.routing.terms import Desk, Entry, Offer, Preference, Rival, Rules, Standing, Workflow

Rank = tuple[int, int, int, int, str]  # the smallest is the best agent


@dataclass
class Agent:
    """Somebody logged on."""

    desk: Desk
    available: bool = False
    since: int = 0
    in_hand: dict[str, int] = field(default_factory=dict)


@dataclass
class Waiting:
    """An entry in line, its preference while it lasts, its steps' opening times as they are by now."""

    entry: Entry
    prefers: Preference | None
    excluded: dict[str, int]
    schedule: list[int]


class BruteForce:
    """A `terms.Router` for few agents and entries."""

    def __init__(self, rules: Rules | None = None) -> None:
        self.rules = rules or Rules()
        self.agents: dict[str, Agent] = {}
        self.line: dict[str, Waiting] = {}
        self.now = 0

    # What is told

    def log_on(self, desk: Desk, now: int) -> list[Offer]:
        if desk.agent in self.agents:
            raise ValueError(desk.agent)
        self.agents[desk.agent] = Agent(desk)
        self.reschedule()
        return self.decide(now)

    def log_off(self, agent: str, now: int) -> list[Offer]:
        del self.agents[agent]
        self.reschedule()
        return self.decide(now)

    def change(self, desk: Desk, now: int) -> list[Offer]:
        self.agents[desk.agent].desk = desk
        self.reschedule()
        return self.decide(now)

    def available(self, agent: str, since: int, now: int) -> list[Offer]:
        self.agents[agent].available = True
        self.agents[agent].since = since
        return self.decide(now)

    def unavailable(self, agent: str, now: int) -> list[Offer]:
        self.agents[agent].available = False
        return self.decide(now)

    def arrive(self, entry: Entry, now: int) -> list[Offer]:
        if entry.id in self.line:
            raise ValueError(entry.id)
        schedule = self.schedule(entry.workflow)
        sooner = [min(pair) for pair in zip(schedule, entry.opened or schedule, strict=True)]
        self.line[entry.id] = Waiting(entry, entry.prefers, dict(entry.excluded), sooner)
        return self.decide(now)

    def leave(self, entry: str, now: int) -> list[Offer]:
        del self.line[entry]
        return self.decide(now)

    def exclude(self, entry: str, agent: str, until: int, now: int) -> list[Offer]:
        excluded = self.line[entry].excluded
        self.agents[agent]  # must be known
        excluded[agent] = max(until, excluded.get(agent, until))
        return self.decide(now)

    def take(self, agent: str, channel: str, now: int) -> list[Offer]:
        in_hand = self.agents[agent].in_hand
        in_hand[channel] = in_hand.get(channel, 0) + 1
        return self.decide(now)

    def release(self, agent: str, channel: str, since: int, now: int) -> list[Offer]:
        in_hand = self.agents[agent].in_hand
        in_hand[channel] = max(0, in_hand.get(channel, 0) - 1)
        self.agents[agent].since = since
        return self.decide(now)

    def pass_time(self, now: int) -> list[Offer]:
        return self.decide(now)

    def next_deadline(self) -> int | None:
        return min((moment for moment in self.moments() if moment > self.now), default=None)

    def standing(self, entry: str, now: int) -> Standing:
        waiting = self.line[entry]
        prefers = waiting.prefers.agent if waiting.prefers and self.lasts(waiting, waiting.prefers) else None
        openings = tuple(waiting.entry.entered_at + opening for opening in waiting.schedule)
        return Standing(openings, prefers, {who: at for who, at in waiting.excluded.items() if now < at})

    def ahead(self, entry: str, now: int) -> Counter[tuple[Workflow, int, str | None]]:
        before = [one for one in self.line.values() if self.order(one) < self.order(self.line[entry])]
        stands = ((one.entry.workflow, self.standing(one.entry.id, now)) for one in before)
        return Counter(
            (flow, sum(opening <= now for opening in it.openings), it.prefers) for flow, it in stands
        )

    def moments(self) -> Iterator[int]:
        """Every time at which somebody may begin to be admitted to something."""
        for waiting in self.line.values():
            yield from (waiting.entry.entered_at + opening for opening in waiting.schedule)
            yield from waiting.excluded.values()
            if waiting.prefers:
                yield waiting.entry.entered_at + waiting.prefers.until_waited

    # What is decided

    def decide(self, now: int) -> list[Offer]:
        self.now = now
        self.end_preferences()
        offers: list[Offer] = []
        while offer := self.first_offer():
            self.carry_out(offer)
            offers.append(offer)
        return offers

    def end_preferences(self) -> None:
        for waiting in self.line.values():
            if waiting.prefers and not self.lasts(waiting, waiting.prefers):
                waiting.prefers = None

    def carry_out(self, offer: Offer) -> None:
        channel = self.line.pop(offer.entry).entry.workflow.channel
        in_hand = self.agents[offer.agent].in_hand
        in_hand[channel] = in_hand.get(channel, 0) + 1

    def reschedule(self) -> None:
        for waiting in self.line.values():
            current = self.schedule(waiting.entry.workflow)
            waiting.schedule = [min(pair) for pair in zip(waiting.schedule, current, strict=True)]

    def first_offer(self) -> Offer | None:
        channels = {waiting.entry.workflow.channel for waiting in self.line.values()}
        room = {c: [agent for agent in self.agents.values() if self.has_room(agent, c)] for c in channels}
        for waiting in sorted(self.line.values(), key=self.order):
            agents = [agent for agent in room[waiting.entry.workflow.channel] if self.admits(waiting, agent)]
            if agents:
                best = sorted(agents, key=lambda agent: self.rank(waiting, agent))
                return self.offer(waiting, best)
        return None

    def offer(self, waiting: Waiting, agents: list[Agent]) -> Offer:
        entry = waiting.entry
        best, *rivals = (self.figures(waiting, agent) for agent in agents[:3])
        figures = best.agent, best.ring, best.load, best.score, best.since
        return Offer(entry.id, *figures, self.urgency(entry), tuple(rivals), best.spared)

    def figures(self, waiting: Waiting, agent: Agent) -> Rival:
        workflow = waiting.entry.workflow
        ring = self.ring(waiting, agent)
        assert ring is not None
        load, spared = agent.in_hand.get(workflow.channel, 0), self.spared(agent, workflow)
        score = self.score(agent, workflow) - spared
        return Rival(agent.desk.agent, ring, load, score, agent.since, spared)

    def rank(self, waiting: Waiting, agent: Agent) -> Rank:
        told = self.figures(waiting, agent)
        if self.rules.alpha is None:
            return told.ring, told.load, -told.score, told.since, told.agent
        return told.ring, told.load, told.since - self.rules.alpha * told.score, 0, told.agent

    # The words of the text

    def order(self, waiting: Waiting) -> tuple[int, int, str]:
        entry, cap = waiting.entry, self.rules.cap
        if cap is not None and self.now - entry.entered_at >= cap:
            return 0, entry.entered_at, entry.id
        return 1, self.urgency(entry), entry.id

    def urgency(self, entry: Entry) -> int:
        return entry.entered_at - entry.priority * self.rules.head_start

    def schedule(self, workflow: Workflow) -> list[int]:
        opening, openings = 0, [0]
        for step, later in zip(workflow.steps, workflow.steps[1:], strict=False):
            if any(meets(agent.desk.levels, step.admits) for agent in self.agents.values()):
                opening += later.after - step.after
            openings.append(opening)
        return openings

    def lasts(self, waiting: Waiting, preference: Preference) -> bool:
        over = self.now - waiting.entry.entered_at >= preference.until_waited
        known = preference.agent in self.agents
        return not over and known and not self.is_excluded(waiting, preference.agent)

    def is_excluded(self, waiting: Waiting, agent: str) -> bool:
        return self.now < waiting.excluded.get(agent, self.now)

    def ring(self, waiting: Waiting, agent: Agent) -> int | None:
        if waiting.prefers:
            return -1 if agent.desk.agent == waiting.prefers.agent else None
        for number, step in enumerate(waiting.entry.workflow.steps):
            if meets(agent.desk.levels, step.admits):
                opened = self.now - waiting.entry.entered_at >= waiting.schedule[number]
                return number if opened else None
        return None

    def admits(self, waiting: Waiting, agent: Agent) -> bool:
        return not self.is_excluded(waiting, agent.desk.agent) and self.ring(waiting, agent) is not None

    def has_room(self, agent: Agent, channel: str) -> bool:
        desk, exclusions = agent.desk, self.rules.exclusions
        beside = [other for other, load in agent.in_hand.items() if load]
        return (
            agent.available
            and agent.in_hand.get(channel, 0) < desk.capacity.get(channel, 0)
            and (desk.total is None or sum(agent.in_hand.values()) < desk.total)
            and not any(
                other in exclusions.get(channel, ()) or channel in exclusions.get(other, ())
                for other in beside
            )
        )

    def score(self, agent: Agent, workflow: Workflow) -> int:
        levels = agent.desk.levels
        return sum(levels.get(skill, 0) for skill in workflow.scored) - self.rules.flex * len(levels)

    def spared(self, agent: Agent, workflow: Workflow) -> int:
        others = {skill for skill, level in agent.desk.levels.items() if level > 0} - {*workflow.scored}
        free = [one for one in self.agents.values() if one is agent or self.has_room(one, workflow.channel)]
        having = (sum(one.desk.levels.get(skill, 0) > 0 for one in free) for skill in others)
        return self.rules.scarce // min(having) if others else 0
