"""Campaigns, for supervisors and programs: how each goes, its start and stop, the switch that stops all."""

from aiohttp import web

from ctid.api import campaign_shapes
from ctid.api.campaign_shapes import CampaignAnswer, CampaignsAnswer
from ctid.api.described import ASKS, described
from ctid.api.house import house_of
from ctid.api.problems import Problem, words_of
from ctid.api.routes.commands import answer, ask, new_id
from ctid.api.sessions import director_of
from ctid.model.commands import KillDialing, PauseCampaign, ResumeDialing, StartCampaign, StopCampaign
from ctid.model.dialing import CampaignNow
from ctid.model.reasons import Reason

routes = web.RouteTableDef()


@routes.get("/api/v1/campaigns")
@described(CampaignsAnswer, problems=("supervisors_only",))
async def latest(request: web.Request) -> web.Response:
    """List the campaigns: what each is doing, and how it goes."""
    director_of(request)
    return _all(request)


@routes.get("/api/v1/campaigns/{name}")
@described(CampaignAnswer, problems=("supervisors_only", "not_found"))
async def one(request: web.Request) -> web.Response:
    """Show a campaign: what it is doing, and how it goes."""
    director_of(request)
    return answer(campaign_shapes.campaign(_named(request)))


@routes.post("/api/v1/campaigns/{name}/start")
@described(CampaignAnswer, problems=(*ASKS, "supervisors_only"))
async def start(request: web.Request) -> web.Response:
    """Have a campaign dial, or dial again."""
    await ask(request, StartCampaign(new_id(), director_of(request), request.match_info["name"]))
    return answer(campaign_shapes.campaign(_named(request)))


@routes.post("/api/v1/campaigns/{name}/pause")
@described(CampaignAnswer, problems=(*ASKS, "supervisors_only"))
async def pause(request: web.Request) -> web.Response:
    """Have a campaign begin no call for a while; calls under way go on."""
    await ask(request, PauseCampaign(new_id(), director_of(request), request.match_info["name"]))
    return answer(campaign_shapes.campaign(_named(request)))


@routes.post("/api/v1/campaigns/{name}/stop")
@described(CampaignAnswer, problems=(*ASKS, "supervisors_only"))
async def stop(request: web.Request) -> web.Response:
    """End a campaign; calls under way go on."""
    await ask(request, StopCampaign(new_id(), director_of(request), request.match_info["name"]))
    return answer(campaign_shapes.campaign(_named(request)))


@routes.post("/api/v1/dialing/kill")
@described(CampaignsAnswer, problems=(*ASKS, "supervisors_only"))
async def kill(request: web.Request) -> web.Response:
    """Stop every campaign and hang up whatever only rings; doing it twice is no mistake."""
    await ask(request, KillDialing(new_id(), director_of(request)))
    return _all(request)


@routes.post("/api/v1/dialing/resume")
@described(CampaignsAnswer, problems=(*ASKS, "supervisors_only"))
async def resume(request: web.Request) -> web.Response:
    """Let campaigns be started again; none starts by itself."""
    await ask(request, ResumeDialing(new_id(), director_of(request)))
    return _all(request)


def _named(request: web.Request) -> CampaignNow:
    name = request.match_info["name"]
    found = house_of(request).centre.campaigns().get(name)
    if found is None:
        raise Problem("not_found", detail=words_of(Reason("unknown_campaign", {"campaign": name})))
    return found


def _all(request: web.Request) -> web.Response:
    centre = house_of(request).centre
    return answer(campaign_shapes.campaigns([*centre.campaigns().values()], centre.kill_switch()))
