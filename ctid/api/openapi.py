"""The OpenAPI 3.1 document, made from the route table, the shapes of `bodies` and `answers`, and PROBLEMS."""

import inspect
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from ctid.api.answers import ProblemAnswer
from ctid.api.described import REFUSED_BY_CENTRE, Description, description_of
from ctid.api.event_answers import EventMessage
from ctid.api.event_words import EVENT_WORDS
from ctid.api.gates import Gate, gate_of
from ctid.api.problems import PROBLEMS, REFUSED
from ctid.api.sessions import COOKIE
from ctid.model.events import EventKind

Json = dict[str, Any]
Shape = type[BaseModel]
Mode = Literal["validation", "serialization"]

SECURITY: dict[Gate, list[Json]] = {
    Gate.OPEN: [],
    Gate.SESSION: [{"cookie": []}, {"bearer": []}],
    Gate.SIGNED: [{"signed": []}],
}
_BODY = ("malformed", "too_slow", "too_large", "invalid")
_OF_GATE = {
    Gate.OPEN: (),
    Gate.SESSION: ("not_signed_in", "token_refused", "people_only", "scope_missing"),
    Gate.SIGNED: (
        *("signature_missing", "signature_malformed", "signature_wrong"),
        *("timestamp_too_old", "timestamp_too_new", "message_replayed"),
    ),
}


def document(router: web.UrlDispatcher) -> Json:
    """Tell everything that `router` leads to. Raises KeyError for a route that nobody described."""
    routes = [route for route in router.routes() if route.method != "HEAD"]
    paths: dict[str, Json] = {}
    for route in routes:
        paths.setdefault(_path(route), {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": _info(),
        "paths": paths,
        "webhooks": {kind.value: {"post": _webhook(kind)} for kind in EventKind},
        "components": {"schemas": _schemas(routes), "securitySchemes": _SCHEMES},
    }


def _info() -> Json:
    return {
        "title": "ctid",
        "version": version("ctid"),
        "description": "The centre as browsers and integrators see it. Instants are RFC 3339 in UTC, spans "
        "are milliseconds, numbers are E.164. Fields may be added: readers let pass what they do not know.",
        "license": {"name": "MIT", "identifier": "MIT"},
    }


def _path(route: web.AbstractRoute) -> str:
    assert route.resource is not None
    return route.resource.canonical


def _operation(route: web.AbstractRoute) -> Json:
    path, told = _path(route), description_of(route.handler)
    gate, section = gate_of(route.method, path), route.handler.__module__.rpartition(".")[2]
    summary, _, more = (inspect.getdoc(route.handler) or "").partition("\n")
    operation: Json = {
        "operationId": f"{section}_{route.handler.__name__}",
        "tags": [section],
        "summary": summary.rstrip("."),
        "description": " ".join(more.split()),
        "security": SECURITY[gate],
        "parameters": [*_in_path(path), *_in_query(told.query), *(_SIGNATURE if gate is Gate.SIGNED else ())],
        "responses": {**_good(told), **_bad(_problems_of(route.method, gate, told))},
    }
    if told.body:
        operation["requestBody"] = {"required": True, "content": _json(told.body)}
    return operation


def _in_path(path: str) -> Iterator[Json]:
    for name in re.findall(r"{(\w+)}", path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _in_query(shape: Shape | None) -> Iterator[Json]:
    schema = shape.model_json_schema() if shape else {}
    for name, each in schema.get("properties", {}).items():
        required = name in schema.get("required", ())
        yield {"name": name, "in": "query", "required": required, "schema": each}


def _good(told: Description) -> Json:
    answer: Json = {"description": _PHRASES[told.status]}
    if isinstance(told.gives, str):
        answer["content"] = {told.gives: {}}
    elif told.gives:
        answer["content"] = _json(told.gives)
    others = {
        str(status): {"description": _PHRASES[status], "content": {media: {}}}
        for status, media in told.otherwise.items()
    }
    return {str(told.status): answer, **others}


def _problems_of(method: str, gate: Gate, told: Description) -> list[str]:
    """Collect a route's problems: its gate's, those of what it reads, and its own."""
    foreign = ("foreign_origin",) if method not in ("GET", "HEAD") else ()
    body = _BODY if told.body else ("invalid",) if told.query else ()
    away = () if gate is Gate.OPEN and not told.body else ("database_away",)  # who asks is looked up
    late = ("too_slow", "too_large") if gate is Gate.SIGNED else ()
    return [*dict.fromkeys((*_OF_GATE[gate], *foreign, *body, *late, *told.problems, *away, "internal"))]


def _bad(codes: Iterable[str]) -> Json:
    """Say which problems there are, those of one status together."""
    said: dict[int, list[str]] = {}
    for code in codes:
        status, title = REFUSED if code == REFUSED_BY_CENTRE else PROBLEMS[code]
        name = "the code of the centre's reason" if code == REFUSED_BY_CENTRE else f"`{code}`"
        said.setdefault(status, []).append(f"{name}: {title.en}")
    return {
        str(status): {
            "description": "\n".join(words),
            "content": {"application/problem+json": {"schema": _ref(ProblemAnswer)}},
        }
        for status, words in sorted(said.items())
    }


def _webhook(kind: EventKind) -> Json:
    schema = {
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"const": kind.value},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": _ref(EventMessage),
        },
    }
    return {
        "operationId": f"event_{kind.name.lower()}",
        "summary": EVENT_WORDS[kind].en,
        "parameters": list(_SIGNATURE),
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"2XX": {"description": "Received; anything else is tried again later."}},
    }


