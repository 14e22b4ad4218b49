"""What Asterisk has loaded, as `dialplan show` tells it, held against what the files say.

Compared is text with text, to the byte: the model is written as Asterisk would show it. Left out of what
Asterisk shows is what no file of the dialplan put there: contexts and rows of other modules, and the
extensions that Asterisk itself adds for patterns with a hint once somebody watches one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import ndiff

from ctid.asterisk.dialplan.model import Dialplan
from ctid.asterisk.dialplan.shown import AUTOHINTS, REGISTRAR, rows

_HEAD = re.compile(r"\[ Context '(.*)' created by '(.*)' \]")
_FOREIGN = re.compile(r"\[[^]:]*\]$")
_NAME = re.compile(r"  ('.*' (?:\(CID match '.*'\) )?=>) ")
_NAMELESS = re.compile(r"  (?:   \[.*?\])? +([0-9]+\. .*)")
_OF_FILES = (f"[{REGISTRAR}]",)
_ROWS_WITHOUT_FILE = ("  Include =>", "  Ignore pattern =>", "  Alt. Switch =>")


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that the files demand and Asterisk lacks, or the other way round."""

    context: str
    row: str
    missing: bool  # False: Asterisk has it, the files do not


def differences(dialplan: Dialplan, shown: str) -> tuple[Difference, ...]:
    """Compare what the files say with what `dialplan show` printed.

    A context that no file has any more, and that is empty, is no difference: Asterisk may keep such.
    """
    loaded = _loaded(shown)
    intended = {name: tuple(rows(context)) for name, context in dialplan.contexts.items()}
    found: list[Difference] = []
    for name in dict.fromkeys((*intended, *loaded)):
        if name not in loaded:
            found.append(Difference(name, "", missing=True))
        if name in intended or set(loaded[name]) - {AUTOHINTS}:
            found.extend(_between(name, intended.get(name, ()), loaded.get(name, ())))
    return tuple(found)


def _between(name: str, intended: Sequence[str], loaded: Sequence[str]) -> Iterator[Difference]:
    if intended != loaded:
        for line in ndiff(intended, loaded):
            if line.startswith(("- ", "+ ")):
                yield Difference(name, line[2:].strip(), missing=line.startswith("-"))


def _loaded(shown: str) -> Mapping[str, Sequence[str]]:
    """Part what was printed into contexts with the rows that come from files."""
    contexts: dict[str, Sequence[str]] = {}
    for block in shown.split("\n\n"):
        head, _, body = block.lstrip("\n").partition("\n")
        if context := _HEAD.fullmatch(head):
            contexts[context[1]] = tuple(_of_files(body.split("\n")))
    return contexts


def _of_files(lines: Iterable[str]) -> Iterator[str]:
    """Leave out what no file put there; what followed it as the same extension then bears the name."""
    name = ""
    for line in lines:
        if line and not _is_of_files(line):
            named = _NAME.match(line)
            name = named[1] if named else ""
        elif line:
            step = _NAMELESS.fullmatch(line)
            yield f"  {name:<17} {step[1]}" if name and step else line
            name = ""


def _is_of_files(row: str) -> bool:
    if row.startswith(_ROWS_WITHOUT_FILE):
        return row.endswith(_OF_FILES)
    return not _FOREIGN.search(row)
