"""What the centre runs on: the file as it was applied, and what a supervisor changed live, laid over it.

The file is the truth about the site. What is changed live is kept beside it skill by skill, so that it can be
shown as drift, written into the file or given up; a change of the file that it does not touch comes through.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from ctid.model.ids import AgentId, FlowName, SkillName
from ctid.model.site import Site


@dataclass(frozen=True, slots=True)
class AppliedSite:
    """A configuration that was applied: by whom, when, the text of `centre.yaml`, the names of the flows.

    `texts` are those of the flows by name; what was applied by an earlier version does not know them.
    """

    at: datetime
    who: str
    centre: str
    flows: tuple[str, ...]
    texts: Mapping[FlowName, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What is written over the last one of the same name: no two are applied at one instant."""
        return self.at.isoformat()


@dataclass(frozen=True, slots=True)
class LiveSkills:
    """Levels of an agent that a supervisor changed live (0: the skill is taken away); none: no longer any."""

    agent: AgentId
    who: str
    since: datetime
    levels: Mapping[SkillName, int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What is written over the last one of the same name."""
        return self.agent

    def over(self, written: Mapping[SkillName, int]) -> dict[SkillName, int]:
        """Return the skills that the agent has, `written` being those of the file."""
        return {skill: level for skill, level in {**written, **self.levels}.items() if level}


def levels_changed(written: Mapping[SkillName, int], wanted: Mapping[SkillName, int]) -> dict[SkillName, int]:
    """Return the levels that make `wanted` of `written` when they are laid over it."""
    skills = sorted({*written, *wanted})
    return {skill: wanted.get(skill, 0) for skill in skills if wanted.get(skill, 0) != written.get(skill, 0)}


def still_live(site: Site, live: LiveSkills) -> LiveSkills:
    """Return what of a live change `site` does not say itself; skills and agents it has not are given up."""
    agent = site.agents.get(live.agent)
    levels = {skill: level for skill, level in live.levels.items() if skill in site.skills}
    if agent is None:
        return replace(live, levels={})
    return replace(live, levels=levels_changed(agent.skills, {**agent.skills, **levels}))


def with_live(site: Site, live: Mapping[AgentId, LiveSkills]) -> Site:
    """Return the site with live changes laid over it."""
    changed = {
        id: replace(agent, skills=live[id].over(agent.skills))
        for id, agent in site.agents.items()
        if id in live
    }
    return replace(site, agents={**site.agents, **changed}) if changed else site
