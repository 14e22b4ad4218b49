"""Importing a list of leads: read, judged and written some thousand rows at a time, seen only when all is in.

The rows that are refused go into a file beside the list, with their reasons and so that no spreadsheet runs
what stands in them; when they have been mended there, that file can be imported itself.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from ctid.dialer.importing import file_mistakes, mistakes
from ctid.dialer.importing.columns import Columns, read_header
from ctid.dialer.importing.rows import Row, RowReader
from ctid.model.do_not_call_lists import Listing, ListKind
from ctid.model.languages import Language
from ctid.model.leads import Lead
from ctid.model.mistakes import Mistake, Mistaken, Place
from ctid.runtime.refused_rows import RefusedRows
from ctid.runtime.tables_read import TableFile
from ctid.store.lead_imports import Staging
from ctid.store.store import Store

AT_ONCE = 5000  # rows: some 100 ms of writing, for which the daemon's writer may have to wait
TOLD = 20  # mistakes


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is to be imported, and how. `whole`: not if any row is refused. `dry`: only say what would be."""

    file: Path
    list: str
    region: str
    maps: Sequence[tuple[str, str]] = ()
    encoding: str | None = None
    dry: bool = False
    whole: bool = False
    language: Language = Language.EN  # of the reasons beside refused rows


@dataclass(slots=True)
class Imported:
    """What came of it. `told` are the first mistakes; `refused_file` holds all rows that were refused."""

    rows: int = 0
    leads: int = 0
    numbers: int = 0
    with_consent: int = 0
    refused: int = 0
    told: list[Mistake] = field(default_factory=list)
    refused_file: Path | None = None


Cells = Sequence[str] | Mistake
Progress = Callable[[int, int, int], None]  # bytes read, bytes in all, rows


def import_leads(
    store: Store, order: ImportOrder, clock: Callable[[], datetime], progress: Progress
) -> Imported:
    """Import a list. Raises `Mistaken`, and then nothing of it is there. Blocks."""
    with ExitStack() as stack:
        table = TableFile(order.file, order.encoding)
        stack.callback(table.close)
        rows = table.rows()
        columns = _columns(rows, order)
        staging = stack.enter_context(store.staging(order.list, dry=order.dry))
        staging.begin(order.file.name, clock())
        refused = stack.enter_context(RefusedRows(order, columns))
        run = _Run(
            order,
            staging,
            RowReader(columns, str(order.file), order.list, order.region, staging.batch),
            refused,
        )
        stack.enter_context(_seldom_looking_for_cycles())
        try:
            for chunk in _chunks(rows):
                run.take(chunk, clock())
                progress(table.at, table.size, run.done.rows)
                gc.collect(0)
            run.judge()
        except BaseException:
            staging.discard()
            raise
        staging.publish(clock())
        return run.done


@contextmanager
def _seldom_looking_for_cycles() -> Iterator[None]:
    """Look for cycles once for each chunk: rows hold none, and looking all the time took a third of it."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


def _columns(rows: Iterator[tuple[int, Cells]], order: ImportOrder) -> Columns:
    line, header = next(rows, (1, None))
    if header is None:
        raise Mistaken([file_mistakes.empty(str(order.file))])
    if isinstance(header, Mistake):
        raise Mistaken([header])
    return read_header(header, Place(str(order.file), line, 1), order.maps, order.region)


def _chunks(rows: Iterator[tuple[int, Cells]]) -> Iterator[list[Row | Mistake]]:
    numbered = (
        cells if isinstance(cells, Mistake) else Row(line, number, cells)
        for number, (line, cells) in enumerate(rows, 1)
    )
    while chunk := list(islice(numbered, AT_ONCE)):
        yield chunk


class _Run:
    """One import under way."""

    def __init__(self, order: ImportOrder, staging: Staging, reader: RowReader, refused: RefusedRows) -> None:
        self._order = order
        self._staging = staging
        self._reader = reader
        self._refused = refused
        self.done = Imported()

    def take(self, chunk: Sequence[Row | Mistake], now: datetime) -> None:
        """Judge some rows, and write those that can be."""
        read = [(row, self._reader.read(row)) for row in chunk if isinstance(row, Row)]
        numbers = [int(one.number) for _, lead in read if isinstance(lead, Lead) for one in lead.numbers]
        before, listed = self._staging.known(numbers), self._staging.listed(numbers)
        good = list[tuple[int, Lead]]()
        for row, lead in read:
            wrong = lead if isinstance(lead, list) else self._wrong(row, lead, before, listed)
            if isinstance(lead, list) or wrong:
                self._refuse(row.cells, wrong)
            else:
                before |= {int(one.number): row.line for one in lead.numbers}
                good.append((row.line, lead))
        for mistake in chunk:
            if isinstance(mistake, Mistake):
                self._refuse((), [mistake])
        self._staging.write(good, now)
        self._count(len(chunk), [lead for _, lead in good])

    def judge(self) -> None:
        """Refuse the whole, if nothing of it can be used or all of it was to be (`Mistaken`)."""
        file, done = str(self._order.file), self.done
        if not done.rows:
            raise Mistaken([file_mistakes.empty(file)])
        if not done.leads:
            raise Mistaken([*done.told, file_mistakes.all_refused(file, done.rows)])
        if done.refused and self._order.whole:
            raise Mistaken([*done.told, file_mistakes.some_refused(file, done.refused, done.rows)])

    def _wrong(
        self, row: Row, lead: Lead, before: Mapping[int, int | str], listed: Mapping[str, Sequence[Listing]]
    ) -> list[Mistake]:
        """Say what speaks against a lead: its number came before, or its owner does not want to be called.

        Consent may outweigh a list of an authority (the campaign's profile says so at each dial), never the
        site's own.
        """
        place = self._reader.place_of_numbers(row)
        for one in lead.numbers:
            if int(one.number) in before:
                return [mistakes.twice(place, one.number, before[int(one.number)])]
            for listing in listed.get(one.number, ()):
                if lead.consent is None or listing.kind is ListKind.INTERNAL:
                    return [mistakes.not_to_be_called(place, one.number, listing)]
        return []

    def _refuse(self, cells: Sequence[str], wrong: Sequence[Mistake]) -> None:
        self._refused.add(cells, wrong)
        self.done.refused += 1
        self.done.refused_file = self._refused.file
        self.done.told += wrong[: max(0, TOLD - len(self.done.told))]

    def _count(self, rows: int, leads: Sequence[Lead]) -> None:
        self.done.rows += rows
        self.done.leads += len(leads)
        self.done.numbers += sum(len(lead.numbers) for lead in leads)
        self.done.with_consent += sum(lead.consent is not None for lead in leads)
