"""Asking the centre to do something on behalf of the agent who asks."""

import asyncio
import secrets

from aiohttp import web

from ctid.api import encode, problems
from ctid.api.house import house_of
from ctid.api.problems import Problem
from ctid.model.commands import (
    ChooseCustomer,
    Command,
    Dispose,
    ExtendWrapUp,
    GetReady,
    GoNotReady,
    HearConsent,
    SignOff,
    SignOn,
)

ANSWER_SECONDS = 5.0

AgentCommand = (
    SignOn | SignOff | GetReady | GoNotReady | ExtendWrapUp | Dispose | ChooseCustomer | HearConsent
)


def new_id() -> str:
    """Name a command, so that its answer finds back to it."""
    return f"cmd_{secrets.token_hex(8)}"


async def done(request: web.Request, command: AgentCommand) -> web.Response:
    """Have a command done and answer with the agent's status, or with the Problem that it was refused."""
    await ask(request, command)
    return answer({"status": encode.status(house_of(request).centre.agent(command.agent))})


async def ask(request: web.Request, command: Command) -> None:
    """Have the centre agree to a command, or raise the Problem that names the rule which refused it."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            refused = await house_of(request).centre.ask(command)
    except TimeoutError as late:
        raise Problem("centre_silent", more={"command_id": command.id}) from late
    if refused is not None:
        raise problems.refused(refused, command.id)


async def begin(request: web.Request, command: Command) -> web.Response:
    """Have the centre agree to a command; what comes of it is told in events that carry the command's id."""
    await ask(request, command)
    return answer({"command_id": command.id}, status=202)


def answer(body: encode.Json, *, status: int = 200) -> web.Response:
    """Answer with JSON."""
    return web.Response(status=status, text=encode.dumps(body), content_type="application/json")
