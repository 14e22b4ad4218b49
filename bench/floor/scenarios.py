"""The scenarios: one skill; Wallace and Whitt's six types; a bilingual centre with VIPs; an overload.

S2 and S4 follow the balanced example of Wallace & Whitt, "A staffing algorithm for call centers with
skill-based routing" (2005): 90 agents, six types, ten minutes, thirty places to wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice, permutations

from ctid.routing.skills import All, AtLeast, Not
from ctid.routing.terms import SECOND, Desk, Step, Workflow
from floor.day import Habits
from floor.samples import Demand, Kind


@dataclass(frozen=True, slots=True)
class Scenario:
    """A centre to be measured. `pooled` is the same with every skill for everybody."""

    name: str
    title: str
    demand: Demand
    desks: tuple[Desk, ...]
    habits: Habits = Habits()  # noqa: RUF009  (a value)

    def pooled(self) -> tuple[Desk, ...]:
        """Return as many agents, all with all skills."""
        skills = dict.fromkeys(sorted({skill for desk in self.desks for skill in desk.levels}), 5)
        return tuple(replace(desk, levels=skills) for desk in self.desks)


TYPES = tuple(f"type{number}" for number in range(1, 7))


def wants(skill: str) -> Workflow:
    """Return the workflow of who needs one skill."""
    return Workflow(skill, (Step(0, AtLeast(skill)),), (skill,))


def crew(levels: Sequence[dict[str, int]]) -> tuple[Desk, ...]:
    """Return agents with these skills."""
    return tuple(Desk(f"a{number:03d}", skills) for number, skills in enumerate(levels))


def one_skill() -> Scenario:
    """S1: every router should be Erlang A."""
    demand = Demand((Kind("one", wants("one")),), 48, 240, 120)
    return Scenario("S1", "one skill, 50 agents, 48 erlangs", demand, crew([{"one": 5}] * 50))


def six_types(skills: int) -> Scenario:
    """S2: how much of a pool a few skills each are worth. All see the same callers."""
    demand = Demand(tuple(Kind("one", wants(name)) for name in TYPES), 84, 600)
    title = f"six types, 90 agents with {skills} of 6 skills, 84 erlangs, 120 places"
    return Scenario(f"S2-{skills}", title, demand, _six_types(skills), Habits(places=120))


def _six_types(skills: int) -> tuple[Desk, ...]:
    orders = (
        permutations(TYPES, skills) if skills < len(TYPES) else ((*TYPES[i:], *TYPES[:i]) for i in range(6))
    )
    plans = list(orders)
    return crew([dict.fromkeys(plan, 3) | {plan[0]: 5} for plan in islice(cycle(plans), 90)])


def _languages(english: Workflow) -> tuple[Kind, ...]:
    en, es = wants("en"), wants("es")
    return (
        Kind("en", english, 0.65),
        Kind("es", es, 0.25),
        Kind("vip", en, 0.05, priority=1),
        Kind("vip", es, 0.05, priority=1),
    )


def bilingual() -> Scenario:
    """S3: sixty speak English, ten Spanish, twenty both."""
    plain = [{"en": 5}] * 60 + [{"en": 3, "es": 3}] * 20 + [{"es": 5}] * 10
    demand = Demand(_languages(wants("en")), 84.6, 300, 150)
    return Scenario("S3", "English, Spanish and VIP, 90 agents, 84.6 erlangs", demand, crew(plain))


def reserved() -> Scenario:
    """S3b: the same, but who speaks English reaches the bilingual only after 20 seconds."""
    only = All((AtLeast("en"), Not(AtLeast("es"))))
    english = Workflow("en-first", (Step(0, only), Step(20 * SECOND, AtLeast("en"))), ("en",))
    base = bilingual()
    demand = replace(base.demand, kinds=_languages(english))
    return replace(base, name="S3b", title=f"{base.title}; bilingual kept for 20 s", demand=demand)


def overload() -> Scenario:
    """S4: a fifth more than the agents can do, and a fifth of it VIP."""
    types = [(wants(name), name) for name in TYPES]
    kinds = (
        *(Kind("plain", workflow, 0.8) for workflow, _ in types),
        *(Kind("vip", workflow, 0.2, priority=1) for workflow, _ in types),
    )
    demand = Demand(kinds, 108, 600, 180)
    return Scenario("S4", "overload: six types, 2 skills, 108 erlangs on 90", demand, _six_types(2))


def lively(base: Scenario) -> Scenario:
    """Return the scenario as life plays it: rings, missed offers, wrap-up, long talks, waves of callers."""
    demand = replace(base.demand, cv=1.2, swing=0.3, missed=0.05, erlangs=base.demand.erlangs * 0.9)
    habits = replace(base.habits, ring=3 * SECOND, wrap_up=20 * SECOND)
    return replace(
        base, name=f"{base.name}-lively", title=f"{base.title}; lively", demand=demand, habits=habits
    )


def scenarios() -> tuple[Scenario, ...]:
    """Return all, the second stage last."""
    first = (one_skill(), six_types(1), six_types(2), six_types(6), bilingual(), reserved(), overload())
    return (*first, lively(bilingual()), lively(six_types(2)))
