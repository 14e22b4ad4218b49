"""Why a call waits, why it was offered to whom, and the line of all who wait."""

from collections.abc import Sequence

from aiohttp import web

from ctid.api import wait_shapes
from ctid.api.described import described
from ctid.api.house import house_of
from ctid.api.ports import Records
from ctid.api.problems import Problem, language_of
from ctid.api.routes.commands import answer
from ctid.api.sessions import supervisor_of
from ctid.api.wait_shapes import LineAnswer, WhyAnswer
from ctid.model.ids import InteractionId
from ctid.model.interactions import OfferRecord

SHOWN = 100  # of the line

routes = web.RouteTableDef()


@routes.get("/api/v1/interactions/{id}/why")
@described(WhyAnswer, problems=("not_found",))
async def why(request: web.Request) -> web.Response:
    """Explain why it waits, as it is now, and each of its offers, as they were written down."""
    house, wanted = house_of(request), InteractionId(request.match_info["id"])
    centre = house.centre
    of = centre.interaction(wanted) or await house.records.interaction(wanted)
    if of is None:
        raise Problem("not_found")
    offers = await _offers(house.records, wanted)
    wait = centre.why(wanted)  # last, so that it is as new as the answer
    return answer(wait_shapes.why(of, wait, offers, centre.site, language_of(request)))


async def _offers(records: Records, of: InteractionId) -> Sequence[OfferRecord] | None:
    """Return an interaction's offers, None while the database is away: the centre can explain without it."""
    try:
        return await records.offers(of)
    except Exception as error:
        if not records.is_away(error):
            raise
        return None


@routes.get("/api/v1/waiting")
@described(LineAnswer, problems=("supervisors_only",))
async def waiting(request: web.Request) -> web.Response:
    """List who waits, in routing order: the first hundred, and how many there are."""
    supervisor_of(request)
    house = house_of(request)
    return answer(wait_shapes.line(house.centre.line(SHOWN), house.clock()))
