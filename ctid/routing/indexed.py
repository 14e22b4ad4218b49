"""The router that looks at few to decide for many, and decides as if it had looked at all (`terms`).

After every event nobody free may take anybody who waits. So what an event makes possible involves the one
agent whom it made free, or a bucket that it made `fresh`: one with a new head, or whose head saw a step open.
Those are looked at in routing order until nothing more is possible; each look costs a few operations on
arrays as long as the workflows that a profile may serve, or the profiles that a workflow may reach. Nobody
else free may take the head of a bucket that is not fresh: an agent made free has no rivals for it.
"""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush

from ctid.routing.buckets import Bucket, Heads, Order
from ctid.routing.desks import Agent, both_ways
from ctid.routing.idle import Candidate, Idle
from ctid.routing.kinds import Kinds
from ctid.routing.line import Line
from ctid.routing.profiles import Profile, Profiles
from ctid.routing.skills import Levels
from ctid.routing.terms import Ahead, Desk, Entry, Offer, Rules, Standing, Workflow

Choice = tuple[Order, Bucket, Candidate]


class IndexedRouter:
    """A `terms.Router` for thousands of agents and a hundred thousand entries."""

    def __init__(self, rules: Rules | None = None) -> None:
        rules = rules or Rules()
        self._rules = rules
        self._exclusions = both_ways(rules.exclusions)
        self._agents: dict[str, Agent] = {}
        self._profiles = Profiles()
        self._heads = Heads(rules.head_start, rules.cap)
        self._kinds = Kinds(self._profiles, self._heads, rules.flex)
        self._line = Line(self._kinds, self._heads, self._agents)
        self._idle: dict[str, Idle] = {}  # by channel

    # What is told

    def log_on(self, desk: Desk, now: int) -> list[Offer]:
        """See `terms.Router`."""
        if desk.agent in self._agents:
            raise ValueError(f"{desk.agent} is logged on already")
        self._pass(now)
        self._agents[desk.agent] = Agent(desk, self._join(desk.levels))
        return self._decide(now)

    def log_off(self, agent: str, now: int) -> list[Offer]:
        """See `terms.Router`."""
        who = self._agents[agent]
        self._pass(now)
        del self._agents[agent]
        self._step_back(who)
        self._part(who.profile, now)
        self._line.forget(agent, now)
        return self._decide(now)

    def change(self, desk: Desk, now: int) -> list[Offer]:
        """See `terms.Router`."""
        who = self._agents[desk.agent]
        self._pass(now)
        self._step_back(who)
        before, who.desk, who.profile = who.profile, desk, self._join(desk.levels)
        self._part(before, now)
        return self._decide(now, who)

    def available(self, agent: str, since: int, now: int) -> list[Offer]:
        """See `terms.Router`."""
        who = self._agents[agent]
        self._pass(now)
        who.available, who.since = True, since
        return self._decide(now, who)

    def unavailable(self, agent: str, now: int) -> list[Offer]:
        """See `terms.Router`."""
        who = self._agents[agent]
        self._pass(now)
        who.available = False
        self._step_back(who)
        return self._decide(now)

    def arrive(self, entry: Entry, now: int) -> list[Offer]:
        """See `terms.Router`."""
        if entry.id in self._line.entries:
            raise ValueError(f"{entry.id} waits already")
        self._pass(now)
        self._line.arrive(entry, now)
        return self._decide(now)

    def leave(self, entry: str, now: int) -> list[Offer]:
        """See `terms.Router`."""
        if entry not in self._line.entries:
            raise KeyError(entry)
        self._pass(now)
        self._line.leave(entry, now)
        return self._decide(now)

    def exclude(self, entry: str, agent: str, until: int, now: int) -> list[Offer]:
        """See `terms.Router`."""
        if entry not in self._line.entries or agent not in self._agents:
            raise KeyError(entry, agent)
        self._pass(now)
        self._line.exclude(entry, agent, until, now)
        return self._decide(now)

    def take(self, agent: str, channel: str, now: int) -> list[Offer]:
        """See `terms.Router`."""
        who = self._agents[agent]
        self._pass(now)
        who.take(channel)
        self._stand(who)
        return self._decide(now)

    def release(self, agent: str, channel: str, since: int, now: int) -> list[Offer]:
        """See `terms.Router`."""
        who = self._agents[agent]
        self._pass(now)
        who.put_down(channel)
        who.since = since
        return self._decide(now, who)

    def pass_time(self, now: int) -> list[Offer]:
        """See `terms.Router`."""
        self._pass(now)
        return self._decide(now)

    def next_deadline(self) -> int | None:
        """See `terms.Router`; nothing need be due then."""
        return self._line.next_change()

    def standing(self, entry: str, now: int) -> Standing:
        """See `terms.Router`."""
        return self._line.standing(entry, now)

    def ahead(self, entry: str, now: int) -> Iterator[Ahead]:
        """See `terms.Router`. It looks at no entry by itself, however many they are."""
        return self._line.ahead(entry, now)

    # What is decided

    def _decide(self, now: int, freed: Agent | None = None) -> list[Offer]:
        if freed:
            self._stand(freed)
        fresh = [(self._heads.order(bucket, now), bucket) for bucket in self._line.fresh]
        self._line.fresh.clear()
        heapify(fresh)
        offers: list[Offer] = []
        mine = self._first_for(freed, now)
        while fresh or mine:
            if mine and not (fresh and fresh[0][0] <= mine[0]):
                _, bucket, candidate = mine
                offers.append(self._offer(bucket, [candidate], now))
            else:
                bucket = heappop(fresh)[1]
                best = self._best(bucket, now)
                if not best:
                    continue
                offers.append(self._offer(bucket, best, now))
                if bucket:
                    heappush(fresh, (self._heads.order(bucket, now), bucket))
            mine = self._first_for(freed, now)
        return offers

    def _pass(self, now: int) -> None:
        """Find the buckets that somebody free may take since their head saw a step open.

        That comes before all that an event or an alarm changes: a head that goes may be the only one whose
        step is known to open. The look is from the side on which there are fewer: the heads, or the profiles
        of those free.
        """
        slots = self._heads.crossed(now)
        if slots:
            free = [(channel, index) for channel, idle in self._idle.items() for index in idle.standing]
            if len(slots) > len(free):
                views = (self._profile(index).slots_of(channel) for channel, index in free)
                slots = [slot for view in views for slot in self._heads.admitting(view, now)]
            self._line.fresh.update(dict.fromkeys(map(self._heads.__getitem__, slots)))
        self._line.ring_alarms(now)

    def _first_for(self, who: Agent | None, now: int) -> Choice | None:
        """The first entry in routing order that this agent may take; their bucket must not be fresh."""
        if not who or not who.stands:
            return None
        agent, choices = who.desk.agent, list[Choice]()
        for channel in who.stands:
            found = self._heads.first(who.profile.slots_of(channel), self._line.barring(agent), now)
            if found:
                bucket, ring = found
                candidate = self._candidate(who, ring, bucket.kind.workflow)
                choices.append((self._heads.order(bucket, now), bucket, candidate))
        for bucket in self._line.favouring(agent):
            choices += [(self._heads.order(bucket, now), bucket, one) for one in self._preferred(bucket)]
        return min(choices, default=None)

    def _best(self, bucket: Bucket, now: int) -> list[Candidate]:
        """The best three agents for the head of a bucket."""
        if bucket.alike.prefers is not None:
            return self._preferred(bucket)
        kind = bucket.kind
        idle = self._idle.get(kind.workflow.channel)
        opened = bucket.alike.pace.opened(now - bucket.head[0])
        return idle.best(kind.reach, opened, bucket.alike.excluded, kind.workflow.scored) if idle else []

    def _preferred(self, bucket: Bucket) -> list[Candidate]:
        """The agent for whom alone a bucket waits, if they have room."""
        who, workflow = self._agents[bucket.alike.prefers or ""], bucket.kind.workflow
        return [self._candidate(who, -1, workflow)] if workflow.channel in who.stands else []

    def _candidate(self, who: Agent, ring: int, workflow: Workflow) -> Candidate:
        """Somebody free, who may take an entry of this workflow."""
        idle = self._idle[workflow.channel]
        spared = idle.spared(who.profile, workflow.scored)
        score = self._kinds.score(who.profile, workflow) - spared
        return idle.candidate(ring, score, spared, who.stands[workflow.channel])

    def _offer(self, bucket: Bucket, best: list[Candidate], now: int) -> Offer:
        entered, entry = bucket.head
        self._line.leave(entry, now)
        first, *rivals = map(Candidate.figures, best)
        who = self._agents[first.agent]
        who.take(bucket.kind.workflow.channel)
        self._stand(who)
        urgency = self._heads.urgency(entered, bucket.alike.priority)
        figures = first.agent, first.ring, first.load, first.score, first.since
        return Offer(entry, *figures, urgency, tuple(rivals), first.spared)

    # Who is free

    def _stand(self, who: Agent) -> None:
        """Put an agent where they belong among the free of every channel."""
        self._step_back(who)
        for channel in who.desk.capacity:
            if who.has_room(channel, self._exclusions):
                stand = who.in_hand.get(channel, 0), who.since, who.desk.agent
                who.stands[channel] = stand
                self._channel(channel).add(who.profile, stand)

    def _step_back(self, who: Agent) -> None:
        """Take an agent out of those free."""
        for channel, stand in who.stands.items():
            self._idle[channel].remove(who.profile, stand)
        who.stands.clear()

    def _channel(self, channel: str) -> Idle:
        idle = self._idle.get(channel)
        if idle is None:
            idle = self._idle[channel] = Idle(self._rules, self._profiles)
        return idle

    # What those logged on can do

    def _join(self, levels: Levels) -> Profile:
        """One more has these skills."""
        profile = self._profiles.find(levels)
        if profile is None:
            profile = self._profiles.add(levels)
            for idle in self._idle.values():
                idle.make_room()
            self._kinds.join(profile)
        profile.staff += 1
        return profile

    def _part(self, profile: Profile, now: int) -> None:
        """One less has them."""
        profile.staff -= 1
        if not profile.staff:
            self._line.part(profile, now)
            self._profiles.remove(profile)

    def _profile(self, index: int) -> Profile:
        profile = self._profiles.at[index]
        assert profile is not None  # those who stand free have one
        return profile
