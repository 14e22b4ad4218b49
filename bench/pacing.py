"""What a decision of the predictive dialer costs: moments of 10 to 500 agents, each decided by itself.

The moments are those of a floor that is played (`ctid.sim.dialing`): calls and agents as they come, the law's
window, learning included. Beside the played ones stands the moment of the target, held at its size: 50 agents
with 300 calls in flight, 500 agents with 400. The machine may be busy with other things: times are of this
thread's processor. The collector of garbage runs as it likes.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import json
import sys
import time
from dataclasses import replace
from random import Random

from percentiles import percentile

from ctid.dialer.pacing.predictive import Predictive
from ctid.dialer.pacing.terms import (
    AgentSeen,
    CallEnded,
    CallSeen,
    Decision,
    Doing,
    Handled,
    Observation,
    Result,
    Stage,
    Tally,
)
from ctid.sim.dialing.floor import Floor
from ctid.sim.dialing.world import World

TARGETS = {"held_50_p99_ms": 2.0, "held_500_p99_ms": 5.0}
PLAYED = {10: 1.0, 20: 1.0, 50: 0.5, 200: 0.15}  # agents → hours
HELD = {50: 300, 500: 400}  # agents → calls in flight


class Timed:
    """A controller, and what each of its decisions took (ms)."""

    def __init__(self) -> None:
        self.spent: list[float] = []
        self._controller = Predictive()

    def decide(self, observation: Observation, now: float) -> Decision:
        """Decide, timed."""
        began = time.thread_time_ns()
        decision = self._controller.decide(observation, now)
        self.spent.append((time.thread_time_ns() - began) / 1e6)
        return decision


def played(agents: int, hours: float) -> Timed:
    """A floor of so many agents."""
    timed = Timed()
    Floor(replace(World(agents), hours=hours), timed, lambda name: Random(f"1 {name}")).play()
    return timed


def held(agents: int, flight: int, decisions: int) -> Timed:
    """So many agents and calls, everything new each time: ages, who is free, what has ended."""
    timed, chance = Timed(), Random(1)
    for turn in range(decisions):
        now = 1000.0 + turn
        crew = [_agent(f"a{one}", now, chance) for one in range(agents)]
        calls = [_call(f"c{one}", now, chance) for one in range(flight)]
        ended = [_ended(now, chance) for _ in range(flight // 20)]
        handled = [Handled("a", now, chance.expovariate(1 / 120), 20.0) for _ in range(agents // 100 + 1)]
        tally = Tally("24 h", 1000 + 10 * turn, 0.028 * (1000 + 10 * turn))
        timed.decide(Observation(crew, calls, ended, handled, (tally,)), now)
    return timed


def _agent(name: str, now: float, chance: Random) -> AgentSeen:
    doing = chance.choices((Doing.TALKING, Doing.WRAPPING, Doing.IDLE), (80, 15, 5))[0]
    return AgentSeen(name, doing, now - chance.uniform(0, 150 if doing is Doing.TALKING else 20))


def _call(name: str, now: float, chance: Random) -> CallSeen:
    started = now - chance.uniform(0, 20)
    return CallSeen(name, started, Stage.RINGING, started + 1.5)


def _ended(now: float, chance: Random) -> CallEnded:
    if chance.random() < 0.3:
        return CallEnded("c", now - 10, now - chance.uniform(0, 8), now, Result.PERSON)
    return CallEnded("c", now - 22, None, now, Result.NO_ANSWER)


def main() -> None:
    """Measure, print, and say whether the targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a fifth of the decisions")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    asked = parser.parse_args()
    part = 0.2 if asked.quick else 1.0
    runs = {f"played_{agents}": played(agents, hours * part) for agents, hours in PLAYED.items()}
    runs |= {f"held_{agents}": held(agents, flight, int(1000 * part)) for agents, flight in HELD.items()}
    figures: dict[str, float] = {}
    for name, run in runs.items():
        figures[f"{name}_mean_ms"] = round(sum(run.spent) / len(run.spent), 3)
        figures[f"{name}_p99_ms"] = round(percentile(run.spent, 99), 3)
        figures[f"{name}_max_ms"] = round(max(run.spent), 3)
        print(f"{name:<12} {len(run.spent):>6} decisions, ms: " + str(list(figures.values())[-3:]))
    ok = all(figures[name] <= target for name, target in TARGETS.items())
    for name, target in TARGETS.items():
        print(f"{name:<16} {figures[name]:>8}   (target ≤ {target:g})")
    if asked.json:
        print(json.dumps({"name": "pacing", "figures": figures, "targets": TARGETS, "ok": ok}))
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
