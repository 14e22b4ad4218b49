"""Asking somebody outside while a caller waits: with a limit, and with something to hear after a second."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ctid.asterisk.agi_protocol import HungUp
from ctid.ivr import steps
from ctid.ivr.values import Value
from ctid.model.ids import LegId
from ctid.model.languages import Language
from ctid.model.reasons import Reason

SILENT = 1.0  # seconds that a caller waits without hearing anything
LONGEST_FACTS = 1.0  # seconds that a caller waits to be known


@dataclass(frozen=True, slots=True)
class Whence:
    """Where a question comes from; `dialled` is the number that the caller dialled."""

    leg: LegId
    flow: str
    node: str
    language: Language
    dialled: str = ""


class Outside(Protocol):
    """Whom sessions may ask."""

    async def ask(self, request: steps.Request, whence: Whence) -> steps.Answered | steps.Failed:
        """Answer a request. It may take its time, and raise what it likes: both are failures."""
        ...

    async def facts(self, number: str) -> Mapping[str, Value]:
        """Return what is known of whoever calls from a number (`ctid.ivr.facts`)."""
        ...

    async def spoken(self, text: str, language: Language) -> str:
        """Return where Asterisk finds a text as a recording, "" if nowhere."""
        ...


class Nobody:
    """Who is asked where there is nobody to ask."""

    async def ask(self, request: steps.Request, whence: Whence) -> steps.Answered | steps.Failed:
        """Fail."""
        return steps.Failed(Reason("nobody_to_ask", {"asked": request.name}))

    async def facts(self, number: str) -> Mapping[str, Value]:
        """Know nothing."""
        return {}

    async def spoken(self, text: str, language: Language) -> str:
        """Say nothing."""
        return ""


async def ask_while_waiting(
    request: steps.Request,
    asking: Awaitable[steps.Answered | steps.Failed],
    hung_up: "asyncio.Future[None]",
    soothe: Callable[[], Awaitable[None]],
) -> steps.Answered | steps.Failed:
    """Return the answer, or why there is none after `request.timeout`. Raises HungUp with the caller.

    `soothe` lets the caller hear that they are not forgotten; an answer that comes meanwhile waits.
    """
    loop = asyncio.get_running_loop()
    ends = loop.time() + request.timeout.total_seconds()
    task = asyncio.ensure_future(asking)
    waits: set[asyncio.Future[Any]] = {task, hung_up}
    try:
        first = min(SILENT, request.timeout.total_seconds())
        await asyncio.wait(waits, timeout=first, return_when=asyncio.FIRST_COMPLETED)
        if not task.done() and not hung_up.done() and request.wait:
            await soothe()
        await asyncio.wait(waits, timeout=max(0, ends - loop.time()), return_when=asyncio.FIRST_COMPLETED)
        if hung_up.done():
            raise HungUp
        return _answer(task, request)
    finally:
        task.cancel()


def _answer(
    task: "asyncio.Future[steps.Answered | steps.Failed]", request: steps.Request
) -> steps.Answered | steps.Failed:
    if not task.done():
        return steps.Failed(Reason("no_answer_in_time", {"asked": request.name}))
    error = task.exception()
    if error is not None:
        return steps.Failed(Reason("asking_broke", {"asked": request.name, "error": type(error).__name__}))
    return task.result()
