"""`ctid dialplan check`: what is wrong with a dialplan, before a caller finds it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from ctid.asterisk.dialplan import Dialplan, Texts, parse
from ctid.asterisk.dialplan.checks import Around, check
from ctid.asterisk.dialplan.checks.catalogue import Catalogue, bundled, read_catalogue
from ctid.asterisk.dialplan.checks.endpoints import beginnings
from ctid.asterisk.dialplan.config_file import read_config
from ctid.config.settings import Settings
from ctid.ivr.texts import parse_texts
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake
from ctid.runtime.dialplan_files import Folder
from ctid.runtime.dialplan_words import wrong
from ctid.runtime.findings import Findings, Format, written

MAIN = Path("/etc/asterisk/extensions.conf")
ALL = "*.conf"
_LANGUAGE = re.compile(r"[a-z]{2}(_[A-Za-z_]+)?")

File = Annotated[
    Path, typer.Argument(help="The file where the dialplan begins, or a folder: all *.conf in it.")
]
How = Annotated[Format, typer.Option("--format", help="For people, programs, SARIF readers, GitHub.")]
Roots = Annotated[
    list[str] | None, typer.Option("--root", help="A context where calls begin; again for more.")
]
Inbound = Annotated[
    list[str] | None, typer.Option(help="A context where strangers' calls begin; again for more.")
]
Pjsip = Annotated[
    Path | None, typer.Option(help="Where endpoints name their contexts (pjsip.conf beside FILE).")
]
Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="CTID_CONFIG", help="The settings' file (config/ctid.toml)."),
]
SettingsFrom = Callable[[Path | None], Settings]


@dataclass(frozen=True, slots=True)
class Known:
    """Where to look for what a dialplan stands in; what is not there is not checked."""

    documentation: Path | None
    pjsip: Path
    sounds: Path | None
    prompts: Path
    roots: Iterable[str]
    inbound: Iterable[str]


def checking(commands: typer.Typer, settings_from: SettingsFrom, language: Callable[[], Language]) -> None:
    """Add the command."""

    @commands.command("check")
    def check_(
        file: File = MAIN,
        *,
        how: How = Format.TEXT,
        root: Roots = None,
        inbound: Inbound = None,
        pjsip: Pjsip = None,
        config: Config = None,
    ) -> None:
        """Find what is wrong: names, targets, what nobody reaches, security, sounds, the contract with ctid.

        Exit code 1 if there is an error. `; ctid:ignore D104 reason` in a file waives.
        """
        settings = settings_from(config)
        folder = file if file.is_dir() else file.parent
        known = Known(
            settings.switch.documentation,
            pjsip or folder / "pjsip.conf",
            settings.switch.sounds,
            settings.site.prompts,
            root or (),
            inbound or (),
        )
        findings = look(file, around(known))
        if told := written(findings, how, language()):
            typer.echo(told)
        typer.echo(findings.summary()[language()], err=True)
        raise typer.Exit(not findings.passed)


def look(file: Path, stands_in: Around) -> Findings:
    """Check a dialplan; raise `Mistaken` (R614) if there is none. Places are told with its folder."""
    folder = file if file.is_dir() else file.parent
    dialplan = _read(file)
    verdict = check(dialplan, stands_in)

    def moved(mistake: Mistake) -> Mistake:
        place = replace(mistake.place, file=str(folder / mistake.place.file))
        return replace(mistake, place=place)

    waived = (replace(each, mistake=moved(each.mistake)) for each in verdict.waived)
    return Findings(len(dialplan.files), tuple(map(moved, verdict.found)), tuple(waived))


def _read(file: Path) -> Dialplan:
    if file.is_file():
        return parse(Folder(file.parent), file.name)
    texts = {path.name: path.read_bytes() for path in file.glob(ALL)} if file.is_dir() else {}
    if not texts:
        raise wrong("R614", str(file))
    whole = "".join(f'#include "{name}"\n' for name in sorted(texts))
    found = parse(Texts({**texts, "": whole}), "")
    return replace(found, files={name: text for name, text in found.files.items() if name})


def around(known: Known) -> Around:
    """Look around a dialplan."""
    roots: Set[str] = frozenset()
    inbound: Set[str] = frozenset()
    if known.pjsip.is_file():
        roots, inbound = beginnings(read_config(Folder(known.pjsip.parent), known.pjsip.name))
    return Around(
        _names(known.documentation),
        frozenset({*roots, *known.roots}),
        frozenset({*inbound, *known.inbound}),
        _prompts(known.prompts) or None,
        _sounds(known.sounds) or None,
    )


def _names(documentation: Path | None) -> Catalogue:
    if documentation is None or not documentation.is_file():
        return bundled()
    return read_catalogue(documentation.read_text("utf-8", errors="replace"))


def _prompts(folder: Path) -> Mapping[str, Set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for language in Language:
        for path in sorted(folder.glob(f"*.{language}.yaml")):
            found[language] |= set(parse_texts(path.read_text("utf-8"), str(path)))
    return found


def _sounds(folder: Path | None) -> Mapping[str, Set[str]]:
    if folder is None or not folder.is_dir():
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    for path in folder.glob("**/*.*"):
        inside = path.relative_to(folder).with_suffix("")
        language = inside.parts[0] if len(inside.parts) > 1 and _LANGUAGE.fullmatch(inside.parts[0]) else ""
        found[language].add(str(inside.relative_to(language) if language else inside))
    return found
