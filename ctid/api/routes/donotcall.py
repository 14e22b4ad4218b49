"""Numbers that are not called: the list of supervisors, and of programs that may."""

from datetime import datetime
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from ctid.api import encode
from ctid.api.bodies import Name, read
from ctid.api.described import ASKS, described
from ctid.api.house import House, house_of
from ctid.api.routes.commands import answer, ask, new_id
from ctid.api.sessions import director_of
from ctid.model.commands import AllowCallbacks, ForbidCallbacks

routes = web.RouteTableDef()


class Unwanted(BaseModel):
    """A number as people write it, and why it is not to be called back."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    number: Name
    why: Annotated[str, Field(max_length=200)] = ""


class ListedNumber(BaseModel):
    """A number (E.164) that is not called back: by whom, since when, why."""

    number: str
    masked: str
    display: str
    who: str
    since: datetime
    why: str


class DoNotCallList(BaseModel):
    """All of them."""

    do_not_call: list[ListedNumber]


@routes.get("/api/v1/do-not-call")
@described(DoNotCallList, problems=("supervisors_only",))
async def latest(request: web.Request) -> web.Response:
    """List the numbers that are not called back."""
    director_of(request)
    return answer({"do_not_call": _listed(house_of(request))})


@routes.post("/api/v1/do-not-call")
@described(DoNotCallList, body=Unwanted, problems=(*ASKS, "supervisors_only"))
async def add(request: web.Request) -> web.Response:
    """Have a number called back no more, whoever asks for it."""
    who, sent = director_of(request), await read(request, Unwanted)
    await ask(request, ForbidCallbacks(new_id(), who, sent.number, sent.why))
    return answer({"do_not_call": _listed(house_of(request))})


@routes.delete("/api/v1/do-not-call/{number}")
@described(DoNotCallList, problems=(*ASKS, "supervisors_only"))
async def remove(request: web.Request) -> web.Response:
    """Let a number be called back again."""
    await ask(request, AllowCallbacks(new_id(), director_of(request), request.match_info["number"]))
    return answer({"do_not_call": _listed(house_of(request))})


def _listed(house: House) -> list[encode.Json]:
    return [
        {
            **encode.number(entry.number),
            "who": entry.who,
            "since": encode.instant(entry.since),
            "why": entry.why,
        }
        for _, entry in sorted(house.centre.do_not_call().items())
    ]
