"""What the centre was told and what it said to it, kept so that a day can be replayed.

One line of JSON per input:

    {"at": …, "in": ["LegHeld", {…}], "ids": [], "out": [["Event", {…}], ["Keep", {…}]]}

and at the beginning of each run one that says what it ran on: `{"at": …, "begins": {…}}`. The lines of one
transaction are one compressed row beside the rows they led to. So a day's decisions are there as they were
made, whatever a newer ctid would decide; and the tables can be rebuilt from them (`ctid.store.fold`).
"""

import json
import zlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import func, select

from ctid.model.commands import Command
from ctid.model.effects import Effect
from ctid.model.events import Event
from ctid.model.ids import OfferId
from ctid.model.reports import Report
from ctid.store.encoding import Json, Line, decode, encode, encode_text
from ctid.store.engine import Database
from ctid.store.tables import inputs
from ctid.store.undisturbed import undisturbed

KINDS: dict[str, type] = {
    kind.__name__: kind for kind in (*get_args(Report), *get_args(Command), *get_args(Effect), Event)
}
TIME_PASSED = "Tick"
FAST, LITTLE = 1, 6  # of zlib's levels (4 times smaller already) and of its memory: clearing that costs more

Input = Report | Command | None


@dataclass(frozen=True, slots=True)
class Kept:
    """An input as it was kept; `item` is None where only time had passed. `said` is what the centre said.

    `begins` is there in the first line of a run only, and tells what the run ran on.
    """

    at: datetime
    item: Input = None
    ids: tuple[OfferId, ...] = ()  # of offers, drawn while it was handled
    said: tuple[Json, ...] = ()
    begins: Json = None


def first_line(at: datetime, ran_on: Json) -> Line:
    """Write the line with which a run begins."""
    return Line(at, json.dumps({"at": at.isoformat(), "begins": ran_on}, separators=(",", ":")), begins=True)


def line_of(at: datetime, item: Input, ids: Sequence[OfferId], said: Sequence[Effect | Event]) -> Line:
    """Write an input with all that followed from it."""
    came = f'["{TIME_PASSED}",{{}}]' if item is None else _written(item)
    out = ",".join(map(_written, said))
    return Line(at, f'{{"at":"{at.isoformat()}","in":{came},"ids":{json.dumps(ids)},"out":[{out}]}}')


def shape(value: Any) -> Json:
    """Return what a line holds of an input, an effect or an event: its kind and its fields."""
    kind = type(value)
    return [kind.__name__, encode(kind, value)]


def _written(value: Any) -> str:
    """Write a shape; there are dozens in a call."""
    kind = type(value)
    return f'["{kind.__name__}",{encode_text(kind, value)}]'


def read_line(text: str) -> Kept:
    """Read a line. Raises `ValueError` when it is not of that shape."""
    try:
        found = json.loads(text)
        at = datetime.fromisoformat(found["at"])
        if "begins" in found:
            return Kept(at, begins=found["begins"])
        kind, fields = found["in"]
        item = None if kind == TIME_PASSED else decode(KINDS[kind], fields)
        return Kept(at, item, tuple(found["ids"]), tuple(found["out"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"this is no line of a journal: {error!r}") from error


def pack(lines: Sequence[Line]) -> bytes:
    """Put lines together as a row holds them."""
    deflate = zlib.compressobj(FAST, memLevel=LITTLE)
    return deflate.compress("\n".join(line.text for line in lines).encode()) + deflate.flush()


def unpack(row: bytes) -> list[str]:
    """Take them apart again."""
    return zlib.decompress(row).decode().split("\n")


class Inputs:
    """Queries on the inputs that are kept."""

    _database: Database

    async def input_lines(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> AsyncIterator[str]:
        """Yield the lines of whole transactions, oldest first, up to `until`.

        They start where the run began that went on at `since`: a run makes sense from its beginning only.
        """
        reached = await self._run_before(since) if since is not None else -1
        while rows := await self._packed(reached, until):
            reached = rows[-1][0]
            for _, row in rows:
                for line in unpack(row):
                    yield line

    @undisturbed
    async def _run_before(self, at: datetime) -> int:
        first = select(func.max(inputs.c.batch)).where(inputs.c.begins, inputs.c.at <= at)
        async with self._database.reading.begin() as connection:
            return (await connection.scalar(first) or 0) - 1

    @undisturbed
    async def _packed(self, after: int, until: datetime | None) -> list[tuple[int, bytes]]:
        query = select(inputs.c.batch, inputs.c.lines).where(inputs.c.batch > after)
        if until is not None:
            query = query.where(inputs.c.at < until)
        async with self._database.reading.begin() as connection:
            found = await connection.execute(query.order_by(inputs.c.batch).limit(1000))
            return [(batch, lines) for batch, lines in found]
