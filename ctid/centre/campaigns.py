"""Rules about campaigns: who starts and stops them, what holds them, and the switch that stops all.

A campaign goes on over a restart as it was, once the switch has been seen: it is held until then. What holds
it is asked after every input, so a hold needs no deadline and nobody has to remember to release it. The kill
switch is different: after it nothing runs by itself again. It stays thrown over restarts, and when it is
taken back every campaign still is stopped.
"""

from dataclasses import replace
from datetime import datetime

from ctid.centre import condition, flights
from ctid.centre.world import BEFORE_ALL, World
from ctid.dialer.campaign import CampaignMove, advance
from ctid.model.agents import AgentState
from ctid.model.campaigns import Campaign, CampaignState
from ctid.model.commands import (
    KillDialing,
    PauseCampaign,
    ResumeDialing,
    StartCampaign,
    StopCampaign,
    WrappingUp,
)
from ctid.model.dialing import CampaignNow, CampaignStatus, KillSwitch
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.reasons import Reason
from ctid.model.reports import Remembered

ITSELF = "ctid"
LIVELY = (CampaignState.RUNNING, CampaignState.HELD)


# --- what supervisors ask ---------------------------------------------------------------------------
def start(world: World, command: StartCampaign, now: datetime) -> Reason | None:
    """Have a campaign dial; not while dialling is killed."""
    if world.dials.orders.killed is not None:
        return Reason("dialing_killed", killed(world.dials.orders.killed).facts)
    return _in_use(world, command.campaign) or _asked(world, command, CampaignMove.START, now)


def pause(world: World, command: PauseCampaign, now: datetime) -> Reason | None:
    """Have a campaign begin no call until it is started again."""
    return _asked(world, command, CampaignMove.PAUSE, now)


def stop(world: World, command: StopCampaign, now: datetime) -> Reason | None:
    """End a campaign."""
    return _asked(world, command, CampaignMove.STOP, now)


def kill(world: World, command: KillDialing, now: datetime) -> Reason | None:
    """Stop everything; doing it twice is no mistake. A phone rings on as long as the law wants."""
    if world.dials.orders.killed is not None:
        return None
    world.dials.orders.kill_switch = switch = KillSwitch(True, command.who, now)
    world.ask(Keep(switch))
    world.tell(EventKind.DIALING_KILLED, now, who=command.who, command=command.id)
    for name in list(world.dials.orders.statuses):
        move(world, name, CampaignMove.STOP, command.who, killed(switch), now)
    return None


def resume(world: World, command: ResumeDialing, now: datetime) -> Reason | None:
    """Let campaigns be started again."""
    if world.dials.orders.killed is None:
        return Reason("dialing_not_killed")
    world.dials.orders.kill_switch = switch = KillSwitch(False, command.who, now)
    world.ask(Keep(switch))
    world.tell(EventKind.DIALING_RESUMED, now, who=command.who, command=command.id)
    return None


def wrapping_up(world: World, command: WrappingUp, now: datetime) -> Reason | None:
    """Note that an agent's talk is about to end: the next call may be started a little sooner."""
    status = world.agents.get(command.agent)
    if status is None:
        return Reason("unknown_agent", {"agent": command.agent})
    if status.state is not AgentState.TALKING:
        return Reason("not_now", {"state": status.state.value})
    talk = world.dials.talks.get(command.agent)
    if talk is not None and talk.closing_at is None:
        world.dials.talks[command.agent] = replace(talk, closing_at=now)
        world.dials.stirred = True
        world.tell(EventKind.AGENT_CLOSING, now, call=status.interaction, agent=command.agent)
    return None


# --- what follows by itself -------------------------------------------------------------------------
def follow(world: World, now: datetime) -> None:
    """Hold and release what runs, stop what the configuration has no more."""
    reason = what_holds(world)
    for name, status in list(world.dials.orders.statuses.items()):
        if name not in world.site.campaigns:
            move(world, name, CampaignMove.STOP, ITSELF, Reason("campaign_gone"), now)
        elif reason is not None and status.state is CampaignState.RUNNING:
            move(world, name, CampaignMove.HOLD, ITSELF, reason, now)
        elif reason is None and status.state is CampaignState.HELD:
            move(world, name, CampaignMove.RELEASE, ITSELF, Reason("campaign_free"), now)
    world.dials.running = _lively(world)


