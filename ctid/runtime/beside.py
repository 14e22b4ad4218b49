"""`ctid simulate --replay`: what happened, the same played again, and the changed centre, side by side."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from ctid.config.centre import read_site
from ctid.config.settings import Settings
from ctid.metrics.figures import Figures
from ctid.metrics.intervals import Estimate
from ctid.model.configuration import AppliedSite
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.model.site import Site
from ctid.runtime.clock import SystemClock
from ctid.runtime.recorded import Again, Record, record_of
from ctid.runtime.rehearsal import Measured, over_days, play_all, written
from ctid.runtime.simulation_words import ROWS, cell, number
from ctid.runtime.sources import read_sources
from ctid.store.store import Store

COLUMNS = {
    "happened": Text("what happened", "实际情况"),
    "same": Text("the same, simulated", "相同配置（模拟）"),
    "changed": Text("changed, simulated", "更改后（模拟）"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """A record, and what came of it on the configuration of then and on the changed one."""

    record: Record
    same: Sequence[Measured]
    changed: Sequence[Measured]

    def columns(self) -> dict[str, Mapping[str, Estimate]]:
        """Return the simulated figures by column."""
        return {
            "same": over_days([day.whole for day in self.same]),
            "changed": over_days([day.whole for day in self.changed]),
        }


async def compare(settings: Settings, stretch: str, site: Path | None, seeds: range) -> Compared:
    """Play a recorded stretch again. Raises `Mistaken` where nothing is recorded."""
    clock = SystemClock()
    start, end = stretch_of(stretch, clock())
    files = settings.site if site is None else settings.site.model_copy(update={"centre": site})
    changed = read_sources(files).site
    store = await Store.open(settings.store.url.get_secret_value(), clock=clock)
    try:
        record = await record_of(store, start, end)
        ran = _ran_on(await store.applied_sites(), end) or changed
    finally:
        await store.close()
    if not record.callers:
        raise Mistaken([_nothing(stretch, start, end)])
    return Compared(record, play_all(Again(record, ran), seeds), play_all(Again(record, changed), seeds))


def stretch_of(said: str, now: datetime) -> tuple[datetime, datetime]:
    """Read `yesterday`, a day, or two with `..` between, both included; days are those of UTC."""
    first, _, last = said.partition("..")
    days = [_day(said, one, now) for one in (first, last or first)]
    start, end = (datetime.combine(day, time(), UTC) for day in days)
    if end < start:
        raise Mistaken([_no_stretch(said)])
    return start, min(end + timedelta(days=1), now)


def _day(said: str, day: str, now: datetime) -> datetime:
    if day in ("today", "yesterday"):
        return now - timedelta(days=day == "yesterday")
    try:
        return datetime.strptime(day, "%Y-%m-%d")  # noqa: DTZ007  (a day)
    except ValueError as error:
        raise Mistaken([_no_stretch(said)]) from error


def _ran_on(applied: Sequence[AppliedSite], until: datetime) -> Site | None:
    """Return the configuration that was applied last before `until`, or the oldest that is kept."""
    before = [one for one in applied if one.at < until] or list(applied[-1:])
    return read_site(before[0].centre, "centre.yaml", flows=set(before[0].flows)) if before else None


def report(compared: Compared, language: Language) -> None:
    """Print the figures side by side."""
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for title in COLUMNS.values():
        table.add_column(title[language], justify="right")
    happened, simulated = compared.record.figures(), compared.columns()
    for name, words in ROWS.items():
        value = getattr(happened, name)
        cells = [cell(name, column[name]) if name in column else "–" for column in simulated.values()]
        table.add_row(words[language], number(name, value) if value is not None else "–", *cells)
    Console().print(table)
    record, seeds = compared.record, len(compared.same)
    said = Text(
        f"{record.start:%Y-%m-%d %H:%M} – {record.end:%Y-%m-%d %H:%M} UTC, {seeds} seeds; "
        "trust the last column as far as the first two agree",
        f"{record.start:%Y-%m-%d %H:%M} – {record.end:%Y-%m-%d %H:%M} UTC，{seeds} 个种子；"
        "前两列越接近，末列越可信",
    )
    typer.echo(said[language])


def as_json(compared: Compared) -> str:
    """Write the figures as one JSON object; shares in [0, 1], spans in seconds."""
    simulated = {name: written(column) for name, column in compared.columns().items()}
    happened: Figures = compared.record.figures()
    stretch = {"start": compared.record.start.isoformat(), "end": compared.record.end.isoformat()}
    return json.dumps(
        {**stretch, "seeds": [day.seed for day in compared.same], "happened": asdict(happened), **simulated}
    )


def _no_stretch(said: str) -> Mistake:
    return Mistake(
        "R121",
        Place("--replay"),
        Text(f"“{said}” is no stretch of days", f"“{said}” 不是日期范围"),
        Text("days are those of UTC, the first one first", "日期以 UTC 计，起始日在前"),
        Text(
            "write yesterday, 2026-05-01 or 2026-05-01..2026-05-07",
            "请写 yesterday、2026-05-01 或 2026-05-01..2026-05-07",
        ),
    )


def _nothing(said: str, start: datetime, end: datetime) -> Mistake:
    return Mistake(
        "R122",
        Place("--replay"),
        Text(f"nobody called in {said}", f"{said} 没有来电"),
        Text(
            f"the database holds no call from {start.isoformat()} until {end.isoformat()}",
            f"数据库中没有 {start.isoformat()} 至 {end.isoformat()} 的来电",
        ),
        Text("choose other days, or another database (store.url)", "请选择其他日期或其他数据库（store.url）"),
    )
