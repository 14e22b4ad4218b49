"""Webhooks, for supervisors: endpoints, their keys, the log of deliveries, sending again.

A key is shown once, in the answer that made it. What the site's file defines is changed in the file; only
switching it on and off, and sending again, can be done here.
"""

import asyncio
import secrets
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta

from aiohttp import web

from ctid.api import webhook_bodies
from ctid.api.bodies import read, read_query
from ctid.api.described import described
from ctid.api.house import house_of
from ctid.api.problems import Fault, Problem
from ctid.api.routes.commands import ANSWER_SECONDS, answer
from ctid.api.sessions import supervisor_of
from ctid.api.webhook_answers import Deliveries, EndpointAnswer, Endpoints, EndpointWithKey
from ctid.api.webhook_bodies import DeliveryListing, EndpointChange, NewEndpoint, Replay, Rotation
from ctid.api.webhooks_port import WEBHOOKS, Webhooks
from ctid.model.reasons import Reason
from ctid.model.webhooks import DeliveryId, Endpoint, EndpointId, EndpointState, Secret

routes = web.RouteTableDef()

_PATH = "/api/v1/webhooks"
PEOPLE = ("supervisors_only",)
CHANGES = (*PEOPLE, "not_found", "configured_in_file", "not_kept_yet")


def install(app: web.Application, webhooks: Webhooks) -> None:
    """Add the routes to an application."""
    app[WEBHOOKS] = webhooks
    app.add_routes(routes)


@routes.get(_PATH)
@described(Endpoints, problems=PEOPLE)
async def every(request: web.Request) -> web.Response:
    """List the endpoints, oldest first."""
    webhooks, _ = _asked(request)
    found = [_encoded(webhooks, each) for each in webhooks.endpoints()]
    return answer({"endpoints": found})


@routes.post(_PATH)
@described(EndpointWithKey, status=201, body=NewEndpoint, problems=(*PEOPLE, "not_kept_yet"))
async def add(request: web.Request) -> web.Response:
    """Make an endpoint; it hears what happens from now on. The answer shows its key, once."""
    webhooks, _ = _asked(request)
    sent = await read(request, NewEndpoint)
    _check_url(webhooks, sent.url)
    key, now = webhooks.new_secret(), house_of(request).clock()
    id = EndpointId(f"whe_{secrets.token_hex(8)}")
    made = Endpoint(id, sent.url, tuple(sent.types), (Secret(key),), now, sent.description)
    await _in_time(webhooks.add(made))
    response = answer({**_encoded(webhooks, made), "secret": key}, status=201)
    response.headers["Location"] = f"{_PATH}/{id}"
    return response


@routes.get(_PATH + "/{id}")
@described(EndpointAnswer, problems=(*PEOPLE, "not_found"))
async def one(request: web.Request) -> web.Response:
    """Tell about one endpoint."""
    webhooks, _ = _asked(request)
    return answer(_encoded(webhooks, _find(request)))


@routes.patch(_PATH + "/{id}")
@described(EndpointAnswer, body=EndpointChange, problems=CHANGES)
async def change(request: web.Request) -> web.Response:
    """Change an endpoint; one that is enabled again hears what it missed."""
    webhooks, who = _asked(request)
    found, sent = _find(request), await read(request, EndpointChange)
    if found.in_file and not sent.model_fields_set <= {"state"}:
        raise Problem("configured_in_file")
    if sent.url is not None:
        _check_url(webhooks, sent.url)
    changed = replace(
        found,
        url=found.url if sent.url is None else sent.url,
        types=found.types if sent.types is None else tuple(sent.types),
        description=found.description if sent.description is None else sent.description,
    )
    if sent.state is not None and sent.state != found.state:
        state = EndpointState(sent.state)
        why = Reason("asked", {"by": who}) if state is EndpointState.DISABLED else None
        changed = replace(changed, state=state, disabled_because=why)
    await _in_time(webhooks.change(changed))
    return answer(_encoded(webhooks, changed))


@routes.delete(_PATH + "/{id}")
@described(None, status=204, problems=CHANGES)
async def remove(request: web.Request) -> web.Response:
    """Remove an endpoint with its log."""
    webhooks, _ = _asked(request)
    found = _find(request)
    if found.in_file:
        raise Problem("configured_in_file")
    await _in_time(webhooks.remove(found.id))
    return web.Response(status=204)


@routes.post(_PATH + "/{id}/rotate-secret")
@described(EndpointWithKey, body=Rotation, problems=CHANGES)
async def rotate(request: web.Request) -> web.Response:
    """Make a new key, shown once; for a while both sign, so that the receiver changes over in peace."""
    webhooks, _ = _asked(request)
    found, sent = _find(request), await read(request, Rotation)
    if found.in_file:
        raise Problem("configured_in_file")
    key, until = webhooks.new_secret(), house_of(request).clock() + timedelta(seconds=sent.overlap_s)
    former = replace(found.secrets[0], until=until)
    changed = replace(found, secrets=(Secret(key), former))
    await _in_time(webhooks.change(changed))
    return answer({**_encoded(webhooks, changed), "secret": key})


@routes.get(_PATH + "/{id}/deliveries")
@described(Deliveries, query=DeliveryListing, problems=(*PEOPLE, "not_found"))
async def deliveries(request: web.Request) -> web.Response:
    """List an endpoint's deliveries, newest event first; `next` is the `before` of the next page."""
    webhooks, _ = _asked(request)
    found, wanted = _find(request), read_query(request, DeliveryListing)
    listed = await webhooks.deliveries(found.id, wanted.limit, wanted.before, wanted.state)
    following = listed[-1].seq if len(listed) == wanted.limit else None
    return answer({"deliveries": [webhook_bodies.delivery(each) for each in listed], "next": following})


@routes.post(_PATH + "/{id}/replay")
@described(EndpointAnswer, status=202, body=Replay, problems=(*PEOPLE, "not_found", "not_kept_yet"))
async def replay(request: web.Request) -> web.Response:
    """Send one delivery again, or all events since one; ids stay, so a receiver may drop what it has."""
    webhooks, _ = _asked(request)
    found, sent = _find(request), await read(request, Replay)
    if sent.delivery is not None:
        delivery = await webhooks.delivery(DeliveryId(sent.delivery))
        if delivery is None or delivery.endpoint != found.id:
            raise Problem("not_found")
        await _in_time(webhooks.send_again(delivery))
    elif sent.since is not None:
        await _in_time(webhooks.send_again_since(found.id, sent.since))
    return answer(_encoded(webhooks, found), status=202)


def _asked(request: web.Request) -> tuple[Webhooks, str]:
    return request.app[WEBHOOKS], supervisor_of(request)


def _find(request: web.Request) -> Endpoint:
    found = request.app[WEBHOOKS].endpoint(EndpointId(request.match_info["id"]))
    if found is None:
        raise Problem("not_found")
    return found


def _encoded(webhooks: Webhooks, endpoint: Endpoint) -> dict[str, object]:
    return webhook_bodies.endpoint(endpoint, webhooks.backlog(endpoint.id))


def _check_url(webhooks: Webhooks, url: str) -> None:
    wrong = webhooks.objection(url)
    if wrong is not None:
        raise Problem("invalid", faults=[Fault("/url", wrong)])


async def _in_time(change: Awaitable[None]) -> None:
    """Wait for a change to be written down, but not for ever: the database may be away."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await change
    except TimeoutError as late:
        raise Problem("not_kept_yet") from late
