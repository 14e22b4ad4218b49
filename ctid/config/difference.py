"""What two sites differ in, place by place, in the words of the file; and what that means for agents.

Equal sites have no differences, and whatever differs is in one of the places, so a plan that is empty changes
nothing. A place is written as in `queues.support.steps[1].after`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import timedelta
from typing import Any

from ruamel.yaml import YAML

from ctid.config.shown import LEAVES, shown
from ctid.model.ids import AgentId, FlowName, QueueName
from ctid.model.site import Agent, Queue, Site
from ctid.routing.skills import meets

ORDERED = ("preferred",)  # mappings whose order says something


@dataclass(frozen=True, slots=True)
class Change:
    """A place, what stood there and what stands there now; None is nothing."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Reach:
    """An agent, a queue, and after how long its callers reach them: before and now; None is never."""

    agent: AgentId
    queue: QueueName
    before: timedelta | None
    after: timedelta | None


def differences(before: Site, after: Site) -> list[Change]:
    """Return every place in which two sites differ, in the order of the file."""
    return list(_between("", before, after))


def flow_differences(before: Mapping[FlowName, str], after: Mapping[FlowName, str]) -> list[Change]:
    """Return every place in which the texts of flows differ, as in `flows.main.nodes.hello.menu.prompt`.

    The texts are sound YAML. They are compared as they are written: what a flow meant to the version that it
    was written for need not be known any more.
    """
    read = YAML(typ="safe").load
    then, now = ({name: read(text) for name, text in texts.items()} for texts in (before, after))
    return list(_between("flows", then, now))


def reaches(before: Site, after: Site) -> list[Reach]:
    """Return which agents gain, lose or keep otherwise which queues."""
    then, now = dict(_reached(before)), dict(_reached(after))
    found = (Reach(*pair, then.get(pair), now.get(pair)) for pair in sorted(then.keys() | now.keys()))
    return [reach for reach in found if reach.before != reach.after]


def _between(path: str, before: Any, after: Any) -> Iterator[Change]:
    if isinstance(before, Mapping) and isinstance(after, Mapping) and not path.endswith(ORDERED):
        for key in {**before, **after}:
            yield from _between(f"{path}.{key}".lstrip("."), before.get(key), after.get(key))
    elif isinstance(before, tuple) and isinstance(after, tuple) and _of_parts(before + after):
        for n in range(max(len(before), len(after))):
            one, other = (each[n] if n < len(each) else None for each in (before, after))
            yield from _between(f"{path}[{n}]", one, other)
    elif is_dataclass(before) and type(before) is type(after) and not isinstance(before, LEAVES):
        for name in (part.name for part in fields(before)):
            yield from _between(f"{path}.{name}".lstrip("."), getattr(before, name), getattr(after, name))
    elif (one := shown(before)) != (other := shown(after)):
        yield Change(path, one, other)


def _of_parts(values: tuple[Any, ...]) -> bool:
    return any(is_dataclass(value) for value in values)


def _reached(site: Site) -> Iterator[tuple[tuple[AgentId, QueueName], timedelta]]:
    """Yield who may answer what, and from when on; agents of the same skills are asked once."""
    known: dict[tuple[frozenset[tuple[str, int]], QueueName], timedelta | None] = {}
    for agent in site.agents.values():
        skills = frozenset(agent.skills.items())
        for queue in site.queues.values():
            if (skills, queue.name) not in known:
                known[skills, queue.name] = _from(agent, queue)
            after = known[skills, queue.name]
            if after is not None:
                yield (agent.id, queue.name), after


def _from(agent: Agent, queue: Queue) -> timedelta | None:
    levels = {str(skill): level for skill, level in agent.skills.items()}
    return next((step.after for step in queue.relaxation if meets(levels, step.admits)), None)
