"""Callers who keep a place in the line and are to be called back: who they are, and a supervisor's no."""

from datetime import datetime

from aiohttp import web
from pydantic import BaseModel, Field

from ctid.api import encode
from ctid.api.answers import Why
from ctid.api.described import ASKS, described
from ctid.api.house import House, house_of
from ctid.api.routes.commands import answer, ask, new_id
from ctid.api.sessions import supervisor_of
from ctid.model.callbacks import Callback, CallbackState
from ctid.model.commands import CancelCallback
from ctid.model.ids import InteractionId
from ctid.model.routing_policy import Dial

routes = web.RouteTableDef()


class CallbackAnswer(BaseModel):
    """A wish to be called back that has not ended."""

    interaction: str
    number: str
    masked: str
    display: str
    queue: str
    dial: Dial
    state: CallbackState
    entered_at: datetime = Field(description="The place in the line: since when they wait.")
    asked_at: datetime
    expires_at: datetime
    attempts: int
    again_at: datetime | None = Field(description="When a resting one takes its place again.")
    reason: Why | None = Field(description="Why the last attempt failed.")


class Callbacks(BaseModel):
    """All of them, as they were asked for."""

    callbacks: list[CallbackAnswer]


@routes.get("/api/v1/callbacks")
@described(Callbacks, problems=("supervisors_only",))
async def latest(request: web.Request) -> web.Response:
    """List who is to be called back."""
    supervisor_of(request)
    return answer({"callbacks": _open(house_of(request))})


@routes.delete("/api/v1/callbacks/{interaction}")
@described(Callbacks, problems=(*ASKS, "supervisors_only"))
async def cancel(request: web.Request) -> web.Response:
    """Have somebody not called back; refused while they are being called."""
    who, wanted = supervisor_of(request), InteractionId(request.match_info["interaction"])
    await ask(request, CancelCallback(new_id(), who, wanted))
    return answer({"callbacks": _open(house_of(request))})


def _open(house: House) -> list[encode.Json]:
    return [_written(wish) for wish in house.centre.callbacks().values()]


def _written(wish: Callback) -> encode.Json:
    return {
        "interaction": wish.id,
        **encode.number(wish.number),
        "queue": wish.queue,
        "dial": wish.dial.value,
        "state": wish.state.value,
        "entered_at": encode.instant(wish.entered_at),
        "asked_at": encode.instant(wish.asked_at),
        "expires_at": encode.instant(wish.expires_at),
        "attempts": wish.attempts,
        "again_at": encode.instant(wish.again_at),
        "reason": encode.reason(wish.reason),
    }
