"""What the drills have found so far: one line of JSON for each repetition, added to over many runs."""

import json
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from percentiles import percentile

TARGETS = {"kill.offer_p99_ms": 3000}


class State:
    """The file of results. A line without a seed is the end of a sitting: what was left when all had gone."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._commit = commit()
        file.parent.mkdir(parents=True, exist_ok=True)
        written = file.read_text("utf-8").splitlines() if file.exists() else []
        self.lines: list[dict[str, Any]] = [json.loads(line) for line in written]

    def done(self, drill: str) -> set[int]:
        """Return the seeds of a drill that were run."""
        return {line["seed"] for line in self.of(drill) if line["seed"] is not None}

    def of(self, drill: str) -> list[dict[str, Any]]:
        """Return the lines of a drill."""
        return [line for line in self.lines if line["drill"] == drill]

    def write(self, drill: str, seed: int | None, figures: dict[str, Any], found: Sequence[str]) -> None:
        """Add a repetition."""
        line = {
            "drill": drill,
            "seed": seed,
            "commit": self._commit,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "ok": not found,
            "figures": figures,
            "found": list(found)[:20],
        }
        self.lines.append(line)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def commit() -> str:
    """Name the code that is judged; with a plus when it was changed since."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], capture_output=True, text=True, check=False).stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", "ctid", "dialplan", "config", "ivr")
    return git("rev-parse", "--short", "HEAD") + ("+" if changed else "")


def summary(state: State, drills: Sequence[str]) -> dict[str, Any]:
    """Tell all that is in the state in one object."""
    figures: dict[str, Any] = {}
    for drill in drills:
        lines = [line for line in state.of(drill) if line["seed"] is not None]
        ends = [line for line in state.of(drill) if line["seed"] is None]
        if not lines:
            continue
        failed = [line["seed"] for line in lines if not line["ok"]]
        figures[f"{drill}.repetitions"] = len(lines)
        figures[f"{drill}.failed"] = failed
        figures[f"{drill}.sittings_failed"] = sum(not line["ok"] for line in ends)
        figures[f"{drill}.callers"] = sum(line["figures"].get("callers", 0) for line in ends)
        names = {n for line in lines for n, v in line["figures"].items() if isinstance(v, int | float)}
        for name in sorted(names):
            values = [line["figures"][name] for line in lines if name in line["figures"]]
            stem, _, unit = name.rpartition("_")
            for percent in (50, 99):
                figures[f"{drill}.{stem}_p{percent}_{unit}"] = percentile(values, percent)
            figures[f"{drill}.{stem}_max_{unit}"] = max(values)
    met = all(figures[name] <= most for name, most in TARGETS.items() if name in figures)
    clean = not any(value for name, value in figures.items() if name.endswith("failed"))
    return {"name": "faults", "figures": figures, "targets": TARGETS, "ok": bool(figures) and met and clean}
