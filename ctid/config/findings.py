"""Collects every mistake of a file, so that a person mends them in one go.

A reader that meets a mistake notes it here and hands on a stand-in of the right type: reading goes on
and finds the next one. No stand-in ever leaves, because `settle` raises if any mistake was noted. What is
odd, but can be run, is a remark: it is told like a mistake and stops nothing.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from ctid.model.mistakes import Mistake, Mistaken, Place, Text

_LONGEST_SHOWN = 60
_MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class Wording:
    """How a kind of mistake is told; `{names}` in the texts are filled with the facts of the case."""

    what: Text
    why: Text
    mend: Text


class Findings:
    """The mistakes and remarks noted so far, worded by one table (code → wording)."""

    def __init__(self, wordings: Mapping[str, Wording]) -> None:
        self._wordings = wordings
        self._mistakes: list[Mistake] = []
        self._remarks: list[Mistake] = []

    def __len__(self) -> int:
        return len(self._mistakes)

    def add(self, code: str, place: Place, **facts: str | int | Text) -> None:
        """Note a mistake at `place`; a fact that is a Text is said in the language of the sentence."""
        self._mistakes.append(self._worded(code, place, facts))

    def remark(self, code: str, place: Place, **facts: str | int | Text) -> None:
        """Note what is odd at `place`, but no mistake."""
        self._remarks.append(self._worded(code, place, facts))

    def unheard(self) -> "Findings":
        """Give findings of their own to a reading that is made only for its stand-in."""
        return Findings(self._wordings)

    def settle(self) -> list[Mistake]:
        """Raise Mistaken with all mistakes, in the order of the file; without any, return the remarks."""
        if self._mistakes:
            raise Mistaken(sorted(self._mistakes, key=_in_the_file))
        return sorted(self._remarks, key=_in_the_file)

    def _worded(self, code: str, place: Place, facts: Mapping[str, str | int | Text]) -> Mistake:
        wording = self._wordings[code]
        what, why, mend = (_fill(text, facts) for text in (wording.what, wording.why, wording.mend))
        return Mistake(code, place, what, why, mend)


def _in_the_file(mistake: Mistake) -> tuple[str, int, int]:
    return mistake.place.file, mistake.place.line, mistake.place.column


def shown(value: object) -> str:
    """Quote what a person wrote: on one line, with control characters escaped, cut if it is long."""
    quoted = json.dumps(value, ensure_ascii=False, default=str)
    return quoted if len(quoted) <= _LONGEST_SHOWN else f"{quoted[:_LONGEST_SHOWN]}…"


def hint(written: str, known: Collection[str]) -> Text:
    """Say which known name was probably meant, or else which there are."""
    near = nearest(written, known)
    if near is not None:
        return Text(f"did you mean {near}?", f"是否想写 {near}？")
    if not known:
        return Text("take it out, or define it first", "请删除，或先定义")
    listed = sorted(known)[:_MOST_LISTED]
    more = "…" if len(known) > _MOST_LISTED else ""
    return Text(f"use one of: {', '.join(listed)}{more}", f"可用：{'、'.join(listed)}{more}")


def nearest(written: str, known: Collection[str]) -> str | None:
    """Return the known name that `written` resembles most (upper and lower case are alike), if any does."""
    by_folded = {name.casefold(): name for name in sorted(known)}
    near = get_close_matches(written.casefold(), by_folded, n=1, cutoff=0.65)
    return by_folded[near[0]] if near else None


def _fill(text: Text, facts: Mapping[str, str | int | Text]) -> Text:
    english = {name: fact.en if isinstance(fact, Text) else fact for name, fact in facts.items()}
    chinese = {name: fact.zh if isinstance(fact, Text) else fact for name, fact in facts.items()}
    return Text(text.en.format_map(english), text.zh.format_map(chinese))
