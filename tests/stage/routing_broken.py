"""Routers each with one fault, for the tests of the properties to find."""

from collections.abc import Mapping

from ctid.routing.skills import meets
from ctid.routing.terms import Desk, Offer
from routing_brute import Agent, BruteForce, Rank, Waiting


class RingsTheBusy(BruteForce):
    """Does not count what an agent has in hand, on any channel."""

    def has_room(self, agent: Agent, channel: str) -> bool:
        return agent.available and agent.desk.capacity.get(channel, 0) > 0


class ForgetsExclusions(BruteForce):
    """Offers the same call to the agent who has just missed it."""

    def is_excluded(self, waiting: Waiting, agent: str) -> bool:
        return False


class HeadOfLineOnly(BruteForce):
    """Lets the first in line block all others."""

    def first_offer(self) -> Offer | None:
        line = self.line
        try:
            first = sorted(line.values(), key=self.order)[:1]
            self.line = {waiting.entry.id: waiting for waiting in first}
            return super().first_offer()
        finally:
            self.line = line


class IgnoresPriority(BruteForce):
    """First come, first served."""

    def order(self, waiting: Waiting) -> tuple[int, int, str]:
        return 1, waiting.entry.entered_at, waiting.entry.id


class LastComeFirst(BruteForce):
    """A stack instead of a line."""

    def order(self, waiting: Waiting) -> tuple[int, int, str]:
        return 1, -self.urgency(waiting.entry), waiting.entry.id


class IgnoresLevels(BruteForce):
    """Longest idle alone."""

    def rank(self, waiting: Waiting, agent: Agent) -> Rank:
        return 0, 0, 0, agent.since, agent.desk.agent


class ShortestIdle(BruteForce):
    """The agent who has just sat down gets the next one too."""

    def rank(self, waiting: Waiting, agent: Agent) -> Rank:
        ring, load, match, since, name = super().rank(waiting, agent)
        return (ring, load, match, -since, name) if since else (ring, load, -match, 0, name)


class StrictForEver(BruteForce):
    """Priorities without head start or cap."""

    def order(self, waiting: Waiting) -> tuple[int, int, str]:
        return -waiting.entry.priority, waiting.entry.entered_at, waiting.entry.id


class LevelsForEver(BruteForce):
    """The best are never spared, however long the others sit idle."""

    def rank(self, waiting: Waiting, agent: Agent) -> Rank:
        told = self.figures(waiting, agent)
        return told.ring, told.load, -told.score, told.since, told.agent


class NoTies(BruteForce):
    """Whoever happens to come first where nothing else decides."""

    def order(self, waiting: Waiting) -> tuple[int, int, str]:
        return (*super().order(waiting)[:2], "")

    def rank(self, waiting: Waiting, agent: Agent) -> Rank:
        return (*super().rank(waiting, agent)[:4], "")


class OneRingAtATime(BruteForce):
    """A step that opens shuts the one before."""

    def ring(self, waiting: Waiting, agent: Agent) -> int | None:
        if waiting.prefers:
            return super().ring(waiting, agent)
        waited = self.now - waiting.entry.entered_at
        last = sum(opening <= waited for opening in waiting.schedule) - 1
        steps = waiting.entry.workflow.steps
        return last if last >= 0 and meets(agent.desk.levels, steps[last].admits) else None


class RingsTheAbsent(BruteForce):
    """Does not hear that an agent takes nothing new."""

    def unavailable(self, agent: str, now: int) -> list[Offer]:
        return self.decide(now)


class KeepsOldSkills(BruteForce):
    """Does not hear that an agent's skills have changed."""

    def change(self, desk: Desk, now: int) -> list[Offer]:
        return self.decide(now)


class ChannelByChannel(BruteForce):
    """Knows the capacity of each channel, not what they are together."""

    def has_room(self, agent: Agent, channel: str) -> bool:
        return agent.available and agent.in_hand.get(channel, 0) < agent.desk.capacity.get(channel, 0)


BREACHED: Mapping[str, type[BruteForce]] = {
    "P1": RingsTheBusy,
    "P2": ForgetsExclusions,
    "P3": HeadOfLineOnly,
    "P4": IgnoresPriority,
    "P5": LastComeFirst,
    "P6": IgnoresLevels,
    "P7": ShortestIdle,
    "P8": StrictForEver,
    "P9": LevelsForEver,
    "P13": NoTies,
    "P14": OneRingAtATime,
    "P16": RingsTheAbsent,
    "P17": KeepsOldSkills,
    "P18": ChannelByChannel,
}
