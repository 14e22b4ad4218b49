"""Importing a do-not-call list: all of its numbers or none, for one that cannot be read might be called.

Files are as authorities give them out: a number a line, in any way of writing, or area code and number apart
(`212,5550123`). A first line that is no number is a header.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from ctid.dialer.importing import file_mistakes, mistakes
from ctid.model.do_not_call_lists import ListKind
from ctid.model.mistakes import Mistake, Mistaken, Place
from ctid.model.phone_quick import any_e164
from ctid.runtime.tables_read import TableFile
from ctid.store.store import Store

AT_ONCE = 10_000  # numbers
TOLD = 20  # mistakes
Progress = Callable[[int, int, int], None]  # bytes read, bytes in all, rows


@dataclass(frozen=True, slots=True)
class ListOrder:
    """What is to be imported: whose list it is, and of which day."""

    file: Path
    name: str
    kind: ListKind
    of: date
    region: str
    encoding: str | None = None


def import_do_not_call(
    store: Store, order: ListOrder, clock: Callable[[], datetime], progress: Progress
) -> int:
    """Put a list in force; return how many numbers it has. Raises `Mistaken`: nothing has changed."""
    with closing(TableFile(order.file, order.encoding)) as table, store.list_staging() as staging:
        staging.begin(order.name, order.kind, order.of, clock())
        try:
            read, wrong = 0, list[Mistake]()
            numbers = _numbers(table, order, wrong)
            while chunk := list(islice(numbers, AT_ONCE)):
                staging.write(chunk)
                read += len(chunk)
                progress(table.at, table.size, read)
            if wrong or not read:
                raise Mistaken(wrong or [file_mistakes.empty(str(order.file))])
        except BaseException:
            staging.discard()
            raise
        return staging.publish(clock())


def _numbers(table: TableFile, order: ListOrder, wrong: list[Mistake]) -> Iterator[str]:
    """Yield the numbers; what is none is noted, the first few of them."""
    for n, (line, cells) in enumerate(table.rows()):
        number = "" if isinstance(cells, Mistake) else _number(cells, order.region)
        if number:
            yield number
        elif isinstance(cells, Mistake):
            wrong.append(cells)
        elif n > 0:
            place = Place(str(order.file), line, 1)
            wrong.append(mistakes.no_such_number(place, ",".join(cells), order.region))
        if len(wrong) >= TOLD:
            return


def _number(cells: Sequence[str], region: str) -> str:
    return any_e164(cells[0].strip(), region) or any_e164("".join(cells[:2]).replace(" ", ""), region)
