"""What a routing decision costs: every event timed by itself, up to 10,000 agents and 100,000 waiting.

The world is 200 skills of five levels, eight of them to an agent; workflows of one or two skills that relax
in three steps; four priorities, a cap. Regimes: A, the queue is full (an agent frees and takes somebody;
somebody arrives and waits); B, three of ten agents are free (somebody arrives and is taken; an agent frees
and stays free); C, live at 95 % load with people who give up and time that passes; D, masses: 10,000 log on,
the heads of all buckets cross a step at once, all workflows are replaced, 100,000 give up; E, adversity: one
bucket 100,000 deep, a profile for every agent, a workflow for every entry, exclusions on one entry in ten.

The machine may be busy with other things: percentiles are of the processor time of this thread, which is what
an event costs; stalls are told in processor time and, beside it, in wall time. The collector of garbage runs
as it likes.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import json
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/stage"))

from routing_world import RULES, STEPS, Driver, Size

from ctid.routing.indexed import IndexedRouter
from ctid.routing.terms import SECOND, Offer
from routing_brute import BruteForce

BRUTE, SMALL, LARGE = (
    Size(100, 20, 50, 1_000),
    Size(1_000, 100, 300, 10_000),
    Size(10_000, 2_000, 1_000, 100_000),
)
TARGETS = {"p50_us": 50.0, "p99_us": 1000.0, "growth": 2.0, "stall_ms": 50.0, "bytes_per_entry": 1024.0}
Figures = dict[str, float]


class Clock:
    """Times of single events: of the thread's processor, and of the wall."""

    def __init__(self) -> None:
        self.spent: list[int] = []
        self.lasted: list[int] = []

    def time(self, event: Callable[[], Iterable[Offer]]) -> Iterable[Offer]:
        """Let it happen and return what it brought."""
        wall, spent = time.perf_counter_ns(), time.thread_time_ns()
        offers = event()
        self.spent.append(time.thread_time_ns() - spent)
        self.lasted.append(time.perf_counter_ns() - wall)
        return offers

    def figures(self, name: str) -> Figures:
        """Percentiles in µs, stalls in ms."""
        ranked = sorted(self.spent)
        return {
            f"{name}_p50_us": ranked[len(ranked) // 2] / 1000,
            f"{name}_p99_us": ranked[len(ranked) * 99 // 100] / 1000,
            f"{name}_max_ms": ranked[-1] / 1e6,
            f"{name}_max_wall_ms": max(self.lasted) / 1e6,
            f"{name}_events": len(ranked),
        }


def full(driver: Driver) -> Driver:
    """Everybody has somebody in hand, and the line is as long as it should be."""
    driver.log_on()
    driver.fill()
    driver.open()
    driver.fill()
    return driver


def regime_a(driver: Driver, events: int, name: str = "A") -> Figures:
    """An agent frees and takes somebody, somebody arrives and waits."""
    free, arrive = Clock(), Clock()
    for _ in range(events):
        driver.now += 15_000
        driver.note(free.time(driver.release()))
        driver.note(arrive.time(driver.arrival()))
    return free.figures(f"{name}_free") | arrive.figures(f"{name}_arrive")


def regime_b(driver: Driver, events: int) -> Figures:
    """Three of ten agents are free; nobody waits whom they could take."""
    driver.log_on()
    driver.open()
    for _ in range(driver.size.agents * 7 // 10):
        driver.note(driver.arrival()())
    free, arrive = Clock(), Clock()
    for _ in range(events):
        driver.now += 15_000
        driver.note(arrive.time(driver.arrival()))
        if len(driver.busy) > driver.size.agents * 7 // 10:
            driver.note(free.time(driver.release()))
    return free.figures("B_free") | arrive.figures("B_arrive")


def regime_c(driver: Driver, events: int) -> Figures:
    """Arrivals, work of 300 s, people who give up, and time, near to balance."""
    driver.log_on()
    driver.open()
    chance, every = driver.chance, Clock()
    pause = 300 * SECOND // driver.size.agents // 2
    for warm in (True, False):
        clock = Clock() if warm else every
        for _ in range(2 * driver.size.agents if warm else events):
            driver.now += pause
            due = driver.router.next_deadline()
            if due is not None and due <= driver.now:
                driver.note(clock.time(lambda: driver.router.pass_time(driver.now)))
            if chance.random() < 0.5 or not driver.busy:
                driver.note(clock.time(driver.arrival()))
            elif chance.random() < len(driver.busy) / (0.95 * driver.size.agents):
                driver.note(clock.time(driver.release()))
            elif driver.waiting:
                driver.note(clock.time(driver.abandon()))
    return every.figures("C")


def relaxation(size: Size, events: int) -> Figures:
    """So many arrive at one moment among free agents: the steps of those left open together."""
    driver, clock = Driver(IndexedRouter(RULES), size), Clock()
    driver.log_on()
    driver.open()
    for _ in range(events):
        driver.note(driver.arrival()())
    for step in STEPS[1:]:
        driver.now += step
        driver.note(clock.time(lambda: driver.router.pass_time(driver.now)))
    return clock.figures("D_relaxation")


def regime_d(size: Size) -> Figures:
    """Masses, one event at a time: the longest of each."""
    driver = Driver(IndexedRouter(RULES), size)
    driver.now += 10
    driver.fill(since=0)
    logins, crossing, reload, leaving = Clock(), Clock(), Clock(), Clock()
    for desk in driver.desks:
        driver.now += 10
        driver.note(logins.time(lambda desk=desk: driver.router.log_on(desk, driver.now)))
        driver.note(
            logins.time(lambda desk=desk: driver.router.available(desk.agent, driver.now, driver.now))
        )
    driver.fill(since=0)
    for step in STEPS[1:]:
        driver.now += step
        driver.note(crossing.time(lambda: driver.router.pass_time(driver.now)))
    driver.workflows = [driver.workflow() for _ in driver.workflows]
    for entry in tuple(driver.waiting):
        driver.note(reload.time(driver.abandon(entry)))
        driver.note(reload.time(driver.arrival()))
    for entry in tuple(driver.waiting):
        driver.now += SECOND // size.waiting
        driver.note(leaving.time(driver.abandon(entry)))
    return (
        logins.figures("D_login")
        | crossing.figures("D_crossing")
        | reload.figures("D_reload")
        | leaving.figures("D_abandon")
    )


def regime_e(size: Size, events: int) -> Figures:
    """Adversity, one kind at a time, each in the full queue of regime A."""
    worlds = {
        "E_deep": Driver(IndexedRouter(RULES), Size(size.agents, 10, 1, size.waiting), priorities=1),
        "E_profiles": Driver(IndexedRouter(RULES), Size(size.agents, size.agents, 5_000, size.waiting)),
        "E_exclusions": Driver(IndexedRouter(RULES), size, excluding=0.1),
        "E_workflows": Driver(IndexedRouter(RULES), Size(size.agents, 500, 0, size.waiting)),
    }
    figures: Figures = {}
    for name in tuple(worlds):
        driver = worlds.pop(name)
        figures |= regime_a(full(driver), events, name)
        driver.now += STEPS[-1]
        clock = Clock()
        driver.note(clock.time(lambda driver=driver: driver.router.pass_time(driver.now)))
        for entry in driver.chance.sample(tuple(driver.waiting), min(events, len(driver.waiting))):
            driver.note(clock.time(driver.abandon(entry)))
        figures |= clock.figures(f"{name}_leave")
    return figures


def bytes_per_entry(size: Size) -> float:
    """What the router keeps for each who waits, apart from the entry itself, which the driver made."""
    driver = Driver(IndexedRouter(RULES), size)
    driver.log_on()
    entries = [driver.entry() for _ in range(size.waiting)]
    tracemalloc.start()
    for entry in entries:
        driver.router.arrive(entry, driver.now)
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return kept / size.waiting


def measure(small: Size, large: Size, events: int) -> Figures:
    """All regimes; those of the small world and the brute router end in their size."""
    figures = regime_a(full(Driver(IndexedRouter(RULES), large)), events)
    figures |= regime_b(Driver(IndexedRouter(RULES), large), events)
    figures |= regime_c(Driver(IndexedRouter(RULES), large), events)
    lesser = regime_a(full(Driver(IndexedRouter(RULES), small)), events)
    lesser |= regime_b(Driver(IndexedRouter(RULES), small), events)
    figures |= {f"{name}_small": value for name, value in lesser.items()}
    pairs = [(figures[name], value) for name, value in lesser.items() if name.endswith("p50_us")]
    figures["growth"] = sum(one for one, _ in pairs) / sum(other for _, other in pairs)
    figures |= regime_d(large) | relaxation(large, large.agents * 4 // 5) | regime_e(large, events)
    figures["bytes_per_entry"] = bytes_per_entry(large)
    brute = regime_a(full(Driver(BruteForce(RULES), BRUTE)), 50, "brute_at_100_and_1000")
    return {name: round(value, 3) for name, value in (figures | brute).items()}


def judged(figures: Figures) -> Figures:
    """The worst of what each target speaks of."""
    live = {name: value for name, value in figures.items() if name[:2] in ("A_", "B_", "C_")}
    return {
        "p50_us": max(value for name, value in live.items() if name.endswith("p50_us")),
        "p99_us": max(value for name, value in live.items() if name.endswith("p99_us")),
        "growth": figures["growth"],
        "stall_ms": max(v for n, v in figures.items() if n[:2] in ("D_", "E_") and n.endswith("max_ms")),
        "bytes_per_entry": figures["bytes_per_entry"],
    }


def main() -> None:
    """Measure, print, and say whether the targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the size, a fifth of the events")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    asked = parser.parse_args()
    sizes = (BRUTE, SMALL) if asked.quick else (SMALL, LARGE)
    figures = measure(*sizes, 1_000 if asked.quick else 5_000)
    worst = judged(figures)
    for name, value in figures.items():
        print(f"{name:<36} {value:>12}")
    for name, value in worst.items():
        print(f"worst {name:<30} {value:>12}   (target ≤ {TARGETS[name]:g})")
    ok = all(worst[name] <= target for name, target in TARGETS.items())
    if asked.json:
        print(json.dumps({"name": "routing", "figures": worst | figures, "targets": TARGETS, "ok": ok}))
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
