"""What owners of numbers say about being called: supervisors, programs and agents write it down."""

from datetime import datetime
from typing import Annotated

from aiohttp import web
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from ctid.api import encode
from ctid.api.answers import AgentsStatus
from ctid.api.bodies import Line, Name, read
from ctid.api.described import ASKS, COMMANDS, described
from ctid.api.dialled_port import DIALLED
from ctid.api.dialled_shapes import WordAnswer, ledger
from ctid.api.problems import Problem
from ctid.api.routes.commands import answer, ask, done, new_id
from ctid.api.sessions import agent_of, director_of
from ctid.model.commands import HearConsent, NoteConsent
from ctid.model.ids import InteractionId

routes = web.RouteTableDef()


class Said(BaseModel):
    """What the owner of a number, as people write it, has said; now, if `at` is left out."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    number: Name
    given: bool = Field(description="They may be called; false: they may not any more.")
    source: Name = Field(description="How they said it, such as form, call, letter.")
    proof: Annotated[Line, Field(description="Where that can be seen.")] = ""
    at: AwareDatetime | None = None


class Heard(BaseModel):
    """What whoever the agent talks to says of being called."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    given: bool
    note: Line = ""


class HeldConsent(BaseModel):
    """What all words come to: the consent that was given last, and by whom and when it was taken back."""

    given_at: datetime
    source: str
    proof: str
    revoked_at: datetime | None
    revoked_by: str


class LedgerAnswer(BaseModel):
    """The ledger of a number: every word, the first one first, and the consent that they come to."""

    number: str
    masked: str
    display: str
    consent: HeldConsent | None
    words: list[WordAnswer]


@routes.get("/api/v1/consents/{number}")
@described(LedgerAnswer, problems=("supervisors_only", "not_a_number"))
async def one(request: web.Request) -> web.Response:
    """Tell what the owner of a number has said about being called."""
    director_of(request)
    return answer(await _ledger(request, request.match_info["number"]))


@routes.post("/api/v1/consents")
@described(LedgerAnswer, body=Said, problems=(*ASKS, "supervisors_only"))
async def note(request: web.Request) -> web.Response:
    """Write down what the owner of a number has said; answered once it cannot be lost."""
    who, said = director_of(request), await read(request, Said)
    command = NoteConsent(new_id(), who, said.number, said.given, said.source, said.proof, said.at)
    await ask(request, command)
    return answer(await _ledger(request, said.number))


@routes.post("/api/v1/interactions/{id}/consent")
@described(AgentsStatus, body=Heard, problems=COMMANDS)
async def hear(request: web.Request) -> web.Response:
    """Write down what whoever the agent talks to, or talked to last, says; answered once it is kept."""
    agent, heard = agent_of(request), await read(request, Heard)
    call = InteractionId(request.match_info["id"])
    return await done(request, HearConsent(new_id(), agent, call, heard.given, heard.note))


async def _ledger(request: web.Request, number: str) -> encode.Json:
    found = await request.app[DIALLED].ledger(number)
    if found is None:
        raise Problem("not_a_number")
    return ledger(found)
