"""The floor: callers come, a router pairs them with agents, they talk and go. Time is simulated, in µs.

    played = Floor(router, desks).play(callers)

The floor knows of a router nothing but `terms.Router`, and tells it what its terms demand. It does not trust
it: an agent who is offered two callers at once, or a caller who is offered without waiting, ends the day.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TypeAlias

from ctid.routing.terms import SECOND, Desk, Entry, Offer, Router
from floor.samples import Caller

CHANNEL = "voice"


@dataclass(frozen=True, slots=True)
class Habits:
    """How the floor works. Times in µs; `places` is how many may be inside, talking or waiting."""

    ring: int = 0
    rings_out: int = 15 * SECOND
    wrap_up: int = 0
    kept_away: int = 60 * SECOND  # from a caller, an agent who missed them
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a caller: answered by `agent`, or gone, after `waited`; not let in if that is None."""

    caller: Caller
    queued: bool  # no agent could be had at once
    waited: int | None
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """All outcomes, in order of ending, and the spans (agent, from, to) in which agents had work in hand."""

    outcomes: Sequence[Outcome]
    worked: Sequence[tuple[str, int, int]]
    desks: Sequence[Desk]


Act: TypeAlias = Callable[[Caller, int], None]
Watch: TypeAlias = Callable[["Floor", Caller, int], None]


class Floor:
    """One day. `watch` sees every caller who has to wait, and when; `waiting` is who waits, by id."""

    def __init__(
        self,
        router: Router,
        desks: Sequence[Desk],
        habits: Habits = Habits(),
        watch: Watch = lambda floor, caller, now: None,
    ) -> None:
        self.waiting: dict[str, Caller] = {}
        self.outcomes: list[Outcome] = []
        self._router = router
        self._desks = desks
        self._habits = habits
        self._watch = watch
        self._agenda: list[tuple[int, int, Act, Caller]] = []
        self._count = 0
        self._ringing: dict[str, Offer] = {}
        self._missed: dict[str, int] = {}
        self._in_hand: dict[str, str] = {}  # agent → caller
        self._queued: set[str] = set()
        self._worked: list[tuple[str, int, int]] = []

    def play(self, callers: Iterable[Caller]) -> Played:
        """Play until the last caller is gone. Raises RuntimeError for what no router may do."""
        for desk in self._desks:
            self._router.log_on(desk, 0)
        for desk in self._desks:
            self._take(self._router.available(desk.agent, 0, 0), 0)
        for caller in callers:
            self._at(caller.arrives, self._arrives, caller)
        while (due := self._router.next_deadline()) is not None or self._agenda:
            if due is not None and (not self._agenda or due <= self._agenda[0][0]):
                self._take(self._router.pass_time(due), due)
            else:
                now, _, act, caller = heappop(self._agenda)
                act(caller, now)
        if self.waiting:
            raise RuntimeError(f"{len(self.waiting)} callers wait for ever, {min(self.waiting)} among them")
        return Played(self.outcomes, self._worked, self._desks)

    def _at(self, when: int, act: Act, caller: Caller) -> None:
        self._count += 1
        heappush(self._agenda, (when, self._count, act, caller))

    # --- callers ------------------------------------------------------------------------------------
    def _arrives(self, caller: Caller, now: int) -> None:
        inside = len(self.waiting) + len(self._in_hand)
        if self._habits.places is not None and inside >= self._habits.places:
            self.outcomes.append(Outcome(caller, False, None))
            return
        self.waiting[caller.id] = caller
        if caller.patience is not None:
            self._at(now + caller.patience, self._gives_up, caller)
        self._take(self._router.arrive(_entry(caller), now), now)
        if caller.id in self.waiting:
            self._queued.add(caller.id)
            self._watch(self, caller, now)

    def _gives_up(self, caller: Caller, now: int) -> None:
        if caller.id in self.waiting:
            del self.waiting[caller.id]
            self._ends(caller, now)
            self._take(self._router.leave(caller.id, now), now)
        elif offer := self._ringing.pop(caller.id, None):
            self._ends(caller, now)
            self._lets_go(offer.agent, offer.since, now)  # who lost no turn keeps it

    def _ends(self, caller: Caller, now: int, agent: str | None = None) -> None:
        self.outcomes.append(Outcome(caller, caller.id in self._queued, now - caller.arrives, agent))

    # --- offers -------------------------------------------------------------------------------------
    def _take(self, offers: Sequence[Offer], now: int) -> None:
        for offer in offers:
            caller = self.waiting.pop(offer.entry, None)
            if caller is None:
                raise RuntimeError(f"{offer.entry} was offered and does not wait")
            if self._in_hand.setdefault(offer.agent, caller.id) != caller.id:
                raise RuntimeError(
                    f"{offer.agent} was offered {caller.id} beside {self._in_hand[offer.agent]}"
                )
            if not self._habits.ring:
                self._answers(caller, offer.agent, now)
                continue
            self._ringing[caller.id] = offer
            misses = self._missed.get(caller.id, 0) < caller.misses
            span = self._habits.rings_out if misses else self._habits.ring
            self._at(now + span, self._misses if misses else self._picks_up, caller)

    def _picks_up(self, caller: Caller, now: int) -> None:
        if offer := self._ringing.pop(caller.id, None):
            self._answers(caller, offer.agent, now)

    def _misses(self, caller: Caller, now: int) -> None:
        if offer := self._ringing.pop(caller.id, None):
            self._missed[caller.id] = self._missed.get(caller.id, 0) + 1
            self.waiting[caller.id] = caller
            excluded = {offer.agent: now + self._habits.kept_away}
            self._take(self._router.arrive(_entry(caller, excluded), now), now)
            self._lets_go(offer.agent, now, now)

    # --- agents -------------------------------------------------------------------------------------
    def _answers(self, caller: Caller, agent: str, now: int) -> None:
        self._ends(caller, now, agent)
        free = now + caller.service + self._habits.wrap_up
        self._worked.append((agent, now, free))
        self._at(free, lambda caller, now: self._lets_go(agent, now, now), caller)

    def _lets_go(self, agent: str, since: int, now: int) -> None:
        del self._in_hand[agent]
        self._take(self._router.release(agent, CHANNEL, since, now), now)


def _entry(caller: Caller, excluded: dict[str, int] | None = None) -> Entry:
    kind = caller.kind
    return Entry(caller.id, kind.workflow, caller.arrives, kind.priority, excluded=excluded or {})
