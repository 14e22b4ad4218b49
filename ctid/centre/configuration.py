"""Rules about what the centre runs on: another configuration, and skills that are changed live.

A change is taken whole or refused whole. A queue that goes must be empty: there is nobody who could say where
its callers ought to wait instead, and serving them under rules that stand in no file any more would be a
centre that nobody can read. (Close it first; when it is empty, take it away.) An agent who goes finishes what
they have in hand; they are signed off when they are free, and are no agent from the next input on. Everybody
who waits keeps their place: `ctid.centre.routing` tells the router what is new.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from ctid.acd.agent import AgentMove
from ctid.centre import lead_reading
from ctid.centre.world import World, signed_off
from ctid.model.agents import AgentState
from ctid.model.commands import ApplySite, SetSkills
from ctid.model.configuration import AppliedSite, LiveSkills, levels_changed, still_live
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.ids import QueueName
from ctid.model.reasons import Reason

FREE = (AgentState.READY, AgentState.NOT_READY)


def apply(world: World, command: ApplySite, now: datetime) -> Reason | None:
    """Run on another configuration."""
    site = world.layers.read_site(command)
    left = {queue: n for queue, n in in_queues(world).items() if queue not in site.queues}
    if left:
        return Reason("queue_in_use", {"queue": ", ".join(sorted(left)), "callers": sum(left.values())})
    for agent in site.agents:
        world.agents.setdefault(agent, signed_off(agent))
    world.layers.leaving = {
        id: agent
        for id, agent in world.site.agents.items()
        if id not in site.agents and world.agents[id].state is not AgentState.SIGNED_OFF
    }
    world.layers.written = site
    for live in list(world.layers.live.values()):
        still = replace(live, levels={}) if command.discard_live else still_live(site, live)
        if still != live:
            _keep(world, still)
    world.site = world.layers.together()
    lead_reading.applied(world, command)
    world.ask(Keep(AppliedSite(now, command.who, command.centre, command.flows, command.texts)))
    world.tell(
        EventKind.CENTRE_CHANGED, now, who=command.who, agents=len(site.agents), queues=len(site.queues)
    )
    return None


def set_skills(world: World, command: SetSkills, now: datetime) -> Reason | None:
    """Give an agent other skills now; those that the file says are no change."""
    agent = world.layers.written.agents.get(command.agent)
    if agent is None:
        return Reason("unknown_agent", {"agent": command.agent})
    unknown = sorted(command.skills.keys() - set(world.layers.written.skills))
    if unknown:
        return Reason("unknown_skill", {"skill": unknown[0]})
    _keep(world, LiveSkills(agent.id, command.who, now, levels_changed(agent.skills, command.skills)))
    world.site = world.layers.together()
    skills = ", ".join(f"{skill}: {level}" for skill, level in sorted(command.skills.items()))
    world.tell(EventKind.SKILLS_CHANGED, now, agent=agent.id, who=command.who, skills=skills)
    return None


def remembered(world: World, known: tuple[LiveSkills, ...]) -> None:
    """Take up what was changed live before this run."""
    for live in known:
        still = still_live(world.layers.written, live)
        if still.levels:
            world.layers.live[still.agent] = still
    world.site = world.layers.together()


def take_leave(world: World, now: datetime) -> None:
    """Sign off whoever is to go and is free; who has signed off is gone."""
    gone = [agent for agent in world.layers.leaving if world.agents[agent].state is AgentState.SIGNED_OFF]
    for agent in gone:
        del world.layers.leaving[agent], world.agents[agent]
    for agent in world.layers.leaving:
        if world.agents[agent].state in FREE:
            world.move_agent(agent, AgentMove.SIGN_OFF, Reason("left_the_centre"), now)
    if gone:
        world.site = world.layers.together()


def in_queues(world: World) -> Mapping[QueueName, int]:
    """Return how many callers and items each queue still has: they wait, ring, or are served."""
    of_calls = Counter(call.entry.queue for call in world.calls.values() if call.entry is not None)
    of_calls |= Counter(offer.record.queue for offer in world.offers.values())
    return of_calls + Counter(live.item.queue for live in world.items.live.values())


def _keep(world: World, live: LiveSkills) -> None:
    """Note and keep what is live of an agent now; nothing is live without a level."""
    if live.levels:
        world.layers.live[live.agent] = live
    else:
        world.layers.live.pop(live.agent, None)
    world.ask(Keep(live))
