"""A model of Asterisk's `app_queue`, behind the interface of our routers. Written from how it behaves:

- one queue for each workflow and priority; its *weight* is the priority. A member's *penalty* is 5 less
  their level, and a tier of its own for each later step, which a rule (`penaltychange`) opens in time;
- each caller decides alone: looks on entering and every second from then (the moment of entering is the
  phase) whether it is their turn, and after a try in which nobody was rung sleeps five seconds (`retry`);
- it is their turn when fewer callers of the queue stand before them than members of the whole queue are
  free (`autofill`), even if those who stand before cannot use them;
- penalties are strict tiers; among equals `rrmemory` goes round from who was rung last, `leastrecent` takes
  whose last call *ended* longest ago in whole seconds (over all queues: `shared_lastcall`), whoever has had
  none first, and ties as they come from a table of hashes;
- a member is not rung for a queue while another one of theirs of more weight has as many callers as free
  members; with `force_longest` nor while another of equal weight has a head that waits longer.

Where it is better than the real one: device states are instantly true, nobody is rung twice, no lock is
waited for. It knows no exclusions, preferences, capacity beyond one call, nor rules that follow who is there.
"""

from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias
from zlib import crc32

from ctid.routing.skills import meets
from ctid.routing.terms import SECOND, Desk, Entry, Offer, Workflow

RECHECK, RETRY = SECOND, 5 * SECOND
TIER = 10  # penalties of one step


class Strategy(Enum):
    """Whom to ring among members of equal penalty."""

    RRMEMORY = "rrmemory"
    LEASTRECENT = "leastrecent"


@dataclass(order=True, slots=True)
class _Caller:
    entered_at: int
    id: str
    looks: int = field(compare=False)  # when next


@dataclass(slots=True)
class _Queue:
    workflow: Workflow
    weight: int
    penalties: dict[str, int] = field(default_factory=dict)  # of the members, in their order
    callers: list[_Caller] = field(default_factory=list)  # who wait and are not ringing, longest first
    next_round: int = 0

    def most(self, waited: int) -> int:
        """The highest penalty that a caller who has waited so long may use."""
        return TIER * sum(1 for step in self.workflow.steps if step.after <= waited) - 1


_Key: TypeAlias = tuple[str, int]


