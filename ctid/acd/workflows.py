"""From the words of the site to those of the router: rules, desks, workflows, preferences.

A router knows no queue. What an entry may reach is its workflow: the steps of its queue, each with what the
flow asked besides. Equal workflows are one and the same value, for a router keeps what waits by workflow.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import lru_cache

from ctid.model.ids import AgentId, SkillName
from ctid.model.routing_policy import VOICE, Preferred, RelaxationStep, RoutingPolicy
from ctid.model.site import Agent, Queue
from ctid.routing.implication import implies
from ctid.routing.skill_text import in_words
from ctid.routing.skills import All, Any, AtLeast, Expression, meets
from ctid.routing.terms import Desk, Preference, Rules, Step, Workflow

_MICROSECOND = timedelta(microseconds=1)


def rules_of(policy: RoutingPolicy) -> Rules:
    """Return the site's rules.

    Strict priority needs no rule of its own: of two who have not waited as long as the cap, the later came
    less than the cap after the earlier, so one point of priority worth the cap outweighs any wait.
    """
    cap, alpha = policy.never_wait_longer_than, policy.level_is_worth
    head_start = cap if policy.strict and cap is not None else policy.priority_is_worth
    channels = set(policy.beside)
    return Rules(
        head_start=head_start // _MICROSECOND,
        cap=None if cap is None else cap // _MICROSECOND,
        flex=policy.spare_flexible,
        alpha=None if alpha is None else alpha // _MICROSECOND,
        exclusions={name: frozenset(channels - {name} - beside) for name, beside in policy.beside.items()},
        scarce=policy.spare_scarce,
    )


def desk_of(agent: Agent) -> Desk:
    """Return an agent as the router sees one: with one phone they have one call at a time."""
    levels = {str(skill): level for skill, level in agent.skills.items()}
    capacity = {**agent.capacity, VOICE: min(1, agent.capacity.get(VOICE, 0))}
    return Desk(agent.id, levels, capacity, agent.total)


def workflow_of(queue: Queue, asked: Mapping[SkillName, int] | None = None, channel: str = VOICE) -> Workflow:
    """Return what entries of a queue may reach when the flow has `asked` for these least levels besides."""
    scored = tuple(map(str, queue.scored))
    return _workflow(queue.name, queue.relaxation, scored, tuple(sorted((asked or {}).items())), channel)


def admits(wanted: Expression, agent: Agent) -> bool:
    """Say whether an agent has the skills."""
    return meets(desk_of(agent).levels, wanted)


def first_wanted(queue: Queue, asked: Mapping[SkillName, int]) -> str:
    """Say whom an entry of the queue wants at first."""
    return in_words(workflow_of(queue, asked).steps[0].admits)


def preference_of(queue: Queue, known: Mapping[Preferred, AgentId]) -> Preference | None:
    """Return whom an entry waits for first: the first of the queue's preferred agents that is known."""
    found = ((known[whom], span) for whom, span in queue.preferred.items() if whom in known)
    return next((Preference(agent, span // _MICROSECOND) for agent, span in found), None)


@lru_cache(maxsize=4096)
def _workflow(
    name: str,
    steps: tuple[RelaxationStep, ...],
    scored: tuple[str, ...],
    asked: tuple[tuple[SkillName, int], ...],
    channel: str,
) -> Workflow:
    besides = tuple(AtLeast(skill, level) for skill, level in asked)
    normal = normalised(
        Step(step.after // _MICROSECOND, All((step.admits, *besides)) if besides else step.admits)
        for step in steps
    )
    label = " + ".join([name, *([channel] if channel != VOICE else []), *map(in_words, besides)])
    return Workflow(label, normal, scored or tuple(sorted(set(_good_at(normal[0].admits)))), channel)


def normalised(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Let each step admit all that the one before did, and leave out those that then admit nobody new.

    Whom the steps admit at any moment, taken together, stays as it was.
    """
    kept: list[Step] = []
    for step in steps:
        before = kept[-1].admits if kept else Any()
        if kept and implies(step.admits, before):
            continue
        wider = step.admits if implies(before, step.admits) else Any((before, step.admits))
        kept.append(Step(step.after, wider))
    return tuple(kept)


def _good_at(wanted: Expression) -> Iterator[str]:
    """Yield the skills in which a higher level is a better match: those wanted, not those ruled out."""
    match wanted:
        case AtLeast(skill):
            yield skill
        case All(parts) | Any(parts):
            for part in parts:
                yield from _good_at(part)
