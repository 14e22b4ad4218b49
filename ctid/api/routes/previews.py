"""Leads, for the agents who call them: shown before anybody is called, and while they talk."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from ctid.api import encode
from ctid.api.answers import BothLanguages
from ctid.api.bodies import Line, Name, read
from ctid.api.described import COMMANDS, described
from ctid.api.house import House, house_of
from ctid.api.routes.commands import answer, ask, new_id
from ctid.api.sessions import agent_of
from ctid.model.campaigns import Campaign
from ctid.model.commands import DialLead, SkipLead, TakeLead, WrappingUp
from ctid.model.dialing import CampaignCall, Preview
from ctid.model.ids import AgentId
from ctid.model.leads import Lead

routes = web.RouteTableDef()


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class WantedLead(_Sent):
    """Of which campaign the agent wants a lead shown."""

    campaign: Name


class SkippedLead(_Sent):
    """Which lead is put aside, and why."""

    lead: Name
    why: Annotated[Line, Field(max_length=200)] = ""


class ChosenLead(_Sent):
    """Which lead is to be called, at which of its numbers (none: the first)."""

    lead: Name
    number: Line = ""


class LeadNumberAnswer(BaseModel):
    """A number of a lead."""

    number: str
    masked: str
    display: str
    kind: str


class LeadAnswer(BaseModel):
    """A person to call; `facts` are what their list says of them."""

    id: str
    name: str
    numbers: list[LeadNumberAnswer]
    language: str
    facts: dict[str, str]


class CampaignForAgents(BaseModel):
    """A campaign as its agents need it: what to say, and what may come of it (none: all of the site's)."""

    name: str
    title: BothLanguages
    script: BothLanguages | None
    dispositions: list[str]


class PreviewAnswer(BaseModel):
    """The lead that is shown, or looked for while `lead` is null."""

    campaign: CampaignForAgents
    lead: LeadAnswer | None


class LeadsDesk(BaseModel):
    """What the agent's page shows of campaigns: leads to choose, and the campaign of the call that is up."""

    campaigns: list[CampaignForAgents] = Field(description="Whose leads the agent may take.")
    preview: PreviewAnswer | None
    call: CampaignForAgents | None
    lead: str | None = Field(description="Whom the call is to.")


@routes.get("/api/v1/me/leads")
@described(LeadsDesk, problems=("agents_only", "unknown_agent"))
async def desk(request: web.Request) -> web.Response:
    """Show what the agent's page needs of campaigns."""
    return _desk(house_of(request), agent_of(request))


@routes.post("/api/v1/me/leads/take")
@described(LeadsDesk, body=WantedLead, problems=COMMANDS)
async def take(request: web.Request) -> web.Response:
    """Have the next lead of a preview campaign shown; event `lead.shown` tells that it is there."""
    agent, sent = agent_of(request), await read(request, WantedLead)
    await ask(request, TakeLead(new_id(), agent, sent.campaign))
    return _desk(house_of(request), agent)


@routes.post("/api/v1/me/leads/skip")
@described(LeadsDesk, body=SkippedLead, problems=COMMANDS)
async def skip(request: web.Request) -> web.Response:
    """Put the lead that is shown aside; it stays in its list."""
    agent, sent = agent_of(request), await read(request, SkippedLead)
    await ask(request, SkipLead(new_id(), agent, sent.lead, sent.why))
    return _desk(house_of(request), agent)


@routes.post("/api/v1/me/leads/dial")
@described(LeadsDesk, body=ChosenLead, problems=COMMANDS)
async def dial(request: web.Request) -> web.Response:
    """Have the lead called that is shown."""
    agent, sent = agent_of(request), await read(request, ChosenLead)
    await ask(request, DialLead(new_id(), agent, sent.lead, sent.number))
    return _desk(house_of(request), agent)


@routes.post("/api/v1/me/wrapping-up")
@described(LeadsDesk, problems=COMMANDS)
async def wrapping_up(request: web.Request) -> web.Response:
    """Say that the talk is about to end, so that the next call may be started a little sooner."""
    agent = agent_of(request)
    await ask(request, WrappingUp(new_id(), agent))
    return _desk(house_of(request), agent)


def _desk(house: House, agent: AgentId) -> web.Response:
    centre = house.centre
    status, preview = centre.agent(agent), centre.preview(agent)
    call = centre.campaign_call(status.interaction) if status is not None and status.interaction else None
    known = {name: standing.campaign for name, standing in centre.campaigns().items()}
    return answer(
        {
            "campaigns": [_campaign(each) for each in centre.campaigns_to_preview(agent)],
            "preview": _preview(preview, known) if preview is not None else None,
            **_call(call, known),
        }
    )


def _call(call: CampaignCall | None, known: dict[str, Campaign]) -> encode.Json:
    campaign = known.get(call.campaign) if call is not None else None
    if call is None or campaign is None:
        return {"call": None, "lead": None}
    return {"call": _campaign(campaign), "lead": call.lead}


def _preview(preview: Preview, known: dict[str, Campaign]) -> encode.Json | None:
    campaign = known.get(preview.campaign)
    if campaign is None:
        return None
    lead = _lead(preview.lead) if preview.lead is not None else None
    return {"campaign": _campaign(campaign), "lead": lead}


def _campaign(of: Campaign) -> encode.Json:
    return {
        "name": of.name,
        "title": encode.text(of.title),
        "script": encode.text(of.script) if of.script is not None else None,
        "dispositions": [*of.dispositions],
    }


def _lead(of: Lead) -> encode.Json:
    return {
        "id": of.id,
        "name": of.name,
        "numbers": [{**encode.number(each.number), "kind": each.kind} for each in of.numbers],
        "language": of.language,
        "facts": dict(of.facts),
    }
