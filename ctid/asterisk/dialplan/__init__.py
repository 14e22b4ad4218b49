"""Asterisk's dialplan, read as Asterisk reads it, with the exact place of everything.

`parse(source, "extensions.conf")` returns a `Dialplan`: contexts → extensions → priorities, includes,
switches, ignored patterns. It does not raise for what a file holds: what Asterisk would complain of or
leave out is in `Dialplan.complaints` (a `Kind`, a place, a few words).

- Text comes from a `Source` (`Texts` holds it in memory; `ctid.runtime` reads folders). Nothing here does
  I/O.
- `Priority.app` and `.data` are Asterisk's to the byte; `.place` and `.data_place(offset)` tell where they
  stand.
- `Dialplan.files` has the text of every file read, for what a parser leaves out, such as comments.
- Bytes that are no UTF-8 are surrogate escapes (PEP 383).
"""

from ctid.asterisk.dialplan.complaints import Complaint, Kind
from ctid.asterisk.dialplan.loading import parse
from ctid.asterisk.dialplan.model import (
    HINT,
    Context,
    Dialplan,
    Extension,
    General,
    Ignored,
    Include,
    Priority,
    Switch,
)
from ctid.asterisk.dialplan.source import Source, Texts

__all__ = [
    "HINT",
    "Complaint",
    "Context",
    "Dialplan",
    "Extension",
    "General",
    "Ignored",
    "Include",
    "Kind",
    "Priority",
    "Source",
    "Switch",
    "Texts",
    "parse",
]
