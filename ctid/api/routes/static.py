"""The built page out of `dist`, or a word on how to build it.

The name of a file in assets/ changes with its content, so browsers may keep it for ever; all else is
asked for anew each time. No path can lead out of `dist`: it holds one known slash and no leading dot.
"""

from pathlib import Path

from aiohttp import hdrs, web

from ctid.api.described import described
from ctid.api.house import house_of
from ctid.api.problems import Problem, language_of
from ctid.model.mistakes import Text

routes = web.RouteTableDef()


@routes.get("/")
@described("text/html", otherwise={503: "text/plain"})
async def index(request: web.Request) -> web.StreamResponse:
    """Serve the page itself."""
    page = _built(house_of(request).dist, "index.html")
    if page is None:
        words = _NOT_BUILT[language_of(request)]
        return web.Response(status=503, text=words, content_type="text/plain", charset="utf-8")
    return web.FileResponse(page)


@routes.get(r"/{path:(?:assets/)?[A-Za-z0-9_-][A-Za-z0-9_.-]*}")
@described("application/octet-stream", problems=("not_found",))
async def part(request: web.Request) -> web.StreamResponse:
    """Serve a file that belongs to the page."""
    found = _built(house_of(request).dist, request.match_info["path"])
    if found is None:
        raise Problem("not_found")
    return web.FileResponse(found)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Tell browsers to run, load and frame nothing that is not ours, and what they may keep."""
    response.headers.update(_HEADERS)
    response.headers[hdrs.CACHE_CONTROL] = _kept(request.path, response.status)


def _kept(path: str, status: int) -> str:
    if path.startswith("/assets/") and status < 400:
        return "public, max-age=31536000, immutable"
    return "no-store" if path.startswith("/api/") else "no-cache"


def _built(dist: Path, name: str) -> Path | None:
    path = dist / name
    return path if path.is_file() else None


_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; connect-src 'self' ws: wss:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

_NOT_BUILT = Text(
    "The agents' page is not built. Build it with: script/pages\n"
    "Then load this page again; ctid need not be restarted.\n",
    "坐席页面尚未构建。请执行：script/pages\n完成后刷新本页即可，无需重启 ctid。\n",
)
