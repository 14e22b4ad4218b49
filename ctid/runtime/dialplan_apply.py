"""Giving Asterisk another dialplan, and making sure that it has it.

Written are only files of ours (ctid.asterisk.dialplan.mark), in one folder of Asterisk's configuration; a
file of somebody else there, or one of ours that somebody changed, is never touched. Then Asterisk reloads,
and what it has loaded is held against what the files say. If it differs, the generation before is put back
and loaded again.

What was applied never is a half: the new generation is kept before the first file is written, so whoever
comes after a crash applies it again or goes back, and `verify` says so until then.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ctid.asterisk.console import Deaf, ask
from ctid.asterisk.dialplan import Complaint, Dialplan, parse
from ctid.asterisk.dialplan.mark import is_intact, is_ours, marked, unmarked
from ctid.asterisk.dialplan.readback import Difference, differences
from ctid.model.mistakes import Mistaken
from ctid.runtime.dialplan_files import Folder
from ctid.runtime.dialplan_generations import Generations, write_durably
from ctid.runtime.dialplan_words import wrong

_PATIENCE = 30.0  # seconds for a reload


@dataclass(frozen=True, slots=True)
class Target:
    """Asterisk's configuration folder, the folder in it that is ours, and the words before a console
    command.
    """

    etc: Path
    into: str = "dialplan"
    main: str = "extensions.conf"
    control: Sequence[str] = ()

    @property
    def folder(self) -> Path:
        """The folder that is ours."""
        return self.etc / self.into

    @property
    def generations(self) -> Generations:
        """What was applied here."""
        return Generations(self.etc / f"{self.into}.generations")

    def present(self) -> Mapping[str, bytes]:
        """Return the files of ours that lie there now."""
        files = {path.name: path.read_bytes() for path in sorted(self.folder.glob("*.conf"))}
        return {name: text for name, text in files.items() if is_ours(text)}


@dataclass(frozen=True, slots=True)
class Change:
    """A file that is added, removed, or changed from `before` to `after` (both without our mark)."""

    name: str
    before: bytes | None
    after: bytes | None


@contextmanager
def reachable(target: Target) -> Iterator[None]:
    """Say what the system refuses to let us read or write as what it is; raise `Mistaken` (R615)."""
    try:
        yield
    except OSError as error:
        raise wrong("R615", str(error.filename or target.etc), why=error.strerror or str(error)) from error


def read_sources(folder: Path) -> Mapping[str, bytes]:
    """Read the files that are to be applied, with our mark; raise `Mistaken` (R601) if there are none."""
    files = {path.name: marked(path.read_bytes()) for path in sorted(folder.glob("*.conf"))}
    if not files:
        raise wrong("R601", str(folder))
    return files


def changes(target: Target, files: Mapping[str, bytes]) -> Sequence[Change]:
    """Say what applying `files` would change."""
    present = target.present()
    return tuple(
        Change(name, _bare(present.get(name)), _bare(files.get(name)))
        for name in sorted({*present, *files})
        if present.get(name) != files.get(name)
    )


def planned(target: Target, files: Mapping[str, bytes]) -> Dialplan:
    """Parse the dialplan as it would be; raise `Mistaken` (R602, R603, R604) for what must not be applied."""
    there = {path.name: path.read_bytes() for path in target.folder.glob("*.conf")}
    found = [
        wrong("R602", str(target.folder / name))
        for name in there
        if name in files and not is_ours(there[name])
    ]
    found += [
        wrong("R603", str(target.folder / name))
        for name, text in there.items()
        if is_ours(text) and not is_intact(text)
    ]
    others = {name: text for name, text in there.items() if not is_ours(text)}
    dialplan = parse(Folder(target.etc, {**others, **files}, target.into), target.main)
    found += [_refused(each) for each in dialplan.complaints if _is_ours(each, target) or not dialplan.whole]
    if not any(name.startswith(f"{target.into}/") for name in dialplan.files):
        found.append(wrong("R605", str(target.etc / target.main), into=target.into))
    if found:
        raise Mistaken(mistake for each in found for mistake in each.mistakes)
    return dialplan


async def apply(target: Target, files: Mapping[str, bytes]) -> int:
    """Apply `files` and return the generation's number; raise `Mistaken` (R602 … R609).

    After R602 to R606 all is as it was before.
    """
    planned(target, files)
    generations = target.generations
    if generations.current is None and (present := target.present()):
        generations.settle(generations.begin(present))
    before = generations.current
    number = generations.begin(files)
    lay(target, files)
    found = await _loaded(target)
    if not found:
        generations.settle(number)
        return number
    lay(target, {} if before is None else generations.read(before))
    still = await _loaded(target)
    generations.settle(before)
    raise wrong("R606", str(target.etc), rows=_told(found), still=_told(still) or "-")


async def verify(target: Target) -> Sequence[Difference]:
    """Compare what Asterisk has with what the files say; raise `Mistaken` (R607, R608, R609)."""
    if target.generations.pending is not None:
        raise wrong("R608", str(target.folder), number=target.generations.pending)
    return differences(parse(Folder(target.etc), target.main), await _ask(target, "dialplan show"))


async def rollback(target: Target) -> int:
    """Put the generation before back and load it; return its number; raise `Mistaken` (R607, R609, R610)."""
    generations = target.generations
    number = generations.before()
    if number is None:
        raise wrong("R610", str(target.folder))
    lay(target, generations.read(number))
    found = await _loaded(target)
    generations.settle(number)
    if found:
        raise wrong("R611", str(target.etc), number=number, rows=_told(found))
    return number


def lay(target: Target, files: Mapping[str, bytes]) -> None:
    """Write files, and remove those of ours that are not among them."""
    target.folder.mkdir(exist_ok=True)
    present = target.present()
    for name, text in files.items():
        if present.get(name) != text:
            write_durably(target.folder / name, text)
    for name in present.keys() - files.keys():
        (target.folder / name).unlink()


async def _loaded(target: Target) -> Sequence[Difference]:
    """Have Asterisk reload, and compare."""
    await _ask(target, "dialplan reload")
    return differences(parse(Folder(target.etc), target.main), await _ask(target, "dialplan show"))


async def _ask(target: Target, command: str) -> str:
    if not target.control:
        raise wrong("R607", "switch.control")
    try:
        return await ask(target.control, command, _PATIENCE)
    except (Deaf, OSError) as error:
        raise wrong("R609", "switch.control", command=command, why=str(error)) from error


def _is_ours(complaint: Complaint, target: Target) -> bool:
    return complaint.place.file.startswith(f"{target.into}/")


def _refused(complaint: Complaint) -> Mistaken:
    said = ", ".join(complaint.said) or "-"
    return wrong("R604", str(complaint.place), kind=complaint.kind.value, said=said)


def _bare(text: bytes | None) -> bytes | None:
    return None if text is None else unmarked(text)


def _told(found: Sequence[Difference]) -> str:
    rows = [f"{'-' if each.missing else '+'} [{each.context}] {each.row}" for each in found[:5]]
    return " | ".join(rows + ["…"] * (len(found) > 5))
