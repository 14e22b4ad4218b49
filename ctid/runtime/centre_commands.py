"""`ctid centre`: the centre's files as code. Look at what they would change, apply them, go back."""
# ruff: noqa: PLC0415

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ctid.config.sections import SiteFiles
from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.runtime.sources import read_sources

if TYPE_CHECKING:
    from ctid.runtime.plan import Plan

Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="CTID_CONFIG", help="The settings' file (config/ctid.toml)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Discard = Annotated[
    bool, typer.Option("--discard-drift", help="Give up what supervisors changed live as well.")
]
Version = Annotated[int, typer.Option("--to", min=1, help="Which one, as `versions` counts.")]


SettingsFrom = Callable[[Path | None], Settings]
Speaks = Callable[[], Language]


def centre(settings_from: SettingsFrom, language: Speaks) -> typer.Typer:
    """Return the commands of `ctid centre`; they speak the `language` of whoever calls them."""
    commands = typer.Typer(help="The centre's files: plan, apply, go back.", no_args_is_help=True)
    _looking(commands, settings_from, language)
    _changing(commands, settings_from, language)
    return commands


def _looking(commands: typer.Typer, settings_from: SettingsFrom, language: Speaks) -> None:
    @commands.command()
    def plan(
        file: Annotated[Path | None, typer.Argument(help="A centre.yaml instead of the site's.")] = None,
        in_json: Json = False,
        config: Config = None,
    ) -> None:
        """Show what applying the file would change, and what was changed live and is not in it."""
        from ctid.runtime.plan import as_json

        settings = settings_from(config)
        found = _planned(settings, _files(settings, file), language())
        if in_json:
            typer.echo(json.dumps(as_json(found), ensure_ascii=False))
        else:
            _print(found, language())

    @commands.command()
    def versions(config: Config = None) -> None:
        """List the configurations that were applied last: 0 is the present one."""
        from ctid.runtime import centre_work

        for number, one in enumerate(asyncio.run(centre_work.applied(settings_from(config)))):
            typer.echo(f"{number}  {one.at:%Y-%m-%d %H:%M:%S} UTC  {one.who}")


def _changing(commands: typer.Typer, settings_from: SettingsFrom, language: Speaks) -> None:
    @commands.command()
    def apply(discard_drift: Discard = False, config: Config = None) -> None:
        """Have the running centre work by the files as they are now. Who waits keeps their place."""
        from ctid.runtime import centre_work

        settings = settings_from(config)
        _print(_planned(settings, settings.site, language()), language())
        done = asyncio.run(centre_work.apply(settings, language(), discard_live=discard_drift))
        typer.echo(done[language()])

    @commands.command()
    def rollback(to: Version = 1, config: Config = None) -> None:
        """Put an earlier configuration into the files again, flows too, and apply it."""
        from ctid.runtime import centre_work

        typer.echo(asyncio.run(centre_work.roll_back(settings_from(config), language(), to))[language()])

    @commands.command("write-back")
    def write_back(config: Config = None) -> None:
        """Write what supervisors changed live into the file; comments stay. Then `apply` it."""
        from ctid.runtime import centre_work

        settings = settings_from(config)
        changed, file = asyncio.run(centre_work.write_back(settings)), settings.site.centre
        said = Text(
            f"skills of {changed} agents written to {file}; now: ctid centre apply",
            f"已将 {changed} 位坐席的技能写入 {file}；接下来：ctid centre apply",
        )
        typer.echo(said[language()])


def _files(settings: Settings, centre: Path | None) -> SiteFiles:
    return settings.site if centre is None else settings.site.model_copy(update={"centre": centre})


def _planned(settings: Settings, files: SiteFiles, language: Language) -> "Plan":
    from ctid.runtime import centre_work

    sources = read_sources(files)
    for remark in sources.remarks:
        typer.echo(remark.words(language), err=True)
    return asyncio.run(centre_work.plan(settings, sources, language))


def _print(plan: "Plan", language: Language) -> None:
    from rich.console import Console

    from ctid.runtime.plan_words import told

    console = Console(soft_wrap=True, highlight=False)
    for line in told(plan, language):
        console.print(line)
