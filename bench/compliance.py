"""A hundred thousand calls that somebody means to make: the judge beside an oracle that lives every second.

What was done is kept (`--state`, bench/results/compliance.json), so a run may be stopped and gone on with; it
begins anew when the rules, the laws or the oracle are no longer the same text. A call is made from its number
alone: `script/bench compliance --seed 17` tells one that differed. `--quick` makes two thousand.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import json
import sys
import time
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/stage"))

from percentiles import percentile

from compliance_oracle import broken
from compliance_world import drawn
from ctid.dialer.compliance.judge import explain, judge
from ctid.dialer.compliance.terms import Refused

HOUSE = Path(__file__).parents[1]
ALL, QUICK, BATCH = 100_000, 2_000, 500
Kept = dict[str, Any]


def text() -> str:
    """The fingerprint of what is compared."""
    places = ("ctid/dialer/compliance/*.py", "config/compliance/*.yaml", "tests/stage/compliance_*.py")
    paths = sorted(path for place in places for path in HOUSE.glob(place))
    return sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def begun(state: Path) -> Kept:
    """What was done with the rules as they are."""
    before: Kept = json.loads(state.read_text()) if state.exists() else {}
    if before.get("text") == text():
        return before
    figures = {"calls": 0, "allowed": 0, "different": [], "judge_ms": {}, "seconds_of_processor": 0.0}
    return {"name": "compliance", "text": text(), "figures": figures, "refused": {}, "ok": False}


def differs(seed: int, kept: Kept, took: list[float]) -> bool:
    """Judge the call of a seed; say whether the oracle says otherwise of any rule."""
    case, profile, now, places = drawn(Random(seed))
    start = time.perf_counter()
    verdict = judge(case, profile, now)
    took.append(1000 * (time.perf_counter() - start))
    refused = {name for name, each in explain(case, profile, now).items() if isinstance(each, Refused)}
    kept["figures"]["allowed"] += not isinstance(verdict, Refused)
    for name in refused:
        kept["refused"][name] = kept["refused"].get(name, 0) + 1
    return refused != broken(case, profile, now, places) or isinstance(verdict, Refused) != bool(refused)


def tell(seed: int) -> bool:
    """Print what the judge and the oracle say of one call."""
    case, profile, now, places = drawn(Random(seed))
    print(f"{now} {profile.name} {case.number.number} {case.lead.region} {places}")
    refused = {n: v for n, v in explain(case, profile, now).items() if isinstance(v, Refused)}
    for name, verdict in refused.items():
        print(f"  judge   {name}: {verdict.reason.words()}")
    lawless = broken(case, profile, now, places)
    print(f"  oracle  {', '.join(sorted(lawless)) or 'lawful'}")
    return set(refused) == lawless


def run(wanted: int, state: Path) -> Kept:
    """Judge calls until so many are done, and keep what was found after every batch."""
    kept = begun(state)
    figures = kept["figures"]
    while figures["calls"] < wanted:
        started, took = time.process_time(), list[float]()
        batch = range(figures["calls"], min(figures["calls"] + BATCH, wanted))
        figures["different"] += [seed for seed in batch if differs(seed, kept, took)]
        figures["calls"] = batch.stop
        figures["seconds_of_processor"] = round(
            figures["seconds_of_processor"] + time.process_time() - started, 1
        )
        figures["judge_ms"] = {f"p{n}": round(percentile(took, n), 3) for n in (50, 99)}
        kept["ok"] = figures["calls"] >= ALL and not figures["different"]
        state.parent.mkdir(parents=True, exist_ok=True)
        state.write_text(json.dumps(kept, indent=1) + "\n")
    return kept


def main() -> int:
    """Run, print, and say by the exit code whether judge and oracle agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--state", type=Path, default=HOUSE / "bench/results/compliance.json")
    wish = parser.parse_args()
    if wish.seed is not None:
        return 0 if tell(wish.seed) else 1
    state = HOUSE / "run/compliance-quick.json" if wish.quick else wish.state
    kept = run(QUICK if wish.quick else ALL, state)
    figures = kept["figures"]
    if wish.json:
        print(json.dumps(kept, indent=1))
    else:
        print(f"calls judged          {figures['calls']}, of them allowed {figures['allowed']}")
        print(f"judge ≠ oracle        {len(figures['different'])} {figures['different'][:5]}")
        print(
            f"judge, last batch     p50 {figures['judge_ms']['p50']} ms, p99 {figures['judge_ms']['p99']} ms"
        )
        print("refused by rule       " + ", ".join(f"{k} {v}" for k, v in sorted(kept["refused"].items())))
    return 1 if figures["different"] else 0


if __name__ == "__main__":
    sys.exit(main())
