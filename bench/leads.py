"""A million leads: how fast they come in, in how much memory, and how fast the next one is found.

    script/bench leads [--quick] [--json]

The import is the one of `ctid leads import`, from the file to the last commit. Beside it, as the floor, the
same rows go through `csv` and one `executemany` into a table without any checks or indexes. The next lead is
asked of the book while a team dials: most attempts end and are called again, a zone closes now and then, and
what the book wants to read is answered from the same database; `next_cpu` is of the choosing thread alone,
which waits for nothing but the processor. Beside it the design of most dialers: one
`SELECT … ORDER BY priority, due_at LIMIT 1` for each call, with an index.
"""

# ruff: noqa: T201  (a benchmark prints)

import argparse
import asyncio
import csv
import json
import random
import resource
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, thread_time

from percentiles import percentile

from ctid.dialer.selection.book import LeadBook
from ctid.dialer.selection.terms import Candidate
from ctid.model.attempts import AttemptOutcome, Mode
from ctid.model.campaigns import Campaign
from ctid.model.mistakes import Text
from ctid.runtime.lead_import import ImportOrder, import_leads
from ctid.store.encoding import Batch
from ctid.store.store import Store

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
AREAS = ("212", "213", "303", "312", "415", "504", "617", "702", "808", "907", "206", "305")
OUTCOMES = (AttemptOutcome.NO_ANSWER,) * 6 + (
    AttemptOutcome.BUSY,
    AttemptOutcome.CONNECTED,
    AttemptOutcome.INVALID,
)
CAMPAIGN = Campaign("spring", Text("", ""), Mode.PREDICTIVE, "us", {"a": 1}, {"": "+12125550100"}, "Seller")


def write_list(file: Path, rows: int) -> None:
    """Write people of twelve areas, some with two numbers, as spreadsheets export them."""
    with file.open("w", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(("Name", "Phone", "Mobile", "State", "Priority", "City", "Consent At", "Consent Source"))
        for n in range(rows):
            area, rest = AREAS[n % len(AREAS)], 2_000_000 + n // len(AREAS)
            phone = f"({area}) {rest // 10_000}-{rest % 10_000:04d}"
            mobile = f"+1 718 {rest // 10_000} {rest % 10_000:04d}" if n % 24 == 0 else ""
            out.writerow(
                (f"Person {n}", phone, mobile, "", n % 3, f"City {n % 50}", "2026-03-01", "web form")
            )


def bare(file: Path, database: Path) -> float:
    """Return the rows a second of reading and inserting alone."""
    began, rows = perf_counter(), 0
    with closing(sqlite3.connect(database)) as into, file.open(newline="") as stream:
        reader = csv.reader(stream)
        names = ", ".join(f"c{n}" for n in range(len(next(reader))))
        into.execute(f"create table leads ({names})")
        while chunk := list(islice(reader, 5000)):
            marks = ", ".join("?" * len(chunk[0]))
            into.executemany(f"insert into leads values ({marks})", chunk)
            into.commit()
            rows += len(chunk)
    return rows / (perf_counter() - began)


async def come_in(store: Store, file: Path) -> dict[str, float]:
    """Import the list."""
    order = ImportOrder(file, "a", "US")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, worked = perf_counter(), process_time()
    done = await asyncio.to_thread(import_leads, store, order, lambda: NOW, lambda *_: None)
    took, used = perf_counter() - began, process_time() - worked
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "rows_per_s": done.rows / took, "rows_per_cpu_s": done.rows / used, "leads": done.leads,
        "refused": done.refused, "memory_mb": after / 1024, "memory_more_mb": (after - before) / 1024,
    }  # fmt: skip


async def be_chosen(store: Store, times: int) -> dict[str, float]:
    """Dial as a team of fifty does, and take the time of each choice and of each reading."""
    book, chance, now = LeadBook(), random.Random(1), NOW
    book.open(CAMPAIGN, await store.lead_batches(CAMPAIGN.lists), looks_back=timedelta(days=30))
    took, busy, read, none = list[float](), list[float](), list[float](), 0
    under_way = list[Candidate]()
    for n in range(times):
        for wanted in list(book.wanted(now)):
            began = perf_counter()
            found = await store.find_leads(wanted)
            read.append(perf_counter() - began)
            book.found(found)
        began, worked = perf_counter(), thread_time()
        candidate = book.next(CAMPAIGN.name, now)
        took.append(perf_counter() - began)
        busy.append(thread_time() - worked)
        now += timedelta(seconds=0.2)
        if not isinstance(candidate, Candidate):
            none += 1
        elif n % 997 == 0:
            book.zone_refused(candidate, now + timedelta(minutes=2), now)
        else:
            under_way.append(candidate)
            store.submit(Batch(records=(book.dialled(candidate),)))
        if len(under_way) > 150:
            ended = under_way.pop(0)
            lead = book.dialled(ended)
            kept = book.ended(CAMPAIGN, lead, ended.number, chance.choice(OUTCOMES), now)
            store.submit(Batch(records=(kept,)))
        if n % 50 == 0:
            await asyncio.sleep(0)
    spread = {**_spread("next", took), **_spread("next_cpu", busy), **_spread("read", read)}
    return {**spread, "read_times": len(read), "nobody": none}


def plain(database: Path, times: int) -> dict[str, float]:
    """Choose by one query for each call, over an index on what it is ordered by."""
    took = list[float]()
    with closing(sqlite3.connect(database)) as asked:
        asked.execute("create index plain on leads (list, state, priority desc, due_at, id)")
        query = (
            "select id from leads where list = 'a' and state = 'open' and (due_at is null or due_at <= ?)"
            " order by priority desc, due_at limit 1"
        )
        for n in range(times):
            at = f"{NOW + timedelta(seconds=n / 5):%Y-%m-%d %H:%M:%S.%f}"
            began = perf_counter()
            row = asked.execute(query, (at,)).fetchone()
            asked.execute("update leads set state = 'calling' where id = ?", row)
            took.append(perf_counter() - began)
    return _spread("plain", took)


def _spread(name: str, took: list[float]) -> dict[str, float]:
    return {f"{name}_p{percent}_ms": percentile(took, percent) * 1000 for percent in (50, 99)} | {
        f"{name}_worst_ms": max(took) * 1000
    }


async def measure(folder: Path, rows: int, times: int) -> dict[str, float]:
    """Do all of it in a folder."""
    file = folder / "list.csv"
    write_list(file, rows)
    floor = bare(file, folder / "bare.db")
    store = await Store.open(f"sqlite:///{folder}/ctid.db", clock=lambda: datetime.now(UTC))
    writer = asyncio.create_task(store.run())
    try:
        came, chosen = await come_in(store, file), await be_chosen(store, times)
    finally:
        await store.close()
        await writer
    return {
        "rows": rows,
        "bare_rows_per_s": floor,
        **came,
        **chosen,
        **plain(folder / "ctid.db", times // 10),
    }


def say(result: Mapping[str, float], tell: Callable[[str], None] = print) -> None:
    """Print it for people."""
    for name, value in result.items():
        tell(f"{name:>18}  {value:,.3f}" if name.endswith("_ms") else f"{name:>18}  {value:,.0f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    rows, times = (100_000, 5_000) if args.quick else (1_000_000, 50_000)
    with TemporaryDirectory() as folder:
        result = asyncio.run(measure(Path(folder), rows, times))
    if args.json:
        print(json.dumps(result))
    else:
        say(result)


if __name__ == "__main__":
    main()
