"""Rules about dialling for campaigns: who waits gets an agent, then as many are called as pacing says.

Pacing is asked for each campaign that runs, after whatever concerns it and at least each second; it sees
what ctid/centre/dialing_sight.py shows it. Nobody is called of whom the law has not been asked that moment,
and what it refuses costs no line: the next lead is asked for.

Calls that come in go first: this is done after the router has dealt out who is free, with whom it has left.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from ctid.calls.phase import CallPhase
from ctid.centre import (
    allowances,
    attempt_results,
    attempts,
    attempts_found,
    campaigns,
    dialing_sight,
    dialled_calls,
    keyed_results,
    lead_reading,
    refusals,
    standing_by,
    trunk,
)
from ctid.centre.live_attempts import LiveAttempt, Pace
from ctid.centre.trunk import SECOND
from ctid.centre.world import World
from ctid.dialer.pacing.terms import Handled
from ctid.dialer.sources import Allowed, Candidate, Refused
from ctid.model import reports
from ctid.model.agents import AgentState
from ctid.model.attempts import AttemptState, Mode
from ctid.model.campaigns import Campaign
from ctid.model.dialing import Refusals
from ctid.model.effects import Keep
from ctid.model.ids import AgentId
from ctid.model.reasons import Reason

MOST_REFUSALS = 50  # leads asked for in vain at one decision

_RULES: Mapping[type, tuple[Callable[[World, Any, datetime], None], ...]] = {
    reports.AttemptTold: (attempts.told,),
    reports.AttemptUnanswered: (attempts.unanswered,),
    reports.LegAlerting: (attempts.rings,),
    reports.LegJoined: (attempts.joined,),
    reports.CallArrived: (attempts.in_flow,),
    reports.IvrStepped: (keyed_results.keyed,),
    reports.LegHeld: (standing_by.held,),
    reports.LegCleared: (attempts.cleared, standing_by.gone),
    reports.LegFailed: (attempts.failed, standing_by.failed),
    reports.Remembered: (
        attempts_found.remembered,
        attempt_results.remembered,
        refusals.remembered,
        lead_reading.remembered,
    ),
    reports.SwitchSeen: (attempts_found.seen,),
    reports.ReceiptRead: (attempts_found.receipt_read,),
    reports.CampaignOpened: (lead_reading.heard,),
    reports.LeadsFound: (lead_reading.heard,),
    reports.LeadsLost: (lead_reading.heard,),
}


def hear(world: World, item: object, now: datetime) -> None:
    """Take what an input says of attempts and of who stands by; all else has been done about it."""
    for rule in _RULES.get(type(item), ()):
        rule(world, item, now)


def follow(world: World, now: datetime) -> bool:
    """Connect, pace and call, once the router has dealt out who is free. Say whether an agent was taken."""
    if world.dials.sources is None:
        return False
    attempts_found.overdue(world, now)
    if world.dials.orders.killed is not None:
        attempts.cancel_ringing(world, campaigns.killed(world.dials.orders.killed), now)
    standing_by.follow(world, now)
    taken = connect_waiting(world, now)
    _note_talks(world, now)
    lead_reading.follow(world, now)
    for campaign in trunk.turns(world):
        pace(world, campaign, now)
    world.dials.stirred = False
    return taken


def deadlines(world: World) -> list[datetime]:
    """Return when something of it falls due."""
    paces = world.dials.paces
    asks = [paces[name].asked_at for name in world.dials.running if name in paces]
    looks = [live.look_at for live in world.dials.attempts.values()]
    live = world.dials.attempts.values() if world.dials.orders.killed is not None else ()
    cancels = [attempts.rung_enough(it) for it in live if it.rings]
    return [
        *(at + SECOND for at in asks if at is not None),
        *(at for at in looks if at is not None),
        *cancels,
    ]


# --- who waits --------------------------------------------------------------------------------------
def connect_waiting(world: World, now: datetime) -> bool:
    """Give people who wait to agents who stand by: who answered first, to who has been idle longest."""
    taken = False
    for live in sorted(_waiting(world), key=lambda live: live.record.answered_at or now):
        agent = _agent_for(world, live)
        if agent is not None:
            taken = True
            dialled_calls.connect(world, live, agent, now)
    return taken


def _agent_for(world: World, live: LiveAttempt) -> AgentId | None:
    """Return who is kept for somebody; where nobody is, who was asked for by name or else who is next.

    Of a campaign that has left the configuration nobody says who its agents are: they hear the message.
    """
    campaign = world.dials.running.get(live.record.campaign)
    if campaign is None:
        return None
    if live.asked_for is not None and world.dials.kept.get(live.asked_for) == live.record.id:
        return live.asked_for if stands_by(world, live.asked_for) else None
    idle = idle_for(world, campaign)
    return live.asked_for if live.asked_for in idle else next(iter(idle), None)


def _waiting(world: World) -> Iterator[LiveAttempt]:
    """Yield whose people wait; one may be known to have left before it is known what came of the attempt."""
    for live in world.dials.attempts.values():
        call = world.call(live.record.interaction)
        waits = live.record.state is AttemptState.WAITING and world.offer(live.offer) is None
        if waits and call is not None and call.phase is CallPhase.WAITING:
            yield live


def idle_for(world: World, campaign: Campaign) -> list[AgentId]:
    """Return who stands by for a campaign and is free, who has been idle longest first."""
    idle = [
        agent
        for agent in standing_by.working_for(world, campaign)
        if agent not in world.dials.kept and stands_by(world, agent)
    ]
    return sorted(idle, key=lambda agent: world.agents[agent].idle_since or world.agents[agent].since)


def stands_by(world: World, agent: AgentId) -> bool:
    """Say whether an agent could be joined to somebody now."""
    standby = world.dials.standby.get(agent)
    up = standby is not None and standby.up and world.agents[agent].state is AgentState.READY
    return up and agent not in world.phone_legs.values()


def _note_talks(world: World, now: datetime) -> None:
    """Tell pacing of talks that agents have done with."""
    for agent, talk in list(world.dials.talks.items()):
        status = world.agents[agent]
        if status.state is AgentState.WRAP_UP and talk.ended_at is None:
            world.dials.talks[agent] = talk.over(status.since)
        elif status.state is not AgentState.TALKING and status.state is not AgentState.WRAP_UP:
            del world.dials.talks[agent]
            pace = world.dials.paces.get(talk.campaign)
            ended = talk.ended_at or now
            if pace is not None:
                pace.handled.append(
                    Handled(
                        agent,
                        dialled_calls.seconds(now),
                        (ended - talk.began_at).total_seconds(),
                        (now - ended).total_seconds(),
                        closing=(ended - talk.closing_at).total_seconds() if talk.closing_at else None,
                    )
                )


# --- how many ---------------------------------------------------------------------------------------
def pace(world: World, campaign: Campaign, now: datetime) -> None:
    """Ask how many calls are to be started for a campaign now, and start them."""
    sources, it = world.dials.sources, _pace_of(world, campaign)
    assert sources is not None
    if not world.dials.stirred and it.asked_at is not None and now < it.asked_at + SECOND:
        return
    it.asked_at = now
    by_itself = campaign.mode is not Mode.PREVIEW and _may_dial(world, campaign)
    room = trunk.room_for(world, campaign, it, now) if by_itself else 0
    idle = idle_for(world, campaign)
    seen = dialing_sight.observe(world, campaign, it, idle, room, now)
    decision = it.controller.decide(seen, dialled_calls.seconds(now))
    it.ended.clear()
    it.handled.clear()
    it.reason, it.seen, it.lines = decision.reason, seen, decision.lines
    it.windows = sources.law.windows(campaign, seen.tallies)
    allowances.warn(world, campaign, it, now)
    for _ in range(min(decision.lines, room)):
        chosen = choose(world, campaign, idle, now)
        if chosen is None:
            return
        attempts.place(world, campaign, *chosen, now)
        trunk.begun(world, it, now)
        it.version = chosen[1].evidence.version


def _pace_of(world: World, campaign: Campaign) -> Pace:
    sources, paces = world.dials.sources, world.dials.paces
    assert sources is not None
    if campaign.name not in paces:
        paces[campaign.name] = Pace(sources.pacing[campaign.mode](campaign))
    return paces[campaign.name]


def _may_dial(world: World, campaign: Campaign) -> bool:
    return world.node is not None and campaigns.forbids(world, campaign.name) is None


def choose(
    world: World, campaign: Campaign, idle: Collection[AgentId], now: datetime
) -> tuple[Candidate, Allowed] | None:
    """Return the next lead that may be called, None if there is none just now."""
    sources = world.dials.sources
    assert sources is not None
    for _ in range(MOST_REFUSALS):
        candidate = sources.leads.next(campaign, now, idle)
        if candidate is None:
            return None
        judged = sources.law.judge(campaign, candidate, now)
        if isinstance(judged, Allowed):
            return candidate, judged
        _refuse(world, campaign, candidate, judged, now)
    return None


def call_for(world: World, campaign: Campaign, candidate: Candidate, now: datetime) -> Reason | None:
    """Call a lead that an agent has looked at, or say what forbids it; whoever answers is theirs."""
    sources, forbidden = world.dials.sources, campaigns.forbids(world, campaign.name)
    if sources is None or forbidden is not None:
        return forbidden or Reason("campaign_blind")
    judged = sources.law.judge(campaign, candidate, now)
    if isinstance(judged, Refused):
        _refuse(world, campaign, candidate, judged, now)
        return judged.reason
    attempts.place(world, campaign, candidate, judged, now)
    trunk.begun(world, _pace_of(world, campaign), now)
    return None


def _refuse(world: World, campaign: Campaign, candidate: Candidate, refusal: Refused, now: datetime) -> None:
    """Count what the law has refused, and put the lead aside."""
    whom = candidate.lead.id if refusal.about_lead else ""
    refusals.count(world, campaign, _pace_of(world, campaign), Refusals(1, now, whom, refusal.reason))
    put_aside(world, campaign, candidate, refusal, now)


def put_aside(
    world: World, campaign: Campaign, candidate: Candidate, refusal: Refused, now: datetime
) -> None:
    """Put a lead aside; where it is the campaign that may not call, that is why it begins no call."""
    assert world.dials.sources is not None
    lead = world.dials.sources.leads.refused(campaign, candidate, refusal, now)
    if lead is not None:
        world.ask(Keep(lead))
    if not refusal.about_lead:
        _pace_of(world, campaign).reason = refusal.reason
