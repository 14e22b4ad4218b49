"""A router watched: every offer is held against the text of `ctid.routing.terms`.

The judge keeps the state as the brute router does, takes the decisions of the router that is watched, and
notes under the numbers of the properties (P1 …) which were breached. An offer is carried out whatever is
thought of it, so that one fault does not hide the next.
"""

from collections import Counter
from collections.abc import Sequence

from ctid.routing.terms import Offer, Router, Rules
from routing_brute import Agent, BruteForce, Waiting
from routing_worlds import happenings, world


class Judge(BruteForce):
    """Follows what is told to a router, and judges what the router said of it."""

    def __init__(self, rules: Rules) -> None:
        super().__init__(rules)
        self.breaches: Counter[str] = Counter()
        self.told: Sequence[Offer] = ()
        self.changed = False  # skills, in flight

    def decide(self, now: int) -> list[Offer]:
        self.now = now
        self.end_preferences()
        for offer in self.told:
            waiting, agent = self.line.get(offer.entry), self.agents.get(offer.agent)
            if waiting is None or agent is None:
                self.note("P1" if waiting is None else "P16")
                continue
            self.judge(waiting, agent)
            self.carry_out(offer)
        left = self.first_offer()
        if left:
            self.note("P3", "P14" if 0 <= left.ring < self.opened(left.entry) - 1 else "P3")
        return list(self.told)

    def note(self, *properties: str) -> None:
        self.breaches.update(set(properties))
        if self.changed and {"P1", "P2", "P3", "P4", "P5"} & set(properties):
            self.breaches["P17"] += 1

    def opened(self, entry: str) -> int:
        waiting = self.line[entry]
        return sum(self.now - waiting.entry.entered_at >= opening for opening in waiting.schedule)

    def judge(self, waiting: Waiting, agent: Agent) -> None:
        channel = waiting.entry.workflow.channel
        if not agent.available:
            self.note("P16")
        if agent.in_hand.get(channel, 0) >= agent.desk.capacity.get(channel, 0):
            self.note("P1", "P18")
        elif agent.available and not self.has_room(agent, channel):
            self.note("P18")
        if not self.admits(waiting, agent):
            self.note("P2")
            return
        self.judge_the_order(waiting, agent)
        self.judge_the_match(waiting, agent)

    def judge_the_order(self, waiting: Waiting, agent: Agent) -> None:
        """Hold an offer against the others whom the agent might have taken."""
        entry, mine = waiting.entry, self.order(waiting)
        for other in self.line.values():
            that, theirs = other.entry, self.order(other)
            room = self.has_room(agent, that.workflow.channel)
            if other is waiting or not room or not self.admits(other, agent):
                continue
            same = (that.workflow, that.priority) == (entry.workflow, entry.priority)
            if theirs < mine:
                self.note("P4")
            if same and (that.entered_at, that.id) < (entry.entered_at, entry.id):
                self.note("P5")
            if theirs[:2] == mine[:2] and that.id < entry.id:
                self.note("P13")
            if self.is_starved(other, waiting):
                self.note("P8")

    def is_starved(self, passed: Waiting, taken: Waiting) -> bool:
        """Say whether one was overtaken by somebody who came too late for that."""
        ours, theirs = passed.entry, taken.entry
        cap = self.rules.cap
        if cap is not None and self.now - ours.entered_at >= cap:
            return theirs.entered_at > ours.entered_at
        if cap is not None and self.now - theirs.entered_at >= cap:
            return False
        return theirs.entered_at > ours.entered_at + self.rules.head_start * (theirs.priority - ours.priority)

    def judge_the_match(self, waiting: Waiting, agent: Agent) -> None:
        """Hold an offer against the other agents who might have taken it."""
        taken, alpha = self.figures(waiting, agent), self.rules.alpha
        channel = waiting.entry.workflow.channel
        for other in self.agents.values():
            if other is agent or not self.has_room(other, channel) or not self.admits(waiting, other):
                continue
            passed = self.figures(waiting, other)
            level = (passed.ring, passed.load) == (taken.ring, taken.load)
            if self.rank(waiting, other) < self.rank(waiting, agent):
                self.note("P6")
            if level and passed.score == taken.score and passed.since < taken.since:
                self.note("P7")
            if level and alpha and taken.since > passed.since + alpha * (taken.score - passed.score):
                self.note("P9")
            if self.rank(waiting, other)[:-1] == self.rank(waiting, agent)[:-1]:
                self.note(*(["P13"] if passed.agent < taken.agent else []))


def breaches(make: type[Router], seeds: Sequence[object], moments: int = 200) -> Counter[str]:
    """What a router breaches in these worlds; it may give up where its own faults confuse it."""
    found: Counter[str] = Counter()
    for seed in seeds:
        around = world(seed)
        judge, router = Judge(around.rules), make(around.rules)  # type: ignore[call-arg]
        for event in happenings(around, moments, judge.next_deadline):
            judge.changed |= event.kind == "desk"
            try:
                judge.told = list(event.tell(router))
                event.tell(judge)
            except KeyError:  # an entry offered twice is known to one of them only
                break
            around.follow([offer for offer in judge.told if offer.entry in around.waiting])
        found += judge.breaches
    return found
