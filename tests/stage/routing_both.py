"""Two routers side by side in one world: every decision must be the same."""

from collections import Counter
from collections.abc import Callable

from ctid.routing import kinds
from ctid.routing.indexed import IndexedRouter
from ctid.routing.terms import Workflow
from routing_brute import BruteForce
from routing_worlds import happenings, world


class Different(AssertionError):
    """The routers decided differently."""


def decisions(seed: object, moments: int = 300) -> int:
    """Play a world to both routers and count what they decided; raises `Different`.

    In half of the worlds time is told at every moment at which the brute router sees something due, and the
    indexed one must have asked for it if it brings an offer; in the others, only as things happen.
    """
    around = world(seed)
    brute, indexed = BruteForce(around.rules), IndexedRouter(around.rules)
    kinds.KEPT = around.chance.choice((0, 2, 1024))  # in a small world too, some workflow is forgotten
    deadline: Callable[[], int | None] = around.chance.choice((brute.next_deadline, lambda: None))
    count = 0
    for number, event in enumerate(happenings(around, moments, deadline)):
        asked = indexed.next_deadline()
        wanted, found = list(event.tell(brute)), list(event.tell(indexed))
        if wanted != found:
            raise Different(f"world {seed}, event {number}, {event.kind}: wanted {wanted}, found {found}")
        if event.kind == "time" and found and (asked is None or asked > around.now):
            raise Different(f"world {seed}, event {number}: due at {around.now}, but asked for {asked}")
        due = indexed.next_deadline()
        if due is not None and due <= around.now:
            raise Different(f"world {seed}, event {number}: at {around.now} it asks for {due}")
        around.follow(found)
        for entry in brute.line:
            stands = brute.standing(entry, around.now), indexed.standing(entry, around.now)
            if stands[0] != stands[1]:
                raise Different(f"world {seed}, event {number}: {entry} stands {stands}")
        for entry in list(brute.line)[number % 7 :: 7]:
            before = Counter[tuple[Workflow, int, str | None]]()
            for some in indexed.ahead(entry, around.now):
                before[some.workflow, some.opened, some.prefers] += some.many
            if before != brute.ahead(entry, around.now):
                raise Different(f"world {seed}, event {number}: before {entry} are {before}")
        count += len(found)
    return count
