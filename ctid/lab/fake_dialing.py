"""Campaigns' calls on the fake switch (dialplan/60-dialer.conf): everybody who is called is busy.

What is dialled stays on record as on the real one: receipts outlive the daemon, and so does `dialled`.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from ctid.lab.fake_channels import RINGING, Board, Channel
from ctid.lab.fake_manager import Answer, Fields, Refused

LINE = "Local/s@ctid-attempt/n"
ENDED = {"Dial": "BUSY", "Cause": "17", "Sip": "486"}


class Runs(Protocol):
    """Lets a channel go through its dialplan."""

    def __call__(self, channel: Channel, dialplan: Coroutine[Any, Any, None]) -> None: ...


class Tells(Protocol):
    """Sends an event."""

    def __call__(self, event: str, fields: Fields) -> None: ...


class FakeDialing:
    """`rings` is how many seconds a phone rings before it is found busy."""

    def __init__(self, board: Board, tell: Tells, run: Runs) -> None:
        self.rings = 0.05
        self.dialled: list[str] = []
        self._board, self._tell, self._run = board, tell, run
        self._receipts: dict[str, str] = {}

    def place(self, fields: Mapping[str, str], variables: Mapping[str, str]) -> Answer:
        """Do an `Originate` of a line."""
        told = {name.lstrip("_"): value for name, value in variables.items()}
        id = fields["OtherChannelId"]
        if id in self._board.channels:
            raise Refused("Channel ID already in use")
        line = Channel(id, f"Local/s@ctid-attempt-{self._board.number():08x};2", variables=told)
        leg = Channel(f"{self._board.number()}.{id[-4:]}", f"PJSIP/trunk-{self._board.number():08x}")
        leg.variables |= told
        self._run(line, self._dial(line, leg))
        return [("Message", "Originate successfully queued")], []

    def receipt(self, fields: Mapping[str, str], _: Mapping[str, str]) -> Answer:
        """Do a `DBGet`."""
        found = self._receipts.get(fields["Key"])
        if found is None:
            raise Refused("Database entry not found")
        kept = [("Event", "DBGetResponse"), ("Family", fields["Family"]), ("Key", fields["Key"])]
        return [("Message", "Result will follow")], [[*kept, ("Val", found)]]

    def time(self, fields: Mapping[str, str], _: Mapping[str, str]) -> Answer:
        """Do the `Getvar` that asks what time it is."""
        return [("Variable", fields["Variable"]), ("Value", f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}")], []

    async def _dial(self, line: Channel, leg: Channel) -> None:
        """[ctid-attempt]: the receipt, the dial, what came of it."""
        self._board.new(line)
        self._receipts[line.unique] = "dialling 0"
        self.dialled.append(line.variables["CTID_NUMBER"])
        self._board.new(leg)
        self._say(leg, line, "dialling", {})
        self._board.turn(leg, RINGING)
        await asyncio.sleep(self.rings)
        self._receipts[line.unique] = f"ended 0 {ENDED['Dial']} {ENDED['Cause']} {ENDED['Sip']}"
        self._board.hang_up(leg, int(ENDED["Cause"]))
        self._say(line, line, "ended", ENDED)
        self._board.hang_up(line, int(ENDED["Cause"]))

    def _say(self, channel: Channel, line: Channel, state: str, facts: Mapping[str, str]) -> None:
        said = [("UserEvent", "CtidAttempt"), *channel.fields(), ("Attempt", line.unique), ("State", state)]
        self._tell("UserEvent", [*said, *facts.items()])
