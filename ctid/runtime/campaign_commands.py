"""`ctid campaign`: the campaigns of the running centre; and their configuration, checked without one."""
# ruff: noqa: PLC0415

import asyncio
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer

from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.runtime import campaign_words
from ctid.runtime.campaign_simulate import simulating

Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="CTID_CONFIG", help="The settings' file (config/ctid.toml)."),
]
Name = Annotated[str, typer.Argument(help="A campaign, as centre.yaml names it.")]
OrAll = Annotated[str, typer.Argument(help="A campaign, as centre.yaml names it; each, if left out.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what the API answers, as JSON.")]
Day = Annotated[datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="Today, if left out.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]

SettingsFrom = Callable[[Path | None], Settings]
Speaks = Callable[[], Language]
SURE = Text(
    "Stop every campaign, and hang up whatever rings?",
    "停止全部外呼活动，并挂断所有正在振铃的呼叫？",
)


def campaign(settings_from: SettingsFrom, language: Speaks) -> typer.Typer:
    """Return the commands; they speak the `language` of whoever calls them."""
    commands = typer.Typer(
        help="Campaigns: how they go, start, stop, check, simulate, report.", no_args_is_help=True
    )
    ask = _asking(settings_from, language)
    _looking(commands, ask, language)
    _ordering(commands, ask, language)
    _checking(commands, settings_from, language)
    simulating(commands, settings_from, language)
    return commands


Ask = Callable[..., dict[str, Any]]


def _asking(settings_from: SettingsFrom, language: Speaks) -> Ask:
    def ask(config: Path | None, method: str, path: str) -> dict[str, Any]:
        from ctid.runtime.door import ask_once

        return asyncio.run(ask_once(settings_from(config), language(), method, f"/api/v1/{path}"))

    return ask


def _looking(commands: typer.Typer, ask: Ask, language: Speaks) -> None:
    @commands.command("list")
    def show(as_json: AsJson = False, config: Config = None) -> None:
        """List the campaigns: what each is doing, and how it goes."""
        told = ask(config, "GET", "campaigns")
        _say([json.dumps(told)] if as_json else campaign_words.campaigns(told, language()))

    @commands.command()
    def report(name: OrAll = "", day: Day = None, as_json: AsJson = False, config: Config = None) -> None:
        """Report a day of a campaign, or of each: outcomes, who was abandoned, what was refused."""
        wanted = f"?day={day:%Y-%m-%d}" if day is not None else ""
        names = [name] if name else [one["name"] for one in ask(config, "GET", "campaigns")["campaigns"]]
        for each in names:
            told = ask(config, "GET", f"{_path(each)}/report{wanted}")
            _say([json.dumps(told) if as_json else told["text"][language()]])


def _ordering(commands: typer.Typer, ask: Ask, language: Speaks) -> None:
    def order(config: Path | None, name: str, what: str) -> None:
        _say(campaign_words.campaign(ask(config, "POST", f"{_path(name)}/{what}"), language()))

    @commands.command()
    def start(name: Name, config: Config = None) -> None:
        """Have a campaign dial, or dial again."""
        order(config, name, "start")

    @commands.command()
    def pause(name: Name, config: Config = None) -> None:
        """Have a campaign begin no call for a while; calls under way go on."""
        order(config, name, "pause")

    @commands.command()
    def stop(name: Name, config: Config = None) -> None:
        """End a campaign; calls under way go on."""
        order(config, name, "stop")

    @commands.command()
    def kill(yes: Yes = False, config: Config = None) -> None:
        """Stop every campaign at once, hang up whatever only rings, and let none start again."""
        if not yes:
            typer.confirm(SURE[language()], abort=True)
        _say(campaign_words.campaigns(ask(config, "POST", "dialing/kill"), language()))

    @commands.command()
    def resume(config: Config = None) -> None:
        """Let campaigns be started again after `kill`; none starts by itself."""
        _say(campaign_words.campaigns(ask(config, "POST", "dialing/resume"), language()))


def _checking(commands: typer.Typer, settings_from: SettingsFrom, language: Speaks) -> None:
    @commands.command()
    def check(config: Config = None) -> None:
        """Check the campaigns of centre.yaml with all that they refer to, their lists too."""
        from ctid.runtime.campaign_check import checked

        found = asyncio.run(checked(settings_from(config)))
        many = len(found)
        _say(f"{one.name}  {one.mode}  {one.profile}" for one in found)
        _say([Text(f"all right: {many} campaigns", f"检查通过：{many} 个外呼活动")[language()]])


def _path(name: str) -> str:
    return f"campaigns/{quote(name, safe='')}"


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
