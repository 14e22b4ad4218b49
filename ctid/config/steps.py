"""Reads the relaxation steps of a queue. Each must admit all that the one before did, and somebody besides.

Whoever may answer a caller now may answer them later: a step takes nobody away. That is decided for every
agent there could be, not only for those of the file, and told with one whom the step would take away. That a
step brings nobody of the file, or cannot be met by anybody in it, is only remarked: agents come and go.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta
from itertools import pairwise

from ctid.config import fields
from ctid.config.expressions import expression_of
from ctid.config.fields import Read, Section
from ctid.config.findings import Findings
from ctid.model.document import Node
from ctid.model.durations import read_duration, write_duration
from ctid.model.ids import SkillName
from ctid.model.mistakes import Text
from ctid.model.routing_policy import RelaxationStep
from ctid.model.site import Agent, Queue
from ctid.routing.implication import only_in
from ctid.routing.skill_text import in_words
from ctid.routing.skills import Levels, meets


def steps_of(skills: Collection[SkillName]) -> Read[tuple[RelaxationStep, ...]]:
    """Make a reader of `[{after: 20s, admits: expression}, …]`."""

    def read(node: Node, findings: Findings) -> tuple[RelaxationStep, ...]:
        before = len(findings)
        members = fields.members(node, findings, least="steps")
        steps = tuple(_step(member, findings, skills) for member in members)
        if len(findings) == before:  # else a stand-in would be compared
            _refuse_disorder(steps, members, findings)
        return steps

    return read


def _step(node: Node, findings: Findings, skills: Collection[SkillName]) -> RelaxationStep:
    with Section(node, findings) as section:
        return RelaxationStep(section.need("after", _after), section.need("admits", expression_of(skills)))


def _after(node: Node, findings: Findings) -> timedelta:
    """Read a span; of the first step it is nothing."""
    span = read_duration(node.value) if isinstance(node.value, str) else None
    return fields.duration(node, findings) if span is None else span


def _refuse_disorder(steps: tuple[RelaxationStep, ...], nodes: list[Node], findings: Findings) -> None:
    """Note a first step that is late, steps whose times do not rise, and one that takes somebody away."""
    after, admits = [[node.get(key) or node for node in nodes] for key in ("after", "admits")]
    if steps[0].after:
        findings.add("C141", after[0].place, found=write_duration(steps[0].after))
    for (earlier, later), when, whom in zip(pairwise(steps), after[1:], admits[1:], strict=True):
        first, then = write_duration(earlier.after), write_duration(later.after)
        if later.after <= earlier.after:
            findings.add("C142", when.place, found=then, first=first)
        lost = only_in(earlier.admits, later.admits)
        if lost is not None:
            findings.add("C143", whom.place, agent=_agent(lost), first=first, then=then)


def _agent(levels: Levels) -> Text:
    """Describe somebody by what they can do."""
    if not levels:
        return Text("an agent without any of these skills", "不具备这些技能的坐席")
    able = ", ".join(f"{skill} {level}" for skill, level in sorted(levels.items()))
    return Text(f"an agent with {able}", f"具备 {able} 的坐席")


def check_reach(queue: Queue, agents: Iterable[Agent], node: Node, findings: Findings) -> None:
    """Refuse a queue that no agent of the file can answer; remark its steps that bring nobody new.

    `node` is the queue's.
    """
    written = (node.get("steps") or node).elements()
    places = [(step.get("admits") or step).place for step in written] or [
        (node.get("requires") or node).place
    ]
    everybody = [{str(skill): level for skill, level in agent.skills.items()} for agent in agents]
    before = 0
    for step, place in zip(queue.relaxation, places, strict=True):
        reached = sum(meets(levels, step.admits) for levels in everybody)
        facts = {"name": queue.name, "expression": in_words(step.admits)}
        if not reached and place is places[-1]:
            findings.add("C121", place, **facts)
        elif not reached:
            findings.remark("C145", place, **facts)
        elif reached == before:
            findings.remark("C144", place, **facts)
        before = reached
