"""What it costs to keep every input with what was decided on it: processor time and bytes for each call.

    .venv/bin/python bench/journal.py [--calls N]

A simulated day is played with and without the recorder, as the daemon records it: every input and all that
followed as one line, the lines of one group commit packed into one row. A quiet centre commits one input at
a time, a busy one some twenty.
"""

# ruff: noqa: T201  (a benchmark prints)

import argparse
import json
import random
from collections.abc import Sequence
from datetime import datetime
from time import process_time
from typing import Any

from ctid.centre.rules import Input
from ctid.runtime.recorder import Recorder
from ctid.sim.day import Day
from ctid.sim.models import one_queue
from ctid.sim.plan import Callers, Plan
from ctid.store.encoding import Line
from ctid.store.inputs import pack

GROUPS = (1, 20)


def measure(calls: int, seed: int = 1) -> dict[str, float]:
    """Play a day twice and return figures per call."""
    plan = Plan(site=one_queue(50), hours=2.0, callers=Callers(calls=calls))
    began = process_time()
    played = Day(plan, random.Random(seed)).play()
    bare = process_time() - began
    recorder, lines = Recorder({}), list[Line]()

    def record(now: datetime, item: Input, said: Sequence[Any]) -> None:
        lines.extend(recorder.lines(item, now, said))

    began = process_time()
    Day(plan, random.Random(seed), watch=record).play()
    recorded = process_time() - began - bare
    figures = {"calls": played.arrived, "inputs_per_call": len(lines) / played.arrived}
    figures["record_ms_per_call"] = recorded * 1000 / played.arrived
    figures["json_bytes_per_call"] = sum(len(line.text) for line in lines) / played.arrived
    for group in GROUPS:
        began = process_time()
        packed = sum(len(pack(lines[n : n + group])) for n in range(0, len(lines), group))
        figures[f"pack_ms_per_call_by_{group}"] = (process_time() - began) * 1000 / played.arrived
        figures[f"row_bytes_per_call_by_{group}"] = packed / played.arrived
    return {name: round(value, 2) for name, value in figures.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1000)
    print(json.dumps(measure(parser.parse_args().calls), indent=1))
