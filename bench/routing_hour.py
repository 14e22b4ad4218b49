"""An hour of ten agents on a real Asterisk: every offer beside the pure router's, and what the phones saw."""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/stage"))

from floor.hour import as_svg

from ctid.config.sections import SiteFiles
from ctid.lab.tree import cache_directory, find_or_fetch
from ctid.prompts.render import render_prompts
from ctid.runtime.sources import read_sources
from hour_told import NAMES, play_the_hour

TARGETS = {"offers_otherwise": 0, "rings_amiss": 0, **dict.fromkeys(NAMES, 1)}  # of the last, at least


def main() -> None:
    """Play the hour once (three minutes), print what was seen."""
    parser = argparse.ArgumentParser(prog="script/bench routing_hour", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the same: an hour is not made shorter")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--picture", type=Path, help="draw the ten phones' hour (SVG) into this file")
    asked = parser.parse_args()
    tools = find_or_fetch(lambda said: print(said, file=sys.stderr))
    prompts = render_prompts(tools, read_sources(SiteFiles()).texts, cache_directory() / "prompts")
    told = play_the_hour(tools, prompts)
    print(told.table(), *told.faults, sep="\n")
    if asked.picture is not None:
        asked.picture.write_text(as_svg(told.seen.phones))
    if asked.json:
        result = {"name": "routing_hour", "figures": told.figures(), "targets": TARGETS}
        print(json.dumps({**result, "ok": not told.faults}))
    sys.exit(1 if told.faults else 0)


if __name__ == "__main__":
    main()
