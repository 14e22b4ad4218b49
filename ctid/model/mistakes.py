"""What a person got wrong in a file or a setting: what, where, why it matters and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ctid.model.languages import Language


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file (or a setting's name) and, in files, line and column from 1."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages."""

    en: str
    zh: str

    def __getitem__(self, language: Language) -> str:
        return self.zh if language is Language.ZH else self.en


class Severity(StrEnum):
    """An `ERROR` keeps the file from being used; a `WARNING` is told, and may be meant so."""

    ERROR = "error"
    WARNING = "warning"


_MARKS = {Severity.ERROR: Text("", ""), Severity.WARNING: Text(" (warning)", "（警告）")}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake. `code` is stable (Y… YAML, C… centre, I… IVR, S… settings, R… running)."""

    code: str
    place: Place
    what: Text
    why: Text
    mend: Text
    severity: Severity = Severity.ERROR

    def words(self, language: Language = Language.EN) -> str:
        """Say the mistake on one line that editors can jump from."""
        what, why, mend = self.what[language], self.why[language], self.mend[language]
        return f"{self.place}: {self.code}{_MARKS[self.severity][language]} {what} · {why} → {mend}"


class Mistaken(Exception):
    """Raised at the edge with every mistake that was found, never only the first."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(mistake.words() for mistake in self.mistakes))

    def words(self, language: Language = Language.EN) -> str:
        """Say all mistakes, one a line."""
        return "\n".join(mistake.words(language) for mistake in self.mistakes)
