"""Callers who press at random, on every shipped flow: each comes to an end, within bounds; what one costs.

Whoever is asked outside (queues, look-ups, actions, webhooks) answers at random too, and the calls come at
any hour of a week. A call that breaks, is stuck or has no end is printed as a scenario. Seconds are those of
the caller (virtual), microseconds those of this processor: of the interpreter together with the simulated
telephone.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import json
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from ctid.config.sections import SiteFiles
from ctid.ivr.flow import Flow
from ctid.ivr.session import MOST_STEPS
from ctid.ivr.sim.coverage import cover
from ctid.ivr.sim.explore import Counterexample, Crowd, explore
from ctid.ivr.sim.given import Given
from ctid.ivr.sim.trial import World
from ctid.ivr.sim.writing import write_scenario
from ctid.runtime.ivr_sim import world_of
from ctid.runtime.sources import read_sources

HERE = Path(__file__).parents[1]
CALLERS, QUICK = 100_000, 2_000
SEED = 6
BEGINS = datetime(2026, 11, 23, tzinfo=UTC)


def let_call(flow: Flow, world: World, callers: int) -> dict[str, object]:
    """Let so many call; return the figures."""
    outside = explore(flow, Given(), world, now=BEGINS).outside
    crowd = Crowd(flow, Given(), world, outside, random.Random(SEED))
    longest, most_steps, paths, found = 0.0, 0, set(), []
    began = time.process_time()
    for _ in range(callers):
        called = crowd.call(BEGINS)
        if isinstance(called, Counterexample):
            found.append(write_scenario(called.what, called.given, called.acts, ""))
            continue
        longest, most_steps = max(longest, called.seconds), max(most_steps, len(called.did))
        paths.add(called.path)
    spent = time.process_time() - began
    gone = cover(flow, paths)
    return {
        "callers": callers,
        "found": found[:3],
        "not_ended": len(found),
        "longest_s": round(longest, 1),
        "most_steps": most_steps,
        "ways_missed": len(gone.ways_missed),
        "us_a_call": round(spent / callers * 1e6, 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} callers a flow instead of {CALLERS}")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args()
    files = SiteFiles(centre=HERE / "config/centre.yaml", flows=HERE / "ivr", prompts=HERE / "ivr/prompts")
    sources = read_sources(files)
    callers = QUICK if args.quick else CALLERS
    figures = {name: let_call(flow, world_of(sources), callers) for name, flow in sources.flows.items()}
    if args.json:
        print(json.dumps(figures))
    for name, told in figures.items() if not args.json else ():
        print(f"{name}: {told['callers']} callers, {told['not_ended']} without an end;", end=" ")
        print(f"the longest {told['longest_s']} s, {told['most_steps']} of {MOST_STEPS} steps;", end=" ")
        print(f"{told['us_a_call']} µs a call")
        print(*told["found"], sep="\n", end="")  # type: ignore[misc]
    return 1 if any(told["not_ended"] for told in figures.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
