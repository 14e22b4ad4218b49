"""`ctid simulate`: the command line of the simulated centre, and its report for people."""

# ruff: noqa: PLC0415

import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from ctid.config.sections import SiteFiles
from ctid.config.settings import Settings
from ctid.metrics.erlang import Expected
from ctid.metrics.figures import Figures
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.runtime.simulation_words import ROWS, cell, number
from ctid.runtime.sources import read_sources
from ctid.sim.plan import Faults

if TYPE_CHECKING:
    from ctid.runtime.rehearsal import Measured, Rehearsal

SEEDS_OF_A_REPLAY = 5
HABITS = ("misses", "rejects", "breaks", "phone_losses")
SHARES = frozenset({"lost", "twice", "late", "swapped", "misses", "rejects"})
KNOWN = (*(f.name for f in fields(Faults) if f.type is float or f.type == "float"), *HABITS)
Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", envvar="CTID_CONFIG", help="The settings' file (config/ctid.toml)."),
]

Replay = Annotated[
    str | None, typer.Option(help="Recorded days instead: yesterday, FROM or FROM..TO (of UTC).")
]
Wrong = Annotated[str, typer.Option(help=f"name=value,… of: {', '.join(KNOWN)}")]


def simulation(
    settings_from: Callable[[Path | None], Settings], language: Callable[[], Language]
) -> Callable[..., None]:
    """Return the command; it speaks the `language` of whoever calls it."""

    def simulate(  # noqa: PLR0913  (a command has as many options as people need)
        *,
        agents: Annotated[int, typer.Option(min=1, max=5000, help="Equal agents of one queue.")] = 50,
        calls: Annotated[float, typer.Option(min=0, help="Calls expected in the day.")] = 4000,
        hours: Annotated[float, typer.Option(min=0.1, max=24, help="Length of the day.")] = 8,
        handle: Annotated[float, typer.Option(min=1, help="Mean talk and wrap-up, seconds.")] = 240,
        patience: Annotated[float, typer.Option(min=1, help="Mean patience, seconds.")] = 120,
        seed: Annotated[int, typer.Option(help="The first seed.")] = 1,
        seeds: Annotated[int, typer.Option(min=1, max=10_000, help="How many days to play.")] = 1,
        site: Annotated[Path | None, typer.Option(help="A centre.yaml instead of one queue.")] = None,
        faults: Wrong = "",
        plain: Annotated[bool, typer.Option(help="The day that Erlang A describes.")] = False,
        replay: Replay = None,
        json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
        config: Config = None,
    ) -> None:
        """Play days of the centre on a virtual clock and report them beside Erlang A.

        With --replay: recorded callers again, on the present or another centre.yaml, beside what happened.
        """
        if replay is not None:
            played = range(seed, seed + max(seeds, SEEDS_OF_A_REPLAY))
            _replay(settings_from(config), replay, site, played, language(), in_json=json_)
            return
        read = read_sources(SiteFiles(centre=site)).site if site is not None else None
        wrong = read_faults(faults)
        from ctid.runtime.rehearsal import Rehearsal

        rehearsal = Rehearsal(agents, calls, hours, handle, patience, plain, read, wrong)
        _rehearse(rehearsal, range(seed, seed + seeds), language(), in_json=json_)

    return simulate


def _rehearse(rehearsal: "Rehearsal", seeds: range, language: Language, *, in_json: bool) -> None:
    from ctid.runtime.rehearsal import as_json, play_all

    days = play_all(rehearsal, seeds, _progress(language))
    if in_json:
        typer.echo(json.dumps(as_json(rehearsal, days)))
    else:
        report(rehearsal, days, language)


def _replay(
    settings: Settings, stretch: str, site: Path | None, seeds: range, language: Language, *, in_json: bool
) -> None:
    from ctid.runtime import beside

    compared = asyncio.run(beside.compare(settings, stretch, site, seeds))
    if in_json:
        typer.echo(beside.as_json(compared))
    else:
        beside.report(compared, language)


def read_faults(text: str) -> dict[str, float]:
    """Read `lost=0.01,late=0.02`. Raises Mistaken (R120) with everything that is none of ours."""
    found: dict[str, float] = {}
    mistakes: list[Mistake] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = part.partition("=")
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if name in KNOWN and 0 <= number <= (1 if name in SHARES else 1000):
            found[name] = number
        else:
            mistakes.append(_no_fault(part))
    if mistakes:
        raise Mistaken(mistakes)
    return found


def _no_fault(part: str) -> Mistake:
    return Mistake(
        "R120",
        Place("--faults"),
        Text(f"{part!r} is no fault that can be simulated", f"无法模拟故障 {part!r}"),
        Text(
            "a fault is name=value: a probability from 0 to 1, or a rate an hour up to 1000",
            "故障写作 名称=数值：概率为 0 到 1，或每小时次数（不超过 1000）",
        ),
        Text(f"choose of: {', '.join(KNOWN)}", f"可选：{', '.join(KNOWN)}"),
    )


def _progress(language: Language) -> Callable[[float], None]:
    """Return what draws the progress line; on anything but a terminal nothing is drawn."""
    if not sys.stderr.isatty():
        return lambda share: None
    words = Text("played", "已完成")[language]

    def draw(share: float) -> None:
        sys.stderr.write("\r\x1b[K" if share >= 1 else f"\r{words} {share:.0%}")
        sys.stderr.flush()

    return draw


def report(rehearsal: "Rehearsal", days: "list[Measured]", language: Language) -> None:
    """Print the report as a table: the whole beside Erlang A, or queue beside queue."""
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    columns = _columns(rehearsal, days, table, language)
    for name, words in ROWS.items():
        cells = [column.get(name, "") for column in columns]
        if any(cells):
            table.add_row(words[language], *cells)
    Console().print(table)
    seconds = sum(day.seconds for day in days) / len(days)
    inputs = sum(day.inputs for day in days)
    said = Text(
        f"{len(days)} days, {inputs} inputs, {seconds:.1f} s a day; digest {days[0].digest[:16]}",
        f"{len(days)} 天，{inputs} 个输入，每天 {seconds:.1f} 秒；摘要 {days[0].digest[:16]}",
    )
    typer.echo(said[language])
    for day in days:
        if day.stuck:
            stuck = ", ".join(day.stuck)
            typer.echo(Text(f"seed {day.seed}: stuck: {stuck}", f"种子 {day.seed}：卡住：{stuck}")[language])


def _columns(
    rehearsal: "Rehearsal", days: "list[Measured]", table: Table, language: Language
) -> list[Mapping[str, str]]:
    from ctid.runtime.rehearsal import over_days

    def measured(figures: list[Figures]) -> dict[str, str]:
        return {name: cell(name, it) for name, it in over_days(figures).items()}

    table.add_column(Text("simulated", "模拟")[language], justify="right")
    columns: list[Mapping[str, str]] = [measured([day.whole for day in days])]
    expected = rehearsal.expected()
    if expected is not None:
        table.add_column("Erlang A", justify="right")
        columns.append({name: number(name, value) for name, value in _theory(expected).items()})
    elif len(days[0].queues) > 1:
        for queue in days[0].queues:
            table.add_column(queue, justify="right")
            columns.append(measured([day.queues[queue] for day in days]))
    return columns


def _theory(expected: Expected) -> dict[str, float]:
    return {name: getattr(expected, name) for name in ("service_level", "asa", "abandonment", "occupancy")}
