"""The native queue's members, compared with those wanted, as AMI actions.

A member is a device of an agent's phone; all devices of one phone share one state (`StateInterface`), so that
nobody whose browser talks is rung on the desk. Asterisk keeps members in its own database
(`persistentmembers`): what is written here outlives ctid and Asterisk.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress

from ctid.asterisk import contract
from ctid.asterisk.ami_connection import ActionRefused
from ctid.asterisk.ami_frames import Message, Values
from ctid.asterisk.devices import phone_of, to_write

log = logging.getLogger(__name__)

EVERY = 60.0  # seconds: what was written is compared again, should somebody else have changed it

Act = Callable[[Values], Awaitable[list[Message]]]

ASK: Values = {"Action": "QueueStatus", "Queue": contract.FALLBACK}


class Members:
    """Writes the members down, one round after the other; only the newest wish counts."""

    def __init__(self, act: Act, reachable: Callable[[], Iterable[str]]) -> None:
        self._act, self._reachable = act, reachable
        self._phones: tuple[str, ...] | None = None
        self._due = asyncio.Event()

    def write(self, phones: tuple[str, ...]) -> None:
        """Wish that `phones` are the members, and nothing else; returns at once."""
        self._phones = phones
        self._due.set()

    async def run(self) -> None:
        """Write until cancelled. What could not be written is tried again a minute later."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY if self._phones is not None else None):
                    await self._due.wait()
            self._due.clear()
            try:
                for action in differences(await self._act(ASK), self._phones or (), self._reachable()):
                    await self._act(action)
            except (OSError, TimeoutError, ActionRefused) as error:
                log.warning("the fallback's members were not written: %s", str(error) or "no answer in time")


def differences(answers: Sequence[Message], phones: Iterable[str], reachable: Iterable[str]) -> list[Values]:
    """Return what is to be done so that exactly the devices of `phones` are members."""
    there = frozenset(reachable)
    wanted = {f"PJSIP/{endpoint}": phone_of(endpoint) for p in phones for endpoint in to_write(p, there)}
    members = {answer["Location"] for answer in answers if answer["Event"] == "QueueMember"}
    removed = [_remove(interface) for interface in sorted(members - wanted.keys())]
    return removed + [_add(interface, wanted[interface]) for interface in sorted(wanted.keys() - members)]


def _add(interface: str, phone: str) -> Values:
    return {
        "Action": "QueueAdd",
        "Queue": contract.FALLBACK,
        "Interface": interface,
        "MemberName": phone,
        "StateInterface": f"hint:{phone}@{contract.MEMBERS}",
    }


def _remove(interface: str) -> Values:
    return {"Action": "QueueRemove", "Queue": contract.FALLBACK, "Interface": interface}
