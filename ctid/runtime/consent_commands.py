"""`ctid consent`: what owners of numbers said about being called, kept by the running centre."""
# ruff: noqa: PLC0415

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer

from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.runtime.ledger_words import ledger

PATH = "/api/v1/consents"

Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="CTID_CONFIG", help="The settings' file (config/ctid.toml)."),
]
Number = Annotated[str, typer.Argument(help="A number as people write it; without a country, of the site's.")]
Source = Annotated[str, typer.Option("--source", help="How they said it, such as form, call, letter.")]
Proof = Annotated[str, typer.Option("--proof", help="Where that can be seen.")]
At = Annotated[
    datetime | None,
    typer.Option(
        "--at", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="When they said it, UTC; now, if left out."
    ),
]


def consent(
    settings_from: Callable[[Path | None], Settings], language: Callable[[], Language]
) -> typer.Typer:
    """Return the commands; they speak the `language` of whoever calls them."""
    commands = typer.Typer(
        help="What owners of numbers said about being called: show, give, revoke.", no_args_is_help=True
    )

    def ask(config: Path | None, method: str, path: str = PATH, **body: object) -> None:
        from ctid.runtime.door import ask_once

        told: dict[str, Any] = asyncio.run(ask_once(settings_from(config), language(), method, path, **body))
        for line in ledger(told, language()):
            typer.echo(line)

    @commands.command()
    def show(number: Number, config: Config = None) -> None:
        """Tell every word about a number, and what they come to."""
        ask(config, "GET", f"{PATH}/{quote(number, safe='')}")

    @commands.command()
    def give(number: Number, source: Source, proof: Proof = "", at: At = None, config: Config = None) -> None:
        """Write down that they agreed to be called."""
        ask(config, "POST", number=number, given=True, source=source, proof=proof, at=_written(at))

    @commands.command()
    def revoke(
        number: Number, source: Source, proof: Proof = "", at: At = None, config: Config = None
    ) -> None:
        """Write down that they take it back: no campaign calls them from now on."""
        ask(config, "POST", number=number, given=False, source=source, proof=proof, at=_written(at))

    return commands


def _written(at: datetime | None) -> str | None:
    return at.replace(tzinfo=UTC).isoformat() if at is not None else None
