"""One row of a table made into a lead, or refused with everything that is wrong with it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from ctid.dialer.importing import mistakes
from ctid.dialer.importing.columns import Columns
from ctid.dialer.importing.formulas import as_meant
from ctid.dialer.importing.zones import zone_of
from ctid.model.ids import CustomerId, lead_id
from ctid.model.languages import Language
from ctid.model.leads import Consent, Lead, LeadNumber
from ctid.model.mistakes import Mistake, Place
from ctid.model.phone_quick import any_e164

T = TypeVar("T")
LONGEST_CELL = 500  # characters
PRIORITIES = range(-9, 10)
_REGION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ud800-\udfff]")
_KINDS = {"number": ""}


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

    def read(self, row: Row) -> Lead | list[Mistake]:
        """Return the lead, or what is wrong with the row (L201–L210)."""
        cells, columns = row.cells, self._columns
        if len(cells) != len(columns.headings):
            return [mistakes.wrong_count(self._place(row), len(cells), len(columns.headings))]
        found = self._unfit(row)
        numbers = self._numbers(row, found)
        field = _Fields(self, row, found)
        region = field.of("region", "", _region)
        lead = Lead(
            lead_id(self._batch, row.number),
            self._list,
            numbers,
            field.of("name", "", str),
            field.of("language", Language.EN, Language),
            region,
            field.of("postcode", "", str),
            field.of("customer", None, CustomerId),
            field.of("priority", 0, _priority),
            {name: as_meant(cells[at]) for at, name in columns.facts if cells[at]},
            self._consent(row, field, found),
            due_at=field.of("due_at", None, _zoned),
            batch=self._batch,
            zone=zone_of(numbers[0].number, region) if numbers else "",
        )
        return found or lead

    def heading(self, at: int) -> str:
        """Return what stands above a column."""
        return self._columns.headings[at]

    def at(self, field: str) -> int | None:
        """Return the column of a field."""
        return self._columns.fields.get(field)

    def place(self, row: Row, at: int) -> Place:
        """Return where a cell stands: its column counts cells."""
        return Place(self._file, row.line, at + 1)

    def place_of_numbers(self, row: Row) -> Place:
        """Return where a row's first number should stand."""
        return self.place(row, self._columns.numbers[0][0])

    def _place(self, row: Row) -> Place:
        return Place(self._file, row.line, 1)

    def _unfit(self, row: Row) -> list[Mistake]:
        found = []
        for at, cell in enumerate(row.cells):
            if len(cell) > LONGEST_CELL:
                found.append(
                    mistakes.too_long(self.place(row, at), self.heading(at), len(cell), LONGEST_CELL)
                )
            if not cell.isprintable() and _UNPRINTABLE.search(cell):
                found.append(mistakes.unprintable(self.place(row, at), self.heading(at)))
        return found

    def _numbers(self, row: Row, found: list[Mistake]) -> tuple[LeadNumber, ...]:
        numbers: dict[str, LeadNumber] = {}
        for at, kind in self._columns.numbers:
            cell = as_meant(row.cells[at].strip())
            number = any_e164(cell, self._region) if cell else ""
            if number:
                numbers.setdefault(number, LeadNumber(number, _KINDS.get(kind, kind)))
            elif cell:
                found.append(mistakes.no_such_number(self.place(row, at), cell, self._region))
        if not numbers and not found:
            found.append(mistakes.without_number(self.place(row, self._columns.numbers[0][0])))
        return tuple(numbers.values())

    def _consent(self, row: Row, field: "_Fields", found: list[Mistake]) -> Consent | None:
        given, source = field.of("consent_at", None, _instant), field.of("consent_source", "", str)
        if given is not None and source:
            return Consent(given, source, field.of("consent_proof", "", str))
        if given is not None or source:
            found.append(mistakes.half_a_consent(self._place(row)))
        return None


@dataclass(frozen=True, slots=True)
class _Fields:
    """The cells of a row by field, each read in its own way."""

    reader: RowReader
    row: Row
    found: list[Mistake]

    def of(self, field: str, empty: T, read: Callable[[str], T]) -> T:
        at = self.reader.at(field)
        cell = self.row.cells[at].strip() if at is not None else ""
        if at is None or not cell:
            return empty
        try:
            return read(as_meant(cell))
        except ValueError:
            self.found.append(mistakes.unread(self.reader.place(self.row, at), field, cell))
            return empty


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
