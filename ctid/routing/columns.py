"""Rows of whole numbers, one numpy array per column: what many comparisons at once are made on."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.int64]

NEVER = 1 << 61
"""Later, and less urgent, than anything; two of them can be added up."""


def grown(array: Numbers, size: int, fill: int = NEVER) -> Numbers:
    """The array with room for at least `size` along its last axis, doubled so that growth costs little."""
    have = array.shape[-1]
    if size <= have:
        return array
    larger = np.full((*array.shape[:-1], max(size, 2 * have)), fill, np.int64)
    larger[..., :have] = array
    return larger


class Columns:
    """Rows in no order, found by their first number, which is unique."""

    __slots__ = ("_cells", "_rows")

    def __init__(self, rows: Numbers) -> None:
        """Begin with `rows`, one column of the table along each row of the array."""
        self._cells = rows
        self._rows: int = rows.shape[1]

    def append(self, *row: int) -> None:
        """Add a row."""
        self._cells = grown(self._cells, self._rows + 1)
        self._cells[:, self._rows] = row
        self._rows += 1

    def drop(self, first: int) -> list[int]:
        """Take out the row that begins with this number, and return it."""
        cells = self._cells
        (at,) = (cells[0, : self._rows] == first).nonzero()[0]
        row: list[int] = cells[:, at].tolist()
        self._rows -= 1
        cells[:, at] = cells[:, self._rows]
        return row

    def __len__(self) -> int:
        return self._rows

    def __getitem__(self, column: int) -> Numbers:
        return self._cells[column, : self._rows]


def no_rows(columns: int) -> Columns:
    """An empty table."""
    return Columns(np.empty((columns, 0), np.int64))
