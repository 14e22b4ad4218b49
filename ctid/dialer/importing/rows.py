"""One row of a table made into a lead, or refused with everything that is wrong with it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ctid.dialer.importing import mistakes
from ctid.dialer.importing.columns import Columns
from ctid.dialer.importing.formulas import as_meant
from ctid.dialer.importing.zones import zone_of
from ctid.model.ids import CustomerId, lead_id
from ctid.model.languages import Language
from ctid.model.leads import Consent, Lead, LeadNumber
from ctid.model.mistakes import Mistake, Place
from ctid.model.phone_quick import any_e164

LONGEST_CELL = 500  # characters
PRIORITIES = range(-9, 10)
_REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ud800-\udfff]")
_KINDS = {"number": "", "mobile": "mobile", "fixed": "fixed"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stood in the file: at which line, and as the how many-th after the header."""

    line: int
    number: int
    cells: Sequence[str]


class RowReader:
    """Reads the rows of one file into leads of one list. Numbers without a country are of `region`."""

    def __init__(self, columns: Columns, file: str, list: str, region: str, batch: int) -> None:
        self._columns = columns
        self._file = file
        self._list = list
        self._region = region
        self._batch = batch
        self._reads = [(field, at, _READS[field]) for field, at in columns.fields.items()]

    def read(self, row: Row) -> Lead | list[Mistake]:
        """Return the lead, or what is wrong with the row (L201–L210)."""
        many, expected = len(row.cells), len(self._columns.headings)
        if many != expected:
            return [mistakes.wrong_count(self.place(row, 0), many, expected)]
        found = self._unfit(row)
        numbers = self._numbers(row, found)
        values = self._values(row, found)
        consent = self._consent(row, values, found)
        if found:
            return found
        return Lead(
            lead_id(self._batch, row.number),
            self._list,
            numbers,
            facts={name: as_meant(row.cells[at]) for at, name in self._columns.facts if row.cells[at]},
            consent=consent,
            batch=self._batch,
            zone=zone_of(numbers[0].number, values.get("region", "")),
            **values,
        )

    def place(self, row: Row, at: int) -> Place:
        """Return where a cell stands: its column counts cells."""
        return Place(self._file, row.line, at + 1)

    def place_of_numbers(self, row: Row) -> Place:
        """Return where a row's first number should stand."""
        return self.place(row, self._columns.numbers[0][0])

    def _unfit(self, row: Row) -> list[Mistake]:
        text, found = "".join(row.cells), list[Mistake]()
        if len(text) <= LONGEST_CELL and text.isprintable():
            return found
        for at, cell in enumerate(row.cells):
            heading = self._columns.headings[at]
            if len(cell) > LONGEST_CELL:
                found.append(mistakes.too_long(self.place(row, at), heading, len(cell), LONGEST_CELL))
            if _UNPRINTABLE.search(cell):
                found.append(mistakes.unprintable(self.place(row, at), heading))
        return found

    def _numbers(self, row: Row, found: list[Mistake]) -> tuple[LeadNumber, ...]:
        numbers: dict[str, LeadNumber] = {}
        for at, kind in self._columns.numbers:
            cell = as_meant(row.cells[at].strip())
            number = any_e164(cell, self._region) if cell else ""
            if number:
                numbers.setdefault(number, LeadNumber(number, _KINDS[kind]))
            elif cell:
                found.append(mistakes.no_such_number(self.place(row, at), cell, self._region))
        if not numbers and not found:
            found.append(mistakes.without_number(self.place_of_numbers(row)))
        return tuple(numbers.values())

    def _values(self, row: Row, found: list[Mistake]) -> dict[str, Any]:
        """Read the cells that are not empty, each in its own way."""
        values: dict[str, Any] = {}
        for field, at, read in self._reads:
            cell = as_meant(row.cells[at].strip())
            if cell:
                try:
                    values[field] = read(cell)
                except ValueError:
                    found.append(mistakes.unread(self.place(row, at), field, cell))
        return values

    def _consent(self, row: Row, values: dict[str, Any], found: list[Mistake]) -> Consent | None:
        """Take the three columns of consent out of the values."""
        given, source, proof = [values.pop(f"consent_{part}", None) for part in ("at", "source", "proof")]
        if given is not None and source is not None:
            return Consent(given, source, proof or "")
        if (given, source, proof) != (None, None, None) and not found:
            found.append(mistakes.half_a_consent(self.place(row, 0)))
        return None


def _region(cell: str) -> str:
    if not _REGION.fullmatch(cell.upper()):
        raise ValueError(cell)
    return cell.upper()


def _priority(cell: str) -> int:
    if int(cell) not in PRIORITIES:
        raise ValueError(cell)
    return int(cell)


def _instant(cell: str) -> datetime:
    """Read a date or an instant; without a zone it is of UTC."""
    at = datetime.fromisoformat(cell)
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _zoned(cell: str) -> datetime:
    """Read an instant that says its zone: a call at nine is at nine o'clock of somebody."""
    at = datetime.fromisoformat(cell)
    if at.tzinfo is None:
        raise ValueError(cell)
    return at


_READS: Mapping[str, Callable[[str], object]] = {
    "name": str,
    "language": Language,
    "region": _region,
    "postcode": str,
    "customer": CustomerId,
    "priority": _priority,
    "due_at": _zoned,
    "consent_at": _instant,
    "consent_source": str,
    "consent_proof": str,
}
