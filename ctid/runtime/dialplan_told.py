"""What `ctid dialplan` prints."""

from collections.abc import Iterator, Sequence
from difflib import unified_diff

import typer

from ctid.asterisk.dialplan import HINT, Extension
from ctid.asterisk.dialplan.lookup import Candidate
from ctid.asterisk.dialplan.readback import Difference
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.runtime.dialplan_apply import Change
from ctid.runtime.dialplan_show import Found

NOTHING = Text("nothing matches", "没有匹配的分机")
ALSO = Text("matches as well, but comes later:", "也匹配，但次序在后：")
NO_START = Text("matches, but has no priority 1:", "匹配，但没有优先级 1：")
SWITCH = Text("Asterisk asks a switch", "由 Asterisk 询问 switch")
ALIKE = Text("Asterisk has what the files say", "Asterisk 加载的内容与文件一致")
ONLY_FILES = Text("only in the files", "仅文件中有")
ONLY_LOADED = Text("only in Asterisk", "仅 Asterisk 中有")
NO_CHANGE = Text("nothing would change", "没有任何变化")


def print_found(found: Found, language: Language) -> None:
    """Print what a number reaches, step by step, then what else matches."""
    if found.first is None:
        typer.echo(NOTHING[language])
    else:
        for line in _whole(found.first, language):
            typer.echo(line)
    begins = found.matching.index(found.first) if found.first else len(found.matching)
    for said, others in ((NO_START, found.matching[:begins]), (ALSO, found.matching[begins + 1 :])):
        if others:
            typer.echo(said[language])
            for each in others:
                typer.echo(f"  {_head(each, language)}")


def _whole(candidate: Candidate, language: Language) -> Iterator[str]:
    yield _head(candidate, language)
    if isinstance(candidate.what, Extension):
        for step in candidate.what.priorities:
            number = "hint" if step.number == HINT else str(step.number)
            label = f"({step.label})" if step.label else ""
            yield f"  {number + label:<12} {step.app}({step.data})  {step.place}"


def _head(candidate: Candidate, language: Language) -> str:
    path = " → ".join(candidate.path)
    what = candidate.what
    if not isinstance(what, Extension):
        return f"{path}: {SWITCH[language]} {what.name}/{what.data}  {what.entry.place()}"
    caller = "" if what.cid is None else f"/{what.cid}"
    return f"{path}: {what.name}{caller}  {what.place}"


def print_changes(changes: Sequence[Change], language: Language) -> None:
    """Print what would change, as a unified diff."""
    if not changes:
        typer.echo(NO_CHANGE[language])
    for change in changes:
        before, after = (_lines(text) for text in (change.before, change.after))
        for line in unified_diff(before, after, f"a/{change.name}", f"b/{change.name}", lineterm=""):
            typer.echo(line)


def _lines(text: bytes | None) -> list[str]:
    return [] if text is None else text.decode(errors="replace").split("\n")


def print_differences(found: Sequence[Difference], language: Language) -> None:
    """Print what differs between Asterisk and the files."""
    if not found:
        typer.echo(ALIKE[language])
    for each in found:
        typer.echo(f"{(ONLY_FILES if each.missing else ONLY_LOADED)[language]}: [{each.context}] {each.row}")
