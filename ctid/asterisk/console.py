"""Asterisk's console through its control socket, by the program that comes with it (`asterisk -rx`)."""

import asyncio
from collections.abc import Sequence

DEADLINE = 5.0  # seconds for a command


class Deaf(Exception):
    """Asterisk's control socket did not answer."""


async def ask(control: Sequence[str], command: str, deadline: float = DEADLINE) -> str:
    """Return what Asterisk says to a command; raise `Deaf` without an answer, OSError without the program.

    `control` are the words before a command: `asterisk -rx`. Bytes that are no UTF-8 are surrogate escapes.
    """
    process = await asyncio.create_subprocess_exec(
        *(*control, command),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(deadline):
            said, complaint = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise Deaf(f"{command!r} was not answered in {deadline:g} s") from None
    if process.returncode:
        raise Deaf(complaint.decode(errors="replace").strip() or f"{command!r} failed")
    return said.decode(errors="surrogateescape")
