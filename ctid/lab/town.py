"""Numbers out in the world, each of which does one thing with every call: for whoever calls a number.

One SIPp stands where the switch's trunk leads. The last digit says what becomes of a call:

    1 answers and hangs up after a second    2 is busy    3 rings and is not answered    4 does not exist

and every other number rings.
"""

from collections.abc import Mapping
from types import TracebackType
from typing import Self

from ctid.lab.parties import TRUNK_IP
from ctid.lab.sipp import Outside, Sipp

NUMBERS: Mapping[str, str] = {
    "answered": "+12025550181",
    "busy": "+12025550182",
    "no_answer": "+12025550183",
    "failed": "+12025550184",
}
"""By what comes of a call (`ctid.ivr.steps.Call`)."""


class Town:
    """The numbers, while it is entered; `port` is where the trunk leads."""

    def __init__(self, outside: Outside, port: int) -> None:
        self._sipp = Sipp(outside, TRUNK_IP, "town")
        self._sipp.port = port

    async def __aenter__(self) -> Self:
        await self._sipp.start(self._sipp.write_scenario("town.xml"))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._sipp.stop()
