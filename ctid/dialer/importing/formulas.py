"""Cells that a spreadsheet would run: they are kept as the text they are, and never written out raw.

`=HYPERLINK(…)` or `+cmd|…` in a name is harmless here, and does harm when somebody opens an exported file.
So whatever is written for people gets an apostrophe before such a beginning, which spreadsheets take for
"this is text", and the reader takes it off again. A plain telephone number is no formula: `+49 30 123` stays.
"""

import re

_RUNS = re.compile(r"[=+\-@\t\r]")
_NUMBERS = re.compile(r"[+0-9 ().-]*")


def defused(cell: str) -> str:
    """Write a cell so that no spreadsheet runs it."""
    return f"'{cell}" if _RUNS.match(cell) and not _NUMBERS.fullmatch(cell) else cell


def as_meant(cell: str) -> str:
    """Take the apostrophe off again."""
    return cell[1:] if cell[:1] == "'" and _RUNS.match(cell, 1) else cell