class AppQueue:
    """The whole of a switch's queues."""

    def __init__(self, strategy: Strategy, *, force_longest: bool = False) -> None:
        self._strategy = strategy
        self._force_longest = force_longest
        self._desks: dict[str, Desk] = {}
        self._free: set[str] = set()
        self._paused: set[str] = set()
        self._queues: dict[_Key, _Queue] = {}
        self._rung: dict[str, tuple[_Queue, str]] = {}  # caller → where, by whom
        self._called: dict[str, tuple[str, bool]] = {}  # agent → caller, and whether they were joined
        self._last_call: dict[str, int] = {}
        self._now = 0

    # --- members ------------------------------------------------------------------------------------
    def log_on(self, desk: Desk, now: int) -> Sequence[Offer]:
        """Add a member to every queue whose workflow ever admits them."""
        self._desks[desk.agent] = desk
        self._paused.add(desk.agent)
        for queue in self._queues.values():
            _join(queue, desk)
        return self.pass_time(now)

    def log_off(self, agent: str, now: int) -> Sequence[Offer]:
        """Remove a member."""
        del self._desks[agent]
        self._free.discard(agent)
        self._paused.discard(agent)
        for queue in self._queues.values():
            queue.penalties.pop(agent, None)
        return self.pass_time(now)

    def change(self, desk: Desk, now: int) -> Sequence[Offer]:
        """Change a member's penalties."""
        self._desks[desk.agent] = desk
        for queue in self._queues.values():
            queue.penalties.pop(desk.agent, None)
            _join(queue, desk)
        return self.pass_time(now)

    def available(self, agent: str, since: int, now: int) -> Sequence[Offer]:
        """Unpause."""
        self._paused.discard(agent)
        if agent not in self._called:
            self._free.add(agent)
        return self.pass_time(now)

    def unavailable(self, agent: str, now: int) -> Sequence[Offer]:
        """Pause."""
        self._paused.add(agent)
        self._free.discard(agent)
        return self.pass_time(now)

    def release(self, agent: str, channel: str, since: int, now: int) -> Sequence[Offer]:
        """The call is over; only one that was joined, and by its end, counts as the last."""
        caller, joined = self._called.pop(agent)
        self._rung.pop(caller, None)
        if joined and since == now:
            self._last_call[agent] = now // SECOND
        if agent not in self._paused:
            self._free.add(agent)
        return self.pass_time(now)

    # --- callers ------------------------------------------------------------------------------------
    def arrive(self, entry: Entry, now: int) -> Sequence[Offer]:
        """A caller enters, or comes back from a member who did not answer, and then sleeps first."""
        queue, member = self._rung.pop(entry.id, (self._queue(entry), None))
        if member is not None:
            self._called[member] = (entry.id, False)
        insort(queue.callers, _Caller(entry.entered_at, entry.id, now + RETRY if member else now))
        return self.pass_time(now)

    def leave(self, entry: str, now: int) -> Sequence[Offer]:
        """A caller hangs up."""
        for queue in self._queues.values():
            queue.callers = [caller for caller in queue.callers if caller.id != entry]
        return self.pass_time(now)

    def exclude(self, entry: str, agent: str, until: int, now: int) -> Sequence[Offer]:
        """There is no such thing."""
        return self.pass_time(now)

    def _queue(self, entry: Entry) -> _Queue:
        key = (entry.workflow.name, entry.priority)
        if key not in self._queues:
            self._queues[key] = queue = _Queue(entry.workflow, entry.priority)
            for desk in self._desks.values():
                _join(queue, desk)
        return self._queues[key]

    # --- time ---------------------------------------------------------------------------------------
    def next_deadline(self) -> int | None:
        """When the next caller looks whose turn it is; the looks of all others change nothing."""
        return min((looks for looks, _, _ in self._turns()), default=None)

    def pass_time(self, now: int) -> Sequence[Offer]:
        """Let all look whose moment has come, in the order of their moments."""
        self._now = max(self._now, now)
        offers = []
        while due := min((turn for turn in self._turns() if turn[0] <= now), default=None, key=_moment):
            looks, queue, caller = due
            if offer := self._try(queue, caller, looks):
                queue.callers.remove(caller)
                offers.append(offer)
            else:
                caller.looks = looks + RETRY
        return offers

    def _turns(self) -> Iterator[tuple[int, _Queue, _Caller]]:
        """Whose turn it is, and when they look next."""
        for queue in self._queues.values():
            if queue.callers:
                for caller in queue.callers[: self._members_free(queue)]:
                    late = max(0, self._now - caller.looks)
                    yield caller.looks - (-late // RECHECK) * RECHECK, queue, caller

    def _members_free(self, queue: _Queue) -> int:
        return len(self._free & queue.penalties.keys())

    # --- a caller's try -----------------------------------------------------------------------------
    def _try(self, queue: _Queue, caller: _Caller, at: int) -> Offer | None:
        most = queue.most(at - caller.entered_at)
        order = list(queue.penalties)
        metrics = sorted(
            (penalty, self._metric(queue, order, agent), agent)
            for agent in self._free & queue.penalties.keys()
            if (penalty := queue.penalties[agent]) <= most
        )
        for penalty, _, agent in metrics:
            if not self._outweighed(queue, caller, agent):
                queue.next_round = order.index(agent) + 1
                self._free.discard(agent)
                self._rung[caller.id] = (queue, agent)
                self._called[agent] = (caller.id, True)
                since = self._last_call.get(agent, 0) * SECOND
                return Offer(caller.id, agent, penalty // TIER, 0, -penalty, since, caller.entered_at)
        return None

    def _metric(self, queue: _Queue, order: list[str], agent: str) -> tuple[int, int]:
        if self._strategy is Strategy.RRMEMORY:
            return (order.index(agent) - queue.next_round) % len(order), 0
        return self._last_call.get(agent, 0), crc32(agent.encode())

    def _outweighed(self, mine: _Queue, caller: _Caller, agent: str) -> bool:
        for queue in self._queues.values():
            if queue is mine or not queue.callers or agent not in queue.penalties:
                continue
            if queue.weight > mine.weight and len(queue.callers) >= self._members_free(queue):
                return True
            longer = queue.callers[0].entered_at < caller.entered_at
            if self._force_longest and queue.weight == mine.weight and longer:
                return True
        return False


def _moment(turn: tuple[int, _Queue, _Caller]) -> tuple[int, str]:
    return turn[0], turn[2].id


def _join(queue: _Queue, desk: Desk) -> None:
    workflow = queue.workflow
    rings = (ring for ring, step in enumerate(workflow.steps) if meets(desk.levels, step.admits))
    if (ring := next(rings, None)) is not None:
        level = min((desk.levels.get(skill, 0) for skill in workflow.scored), default=5)
        queue.penalties[desk.agent] = TIER * ring + 5 - level
