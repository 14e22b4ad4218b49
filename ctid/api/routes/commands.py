"""Asking the centre to do something on behalf of the agent who asks."""

import asyncio
import secrets

from aiohttp import web

from ctid.api import encode, problems
from ctid.api.house import house_of
from ctid.api.problems import Problem
from ctid.model.commands import Command

ANSWER_SECONDS = 5.0


def new_id() -> str:
    """Name a command, so that its answer finds back to it."""
    return f"cmd_{secrets.token_hex(8)}"


async def done(request: web.Request, command: Command) -> web.Response:
    """Have a command done and answer with the agent's status, or with the Problem that it was refused."""
    centre = house_of(request).centre
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            refused = await centre.ask(command)
    except TimeoutError as late:
        raise Problem("centre_silent") from late
    if refused is not None:
        raise problems.refused(refused)
    return answer({"status": encode.status(centre.agent(command.agent))})


def answer(body: encode.Json, *, status: int = 200) -> web.Response:
    """Answer with JSON."""
    return web.Response(status=status, text=encode.dumps(body), content_type="application/json")
