"""What the hour's centre.yaml says, read without ctid's own reader: who can do what, whom lines admit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ctid.routing.skill_text import parse
from ctid.routing.skills import Levels, meets
from ctid.routing.terms import SECOND, Rules, Step, Workflow

HOUR = Path(__file__).parent / "hour"


def micro(span: str) -> int:
    """Read a span of whole seconds, such as 4s."""
    return int(span.removesuffix("s")) * SECOND


@dataclass(frozen=True, slots=True)
class Line:
    """A line of callers; spans in µs, None where the line has no such rule."""

    number: str  # that callers dial
    workflow: Workflow
    priority: int
    kept_for_last_agent: int | None
    goes_on_after: int | None
    goes_on_to: str
    ring: int
    backs_off: int  # who did not answer
    backs_off_busy: int

    def ring_of(self, levels: Levels) -> int | None:
        """Return the first step that admits somebody; None if none does."""
        steps = enumerate(self.workflow.steps)
        return next((number for number, step in steps if meets(levels, step.admits)), None)


@dataclass(frozen=True, slots=True)
class Ground:
    """All that was laid down before the hour began."""

    levels: Mapping[str, Levels]
    lines: Mapping[str, Line]
    rules: Rules

    def line_at(self, number: str) -> Line:
        """Return the line whose number was dialled."""
        return next(line for line in self.lines.values() if line.number == number)


def read_ground() -> Ground:
    """Read it."""
    site = YAML(typ="safe").load(HOUR / "centre.yaml")
    routing = site["routing"]
    numbers = {line: number for number, line in site["numbers"].items()}
    return Ground(
        {agent["id"]: agent["skills"] for agent in site["agents"]},
        {name: _line(name, rules, numbers[name], site["skills"]) for name, rules in site["queues"].items()},
        Rules(head_start=micro(routing["priority_is_worth"]), flex=routing["spare_flexible"]),
    )


def _line(name: str, rules: dict[str, Any], number: str, skills: list[str]) -> Line:
    steps = tuple(Step(micro(step["after"]), parse(step["admits"], skills)) for step in rules["steps"])
    scored = tuple(re.findall(r"\w+(?= >=)", rules["steps"][0]["admits"]))
    kept = rules.get("preferred", {}).get("last_agent")
    goes_on = rules.get("overflow", [{"when": None, "to": ""}])[0]
    return Line(
        number,
        Workflow(name, steps, scored),
        rules.get("priority", 0),
        micro(kept) if kept else None,
        micro(goes_on["when"].removeprefix("waited ")) if goes_on["when"] else None,
        goes_on["to"].removeprefix("queue "),
        *map(micro, (rules["ring"], rules["rona"]["no_answer"], rules["rona"]["busy"])),
    )
