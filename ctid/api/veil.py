"""Numbers masked on their way out, for whoever may not see them: everybody but supervisors.

It is done where bytes leave, not where each thing is written: one middleware for all JSON of the REST
interface, one function for the lines of streams. Whatever is added to either is masked too.
"""

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from ctid.api import encode
from ctid.api.sessions import SIGNED_IN, SUPERVISOR
from ctid.model.masking import masked_json

VEILED = web.AppKey("veiled", bool)
JSON = ("application/json", "application/problem+json")
_DATA = "data: "

Answerer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def install(app: web.Application) -> None:
    """Mask numbers from now on."""
    app[VEILED] = True


def is_veiled(request: web.Request) -> bool:
    """Say whether numbers are masked for the one who asks; who is not known may not see them."""
    who = request.get(SIGNED_IN)
    return request.app.get(VEILED, False) and (who is None or who.role != SUPERVISOR)


@web.middleware
async def veil_numbers(request: web.Request, handler: Answerer) -> web.StreamResponse:
    """Mask what is answered in JSON, good answers and problems alike."""
    response = await handler(request)
    if not request.path.startswith("/api/") or not is_veiled(request):
        return response
    if isinstance(response, web.Response) and response.content_type in JSON and response.text:
        response.text = _veil(response.text)
    return response


def veil_line(request: web.Request, line: str) -> str:
    """Mask a line of JSON that goes to a page."""
    return _veil(line) if is_veiled(request) else line


def veil_frames(request: web.Request, frames: str) -> str:
    """Mask the data of server-sent events; what has none is no event."""
    if not is_veiled(request):
        return frames
    lines = frames.split("\n")
    return "\n".join(_DATA + _veil(line[len(_DATA) :]) if line.startswith(_DATA) else line for line in lines)


def _veil(text: str) -> str:
    return encode.dumps(masked_json(json.loads(text)))
