"""What pacing is shown of the centre: agents, calls in flight, what came to an end, the books."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from ctid.centre import attempts, chances, standing_by
from ctid.centre.dialled_calls import seconds
from ctid.centre.live_attempts import LiveAttempt, Pace
from ctid.centre.world import World
from ctid.dialer.pacing.terms import AgentSeen, CallSeen, Doing, Observation, Stage
from ctid.model.agents import AgentState
from ctid.model.attempts import AttemptState
from ctid.model.campaigns import Campaign
from ctid.model.ids import AgentId

GREETING_ENDS_AFTER = timedelta(seconds=0.8)  # of silence (config/asterisk/amd.conf)
STAGES = {
    AttemptState.COMMITTED: Stage.DIALLING,
    AttemptState.DIALLING: Stage.DIALLING,
    AttemptState.RINGING: Stage.RINGING,
    AttemptState.CLASSIFYING: Stage.CLASSIFYING,
    AttemptState.WAITING: Stage.WAITING,
}


def observe(
    world: World, campaign: Campaign, pace: Pace, idle: Collection[AgentId], room: int, now: datetime
) -> Observation:
    """Return all that a pacing controller is told."""
    assert world.dials.sources is not None
    within = attempts.CONNECT_WITHIN
    if campaign.detects_machines:
        within -= GREETING_ENDS_AFTER
    return Observation(
        agents=tuple(_agents(world, campaign, idle)),
        calls=tuple(_call(world, live, now) for live in world.dials.in_flight(campaign.name)),
        ended=tuple(pace.ended),
        handled=tuple(pace.handled),
        tallies=world.dials.sources.law.tallies(campaign, now),
        room=room,
        chances=tuple(pace.chances),
        ring_for=campaign.ring.total_seconds(),
        connect_within=within.total_seconds(),
        classifies=campaign.detects_machines,
        reliable=world.switch_seen,
    )


def _agents(world: World, campaign: Campaign, idle: Collection[AgentId]) -> Iterator[AgentSeen]:
    for agent in standing_by.working_for(world, campaign):
        status = world.agents[agent]
        if status.state is AgentState.NOT_READY:
            continue
        since = (status.idle_since or status.since) if agent in idle else status.since
        doing = Doing.IDLE if agent in idle else _doing(world, campaign, agent)
        until = seconds(status.until) if doing is Doing.WRAPPING and status.until is not None else None
        talk = world.dials.talks.get(agent)
        said = talk.closing_at if doing is Doing.TALKING and talk is not None else None
        closing = seconds(said) if said is not None else None
        yield AgentSeen(agent, doing, seconds(since), status.then is not None, closing, until)


def _doing(world: World, campaign: Campaign, agent: AgentId) -> Doing:
    """Say what an agent who is not idle does; only of a campaign's talk can the end be foreseen."""
    status, talk = world.agents[agent], world.dials.talks.get(agent)
    if status.state is AgentState.WRAP_UP:
        return Doing.WRAPPING
    offered = world.offer(status.offer)
    call = world.call(offered.record.interaction) if offered is not None else None
    ours = call is not None and call.record.attached.get("campaign") == campaign.name
    if ours or (talk is not None and talk.campaign == campaign.name):
        return Doing.TALKING
    return Doing.AWAY


def _call(world: World, live: LiveAttempt, now: datetime) -> CallSeen:
    record, chance = live.record, chances.of(world, live)
    reached = (record.answered_at, record.rang_at, record.dialled_at, record.committed_at)
    since = next((at for at in reached if at is not None), now)
    if record.state is AttemptState.WAITING and record.verdict_at is not None:
        since = record.verdict_at
    return CallSeen(record.id, seconds(record.committed_at), STAGES[record.state], seconds(since), chance)
