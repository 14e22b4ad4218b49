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
from ctid.model.reasons import Reason
from ctid.model.routing_policy import Dial

SHOWN = 20  # of those that ended

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
    due: bool = Field(description="It is called as soon as its turn in the line comes.")
    held: Why | None = Field(description="Why it may not be called now, although it waits.")


class EndedCallback(BaseModel):
    """A wish to be called back that has ended, and how."""

    interaction: str
    number: str
    masked: str
    display: str
    queue: str
    state: CallbackState
    asked_at: datetime
    ended_at: datetime
    attempts: int
    reason: Why | None


class Callbacks(BaseModel):
    """All that have not ended, as they were asked for; and those that ended last, newest first."""

    callbacks: list[CallbackAnswer]
    ended: list[EndedCallback] = Field(description="Empty while the database is away.")


@routes.get("/api/v1/callbacks")
@described(Callbacks, problems=("supervisors_only",))
async def latest(request: web.Request) -> web.Response:
    """List who is to be called back."""
    supervisor_of(request)
    return await _answer(house_of(request))


@routes.delete("/api/v1/callbacks/{interaction}")
@described(Callbacks, problems=(*ASKS, "supervisors_only"))
async def cancel(request: web.Request) -> web.Response:
    """Have somebody not called back; refused while they are being called."""
    who, wanted = supervisor_of(request), InteractionId(request.match_info["interaction"])
    await ask(request, CancelCallback(new_id(), who, wanted))
    return await _answer(house_of(request))


async def _answer(house: House) -> web.Response:
    try:
        ended = await house.records.ended_callbacks(SHOWN)
    except Exception as error:
        if not house.records.is_away(error):
            raise
        ended = ()
    held = house.centre.callbacks_held()
    going_on = [_open(wish, held.get(wish.id)) for wish in house.centre.callbacks().values()]
    over = [{**_written(wish), "ended_at": encode.instant(wish.ended_at)} for wish in ended]
    return answer({"callbacks": going_on, "ended": over})


def _open(wish: Callback, held: Reason | None) -> encode.Json:
    return {
        **_written(wish),
        "dial": wish.dial.value,
        "entered_at": encode.instant(wish.entered_at),
        "expires_at": encode.instant(wish.expires_at),
        "again_at": encode.instant(wish.again_at),
        "due": wish.state is CallbackState.WAITING and held is None,
        "held": encode.reason(held),
    }


def _written(wish: Callback) -> encode.Json:
    return {
        "interaction": wish.id,
        **encode.number(wish.number),
        "queue": wish.queue,
        "state": wish.state.value,
        "asked_at": encode.instant(wish.asked_at),
        "attempts": wish.attempts,
        "reason": encode.reason(wish.reason),
    }
