"""`ctid ivr test`: the scenarios of the flows, what of the flows they go by, and callers at random."""

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from ctid.config.sections import SiteFiles
from ctid.ivr.flow import Flow
from ctid.ivr.sim.coverage import Coverage, cover
from ctid.ivr.sim.explore import Counterexample, Crowd, Explored, explore
from ctid.ivr.sim.given import Given
from ctid.ivr.sim.reading import read_scenarios
from ctid.ivr.sim.scenario import Scenario, Verdict, play
from ctid.ivr.sim.trial import Trial, World
from ctid.model.ids import FlowName
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken
from ctid.runtime import ivr_mistakes as mistakes
from ctid.runtime.ivr_sim import flow_named, world_of
from ctid.runtime.ivr_test_words import differs, explored_words, missed_ways, verdict_words
from ctid.runtime.sources import Sources, read_sources, read_text

SCENARIOS = "scenarios"  # the folder beside the flows


@dataclass(frozen=True, slots=True)
class AtRandom:
    """How many callers at random, and the seed of their chance."""

    callers: int
    seed: int


@dataclass(frozen=True, slots=True)
class FlowTested:
    """A flow, its scenarios as they were played, and what they have gone by."""

    flow: FlowName
    verdicts: tuple[Verdict, ...]
    coverage: Coverage
    explored: Explored | None

    @property
    def passed(self) -> bool:
        """Say whether all is as it should be."""
        sound = self.explored is None or not self.explored.found
        return sound and self.coverage.whole and all(verdict.passed for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class Tested:
    """All flows that were tested."""

    flows: tuple[FlowTested, ...]

    @property
    def passed(self) -> bool:
        """Say whether all of them are as they should be."""
        return all(tested.passed for tested in self.flows)


def test(files: SiteFiles, name: str | None, chance: AtRandom | None) -> Tested:
    """Play the scenarios of one flow or of all. Raises Mistaken for files that cannot be read."""
    sources = read_sources(files)
    flows = sources.flows if name is None else {(flow := flow_named(sources, name)).name: flow}
    scenarios = scenarios_in(files.flows / SCENARIOS, sources.flows)
    return Tested(
        tuple(
            _tested(flow, [one for one in scenarios if one.flow == flow.name], sources, chance)
            for flow in flows.values()
        )
    )


def scenarios_in(folder: Path, flows: Mapping[FlowName, Flow]) -> list[Scenario]:
    """Read all scenarios of a folder. Raises Mistaken with every mistake of all files."""
    files = sorted(folder.glob("*.yaml"))
    found: list[Mistake] = [] if files else [mistakes.no_scenarios(folder)]
    scenarios: list[Scenario] = []
    for file in files:
        try:
            scenarios += read_scenarios(read_text(file), str(file), flows)
        except Mistaken as mistaken:
            found += mistaken.mistakes
    if found:
        raise Mistaken(found)
    return scenarios


def played(scenario: Scenario, sources: Sources, now: datetime) -> Verdict:
    """Play one scenario."""
    trial = Trial(sources.flows[scenario.flow], scenario.given, world_of(sources), now=now)
    return play(scenario, trial, sources.texts)


def _tested(
    flow: Flow, scenarios: Iterable[Scenario], sources: Sources, chance: AtRandom | None
) -> FlowTested:
    now = datetime.now(UTC)
    verdicts = tuple(played(scenario, sources, now) for scenario in scenarios)
    explored = None if chance is None else _explored(flow, world_of(sources), chance, now)
    return FlowTested(
        flow.name, verdicts, cover(flow, (verdict.trial.path for verdict in verdicts)), explored
    )


def _explored(flow: Flow, world: World, chance: AtRandom, now: datetime) -> Explored:
    explored = explore(flow, Given(), world, now=now)
    crowd = Crowd(flow, Given(), world, explored.outside, random.Random(chance.seed))
    for _ in range(chance.callers if not explored.found else 0):
        called = crowd.call(now)
        if isinstance(called, Counterexample):
            explored.found.append(called)
            break
        explored.note(called)
    return explored


def tell(tested: Tested, language: Language, *, in_json: bool) -> None:
    """Print what came of it."""
    if in_json:
        typer.echo(json.dumps([_as_json(flow) for flow in tested.flows], ensure_ascii=False))
        return
    for flow in tested.flows:
        for verdict in flow.verdicts:
            for line in verdict_words(verdict):
                typer.echo(line[language])
        for line in missed_ways(flow.flow, flow.coverage):
            typer.echo(line[language])
        for line in explored_words(flow.explored) if flow.explored else ():
            typer.echo(line[language])


def _as_json(tested: FlowTested) -> dict[str, Any]:
    coverage, explored = tested.coverage, tested.explored
    return {
        "flow": tested.flow,
        "passed": tested.passed,
        "scenarios": [
            {
                "name": verdict.scenario.name,
                "place": str(verdict.scenario.place),
                "passed": verdict.passed,
                "end": verdict.trial.end,
                "seconds": round(verdict.trial.seconds, 3),
                "path": [str(hop) for hop in verdict.trial.path],
                "why": [line.en for line in differs(verdict)],
            }
            for verdict in tested.verdicts
        ],
        "nodes": coverage.nodes,
        "ways": coverage.ways,
        "nodes_missed": list(coverage.nodes_missed),
        "ways_missed": list(map(str, coverage.ways_missed)),
        "explored": None if explored is None else _explored_as_json(explored),
    }


def _explored_as_json(explored: Explored) -> dict[str, Any]:
    return {
        "calls": explored.calls,
        "states": explored.states,
        "bounded": explored.bounded,
        "longest_seconds": round(explored.longest, 1),
        "found": [line.en for line in explored_words(explored)] if explored.found else [],
    }
