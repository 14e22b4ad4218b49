"""`ctid do-not-call`: the numbers that are not called back, kept by the running centre."""
# ruff: noqa: PLC0415

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer

from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.model.mistakes import Text

PATH = "/api/v1/do-not-call"

Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="CTID_CONFIG", help="The settings' file (config/ctid.toml)."),
]
Number = Annotated[str, typer.Argument(help="A number as people write it; without a country, of the site's.")]
Why = Annotated[str, typer.Option("--why", help="Who asked for it, say.")]


def do_not_call(
    settings_from: Callable[[Path | None], Settings], language: Callable[[], Language]
) -> typer.Typer:
    """Return the commands; they speak the `language` of whoever calls them."""
    commands = typer.Typer(help="Numbers that are not called back: list, add, remove.", no_args_is_help=True)

    def ask(config: Path | None, method: str, path: str = PATH, **body: object) -> Sequence[dict[str, Any]]:
        from ctid.runtime.door import ask_once

        answer = asyncio.run(ask_once(settings_from(config), language(), method, path, **body))
        listed: Sequence[dict[str, Any]] = answer["do_not_call"]
        return listed

    def say(listed: Sequence[object]) -> None:
        many = len(listed)
        typer.echo(Text(f"{many} on the do-not-call list", f"勿呼名单共 {many} 个号码")[language()])

    @commands.command("list")
    def show(config: Config = None) -> None:
        """List the numbers: since when, by whom, why."""
        for one in ask(config, "GET"):
            since = datetime.fromisoformat(one["since"])
            typer.echo(f"{one['number']}  {since:%Y-%m-%d %H:%M:%S} UTC  {one['who']}  {one['why']}")

    @commands.command()
    def add(number: Number, why: Why = "", config: Config = None) -> None:
        """Have a number called back no more, whoever asks for it."""
        say(ask(config, "POST", number=number, why=why))

    @commands.command()
    def remove(number: Number, config: Config = None) -> None:
        """Let a number be called back again."""
        say(ask(config, "DELETE", f"{PATH}/{quote(number, safe='')}"))

    return commands
