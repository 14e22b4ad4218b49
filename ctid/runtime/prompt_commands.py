"""`ctid prompts`: what callers hear, in whose voice, and how it gets into Asterisk."""
# ruff: noqa: PLC0415

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.runtime.centre_commands import Config, SettingsFrom, Speaks

if TYPE_CHECKING:
    from ctid.prompts.shelf import Shelf

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object a prompt.")]
Files = Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="KEY.LANGUAGE.wav")]
In = Annotated[Language | None, typer.Option("--lang", help="The language; else the file's name says it.")]
InOne = Annotated[Language, typer.Option("--lang", help="The language that is read out.")]


def prompts(settings_from: SettingsFrom, language: Speaks) -> typer.Typer:
    """Return the commands of `ctid prompts`; they speak the `language` of whoever calls them."""
    commands = typer.Typer(help="Prompts: how they stand, speak them, record them.", no_args_is_help=True)
    _looking(commands, settings_from, language)
    _recording(commands, settings_from, language)
    return commands


def _looking(commands: typer.Typer, settings_from: SettingsFrom, language: Speaks) -> None:
    @commands.command()
    def status(in_json: Json = False, config: Config = None) -> None:
        """Show each prompt in each language: recorded, outdated (its text changed), draft or missing."""
        from ctid.runtime.prompt_words import table

        rows = _shelf(settings_from(config)).rows()
        if in_json:
            for row in rows:
                typer.echo(json.dumps({"key": row.key, **row.standing}, ensure_ascii=False))
        else:
            table(rows, language())

    @commands.command()
    def render(config: Config = None) -> None:
        """Speak what nobody has recorded, and put all prompts where Asterisk looks for them."""
        from ctid.runtime.prompt_sounds import put_out

        settings = settings_from(config)
        where, changed = put_out(settings, _shelf(settings).texts, language())
        done = Text(f"{changed} sounds changed; all are in {where}", f"{changed} 个声音已更新，位于 {where}")
        typer.echo(done[language()])


def _recording(commands: typer.Typer, settings_from: SettingsFrom, language: Speaks) -> None:
    @commands.command("import")
    def take(files: Files, lang: In = None, config: Config = None) -> None:
        """Take recordings by a person: KEY.LANGUAGE.wav, or KEY.wav with --lang. Any format sox can read."""
        from ctid.runtime.prompt_sounds import tools

        shelf = _shelf(settings_from(config))
        for file in files:
            key, _, named = file.stem.partition(".")
            kept = shelf.take(tools(), lang or _named(named), key, file)
            typer.echo(Text(f"{file} kept as {kept}", f"{file} 已保存为 {kept}")[language()])
        _then(language)

    @commands.command()
    def record(phone: str, key: str, lang: InOne, config: Config = None) -> None:
        """Ring a phone, have the prompt read out there, and keep it if the reader presses 1."""
        from ctid.runtime.prompt_sounds import tools
        from ctid.runtime.prompt_studio import read_out

        settings = settings_from(config)
        shelf = _shelf(settings)
        typer.echo(shelf.text(lang, key))
        sound = asyncio.run(read_out(settings, phone, lang, key))
        kept = shelf.take(tools(), lang, key, sound)
        sound.unlink()
        typer.echo(Text(f"kept as {kept}", f"已保存为 {kept}")[language()])
        _then(language)


def _then(language: Speaks) -> None:
    typer.echo(Text("now: ctid prompts render", "接下来：ctid prompts render")[language()])


def _named(name: str) -> Language:
    if name not in set(Language):
        raise typer.BadParameter(f"KEY.en.wav or KEY.zh.wav, or --lang: “{name}” is no language")
    return Language(name)


def _shelf(settings: Settings) -> "Shelf":
    from ctid.prompts.texts import read_texts, with_words
    from ctid.runtime.prompt_sounds import shelf_of

    return shelf_of(settings, with_words(read_texts(settings.site.prompts)))
