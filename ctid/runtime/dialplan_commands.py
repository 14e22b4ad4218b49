"""`ctid dialplan`: look at Asterisk's dialplan as Asterisk reads it; apply ours, and make sure of it."""

import asyncio
import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ctid.asterisk.dialplan import Dialplan, parse
from ctid.asterisk.dialplan import graph as drawing
from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.runtime import dialplan_apply as work
from ctid.runtime.dialplan_files import Folder
from ctid.runtime.dialplan_show import Sought, as_json, look
from ctid.runtime.dialplan_told import print_changes, print_differences, print_found
from ctid.runtime.dialplan_words import wrong

SettingsFrom = Callable[[Path | None], Settings]
Speaks = Callable[[], Language]

Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="CTID_CONFIG", help="The settings' file (config/ctid.toml)."),
]
Etc = Annotated[Path, typer.Option("--etc", help="Asterisk's configuration folder.")]
Main = Annotated[str, typer.Option("--main", help="The file in it where the dialplan begins.")]
Into = Annotated[str, typer.Option("--into", help="The folder in it that is ctid's.")]
Sources = Annotated[Path, typer.Option("--from", help="The folder with the files to apply.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]

ETC = Path("/etc/asterisk")
SOURCES = Path("dialplan")


class Picture(StrEnum):
    """How a graph is written."""

    MERMAID = "mermaid"
    SVG = "svg"
    DOT = "dot"


def dialplan(settings_from: SettingsFrom, language: Speaks) -> typer.Typer:
    """Return the commands of `ctid dialplan`; they speak the `language` of whoever calls them."""
    commands = typer.Typer(help="Asterisk's dialplan: look, draw, apply, verify.", no_args_is_help=True)
    _looking(commands, language)
    _applying(commands, settings_from, language)
    _making_sure(commands, settings_from, language)
    return commands


def read(etc: Path, main: str) -> Dialplan:
    """Read a dialplan from Asterisk's configuration folder; raise `Mistaken` (R614) if there is none."""
    if not (etc / main).is_file():
        raise wrong("R614", str(etc / main))
    return parse(Folder(etc), main)


def _looking(commands: typer.Typer, language: Speaks) -> None:
    @commands.command()
    def show(
        what: Annotated[str, typer.Argument(help="NUMBER@CONTEXT, such as 4001@ctid-in.")],
        caller: Annotated[str, typer.Option("--caller", help="The caller's number.")] = "",
        at: Annotated[
            datetime | None, typer.Option(help="When; without it, times of includes do not count.")
        ] = None,
        etc: Etc = ETC,
        main: Main = "extensions.conf",
        in_json: Json = False,
    ) -> None:
        """Show which extension a number reaches, and what else would match, in Asterisk's order."""
        found = look(read(etc, main), Sought.of(what, caller, at))
        if in_json:
            typer.echo(json.dumps(as_json(found), ensure_ascii=False))
        else:
            print_found(found, language())
        raise typer.Exit(0 if found.first else 1)

    @commands.command()
    def graph(
        picture: Annotated[Picture, typer.Option("--format", help="How it is written.")] = Picture.MERMAID,
        etc: Etc = ETC,
        main: Main = "extensions.conf",
    ) -> None:
        """Draw the contexts and how a call comes from one to another (includes, gotos, gosubs)."""
        found = read(etc, main)
        if picture is Picture.MERMAID:
            typer.echo(drawing.mermaid(found), nl=False)
        elif picture is Picture.DOT:
            typer.echo(drawing.dot(found), nl=False)
        else:
            typer.echo(_drawn(found), nl=False)


def _drawn(found: Dialplan) -> str:
    """Have Graphviz draw, where there is one: it finds a better place for everything than we do."""
    program = shutil.which("dot")
    if program is None:
        return drawing.svg(found)
    done = subprocess.run(
        [program, "-Tsvg"], input=drawing.dot(found), capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


def _applying(commands: typer.Typer, settings_from: SettingsFrom, language: Speaks) -> None:
    @commands.command()
    def diff(
        sources: Sources = SOURCES, etc: Etc = ETC, main: Main = "extensions.conf", into: Into = "dialplan"
    ) -> None:
        """Show what applying would change, and what keeps it from being applied."""
        target = work.Target(etc, into, main)
        with work.reachable(target):
            files = work.read_sources(sources)
            print_changes(work.changes(target, files), language())
            work.planned(target, files)

    @commands.command()
    def apply(
        sources: Sources = SOURCES,
        etc: Etc = ETC,
        main: Main = "extensions.conf",
        into: Into = "dialplan",
        config: Config = None,
    ) -> None:
        """Write ctid's files, have Asterisk load them, and go back if it has loaded something else."""
        target = work.Target(etc, into, main, settings_from(config).switch.control)
        with work.reachable(target):
            number = asyncio.run(work.apply(target, work.read_sources(sources)))
        _say(Text(f"applied and verified: generation {number}", f"已应用并核对：第 {number} 代"), language())


def _making_sure(commands: typer.Typer, settings_from: SettingsFrom, language: Speaks) -> None:
    @commands.command()
    def verify(
        etc: Etc = ETC, main: Main = "extensions.conf", into: Into = "dialplan", config: Config = None
    ) -> None:
        """Compare what Asterisk has loaded with what the files say, to the byte."""
        target = work.Target(etc, into, main, settings_from(config).switch.control)
        with work.reachable(target):
            found = asyncio.run(work.verify(target))
        print_differences(found, language())
        raise typer.Exit(1 if found else 0)

    @commands.command()
    def rollback(
        etc: Etc = ETC, main: Main = "extensions.conf", into: Into = "dialplan", config: Config = None
    ) -> None:
        """Put the generation before back, and have Asterisk load it."""
        target = work.Target(etc, into, main, settings_from(config).switch.control)
        with work.reachable(target):
            number = asyncio.run(work.rollback(target))
        _say(Text(f"generation {number} is back, verified", f"已恢复第 {number} 代并核对"), language())


def _say(text: Text, language: Language) -> None:
    typer.echo(text[language])