def _schemas(routes: Iterable[web.AbstractRoute]) -> Json:
    told = [description_of(route.handler) for route in routes]
    shapes: dict[tuple[Shape, Mode], None] = {}
    for each in told:
        if each.body:
            shapes[each.body, "validation"] = None
        if isinstance(each.gives, type):
            shapes[each.gives, "serialization"] = None
    shapes[EventMessage, "serialization"] = None
    shapes[ProblemAnswer, "validation"] = None
    return _definitions(tuple(shapes))


@cache
def _definitions(shapes: tuple[tuple[Shape, Mode], ...]) -> Json:
    """Make the schemas; it takes Pydantic a tenth of a second, so it is done once for the same shapes."""
    _, schema = models_json_schema(shapes, ref_template="#/components/schemas/{model}")
    definitions: Json = schema["$defs"]
    return definitions


def _json(shape: Shape) -> Json:
    return {"application/json": {"schema": _ref(shape)}}


def _ref(shape: Shape) -> Json:
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


_PHRASES = {
    101: "The connection becomes a WebSocket",
    200: "Done",
    201: "Made",
    202: "The centre agreed; what comes of it is told in events",
    204: "Done",
    206: "A part, as asked for",
    503: "Not there yet; the text says what to do",
}
_SIGNATURE: tuple[Json, ...] = tuple(
    {"name": name, "in": "header", "required": True, "description": words, "schema": {"type": "string"}}
    for name, words in (
        ("webhook-id", "Names the message; the same on every retry."),
        ("webhook-timestamp", "When this attempt was signed, in seconds since 1970, at most 5 minutes off."),
        ("webhook-signature", "`v1,` and base64; several, with spaces between, while a secret is changed."),
    )
)
_SCHEMES: Json = {
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "The session of a browser that opened a sign-in link (`ctid login`).",
    },
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A program's token (`ctid token NAME --scope …`). It opens what its scopes say; "
        "commands of agents and the WebSocket are for people.",
    },
    "signed": {
        "type": "apiKey",
        "in": "header",
        "name": "webhook-signature",
        "description": "Standard Webhooks 1.0.0: HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}` "
        "with the secret that `ctid integration NAME` printed.",
    },
}
