"""The configuration, for supervisors: the files applied anew, and skills that are changed live."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from ctid.api import encode, problems
from ctid.api.answers import BothLanguages
from ctid.api.bodies import Name, read
from ctid.api.configuration_port import CONFIGURATION, Configuration
from ctid.api.described import ASKS, described
from ctid.api.house import house_of
from ctid.api.problems import Fault, Problem
from ctid.api.routes.commands import answer, ask, new_id
from ctid.api.sessions import supervisor_of
from ctid.model.commands import SetSkills
from ctid.model.ids import AgentId, SkillName
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Text

EN, ZH = Language.EN, Language.ZH
Level = Annotated[int, Field(ge=1, le=5)]

routes = web.RouteTableDef()


class Applying(BaseModel):
    """How the files are applied: with skills that were changed live given up, or still laid over them."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    discard_live: bool = False


class Applied(BaseModel):
    """How large the centre is now."""

    agents: int
    queues: int


class GivenSkills(BaseModel):
    """All skills that the agent shall have, with their levels."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    skills: Annotated[dict[Name, Level], Field(max_length=500)]


class SkillsNow(BaseModel):
    """The skills that an agent has now."""

    agent: str
    skills: dict[str, int]


class Difference(BaseModel):
    """A place of the files, what stood there when they were applied last and what stands there now."""

    path: str
    before: str | None
    after: str | None


class DriftedSkill(BaseModel):
    """A level that a supervisor changed live, and the one in the file; 0 is without the skill."""

    agent: str
    skill: str
    live: int
    file: int
    who: str
    since: datetime


class AgentSkills(BaseModel):
    """The skills that an agent has now, with their levels."""

    agent: str
    name: str
    skills: dict[str, int]


class ConfigurationNow(BaseModel):
    """What runs, and what the files say otherwise; `mistakes` are those of files that cannot be applied."""

    skills: list[str] = Field(description="All that there are.")
    agents: list[AgentSkills]
    applied_at: datetime | None
    applied_by: str | None
    changes: list[Difference]
    drift: list[DriftedSkill]
    mistakes: list[BothLanguages]


def install(app: web.Application, configuration: Configuration) -> None:
    """Add the routes to an application."""
    app[CONFIGURATION] = configuration
    app.add_routes(routes)


@routes.get("/api/v1/centre")
@described(ConfigurationNow, problems=("supervisors_only",))
async def now(request: web.Request) -> web.Response:
    """Show what runs, what was changed live, and what applying the files as they are now would change."""
    supervisor_of(request)
    return await _now(request)


@routes.post("/api/v1/centre/write-back")
@described(ConfigurationNow, problems=("supervisors_only", "configuration_mistaken"))
async def write_back(request: web.Request) -> web.Response:
    """Write what was changed live into `centre.yaml`; comments stay. Then apply it."""
    supervisor_of(request)
    try:
        await request.app[CONFIGURATION].write_back()
    except Mistaken as mistaken:
        raise _mistaken(mistaken) from mistaken
    return await _now(request)


@routes.post("/api/v1/centre/apply")
@described(Applied, body=Applying, problems=(*ASKS, "supervisors_only", "configuration_mistaken"))
async def apply(request: web.Request) -> web.Response:
    """Read the centre's files again and run on them. With a mistake in any of them nothing changes."""
    who, how = supervisor_of(request), await read(request, Applying)
    try:
        refused = await request.app[CONFIGURATION].apply(who, discard_live=how.discard_live)
    except Mistaken as mistaken:
        raise _mistaken(mistaken) from mistaken
    if refused is not None:
        raise problems.refused(refused, "")
    site = house_of(request).centre.site
    return answer({"agents": len(site.agents), "queues": len(site.queues)})


@routes.put("/api/v1/agents/{id}/skills")
@described(SkillsNow, body=GivenSkills, problems=(*ASKS, "supervisors_only"))
async def set_skills(request: web.Request) -> web.Response:
    """Give an agent other skills now, whatever the file says, until they are written there or given up."""
    who, sent = supervisor_of(request), await read(request, GivenSkills)
    agent = AgentId(request.match_info["id"])
    skills = {SkillName(skill): level for skill, level in sent.skills.items()}
    await ask(request, SetSkills(new_id(), who, agent, skills))
    return answer({"agent": agent, "skills": dict(house_of(request).centre.site.agents[agent].skills)})


async def _now(request: web.Request) -> web.Response:
    site = house_of(request).centre.site
    plan: Mapping[str, Any] = {}
    mistakes: list[encode.Json] = []
    try:
        plan = await request.app[CONFIGURATION].planned()
    except Mistaken as mistaken:
        mistakes = [encode.text(Text(one.words(EN), one.words(ZH))) for one in mistaken.mistakes]
    agents: list[encode.Json] = [
        {"agent": it.id, "name": it.name, "skills": {**it.skills}} for it in site.agents.values()
    ]
    told = {name: plan.get(name) for name in ("applied_at", "applied_by")}
    differ = {name: plan.get(name, []) for name in ("changes", "drift")}
    return answer({"skills": [*site.skills], "agents": agents, **told, **differ, "mistakes": mistakes})


def _mistaken(mistaken: Mistaken) -> Problem:
    faults = [Fault(str(one.place), Text(_said(one, EN), _said(one, ZH))) for one in mistaken.mistakes]
    return Problem("configuration_mistaken", faults=faults)


def _said(mistake: Mistake, language: Language) -> str:
    return mistake.words(language).removeprefix(f"{mistake.place}: ")
