"""Skills that were changed live, written into `centre.yaml`: only what changes is touched.

The text is not written anew from what it means: whoever keeps it in a repository sees the few characters that
a supervisor changed, and every comment and every line break stays.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode

from ctid.model.configuration import LiveSkills
from ctid.model.ids import AgentId, SkillName

Pair = tuple[ScalarNode, ScalarNode]


@dataclass(frozen=True, slots=True)
class _Edit:
    """What is to stand between two places of the text (characters from 0)."""

    start: int
    end: int
    text: str


def written_back(text: str, live: Iterable[LiveSkills]) -> str:
    """Return `text` (a sound centre.yaml) with the levels that are live."""
    root = YAML(typ="safe", pure=True).compose(text)
    skills = dict(_skills_of_agents(root))
    edits = [edit for each in live for edit in _edits(text, skills[each.agent], each.levels)]
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _skills_of_agents(root: MappingNode) -> Iterator[tuple[AgentId, MappingNode]]:
    for agent in _under(root, "agents").value:
        yield AgentId(_under(agent, "id").value), _under(agent, "skills")


def _under(node: MappingNode, key: str) -> MappingNode:
    found: MappingNode = next(value for name, value in node.value if name.value == key)
    return found


def _edits(text: str, skills: MappingNode, levels: Mapping[SkillName, int]) -> Iterator[_Edit]:
    """Change levels, take skills out, and put new ones behind the last that stays."""
    pairs: list[Pair] = skills.value
    kept = [pair for pair in pairs if levels.get(pair[0].value) != 0]
    if not kept or (skills.flow_style and len(kept) < len(pairs)):
        yield _anew(skills, pairs, levels)
        return
    for skill, level in kept:
        if skill.value in levels:
            yield _Edit(level.start_mark.index, level.end_mark.index, str(levels[skill.value]))
    for skill, level in pairs:
        if levels.get(skill.value) == 0:
            start = skill.start_mark.index - skill.start_mark.column
            yield _Edit(start, _end_of_line(text, level) + 1, "")
    new = [f"{skill}: {level}" for skill, level in levels.items() if level and skill not in _names(pairs)]
    last, level = kept[-1]
    if skills.flow_style:
        yield _put(level.end_mark.index, ", ", new)
    else:
        yield _put(_end_of_line(text, level), "\n" + " " * last.start_mark.column, new)


def _anew(skills: MappingNode, pairs: list[Pair], levels: Mapping[SkillName, int]) -> _Edit:
    """Write all skills of an agent in one line."""
    there = {skill.value: int(level.value) for skill, level in pairs}
    whole = ", ".join(f"{skill}: {level}" for skill, level in {**there, **levels}.items() if level)
    end = skills.end_mark.index if skills.flow_style else pairs[-1][1].end_mark.index
    return _Edit(skills.start_mark.index, end, f"{{{whole}}}")


def _put(at: int, between: str, new: Iterable[str]) -> _Edit:
    return _Edit(at, at, "".join(between + one for one in new))


def _names(pairs: Iterable[Pair]) -> set[str]:
    return {skill.value for skill, _ in pairs}


def _end_of_line(text: str, node: ScalarNode) -> int:
    newline = text.find("\n", node.end_mark.index)
    return newline if newline >= 0 else len(text)
