"""What it costs to keep every input with what was decided on it: processor time and bytes for each call.

    .venv/bin/python bench/journal.py [--calls N]

A simulated day is played with and without the recorder, as the daemon records it: every input and all that
followed as one line. The first part of it is then committed to a database, in groups of one input (a quiet
centre) and of twenty (a busy one). Most daemons rest between two commits, and then nothing that a commit
needs is in the processor's caches: so it is measured without a rest, and with one.
"""

# ruff: noqa: T201  (a benchmark prints)

import argparse
import asyncio
import json
import random
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from ctid.centre.rules import Input
from ctid.model.effects import Keep
from ctid.model.events import Event
from ctid.runtime.numbering import Numbering
from ctid.runtime.recorder import Recorder
from ctid.sim.day import Day
from ctid.sim.models import one_queue
from ctid.sim.plan import Callers, Plan
from ctid.store.commit import Committer
from ctid.store.encoding import Batch, Numbered
from ctid.store.engine import database, keep_a_log_ahead
from ctid.store.inputs import pack
from ctid.store.migrate import migrate

GROUPS = (1, 20)
COMMITTED = 4000  # batches
REST = 0.02  # seconds, as the writer gathers
RESTS = 400  # commits with a rest before each


def measure(calls: int, seed: int = 1) -> dict[str, float]:
    """Play a day twice, commit a part of it, and return figures per call."""
    plan = Plan(site=one_queue(50), hours=2.0, callers=Callers(calls=calls))
    began = process_time()
    played = Day(plan, random.Random(seed)).play()
    bare = process_time() - began
    recorder, numbering, batches = Recorder({}), Numbering(0, {}), list[Batch]()

    def record(now: datetime, item: Input, said: Sequence[Any]) -> None:
        events = tuple(numbering.number(one) for one in said if isinstance(one, Event))
        records = tuple(one.record for one in said if isinstance(one, Keep))
        batches.append(Batch(events, records, recorder.lines(item, now, said)))

    began = process_time()
    Day(plan, random.Random(seed), watch=record).play()
    recorded = process_time() - began - bare
    lines = [line for batch in batches for line in batch.inputs]
    figures = {"calls": played.arrived, "inputs_per_call": len(lines) / played.arrived}
    figures["centre_and_day_ms_per_call"] = bare * 1000 / played.arrived
    figures["record_ms_per_call"] = recorded * 1000 / played.arrived
    figures["json_bytes_per_call"] = sum(len(line.text) for line in lines) / played.arrived
    for group in GROUPS:
        packed = sum(len(pack(lines[n : n + group])) for n in range(0, len(lines), group))
        figures[f"row_bytes_per_call_by_{group}"] = packed / played.arrived
        for rest, name in ((0.0, "commit"), (REST, "rested_commit")):
            spent = asyncio.run(commit(batches[:COMMITTED], group, rest))
            figures[f"{name}_ms_by_{group}"] = spent * 1000
    return {name: round(value, 3) for name, value in figures.items()}


async def commit(batches: Sequence[Batch], group: int, rest: float) -> float:
    """Commit in groups; return the seconds of processor time for each, of all threads."""
    numbered = [Numbered(number, batch) for number, batch in enumerate(batches, 1)]
    groups = [numbered[n : n + group] for n in range(0, len(numbered), group)]
    if rest:
        groups = groups[:RESTS]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "ctid.db"
        opened = database(file)
        await migrate(opened, file)
        keep_a_log_ahead(file)
        committer, spent = Committer(opened), 0.0
        for each in groups:
            await asyncio.sleep(rest)
            began = process_time()
            await committer.commit(each)
            spent += process_time() - began
        committer.close()
        await opened.close()
    return spent / len(groups)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1000)
    print(json.dumps(measure(parser.parse_args().calls), indent=1))
