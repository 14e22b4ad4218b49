"""What this interface is, for programs (OpenAPI 3.1) and for people. Both are open: they tell no secret."""

from pathlib import Path

from aiohttp import web

from ctid.api.answers import OpenApi
from ctid.api.described import described
from ctid.api.docs_page import render
from ctid.api.openapi import Json, document
from ctid.api.problems import language_of
from ctid.api.routes.commands import answer
from ctid.model.languages import Language

DOCUMENT = web.AppKey("document", Json)
STYLE = Path(__file__).parent.parent / "docs.css"

routes = web.RouteTableDef()


async def write_down(app: web.Application) -> None:
    """Tell all that the application leads to, once it has all its routes: Pydantic takes a while."""
    app[DOCUMENT] = document(app.router)


@routes.get("/openapi.json")
@described(OpenApi)
async def openapi(request: web.Request) -> web.Response:
    """Tell this interface to programs."""
    return answer(request.app[DOCUMENT])


@routes.get("/docs")
@described("text/html")
async def docs(request: web.Request) -> web.Response:
    """Tell this interface to people; `?lang=en` and `?lang=zh` choose the words round it."""
    wished = request.query.get("lang")
    language = Language(wished) if wished in list(Language) else language_of(request)
    page = render(request.app[DOCUMENT], language)
    return web.Response(text=page, content_type="text/html", charset="utf-8")


@routes.get("/docs.css")
@described("text/css")
async def style(request: web.Request) -> web.FileResponse:
    """Dress the page that tells it."""
    return web.FileResponse(STYLE)
