"""The rows of a list that were refused, in a file beside it, each with its reason."""

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from ctid.dialer.importing import file_mistakes
from ctid.dialer.importing.columns import WHY_REFUSED, Columns
from ctid.dialer.importing.formulas import defused
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken


class Ordered(Protocol):
    """What is to be imported."""

    @property
    def file(self) -> Path: ...
    @property
    def dry(self) -> bool: ...
    @property
    def language(self) -> Language: ...


class RefusedRows:
    """Begins the file at the first row. A rehearsal writes none."""

    def __init__(self, order: Ordered, columns: Columns) -> None:
        self._order = order
        self._at = columns.headings.index(WHY_REFUSED) if WHY_REFUSED in columns.headings else None
        self._headings = tuple(name for name in columns.headings if name != WHY_REFUSED)
        self._stream: IO[str] | None = None
        self.file: Path | None = None

    def add(self, cells: Sequence[str], wrong: Sequence[Mistake]) -> None:
        """Write a row with what is wrong with it. Raises `Mistaken` (L101) where no file can be written."""
        if self._order.dry:
            return
        writer = csv.writer(self._stream or self._begin())
        language = self._order.language
        why = "; ".join(
            f"{one.place.line}:{one.place.column} {one.code} {one.what[language]} → {one.mend[language]}"
            for one in wrong
        )
        plain = [cell for at, cell in enumerate(cells) if at != self._at]
        width = max(len(self._headings), len(plain))
        writer.writerow([*map(defused, plain), *[""] * (width - len(plain)), why])

    def _begin(self) -> IO[str]:
        self.file = self._order.file.with_name(f"{self._order.file.stem}.refused.csv")
        try:  # with a mark, by which spreadsheets know UTF-8
            self._stream = self.file.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise Mistaken([file_mistakes.unreadable(str(self.file), error.strerror or "")]) from error
        csv.writer(self._stream).writerow([*map(defused, self._headings), WHY_REFUSED])
        return self._stream

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()
