"""The words of routing: who waits, who answers, and what a router is told and answers.

**Time** is a whole number of microseconds since any moment, the same one in every call; it never runs
backwards between two calls of one router. **Ids** are strings; where nothing else decides, the lower id
comes first.

**Who may take whom.** An entry of workflow `w` waits since `entered_at`. Step `i` opens for it when it has
waited `schedule[i]`, which is the workflow's own `after`, or sooner where a step before it was skipped
because nobody logged on could meet it (once it is sooner for an entry in line it stays so). The *ring* of an
agent for a workflow is the first step whose expression the agent's skills meet; every later step admits the
agent too. The agent may take the entry when that step has opened, has room for the workflow's channel, and
is not excluded by the entry. While an entry's preference lasts, only the preferred agent may take it
(whatever their skills), at ring -1; the steps count from `entered_at` all the same. A preference ends when
its time is over, or sooner if the preferred agent is not logged on or is excluded; it does not come back.

**The decision.** After every event, and with the time of that event, for as long as some waiting entry may
be taken by some free agent: the first such entry *in routing order* goes to *its best agent*.

- Routing order is the smallest `(urgency, entry id)`, where urgency is `entered_at - priority * head_start`.
  An entry that has waited `Rules.cap` is urgent beyond every priority: it comes before all that have not,
  and among its like the longest wait comes first.
- The best agent is the smallest `(ring, load, -score, since, agent id)`, or with `Rules.alpha` the smallest
  `(ring, load, since - alpha * score, agent id)`. `load` is how much of the channel the agent already has in
  hand, `since` when the agent's present idle time began, `score` the sum of the levels of the skills that
  `Workflow.scored` names less `Rules.flex` for every skill of the agent, less what the agent is `spared` by.
- An agent is spared by what `Workflow.scored` does not name. Of their skills (level 1 or above) beside those,
  let `n` be how many of those free on the channel, they among them, have the one that fewest have: `spared`
  is `Rules.scarce // n`, and 0 of an agent without such a skill.

So an agent who becomes free takes the first entry that they may take, an entry that arrives among free
agents takes the best of them, and no entry is ever left waiting beside a free agent who may take it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ctid.routing.skills import Expression, Levels

SECOND = 1_000_000
NOBODY: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Step:
    """From `after` (µs of waiting) on, agents whom `admits` admits may answer too."""

    after: int
    admits: Expression


@dataclass(frozen=True, slots=True)
class Workflow:
    """Whom an entry may reach, step by step. `after` of the first step is 0, and each is later than the last.

    `scored` are the skills whose levels make a good match: those of the first step, unless named.
    """

    name: str
    steps: tuple[Step, ...]
    scored: tuple[str, ...]
    channel: str = "voice"


@dataclass(frozen=True, slots=True)
class Preference:
    """The entry waits for this agent alone for so long (µs since `entered_at`)."""

    agent: str
    until_waited: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who waits. `entered_at` is kept over missed offers, transfers back and restarts.

    `opened` are the waiting times at which another router has opened the steps: here they open no later.
    """

    id: str
    workflow: Workflow
    entered_at: int
    priority: int = 0
    prefers: Preference | None = None
    excluded: Mapping[str, int] = field(default_factory=dict)  # agent → until when (µs)
    opened: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site chooses. All times in µs.

    `exclusions` names, per channel, the channels that may not be in hand beside it: voice beside chat, say.
    It is read both ways.
    """

    head_start: int = 60 * SECOND  # of one point of priority
    cap: int | None = None
    flex: int = 0  # levels; what each skill of an agent takes off the score
    alpha: int | None = None  # of idle time one level of score is worth; None: levels decide first
    exclusions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    scarce: int = 0  # levels; what the last free agent with a skill not asked for has taken off the score


@dataclass(frozen=True, slots=True)
class Desk:
    """An agent as the router sees one. `capacity` is channel → most at once; `total` bounds their sum."""

    agent: str
    levels: Levels
    capacity: Mapping[str, int] = field(default_factory=lambda: {"voice": 1})
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Rival:
    """An agent who was free and would have been next."""

    agent: str
    ring: int
    load: int
    score: int
    since: int
    spared: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """`entry` goes to `agent`: by which figures, and which free agents (two at most) would have been next."""

    entry: str
    agent: str
    ring: int
    load: int
    score: int
    since: int
    urgency: int
    rivals: tuple[Rival, ...] = ()
    spared: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entry waits: when each of its steps opens or has opened, for whom alone, and who is excluded.

    `openings` are moments, one for each step; where two are the same the earlier step is skipped. As agents
    log on and off, an opening may yet come sooner, never later.
    """

    openings: tuple[int, ...]
    prefers: str | None
    excluded: Mapping[str, int]  # agent → until when


@dataclass(frozen=True, slots=True)
class Ahead:
    """So `many` who stand ahead of an entry, with so many steps open, waiting for that agent alone if any."""

    workflow: Workflow
    opened: int
    prefers: str | None
    many: int


class Router(Protocol):
    """Pairs entries with agents. Every event may yield offers, in the order in which they were decided.

    Every event also passes the time: what is due at its `now` is open when it is decided.

    An offered entry has left the line, and the agent's room is taken, until the driver says how it ended.
    What is said of an id that the router does not know raises `KeyError`; an id said to arrive twice raises
    `ValueError`. An agent who has logged on is unavailable until `available` is said.
    """

    def log_on(self, desk: Desk, now: int) -> Sequence[Offer]:
        """Somebody begins to work; steps that were skipped for want of them are skipped no longer."""

    def log_off(self, agent: str, now: int) -> Sequence[Offer]:
        """Somebody stops; what they have in hand is forgotten."""

    def change(self, desk: Desk, now: int) -> Sequence[Offer]:
        """Somebody's skills or capacity changed; idle time, load and availability are kept."""

    def available(self, agent: str, since: int, now: int) -> Sequence[Offer]:
        """The agent takes work; the idle time counts from `since`."""

    def unavailable(self, agent: str, now: int) -> Sequence[Offer]:
        """The agent takes nothing new; what they have in hand stays theirs."""

    def arrive(self, entry: Entry, now: int) -> Sequence[Offer]:
        """Somebody waits. Also how an entry comes back after a failed offer, with its old `entered_at`."""

    def leave(self, entry: str, now: int) -> Sequence[Offer]:
        """A waiting entry is gone: hung up, overflowed, taken elsewhere."""

    def exclude(self, entry: str, agent: str, until: int, now: int) -> Sequence[Offer]:
        """This waiting entry is not offered to this agent before `until`, or a later time said before."""

    def take(self, agent: str, channel: str, now: int) -> Sequence[Offer]:
        """One more thing is in the agent's hand that no offer brought: a colleague's call, say."""

    def release(self, agent: str, channel: str, since: int, now: int) -> Sequence[Offer]:
        """One thing the agent had in hand on `channel` is done, or its offer failed; idle from `since`.

        It does no harm if it was forgotten since: a load never falls below 0.
        """

    def pass_time(self, now: int) -> Sequence[Offer]:
        """Time has passed: open what is due. Call it at `next_deadline` at the latest."""

    def next_deadline(self) -> int | None:
        """When the router next wants to hear `pass_time`; None: not before the next event.

        It may turn out that nothing is due then.
        """

    def standing(self, entry: str, now: int) -> Standing:
        """Tell how a waiting entry stands at `now`. Only a look: it passes no time."""

    def ahead(self, entry: str, now: int) -> Iterable[Ahead]:
        """Tell who stand before a waiting entry in routing order at `now`. Only a look, as well."""
