"""Which ready agent a waiting interaction gets: the best match, and among equals the longest idle.

The order is total: (-score, idle since, agent id), so the same world always gives the same choice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ctid.acd.entry import QueueEntry, skills_in_words
from ctid.model.ids import AgentId, SkillName
from ctid.model.reasons import Reason
from ctid.model.site import Agent


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent who is ready, and since when."""

    agent: Agent
    idle_since: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """The agent chosen for an entry, and why."""

    entry: QueueEntry
    agent: AgentId
    reason: Reason


def meets(skills: Mapping[SkillName, int], requires: Mapping[SkillName, int]) -> bool:
    """Say whether `skills` has every required skill at its level or above."""
    return all(skills.get(skill, 0) >= level for skill, level in requires.items())


def score(skills: Mapping[SkillName, int], requires: Mapping[SkillName, int]) -> int:
    """How well `skills` fits: the sum of the levels of what is required."""
    return sum(skills.get(skill, 0) for skill in requires)


def choose(entry: QueueEntry, candidates: Iterable[Candidate], *, now: datetime) -> Choice | None:
    """Choose for `entry`, or None when no candidate meets what it requires."""
    eligible = [c for c in candidates if meets(c.agent.skills, entry.requires)]
    if not eligible:
        return None
    ranked = sorted(
        eligible, key=lambda c: (-score(c.agent.skills, entry.requires), c.idle_since, c.agent.id)
    )
    best = ranked[0]
    return Choice(entry, best.agent.id, _reason(entry, ranked, now))


def _reason(entry: QueueEntry, ranked: list[Candidate], now: datetime) -> Reason:
    best = ranked[0]
    top = score(best.agent.skills, entry.requires)
    equals = sum(1 for c in ranked if score(c.agent.skills, entry.requires) == top)
    code = "only_one" if len(ranked) == 1 else "best_match" if equals == 1 else "longest_idle"
    return Reason(
        code,
        {
            "agent": best.agent.name,
            "skills": skills_in_words(entry.requires),
            "score": top,
            "idle_s": int((now - best.idle_since).total_seconds()),
            "equals": equals,
        },
    )
