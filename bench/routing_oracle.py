"""A million decisions of the indexed router beside those of the brute one: not one may differ.

What was done is kept (`--state`, bench/results/routing_oracle.json), so a run may be stopped and gone on
with; it begins anew when the routers, or the worlds they are tried in, are no longer the same text. Worlds
are made from their number alone: `script/bench routing_oracle --seed 17` plays the one that failed again.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import json
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/stage"))

from routing_both import Different, decisions

HOUSE = Path(__file__).parents[1]
MILLION, QUICK, BATCH = 1_000_000, 5_000, 100
Kept = dict[str, Any]


def text() -> str:
    """The fingerprint of what is compared."""
    paths = sorted((*(HOUSE / "ctid/routing").glob("*.py"), *(HOUSE / "tests/stage").glob("routing_*.py")))
    return sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def begun(state: Path) -> Kept:
    """What was done with the routers as they are."""
    before: Kept = json.loads(state.read_text()) if state.exists() else {}
    if before.get("text") == text():
        return before
    figures = {"decisions": 0, "worlds": 0, "different": 0, "seconds_of_processor": 0.0}
    return {"name": "routing_oracle", "text": text(), "figures": figures, "ok": False}


def run(kept: Kept, wanted: int, keep: Callable[[str], object]) -> None:
    """Go on until so many decisions were compared; a world that differs is counted, told and left."""
    figures, targets = kept["figures"], {"decisions": wanted, "different": 0}
    kept["targets"] = targets
    while figures["decisions"] < wanted:
        began = time.process_time()
        for seed in range(figures["worlds"], figures["worlds"] + BATCH):
            try:
                figures["decisions"] += decisions(seed)
            except Different as difference:
                print(difference, file=sys.stderr)
                figures["different"] += 1
            except Exception as error:
                raise SystemExit(f"world {seed}: {error!r}") from error
        figures["worlds"] += BATCH
        spent = figures["seconds_of_processor"] + time.process_time() - began
        figures["seconds_of_processor"] = round(spent, 1)
        kept["ok"] = figures["decisions"] >= wanted and not figures["different"]
        keep(json.dumps(kept) + "\n")


def main() -> None:
    """Go on to the million, print what was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} decisions, nothing kept")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    parser.add_argument("--decisions", type=int, default=MILLION, help="how many (default a million)")
    parser.add_argument(
        "--state", type=Path, default=HOUSE / "bench/results/routing_oracle.json", help="what was done so far"
    )
    parser.add_argument("--seed", type=int, help="play one world once more")
    asked = parser.parse_args()
    if asked.seed is not None:
        print(f"{decisions(asked.seed)} decisions, none different")
        return
    kept = begun(Path("/nowhere") if asked.quick else asked.state)
    run(kept, QUICK if asked.quick else asked.decisions, str if asked.quick else asked.state.write_text)
    figures = kept["figures"]
    print(f"{figures['decisions']} decisions in {figures['worlds']} worlds, {figures['different']} different")
    if asked.json:
        print(json.dumps(kept))
    sys.exit(0 if kept["ok"] else 1)


if __name__ == "__main__":
    main()
