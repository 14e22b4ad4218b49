"""What whoever reads the journal sees of callers and agents, and of offers only how they ended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from ctid.model.reports import LegCleared, QueueAsked
from ctid.routing.skills import Levels
from ctid.routing.terms import Desk, Entry, Preference
from ctid.store.inputs import Kept
from hour_ground import Ground

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
    looked_up: bool = True  # until the store has said who they are
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
        caller.looked_up = False
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
        callers = sorted(self.callers.items())
        return {id: self._entry(id, caller) for id, caller in callers if self._waits(caller)}

    def _waits(self, caller: Caller) -> bool:
        """Say whether a caller may be offered: in a line that keeps people for whom they know, once known."""
        return caller.waits and not (
            caller.looked_up and self.ground.lines[caller.line].kept_for_last_agent is not None
        )

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
