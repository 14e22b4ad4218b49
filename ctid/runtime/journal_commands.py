"""`ctid journal export` and `ctid replay`: a recorded day out of the database, and through a fresh centre."""
# ruff: noqa: PLC0415

import asyncio
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.runtime.clock import SystemClock

if TYPE_CHECKING:
    from ctid.runtime.masking import Mask
    from ctid.runtime.replay import Difference, Replayed
    from ctid.store.encoding import Json

Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="CTID_CONFIG", help="The settings' file (config/ctid.toml)."),
]


def journal(settings_from: Callable[[Path | None], Settings]) -> typer.Typer:
    """Return the commands of `ctid journal`."""
    commands = typer.Typer(help="What the centre was told, as it is kept for replay.", no_args_is_help=True)

    @commands.callback()
    def only() -> None:
        """Keep `export` a word of its own."""

    @commands.command()
    def export(
        day: Annotated[
            str | None, typer.Option(help="A day of UTC such as 2026-05-01, from the run's start.")
        ] = None,
        mask: Annotated[bool, typer.Option("--mask", help="Replace callers' numbers and names.")] = False,
        config: Config = None,
    ) -> None:
        """Print the recorded inputs and decisions, one JSON line each: for `ctid replay`."""
        from ctid.runtime.masking import Mask

        url = settings_from(config).store.url.get_secret_value()
        since, until = _bounds(day)
        masked = Mask(secrets.token_bytes(16)) if mask else None
        asyncio.run(_export(url, since, until, masked))

    return commands


def replaying(language: Callable[[], Language]) -> Callable[..., None]:
    """Return the command `ctid replay`; it speaks the `language` of whoever calls it."""

    def again(
        file: Annotated[str, typer.Argument(help="A file that `ctid journal export` wrote; - reads stdin.")],
        centre: Annotated[
            Path | None, typer.Option(help="A centre.yaml instead of the recorded one.")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    ) -> None:
        """Play a recorded day through a fresh centre; exit code 1 at the first different decision."""
        from ctid.runtime.replay import recorded_site, replay

        text = centre.read_text("utf-8") if centre is not None else None
        try:
            with _opened(file) as stream:
                done = replay(_lines(stream), lambda ran_on: recorded_site(_with_centre(ran_on, text)))
        except (OSError, ValueError) as error:
            raise Mistaken([_unreadable(file, str(error))]) from error
        if as_json:
            typer.echo(json.dumps(asdict(done), default=str))
        else:
            typer.echo(_told(done)[language()])
        raise typer.Exit(0 if done.difference is None else 1)

    return again


def _bounds(day: str | None) -> tuple[datetime | None, datetime | None]:
    if day is None:
        return None, None
    try:
        since = datetime.combine(datetime.strptime(day, "%Y-%m-%d"), time(), UTC)  # noqa: DTZ007  (a day)
    except ValueError as error:
        raise Mistaken([_no_day(day)]) from error
    return since, since + timedelta(days=1)


async def _export(url: str, since: datetime | None, until: datetime | None, mask: "Mask | None") -> None:
    from ctid.store.store import Store

    store = await Store.open(url, clock=SystemClock())
    try:
        async for line in store.input_lines(since, until):
            typer.echo(line if mask is None else mask.line(line))
    finally:
        await store.close()


def _opened(file: str) -> TextIO:
    return open(0, encoding="utf-8", closefd=False) if file == "-" else Path(file).open(encoding="utf-8")


def _lines(stream: TextIO) -> Iterator[str]:
    return (line for line in stream if line.strip())


def _with_centre(ran_on: "Json", centre: str | None) -> "Json":
    return ran_on if centre is None else {**ran_on, "centre": centre}


def _told(done: "Replayed") -> Text:
    if done.difference is None:
        return Text(
            f"the same: {done.decisions} decisions on {done.inputs} inputs in {done.runs} runs",
            f"一致：{done.runs} 次运行、{done.inputs} 个输入、{done.decisions} 个决策",
        )
    told = _difference(done.difference)
    return Text(
        f"different at line {done.difference.line}:\n{told}", f"第 {done.difference.line} 行不同：\n{told}"
    )


def _difference(found: "Difference") -> str:
    led_to = [f"  before  {json.dumps(one)}" for one in found.before]
    return "\n".join(
        (
            *led_to,
            f"  input   {found.at.isoformat()} {json.dumps(found.input)}",
            f"  place   {found.place}",
            f"  then    {json.dumps(found.then)}",
            f"  now     {json.dumps(found.now)}",
        )
    )


def _unreadable(file: str, why: str) -> Mistake:
    return Mistake(
        "R130",
        Place(file),
        Text(f"this cannot be replayed: {why}", f"无法回放：{why}"),
        Text("a replay starts where a run began", "回放须从一次运行的开头开始"),
        Text("export it anew with `ctid journal export`", "请用 `ctid journal export` 重新导出"),
    )


def _no_day(day: str) -> Mistake:
    return Mistake(
        "R131",
        Place("--day"),
        Text(f"“{day}” is no day", f"“{day}” 不是日期"),
        Text("days are those of UTC", "日期以 UTC 计"),
        Text("write it as 2026-05-01", "请写成 2026-05-01"),
    )