def _lively(world: World) -> dict[str, Campaign]:
    """Return the campaigns that dial or are held, and those whose calls are under way: these go on."""
    statuses = world.dials.orders.statuses.values()
    lively = {status.campaign for status in statuses if status.state in LIVELY}
    lively |= {live.record.campaign for live in world.dials.attempts.values()}
    known = {**world.dials.running, **world.site.campaigns}
    return {name: known[name] for name in sorted(lively) if name in known}


def what_holds(world: World) -> Reason | None:
    """Say why no campaign may begin a call now, whatever supervisors want."""
    if not world.switch_seen:
        return Reason("campaign_blind")
    return condition.forbids_dialling(world)


def forbids(world: World, campaign: str) -> Reason | None:
    """Say why a campaign may not begin a call now; whoever dials asks this first."""
    if (held := what_holds(world)) is not None:
        return held
    if campaign not in world.site.campaigns:
        return Reason("unknown_campaign", {"campaign": campaign})
    state = status_of(world, campaign).state
    return None if state is CampaignState.RUNNING else Reason("campaign_is", {"state": state.value})


def remembered(world: World, report: Remembered) -> None:
    """Take up what campaigns did when the last run ended."""
    world.dials.orders.statuses.update((status.campaign, status) for status in report.campaigns)
    world.dials.orders.kill_switch = report.kill_switch


def move(
    world: World, campaign: str, move: CampaignMove, who: str, reason: Reason, now: datetime
) -> Reason | None:
    """Move a campaign and say so, or say why that has no place."""
    before = status_of(world, campaign)
    after = advance(before.state, move)
    if after is None:
        return Reason("campaign_is", {"state": before.state.value})
    world.dials.orders.statuses[campaign] = status = CampaignStatus(campaign, after, now, who, reason)
    world.ask(Keep(status))
    _tell(world, status)
    return None


def _tell(world: World, status: CampaignStatus) -> None:
    at, why, name, who = status.since, status.reason, status.campaign, status.who
    match status.state:
        case CampaignState.RUNNING:
            world.tell(EventKind.CAMPAIGN_STARTED, at, reason=why, campaign=name, who=who)
        case CampaignState.PAUSED:
            world.tell(EventKind.CAMPAIGN_PAUSED, at, reason=why, campaign=name, who=who)
        case CampaignState.STOPPED:
            world.tell(EventKind.CAMPAIGN_STOPPED, at, reason=why, campaign=name, who=who)
        case CampaignState.HELD:
            world.tell(EventKind.CAMPAIGN_HELD, at, reason=why, campaign=name, who=who)


# --- looking ----------------------------------------------------------------------------------------
def standings(world: World) -> dict[str, CampaignNow]:
    """Return every campaign of the configuration, and how it goes."""
    return {
        name: CampaignNow(campaign, status_of(world, name), flights.flight_of(world, name))
        for name, campaign in world.site.campaigns.items()
    }


def status_of(world: World, campaign: str) -> CampaignStatus:
    """Return what a campaign is doing; one that was never started is stopped."""
    never = CampaignStatus(campaign, CampaignState.STOPPED, BEFORE_ALL, "", Reason("campaign_new"))
    return world.dials.orders.statuses.get(campaign, never)


def killed(switch: KillSwitch) -> Reason:
    """Say by whose word all was stopped."""
    since = switch.since.strftime("%Y-%m-%d %H:%M:%S")
    return Reason("campaign_killed", {"who": switch.who, "since": since})


def _in_use(world: World, campaign: str) -> Reason | None:
    """Say which list of a campaign another one dials from: two would not know of each other's leads."""
    own = world.site.campaigns.get(campaign)
    for name, status in world.dials.orders.statuses.items():
        other = world.site.campaigns.get(name)
        if own is None or other is None or name == campaign or status.state is CampaignState.STOPPED:
            continue
        for shared in sorted(own.lists.keys() & other.lists.keys()):
            return Reason("list_in_use", {"list": shared, "campaign": name})
    return None


def _asked(
    world: World, command: StartCampaign | PauseCampaign | StopCampaign, asked: CampaignMove, now: datetime
) -> Reason | None:
    if command.campaign not in world.site.campaigns:
        return Reason("unknown_campaign", {"campaign": command.campaign})
    return move(world, command.campaign, asked, command.who, Reason("asked", {"by": command.who}), now)
