"""Skill expressions: what an agent must be able to do, as `skill >= level` with AND, OR and NOT."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Levels: TypeAlias = Mapping[str, int]
"""Skill → level, 1 (some) to 5 (best). A skill that is not there counts as 0."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The agent has `skill` at `level` or above."""

    skill: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; of no parts, it holds for everybody."""

    parts: tuple["Expression", ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds; of no parts, it holds for nobody."""

    parts: tuple["Expression", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Expression"


Expression: TypeAlias = AtLeast | All | Any | Not

EVERYBODY = All()


def meets(levels: Levels, wanted: Expression) -> bool:
    """Say whether somebody with these skills is admitted."""
    match wanted:
        case AtLeast(skill, level):
            return levels.get(skill, 0) >= level
        case All(parts):
            return all(meets(levels, part) for part in parts)
        case Any(parts):
            return any(meets(levels, part) for part in parts)
        case Not(part):
            return not meets(levels, part)
