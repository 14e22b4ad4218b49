"""The queues as a supervisor sees them: who waits, what is closed just now, and the switch that closes it."""

from aiohttp import web

from ctid.api import encode, encode_switches
from ctid.api.bodies import read
from ctid.api.described import ASKS, described
from ctid.api.house import House, house_of
from ctid.api.routes.commands import answer, ask, new_id
from ctid.api.sessions import supervisor_of
from ctid.api.switch_bodies import Closing, Queues
from ctid.model.commands import CloseQueue, OpenQueue
from ctid.model.ids import QueueName

ALL = "all"

routes = web.RouteTableDef()


@routes.get("/api/v1/queues")
@described(Queues, problems=("supervisors_only",))
async def latest(request: web.Request) -> web.Response:
    """List the queues: how many wait in each, and which are closed just now."""
    supervisor_of(request)
    return answer({"queues": _queues(house_of(request))})


@routes.post("/api/v1/queues/{name}/close")
@described(Queues, body=Closing, problems=(*ASKS, "supervisors_only"))
async def close(request: web.Request) -> web.Response:
    """Close a queue now, or `all` of them."""
    who, how = supervisor_of(request), await read(request, Closing)
    queue = _named(request)
    await ask(
        request, CloseQueue(new_id(), who, queue, how.announcement, how.leads_to, how.until, how.waiting)
    )
    return answer({"queues": _queues(house_of(request))})


@routes.post("/api/v1/queues/{name}/open")
@described(Queues, problems=(*ASKS, "supervisors_only"))
async def open_again(request: web.Request) -> web.Response:
    """Open a queue again, or `all` of them; its hours hold again."""
    await ask(request, OpenQueue(new_id(), supervisor_of(request), _named(request)))
    return answer({"queues": _queues(house_of(request))})


def _named(request: web.Request) -> QueueName | None:
    name = request.match_info["name"]
    return None if name == ALL else QueueName(name)


def _queues(house: House) -> list[encode.Json]:
    centre = house.centre
    switches, waiting = centre.switches(), centre.waiting()
    return [
        {
            "name": name,
            "title": {"en": queue.title.en, "zh": queue.title.zh},
            "waiting": waiting.get(name, 0),
            "closed": encode_switches.switch(switches[name]) if name in switches else None,
        }
        for name, queue in centre.site.queues.items()
    ]
