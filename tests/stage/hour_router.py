"""What the pure router makes of an hour: each offer that the centre made is held against its own.

The router is the brute one, written from the text of `ctid.routing.terms`. It is told who waits and who
is free, as anybody can tell who reads the journal: the instants of the inputs, and what events say of
callers and agents. What it is never told is an offer: those it decides itself, and in the same input the
centre must have made the same ones in the same order. How an offer ended (missed, withdrawn, answered) is
what happened, and is told.

Of what one input brings about, first it is told who is gone, then who has come, in the order of their
ids.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from ctid.model.reports import LegCleared, QueueAsked
from ctid.routing.skills import Levels
from ctid.routing.terms import Desk, Entry, Offer, Preference
from ctid.store.inputs import Kept, read_line
from hour_ground import Ground
from routing_brute import BruteForce

Event = dict[str, Any]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micro(at: datetime | str) -> int:
    """Return an instant as the router counts."""
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    return (at - EPOCH) // timedelta(microseconds=1)


@dataclass
class Caller:
    """Somebody who calls: how they stand, and for whom they are kept."""

    number: str = ""
    line: str = ""
    entered_at: int = 0
    priority: int = 0
    last_agent: str = ""
    missed_by: set[str] = field(default_factory=set)
    waits: bool = False
    to_be_called: bool = False  # has hung up, or is about to


@dataclass
class Person:
    """An agent: what they do now, and since when they have been idle."""

    levels: Levels
    state: str = "signed_off"
    since: int = 0


@dataclass
class Made:
    """An offer that was made, in words: to whom, and what became of it."""

    id: str
    at: datetime
    caller: str  # number
    agent: str
    line: str
    ring: int
    ended: str = ""


@dataclass
class Hall:
    """What there is to be seen of callers and agents; `see` takes an event, `heard` an input."""

    ground: Ground
    callers: dict[str, Caller] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    talked_to: dict[str, str] = field(default_factory=dict)  # number → agent

    def __post_init__(self) -> None:
        self.people = {id: Person(levels) for id, levels in self.ground.levels.items()}

    def heard(self, kept: Kept) -> None:
        """Take what the switch said, where no event says as much."""
        match kept.item:
            case QueueAsked(leg, since=since):
                self.callers[leg].entered_at = micro(since or kept.at)
            case LegCleared(leg) if leg in self.callers and self.callers[leg].to_be_called:
                self.callers[leg].waits = True

    def see(self, event: Event) -> None:
        """Take what happened."""
        if take := _SEEN.get(event["kind"]):
            take(self, event)

    def _arrived(self, event: Event) -> None:
        self.callers[event["interaction"]] = Caller(event["facts"]["ani"])

    def _identified(self, event: Event) -> None:
        caller = self.callers[event["interaction"]]
        if event["facts"]["matches"]:
            caller.last_agent = self.talked_to.get(caller.number, "")

    def _queued(self, event: Event) -> None:
        caller, facts = self.callers[event["interaction"]], event["facts"]
        caller.line, caller.priority = facts["queue"], facts.get("priority", caller.priority)
        caller.waits = True

    def _promised(self, event: Event) -> None:
        caller = self.callers[event["interaction"]]
        caller.waits, caller.to_be_called = False, True

    def _cleared(self, event: Event) -> None:
        self.callers[event["interaction"]].waits = False

    def _established(self, event: Event) -> None:
        self.talked_to[self.callers[event["interaction"]].number] = event["agent"]

    def _withdrawn(self, event: Event) -> None:
        self.callers[event["interaction"]].waits = True

    def _missed(self, event: Event) -> None:
        self.callers[event["interaction"]].missed_by.add(event["agent"])
        self._withdrawn(event)

    def _changed(self, event: Event) -> None:
        person, state = self.people[event["agent"]], event["facts"]["state"]
        if state == "ready" and person.state not in ("ready", "reserved"):  # else they keep their turn
            person.since = micro(event["at"])
        person.state = state

    def _skilled(self, event: Event) -> None:
        pairs = (pair.partition(": ") for pair in event["facts"]["skills"].split(", "))
        self.people[event["agent"]].levels = {skill: int(level) for skill, _, level in pairs}

    # --- what a router wants to know ------------------------------------------------------------------
    def free(self) -> dict[str, int]:
        """Who takes a call now, and since when they have been idle."""
        return {id: person.since for id, person in sorted(self.people.items()) if person.state == "ready"}

    def at_work(self) -> dict[str, Desk]:
        """Who is signed on."""
        people = sorted(self.people.items())
        return {id: Desk(id, person.levels) for id, person in people if person.state != "signed_off"}

    def waiting(self) -> dict[str, Entry]:
        """Who waits."""
        return {id: self._entry(id, caller) for id, caller in sorted(self.callers.items()) if caller.waits}

    def _entry(self, id: str, caller: Caller) -> Entry:
        line, last = self.ground.lines[caller.line], caller.last_agent
        kept_for = line.kept_for_last_agent if last and last not in caller.missed_by else None
        prefers = Preference(last, kept_for) if kept_for is not None else None
        return Entry(id, line.workflow, caller.entered_at, caller.priority, prefers)


_SEEN: dict[str, Callable[[Hall, Event], None]] = {
    "call.arrived": Hall._arrived,
    "customer.identified": Hall._identified,
    "call.queued": Hall._queued,
    "callback.promised": Hall._promised,
    "call.cleared": Hall._cleared,
    "call.established": Hall._established,
    "offer.withdrawn": Hall._withdrawn,
    "offer.missed": Hall._missed,
    "agent.changed": Hall._changed,
    "agent.skills": Hall._skilled,
}


@dataclass
class Verdict:
    """The offers of an hour; `differs` says what the pure router would have done where it first differs."""

    made: list[Made] = field(default_factory=list)
    differs: str = ""
    inputs: int = 0


class Judge:
    """Follows an hour, input by input."""

    def __init__(self, ground: Ground) -> None:
        self.hall = Hall(ground)
        self.router = BruteForce(ground.rules)
        self.desks: dict[str, Desk] = {}
        self.entries: dict[str, Entry] = {}
        self.idle: dict[str, int] = {}
        self.verdict = Verdict()
        self.open: dict[str, Made] = {}

    def take(self, kept: Kept) -> None:
        """Take an input and what followed; compare the offers."""
        events = [fields for kind, fields in kept.said if kind == "Event"]
        offers = [event for event in events if event["kind"] == "offer.made"]
        self.hall.heard(kept)
        for event in events:
            if not _is_of_an_offer(event):
                self._ended(event)
                self.hall.see(event)
        wanted = list(self._told(micro(kept.at)))
        found = [(event["interaction"], event["agent"]) for event in offers]
        if [(offer.entry, offer.agent) for offer in wanted] != found:
            self.verdict.differs = f"{kept.at}: the router offers {wanted}, the centre offered {found}"
            return
        for offer, event in zip(wanted, offers, strict=True):
            self._made(offer, event)
        self.verdict.inputs += 1

    def _told(self, now: int) -> Iterator[Offer]:
        """Tell the router what has changed; yield what it decides."""
        router, free, waiting, at_work = self.router, *self._seen()
        for agent in [agent for agent, since in self.idle.items() if free.get(agent) != since]:
            del self.idle[agent]
            yield from router.unavailable(agent, now)
        for id in [id for id, entry in self.entries.items() if waiting.get(id) != entry]:
            del self.entries[id]
            yield from router.leave(id, now)
        for agent in [agent for agent in self.desks if agent not in at_work]:
            del self.desks[agent]
            yield from router.log_off(agent, now)
        for agent, desk in at_work.items():
            if agent not in self.desks:
                yield from router.log_on(desk, now)
            elif self.desks[agent] != desk:
                yield from router.change(desk, now)
            self.desks[agent] = desk
        for id, entry in waiting.items():
            if id not in self.entries:
                self.entries[id] = entry
                yield from router.arrive(entry, now)
        for agent, since in free.items():
            if agent not in self.idle:
                self.idle[agent] = since
                yield from router.available(agent, since, now)
        yield from router.pass_time(now)

    def _seen(self) -> tuple[dict[str, int], dict[str, Entry], dict[str, Desk]]:
        return self.hall.free(), self.hall.waiting(), self.hall.at_work()

    def _made(self, offer: Offer, event: Event) -> None:
        """An offer is made: neither the caller nor the agent is to be had until it is over."""
        now = self.router.now
        del self.entries[offer.entry]
        since = self.idle.pop(offer.agent)
        self.router.unavailable(offer.agent, now)
        self.router.release(offer.agent, "voice", since, now)
        caller = self.hall.callers[offer.entry]
        caller.waits, self.hall.people[offer.agent].state = False, "reserved"
        at = datetime.fromisoformat(event["at"])
        made = Made(event["offer"], at, caller.number, offer.agent, caller.line, offer.ring)
        self.open[made.id] = made
        self.verdict.made.append(made)

    def _ended(self, event: Event) -> None:
        if event["kind"] in ("offer.missed", "offer.withdrawn", "call.established") and event["offer"]:
            self.open.pop(event["offer"]).ended = (event["reason"] or {"code": "answered"})["code"]


def _is_of_an_offer(event: Event) -> bool:
    """Say whether an event is only told because the centre has made an offer."""
    reserved = event["kind"] == "agent.changed" and event["facts"]["state"] == "reserved"
    return reserved or event["kind"] == "offer.made"


def judge(lines: Iterable[str], ground: Ground) -> Verdict:
    """Hold the offers of a journal against the pure router's, up to the first that differs."""
    following = Judge(ground)
    for text in lines:
        kept = read_line(text)
        if kept.begins is None:
            following.take(kept)
        if following.verdict.differs:
            break
    return following.verdict
