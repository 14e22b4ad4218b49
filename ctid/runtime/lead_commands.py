"""`ctid leads`: the lists that campaigns call from. They work on the database, with the daemon or without."""
# ruff: noqa: PLC0415

import asyncio
import csv
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ctid.config.settings import Settings
from ctid.dialer.importing import file_mistakes
from ctid.model.do_not_call_lists import ListKind
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken, Text

if TYPE_CHECKING:
    from ctid.store.store import Store

Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="CTID_CONFIG", help="The settings' file (config/ctid.toml)."),
]
File = Annotated[Path, typer.Argument(help="Rows with a header, separated by comma, semicolon, tab or |.")]
Name = Annotated[str, typer.Argument(help="The list's name.")]
Into = Annotated[str, typer.Option("--list", help="The list's name.")]
Map = Annotated[list[str] | None, typer.Option("--map", help="FIELD=HEADING; may be given again.")]
Region = Annotated[str, typer.Option(help="Whose numbers they are that are written without a country.")]
Encoding = Annotated[str | None, typer.Option(help="Such as gb18030, where it is not UTF-8 or UTF-16.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]
Whole = Annotated[bool, typer.Option("--whole", help="Import nothing if any row is refused.")]
Kind = Annotated[ListKind, typer.Option(help="Whose list it is.")]
Of = Annotated[str, typer.Option(help="The day that the data is of, such as 2026-11-01.")]

SettingsFrom = Callable[[Path | None], Settings]
Speak = Callable[[], Language]


def leads(settings_from: SettingsFrom, language: Speak) -> typer.Typer:
    """Return the commands; they speak the `language` of whoever calls them."""
    commands = typer.Typer(help="People to call: import, list, show, export, remove.", no_args_is_help=True)
    _importing(commands, settings_from, language)
    _looking(commands, settings_from)
    _giving_out(commands, settings_from, language)
    _not_calling(commands, settings_from, language)
    return commands


def _importing(commands: typer.Typer, settings_from: SettingsFrom, language: Speak) -> None:
    @commands.command("import")
    def take(  # noqa: PLR0913, PLR0917
        file: File, into: Into, maps: Map = None, region: Region = "US", encoding: Encoding = None,
        dry_run: Dry = False, whole: Whole = False, config: Config = None,
    ) -> None:  # fmt: skip
        """Import people to call: all of them are seen at once, or (where it fails) none.

        Rows that cannot be used go into FILE.refused.csv with their reasons.
        """
        from ctid.runtime.clock import SystemClock
        from ctid.runtime.lead_import import ImportOrder, import_leads
        from ctid.runtime.lead_words import imported
        from ctid.runtime.progress_bar import progress_bar

        pairs = [_pair(said) for said in maps or ()]
        order = ImportOrder(file, into, _region(region), pairs, encoding, dry_run, whole, language())

        async def run() -> None:
            async with _opened(settings_from(config)) as store:
                with progress_bar("leads") as tell:
                    done = await asyncio.to_thread(import_leads, store, order, SystemClock(), tell)
            for mistake in done.told:
                typer.echo(mistake.words(language()), err=True)
            typer.echo(imported(done, order)[language()])

        asyncio.run(run())


def _looking(commands: typer.Typer, settings_from: SettingsFrom) -> None:
    @commands.command("list")
    def lists(config: Config = None) -> None:
        """Name the lists, with how many leads came with each import."""

        async def run() -> None:
            async with _opened(settings_from(config)) as store:
                for batch in await store.lead_batches():
                    typer.echo(f"{batch.list}  {batch.id}  {sum(size for _, size in batch.lanes):,}")

        asyncio.run(run())

    @commands.command()
    def show(name: Name, config: Config = None) -> None:
        """Say how many leads of a list are in which state."""
        from ctid.runtime.lead_words import standing

        async def run() -> None:
            async with _opened(settings_from(config)) as store:
                for line in await standing(store, name) or _missing(name):
                    typer.echo(line)

        asyncio.run(run())


def _giving_out(commands: typer.Typer, settings_from: SettingsFrom, language: Speak) -> None:
    @commands.command()
    def export(name: Name, config: Config = None) -> None:
        """Write a list as CSV with the state of each lead; no spreadsheet runs what stands in it."""
        from ctid.runtime.lead_words import HEADINGS, leads_of, row_of

        async def run() -> None:
            async with _opened(settings_from(config)) as store:
                out = csv.writer(sys.stdout)
                rows = 0
                async for lead in leads_of(store, name):
                    if not rows:
                        out.writerow(HEADINGS)
                    out.writerow(row_of(lead))
                    rows += 1
            if not rows:
                _missing(name)

        asyncio.run(run())

    @commands.command()
    def remove(name: Name, config: Config = None) -> None:
        """Take a list out; what was dialled from it stays on record."""
        from ctid.runtime.clock import SystemClock

        async def run() -> None:
            async with _opened(settings_from(config)) as store:
                if not await store.remove_leads(name, SystemClock()()):
                    _missing(name)
            typer.echo(Text(f"{name} is removed", f"已移除名单 {name}")[language()])

        asyncio.run(run())


def _not_calling(commands: typer.Typer, settings_from: SettingsFrom, language: Speak) -> None:
    lists = typer.Typer(help="Lists of numbers that are not to be called.", no_args_is_help=True)
    commands.add_typer(lists, name="dnc")

    @lists.command("import")
    def take(  # noqa: PLR0913, PLR0917
        file: File, into: Into, kind: Kind, of: Of, region: Region = "US", encoding: Encoding = None,
        config: Config = None,
    ) -> None:  # fmt: skip
        """Put a do-not-call list in force, in place of the last of its name: all of its numbers, or none."""
        from ctid.runtime.clock import SystemClock
        from ctid.runtime.do_not_call_import import ListOrder, import_do_not_call
        from ctid.runtime.progress_bar import progress_bar

        order = ListOrder(file, into, kind, _day(of), _region(region), encoding)

        async def run() -> None:
            async with _opened(settings_from(config)) as store:
                with progress_bar("numbers") as tell:
                    many = await asyncio.to_thread(import_do_not_call, store, order, SystemClock(), tell)
            text = Text(
                f"{many:,} numbers of “{into}” are not called", f"“{into}” 中的 {many:,} 个号码不再拨打"
            )
            typer.echo(text[language()])

        asyncio.run(run())

    @lists.command("list")
    def show(config: Config = None) -> None:
        """Name the lists in force, with the day that each is of."""

        async def run() -> None:
            async with _opened(settings_from(config)) as store:
                for one in await store.do_not_call_lists():
                    typer.echo(f"{one.name}  {one.kind}  {one.of}  {one.numbers:,}")

        asyncio.run(run())


@asynccontextmanager
async def _opened(settings: Settings) -> "AsyncIterator[Store]":
    from ctid.runtime.clock import SystemClock
    from ctid.store.store import Store

    store = await Store.open(settings.store.url.get_secret_value(), clock=SystemClock())
    try:
        yield store
    finally:
        await store.close()


def _pair(said: str) -> tuple[str, str]:
    field, equals, heading = said.partition("=")
    if not (field and equals and heading):
        raise Mistaken([file_mistakes.bad_map(said)])
    return field, heading


def _region(said: str) -> str:
    from phonenumbers import SUPPORTED_REGIONS

    if said.upper() not in SUPPORTED_REGIONS:
        raise Mistaken([file_mistakes.unknown_region(said)])
    return said.upper()


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Mistaken([file_mistakes.no_day(said)]) from None


def _missing(name: str) -> list[str]:
    raise Mistaken([file_mistakes.unknown_list(name)])
