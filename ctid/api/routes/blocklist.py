"""Numbers whose calls are ended at once: a supervisor's list."""

from aiohttp import web

from ctid.api import encode, encode_switches
from ctid.api.bodies import read
from ctid.api.described import ASKS, described
from ctid.api.house import House, house_of
from ctid.api.routes.commands import answer, ask, new_id
from ctid.api.sessions import supervisor_of
from ctid.api.switch_bodies import Blocklist, Nuisance
from ctid.model.commands import BlockNumber, UnblockNumber

routes = web.RouteTableDef()


@routes.get("/api/v1/blocklist")
@described(Blocklist, problems=("supervisors_only",))
async def latest(request: web.Request) -> web.Response:
    """List the numbers that are not let in."""
    supervisor_of(request)
    return answer({"blocked": _blocked(house_of(request))})


@routes.post("/api/v1/blocklist")
@described(Blocklist, body=Nuisance, problems=(*ASKS, "supervisors_only"))
async def add(request: web.Request) -> web.Response:
    """Let a number in no more."""
    who, sent = supervisor_of(request), await read(request, Nuisance)
    await ask(request, BlockNumber(new_id(), who, sent.number, sent.reason, sent.until))
    return answer({"blocked": _blocked(house_of(request))})


@routes.delete("/api/v1/blocklist/{number}")
@described(Blocklist, problems=(*ASKS, "supervisors_only"))
async def remove(request: web.Request) -> web.Response:
    """Let a number in again."""
    await ask(request, UnblockNumber(new_id(), supervisor_of(request), request.match_info["number"]))
    return answer({"blocked": _blocked(house_of(request))})


def _blocked(house: House) -> list[encode.Json]:
    return [encode_switches.blocked(entry) for _, entry in sorted(house.centre.blocked().items())]
