"""What checks have found, written for a person, a program or a code host.

SARIF is the OASIS standard 2.1.0, which editors and code hosts read; what is waived is in it as suppressed,
with its reason. GitHub's annotations are what a workflow prints to mark lines of a change.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from urllib.parse import quote

from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Severity, Text
from ctid.model.waivers import Waived

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


class Format(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in so many `files`."""

    files: int
    found: tuple[Mistake, ...]
    waived: tuple[Waived, ...]

    @property
    def passed(self) -> bool:
        """Say whether nothing of it is an error."""
        return not self.count(Severity.ERROR)

    def count(self, severity: Severity) -> int:
        """Return how many are of a severity."""
        return sum(mistake.severity is severity for mistake in self.found)

    def summary(self) -> Text:
        """Count them."""
        errors, warnings = self.count(Severity.ERROR), self.count(Severity.WARNING)
        return Text(
            f"files: {self.files} · errors: {errors} · warnings: {warnings} · waived: {len(self.waived)}",
            f"文件：{self.files} · 错误：{errors} · 警告：{warnings} · 已忽略：{len(self.waived)}",
        )


def written(findings: Findings, how: Format, language: Language) -> str:
    """Write them."""
    return _WRITERS[how](findings, language)


def _as_text(findings: Findings, language: Language) -> str:
    return "\n".join(mistake.words(language) for mistake in findings.found)


def _as_json(findings: Findings, language: Language) -> str:
    told: list[Mapping[str, object]] = [_facts(mistake) for mistake in findings.found]
    told += [{**_facts(one.mistake), "waived": one.reason} for one in findings.waived]
    return json.dumps(told, ensure_ascii=False, indent=2)


def _facts(mistake: Mistake) -> dict[str, object]:
    said = {"what": mistake.what, "why": mistake.why, "mend": mistake.mend}
    return {
        "code": mistake.code,
        "severity": mistake.severity,
        "file": mistake.place.file,
        "line": mistake.place.line,
        "column": mistake.place.column,
        **{name: {str(tongue): text[tongue] for tongue in Language} for name, text in said.items()},
    }


def _as_sarif(findings: Findings, language: Language) -> str:
    every = [*findings.found, *(one.mistake for one in findings.waived)]
    results = [_result(mistake, language) for mistake in findings.found]
    results += [
        _result(one.mistake, language)
        | {"suppressions": [{"kind": "inSource", "status": "accepted", "justification": one.reason}]}
        for one in findings.waived
    ]
    rules = [{"id": code} for code in sorted({mistake.code for mistake in every})]
    driver = {"name": "ctid", "version": version("ctid"), "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(mistake: Mistake, language: Language) -> dict[str, object]:
    place = mistake.place
    physical: dict[str, object] = {"artifactLocation": {"uri": quote(place.file)}}
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": place.column}
    return {
        "ruleId": mistake.code,
        "level": str(mistake.severity),
        "message": {"text": _sentence(mistake, language)},
        "locations": [{"physicalLocation": physical}],
    }


def _as_github(findings: Findings, language: Language) -> str:
    return "\n".join(_annotation(mistake, language) for mistake in findings.found)


def _annotation(mistake: Mistake, language: Language) -> str:
    place = mistake.place
    where: dict[str, object] = {"file": place.file}
    if place.line:
        where |= {"line": place.line, "col": place.column}
    marks = ",".join(
        f"{name}={_escaped(value, ':,')}" for name, value in (where | {"title": mistake.code}).items()
    )
    return f"::{mistake.severity} {marks}::{_escaped(_sentence(mistake, language), '')}"


def _escaped(value: object, also: Iterable[str]) -> str:
    """Write what would end a part of an annotation as its code."""
    text = str(value).replace("%", "%25")
    for sign in ("\r", "\n", *also):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _sentence(mistake: Mistake, language: Language) -> str:
    return f"{mistake.what[language]} · {mistake.why[language]} → {mistake.mend[language]}"


_WRITERS: Mapping[Format, Callable[[Findings, Language], str]] = {
    Format.TEXT: _as_text,
    Format.JSON: _as_json,
    Format.SARIF: _as_sarif,
    Format.GITHUB: _as_github,
}
