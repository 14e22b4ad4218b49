"""Live skills in the file: what is changed is changed, and nothing else is touched."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.config.centre import read_site
from ctid.config.write_back import written_back
from ctid.model.configuration import LiveSkills, levels_changed, with_live
from ctid.model.ids import AgentId, SkillName

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HEAD = """\
name: {en: A, zh: 甲}  # ours
region: US
skills: [support, billing, english]
agents:
  - id: "1001"
    name: Amy
    phone: "1001"
"""
TAIL = """\
queues:  # the lines
  support: {title: {en: S, zh: 服}, requires: {}, ring: 15s, wrap_up: 30s}
numbers: {"4001": main}
"""
FLOW = '    skills: {support: 3, "billing": 2}  # good\n'
BLOCK = "    skills:\n      support: 3   # well\n      billing: 2  # so so\n    language: zh\n"
LONG = "    skills: {\n      support: 3,\n      billing: 2,\n    }\n"


def live(**levels: int) -> LiveSkills:
    return LiveSkills(
        AgentId("1001"), "boss", NOW, {SkillName(skill): level for skill, level in levels.items()}
    )


@pytest.mark.parametrize(
    ("skills", "levels", "expected"),
    [
        (FLOW, {"billing": 4}, '    skills: {support: 3, "billing": 4}  # good\n'),
        (FLOW, {"english": 1}, '    skills: {support: 3, "billing": 2, english: 1}  # good\n'),
        (FLOW, {"support": 0, "english": 1}, "    skills: {billing: 2, english: 1}  # good\n"),
        (FLOW, {"support": 0, "billing": 0}, "    skills: {}  # good\n"),
        (BLOCK, {"billing": 4}, BLOCK.replace("billing: 2", "billing: 4")),
        (BLOCK, {"support": 0}, BLOCK.replace("      support: 3   # well\n", "")),
        (BLOCK, {"english": 5}, BLOCK.replace("# so so\n", "# so so\n      english: 5\n")),
        (BLOCK, {"billing": 0, "english": 5}, BLOCK.replace("billing: 2  # so so", "english: 5")),
        (LONG, {"support": 1}, LONG.replace("support: 3", "support: 1")),
        (LONG, {"english": 1}, LONG.replace("billing: 2,", "billing: 2, english: 1,")),
    ],
)  # fmt: skip
def test_only_what_is_live_is_written(skills: str, levels: dict[str, int], expected: str) -> None:
    assert written_back(HEAD + skills + TAIL, [live(**levels)]) == HEAD + expected + TAIL


def test_nothing_live_leaves_the_file_as_it_is() -> None:
    text = Path("config/centre.yaml").read_text("utf-8")
    assert written_back(text, []) == text


wanted = st.dictionaries(
    st.sampled_from([SkillName(s) for s in ("support", "billing", "english")]), st.integers(1, 5)
)


@pytest.mark.slow
@settings(deadline=None)
@given(st.sampled_from([FLOW, BLOCK, LONG]), wanted)
def test_what_is_written_back_reads_as_what_is_live(skills: str, wanted: dict[SkillName, int]) -> None:
    text = HEAD + skills + TAIL
    site = read_site(text, "c", flows={"main"})
    [agent] = site.agents.values()
    levels = LiveSkills(agent.id, "boss", NOW, levels_changed(agent.skills, wanted))
    again = read_site(written_back(text, [levels]), "c", flows={"main"})
    assert again == with_live(site, {agent.id: levels})
    assert again.agents[agent.id].skills == wanted
