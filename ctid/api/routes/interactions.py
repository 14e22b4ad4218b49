"""Interactions: reading them, and what an agent says about one. Whose it is, the centre decides."""

from aiohttp import web

from ctid.api import encode
from ctid.api.answers import AgentsStatus, InteractionInFull, Interactions
from ctid.api.bodies import ChosenCustomer, Listing, read, read_query
from ctid.api.described import COMMANDS, described
from ctid.api.event_answers import Events
from ctid.api.house import house_of
from ctid.api.problems import Problem
from ctid.api.result_bodies import GivenResult
from ctid.api.routes.commands import answer, done, new_id
from ctid.api.sessions import agent_of
from ctid.model.commands import ChooseCustomer, Dispose
from ctid.model.ids import CustomerId, InteractionId
from ctid.model.interactions import Interaction
from ctid.model.leads import AskedBack

routes = web.RouteTableDef()


@routes.get("/api/v1/interactions")
@described(Interactions, query=Listing)
async def latest(request: web.Request) -> web.Response:
    """List interactions, newest first; `next` is the `before` of the next page."""
    wanted = read_query(request, Listing)
    before = InteractionId(wanted.before) if wanted.before else None
    found = await house_of(request).records.interactions(wanted.limit, before)
    following = found[-1].id if len(found) == wanted.limit else None
    return answer({"interactions": [encode.interaction(each) for each in found], "next": following})


@routes.get("/api/v1/interactions/{id}")
@described(InteractionInFull, problems=("not_found",))
async def one(request: web.Request) -> web.Response:
    """Tell all about an interaction: as it lives now, or else as it was written down."""
    found = await _find(request)
    if found is None:
        raise Problem("not_found")
    return answer(encode.interaction_in_full(found))


@routes.get("/api/v1/interactions/{id}/events")
@described(Events, problems=("not_found",))
async def events(request: web.Request) -> web.Response:
    """List what happened to an interaction, oldest first."""
    found = await house_of(request).records.events_of(_id(request))
    if not found and await _find(request) is None:
        raise Problem("not_found")
    return answer({"events": [encode.event(each) for each in found]})


@routes.post("/api/v1/interactions/{id}/disposition")
@described(AgentsStatus, body=GivenResult, problems=COMMANDS)
async def dispose(request: web.Request) -> web.Response:
    """Say what came of it, and when they want to be called back, if they do."""
    agent, given = agent_of(request), await read(request, GivenResult)
    wish = given.call_back
    back = AskedBack(wish.at, agent if wish.own else None) if wish is not None else None
    return await done(request, Dispose(new_id(), agent, _id(request), given.code, given.note, back))


@routes.post("/api/v1/interactions/{id}/customer")
@described(AgentsStatus, body=ChosenCustomer, problems=(*COMMANDS, "not_found"))
async def choose_customer(request: web.Request) -> web.Response:
    """Say who the caller is."""
    agent, chosen = agent_of(request), await read(request, ChosenCustomer)
    customer = CustomerId(chosen.customer)
    if await house_of(request).records.customer(customer) is None:
        raise Problem("not_found")
    return await done(request, ChooseCustomer(new_id(), agent, _id(request), customer))


def _id(request: web.Request) -> InteractionId:
    return InteractionId(request.match_info["id"])


async def _find(request: web.Request) -> Interaction | None:
    house, wanted = house_of(request), _id(request)
    return house.centre.interaction(wanted) or await house.records.interaction(wanted)
