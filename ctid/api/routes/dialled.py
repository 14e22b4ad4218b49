"""What was dialled, for supervisors and programs: attempts and their evidence, days, why a lead was not."""

from datetime import date, datetime, timedelta

from aiohttp import web
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from ctid.api import dialled_shapes
from ctid.api.bodies import Name, read_query
from ctid.api.described import described
from ctid.api.dialled_port import DIALLED, Dialled
from ctid.api.dialled_shapes import AttemptsAnswer, DayAnswer, LeadsAnswer, LeadWhyAnswer, ListsAnswer
from ctid.api.house import house_of
from ctid.api.numbers import e164
from ctid.api.problems import Problem, words_of
from ctid.api.routes import consents
from ctid.api.routes.commands import answer
from ctid.api.sessions import director_of
from ctid.model.reasons import Reason

LOOKED_BACK = timedelta(hours=24)

routes = web.RouteTableDef()


class Back(BaseModel):
    """How far to look back (a day, if left out), and how many to tell at most."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: AwareDatetime | None = None
    limit: int = Field(200, ge=1, le=1000)


class WantedDay(BaseModel):
    """Which day, by the clock of the campaign's hours (UTC without any); today, if left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date | None = None


class WithNumber(BaseModel):
    """A number as people write it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: Name


def install(app: web.Application, dialled: Dialled) -> None:
    """Add the routes to an application."""
    app[DIALLED] = dialled
    app.add_routes(routes)
    app.add_routes(consents.routes)


@routes.get("/api/v1/campaigns/{name}/attempts")
@described(AttemptsAnswer, query=Back, problems=("supervisors_only", "not_found"))
async def attempts_of_campaign(request: web.Request) -> web.Response:
    """List a campaign's dials, each with its evidence."""
    name, back = _campaign(request), read_query(request, Back)
    since: datetime = back.since or house_of(request).clock() - LOOKED_BACK
    found = await request.app[DIALLED].attempts_of_campaign(name, since)
    return answer({"attempts": [dialled_shapes.attempt(each) for each in found[-back.limit :]]})


@routes.get("/api/v1/campaigns/{name}/report")
@described(DayAnswer, query=WantedDay, problems=("supervisors_only", "not_found"))
async def report(request: web.Request) -> web.Response:
    """Report a campaign's day: what came of its calls, who was abandoned, which rules refused how often."""
    name, wanted = _campaign(request), read_query(request, WantedDay)
    day = wanted.day or house_of(request).clock().date()
    return answer(dialled_shapes.day(await request.app[DIALLED].day(name, day)))


@routes.get("/api/v1/campaigns/{name}/lists")
@described(ListsAnswer, problems=("supervisors_only", "not_found"))
async def lists(request: web.Request) -> web.Response:
    """Tell how far each list of a campaign has come."""
    found = await request.app[DIALLED].progress(_campaign(request))
    return answer({"lists": [dialled_shapes.progress(each) for each in found]})


@routes.get("/api/v1/leads")
@described(LeadsAnswer, query=WithNumber, problems=("supervisors_only",))
async def leads(request: web.Request) -> web.Response:
    """Find the leads that have a number, read as of the site's region."""
    director_of(request)
    number = e164(read_query(request, WithNumber).number, house_of(request).centre.site.region)
    found = await request.app[DIALLED].leads_with_number(number)
    return answer({"leads": [dialled_shapes.found(each) for each in found]})


@routes.get("/api/v1/leads/{id}/attempts")
@described(AttemptsAnswer, problems=("supervisors_only",))
async def attempts_of_lead(request: web.Request) -> web.Response:
    """List every dial of a lead, each with its evidence."""
    director_of(request)
    found = await request.app[DIALLED].attempts_of_lead(request.match_info["id"])
    return answer({"attempts": [dialled_shapes.attempt(each) for each in found]})


@routes.get("/api/v1/leads/{id}/why")
@described(LeadWhyAnswer, problems=("supervisors_only", "not_found"))
async def why(request: web.Request) -> web.Response:
    """Say why a lead was, or was not, called: what every rule says of it now, and what was dialled."""
    director_of(request)
    wanted = request.match_info["id"]
    explained = await request.app[DIALLED].explain(wanted)
    if explained is None:
        raise Problem("not_found", detail=words_of(Reason("unknown_lead", {"lead": wanted})))
    return answer(dialled_shapes.explained(explained))


def _campaign(request: web.Request) -> str:
    """Name the campaign that is asked about; agents are refused."""
    director_of(request)
    name = request.match_info["name"]
    if name not in house_of(request).centre.campaigns():
        raise Problem("not_found", detail=words_of(Reason("unknown_campaign", {"campaign": name})))
    return name
