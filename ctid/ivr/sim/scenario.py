"""Scenarios: calls that are written down, with how they must end. A file holds those of one flow.

    flow: main
    scenarios:
      a_bill_in_english:
        given: {from: "+12025550101", mocks: {queue.billing: nobody_signed_on}}
        dialog:
          - hear: language-choice
          - press: "2"
          - hear~: a bill or a payment
          - press: "2"
        expect: {end: voicemail, vars: {topic: billing}, path: [welcome, main_menu, to_billing,
        leave_message]}

The words are explained in docs/reference/flows.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from ctid.ivr.sim.dialog import Act, Missed, follow
from ctid.ivr.sim.given import Given
from ctid.ivr.sim.speech import Texts
from ctid.ivr.sim.trial import Trial
from ctid.model.ids import FlowName
from ctid.model.mistakes import Place


@dataclass(frozen=True, slots=True)
class Expected:
    """How a call must have gone; what is None or empty is not looked at.

    `end` as in `Trial.end`; `path` are nodes in their order, `variables` values that some variables must
    have.
    """

    end: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    at_most: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A call written down. `places` are where its acts stand in the file."""

    name: str
    flow: FlowName
    given: Given
    acts: tuple[Act, ...]
    expected: Expected
    place: Place
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Differs:
    """What was not as expected: `what` is end, variable NAME, path or seconds."""

    what: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A scenario that was played."""

    scenario: Scenario
    trial: Trial
    missed: Missed | None
    differs: tuple[Differs, ...]

    @property
    def passed(self) -> bool:
        """Say whether everything was as expected."""
        return self.missed is None and not self.differs and not self.trial.lost


def play(scenario: Scenario, trial: Trial, texts: Texts) -> Verdict:
    """Play a scenario in a trial that has just begun."""
    missed = follow(trial, scenario.acts, texts)
    return Verdict(scenario, trial, missed, tuple(_differences(scenario.expected, trial)))


def _differences(expected: Expected, trial: Trial) -> list[Differs]:
    found = [
        Differs(f"variable {name}", value, trial.variables.get(name, ""))
        for name, value in expected.variables.items()
        if trial.variables.get(name, "") != value
    ]
    if expected.end is not None and expected.end != trial.end:
        found.append(Differs("end", expected.end, trial.end))
    path = tuple(hop.node for hop in trial.path)
    if expected.path and expected.path != path:
        found.append(Differs("path", " > ".join(expected.path), " > ".join(path)))
    if expected.at_most is not None and trial.seconds > expected.at_most.total_seconds():
        found.append(Differs("seconds", f"≤ {expected.at_most.total_seconds():g}", f"{trial.seconds:.1f}"))
    return found
