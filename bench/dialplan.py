"""What 20,000 lines of dialplan cost: our reading and drawing of them, beside asterisklint's check.

Both read the same file, written for this from a seed: contexts with patterns, labels, conditions,
comments, includes. Every round runs each in turn; told are medians of processor time, so a busy machine
hurts all alike. Ours is told within this process and as a program of its own, start and all.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from ctid.asterisk.dialplan import parse
from ctid.asterisk.dialplan.graph import mermaid
from ctid.runtime.dialplan_files import Folder

LINES, SECONDS = 20_000, 1.0
PROJECT = Path(__file__).resolve().parents[1]
STEPS = (
    "NoOp(${CALLERID(num)} dials ${EXTEN})",
    'GotoIf($["${DIALSTATUS}" = "BUSY"]?busy)',
    "Set(CHANNEL(language)=${IF($[${LEN(${EXTEN})} > 4]?en:zh)})",
    "Dial(PJSIP/${FILTER(0-9,${EXTEN})}@trunk,30,tT) ; to the outside",
    "Playback(please-wait&silence/1)",
    "ExecIf($[${EPOCH} > 1700000000]?Playback(hello):Wait(1))",
    "Gosub(sub-record,s,1(${UNIQUEID},mixed\\;both))",
    "Verbose(2,a line like those that people write, with commas, (brackets) and words)",
)


def dialplan(lines: int) -> str:
    """Write a dialplan of about that many lines."""
    return "\n".join(_lines(random.Random(20), lines))


def _lines(chance: random.Random, count: int) -> Iterator[str]:
    yield from (
        "[general]",
        "static=yes",
        "[globals]",
        "TRUNK=PJSIP/trunk",
        "[sub-record]",
        "exten => s,1,Return()",
    )
    written = 6
    context = 0
    while written < count:
        context += 1
        yield from ("", f"; --- department {context}", f"[from-{context}]")
        written += 4
        for extension in range(chance.randint(1, 9)):
            yield f"exten => _{extension}NXX{chance.randint(10, 99)}X,1(begin),Answer()"
            for _ in range(chance.randint(2, 12)):
                yield f" same => n,{chance.choice(STEPS)}"
                written += 1
            yield from (" same => n,Hangup(16)", " same => n(busy),Hangup(17)")
            written += 3
        yield f"include => from-{max(1, context - 1)}-night"
        yield from (f"[from-{context}-night]", "exten => s,1,Hangup(16)", "exten => _X.,1,Hangup(1)")
        written += 3


def child(argv: Sequence[str]) -> float:
    """Run a program to its end; return its processor time. What it finds in the file is its own business."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(argv, env=environment, capture_output=True, check=False)
    if done.returncode not in {0, 1}:
        raise SystemExit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ours(folder: Path) -> float:
    """Read and draw; return the processor time."""
    began = time.process_time()
    mermaid(parse(Folder(folder)))
    return time.process_time() - began


def measure(folder: Path, rounds: int) -> dict[str, float]:
    """Return the median seconds of each."""
    command = (sys.executable, "-m", "ctid.cli", "dialplan", "graph", "--etc", str(folder))
    lint = str(Path(sys.executable).with_name("asterisklint"))
    told: dict[str, list[float]] = {"reading, drawing": [], "as a program": [], "asterisklint": []}
    for _ in range(rounds):
        told["reading, drawing"].append(ours(folder))
        told["as a program"].append(child(command))
        told["asterisklint"].append(child((lint, "dialplan-check", str(folder / "extensions.conf"))))
    return {name: round(statistics.median(times), 3) for name, times in told.items()}


def main() -> None:
    """Print how long each takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1 round instead of 5")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ctid-") as name:
        folder = Path(name)
        text = dialplan(LINES)
        (folder / "extensions.conf").write_text(text)
        figures = measure(folder, 1 if asked.quick else 5)
    for each, seconds in figures.items():
        print(f"{each:<20} {seconds:>7.3f} s for {text.count(chr(10)) + 1} lines")
    targets = {"reading, drawing": SECONDS}
    ok = all(figures[each] < most for each, most in targets.items())
    if asked.json:
        print(json.dumps({"name": "dialplan", "figures": figures, "targets": targets, "ok": ok}))
    raise SystemExit(not ok)


if __name__ == "__main__":
    main()
