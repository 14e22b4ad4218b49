"""What the pure router makes of an hour: each offer that the centre made is held against its own.

The router is the brute one, written from the text of `ctid.routing.terms`. It is told who waits and who
is free, as anybody can tell who reads the journal: the instants of the inputs, and what events say of
callers and agents. What it is never told is an offer: those it decides itself, and in the same input the
centre must have made the same ones in the same order. How an offer ended (missed, withdrawn, answered) is
what happened, and is told.

Of what one input brings about, first it is told who is gone, then who has come, in the order of their
ids.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from ctid.routing.terms import Desk, Entry, Offer
from ctid.store.inputs import Kept, read_line
from hour_ground import Ground
from hour_hall import Event, Hall, micro
from routing_brute import BruteForce


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
