"""Holds every answer of the api against its OpenAPI document, whichever test asked for it."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from jsonschema import Draft202012Validator

Json = dict[str, Any]


def strict(schema: Any) -> Any:
    """Allow no field that the document does not name: readers must, but we would forget to tell one."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: strict(each) for name, each in schema.items()}
    if "properties" in schema:
        closed.setdefault("additionalProperties", False)
    return closed


_known: list[tuple[Json, Json]] = []


def _closed(document: Json) -> Json:
    """Close a document's shapes; they are the same from test to test."""
    shapes = document["components"]["schemas"]
    if not _known or _known[0][0] is not shapes:
        _known[:] = [(shapes, {"schemas": strict(shapes)})]
    return _known[0][1]


def differences(document: Json, method: str, path: str, answer: web.StreamResponse) -> list[str]:
    """Return what is wrong with an answer; nothing for one that is told exactly so."""
    operation = document["paths"][path]["get" if method == "HEAD" else method.lower()]
    told = operation["responses"].get(str(answer.status))
    if told is None:
        return [f"status {answer.status} is not told"]
    content = told.get("content", {})
    typed = isinstance(answer, web.Response)  # a file gets its type when it is sent
    if typed and content and answer.content_type not in content:
        return [f"{answer.status} is {answer.content_type}"]
    if isinstance(answer, web.Response) and answer.body and "json" in answer.content_type:
        shape = content[answer.content_type]["schema"]
        whole = {"components": _closed(document), **shape}
        sent = json.loads(answer.text or "")
        wrong = [error.message for error in Draft202012Validator(whole).iter_errors(sent)]
        if "code" in sent and answer.status >= 400 and answer.status != 409:
            wrong += [] if f"`{sent['code']}`" in told["description"] else [f"{sent['code']} is not told"]
        return wrong
    return []


def as_documented(document: Callable[[web.Application], Json], found: list[str]) -> Any:
    """Make the outermost middleware, which notes differences in `found`."""

    @web.middleware
    async def compare(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        answer = await handler(request)
        resource = request.match_info.route.resource
        if resource is not None:
            wrong = differences(document(request.app), request.method, resource.canonical, answer)
            found.extend(f"{request.method} {resource.canonical}: {each}" for each in wrong)
        return answer

    return compare
