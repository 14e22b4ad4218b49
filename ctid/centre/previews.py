"""Rules about leads that an agent looks at before anybody is called.

An agent who looks is not busy: an inbound call comes first, and the lead is still there afterwards. Which
lead it is, is found by whoever keeps the lists (`show`); the attempt is made by whoever dials: of a preview
with a number to `dial`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ctid.centre import campaigns, dialing, trunk
from ctid.centre.world import World
from ctid.dialer.sources import Candidate, Refused
from ctid.model.agents import AgentState
from ctid.model.attempts import Mode
from ctid.model.campaigns import Campaign, CampaignState
from ctid.model.commands import DialLead, SkipLead, TakeLead
from ctid.model.dialing import Preview
from ctid.model.events import EventKind
from ctid.model.ids import AgentId
from ctid.model.leads import Lead
from ctid.model.reasons import Reason
from ctid.model.site import Queue
from ctid.routing.skills import meets

FREE = (AgentState.READY, AgentState.NOT_READY)
SKIPPED_FOR = timedelta(hours=1)


def take(world: World, command: TakeLead, now: datetime) -> Reason | None:
    """Want the next lead of a campaign; the one that is shown already stays."""
    refused = _may_take(world, command)
    if refused is None and command.agent not in world.dials.orders.previews:
        world.dials.orders.previews[command.agent] = Preview(command.campaign, command.id, now)
    return refused


def skip(world: World, command: SkipLead, now: datetime) -> Reason | None:
    """Put a lead aside; it stays in its list."""
    preview = _shown(world, command)
    if isinstance(preview, Reason):
        return preview
    del world.dials.orders.previews[command.agent]
    _skipped(world, preview, command, now)
    world.tell(
        EventKind.LEAD_SKIPPED, now, agent=command.agent,
        campaign=preview.campaign, lead=command.lead, why=command.why,
    )  # fmt: skip
    return None


def dial(world: World, command: DialLead, now: datetime) -> Reason | None:
    """Have the lead called that is shown; what the law says of that moment is the answer."""
    preview = _shown(world, command)
    if isinstance(preview, Reason):
        return preview
    assert preview.lead is not None
    numbers = [each.number for each in preview.lead.numbers]
    number = command.number or next(iter(numbers), "")
    if number not in numbers:
        return Reason("not_their_number", {"number": number})
    if (forbidden := campaigns.forbids(world, preview.campaign)) is not None:
        return forbidden
    campaign = world.site.campaigns[preview.campaign]
    if world.dials.sources is not None and not dialing.stands_by(world, command.agent):
        return Reason("not_standing_by")
    if (full := trunk.no_line(world, campaign)) is not None:
        return full
    refused = dialing.call_for(world, campaign, Candidate(preview.lead, number, command.agent), now)
    del world.dials.orders.previews[command.agent]
    return refused


def follow(world: World, now: datetime) -> None:
    """Find a lead for whoever wants to see one; take back what nobody will, or nobody may, call."""
    sources = world.dials.sources
    for agent, preview in list(world.dials.orders.previews.items()):
        if _is_over(world, agent, preview):
            _give_up(world, agent, preview, now)
            continue
        stale = sources is not None and preview.lead is not None and not sources.leads.is_out(preview.lead)
        if stale:
            world.dials.orders.previews[agent] = replace(preview, lead=None)
        campaign = world.dials.running.get(preview.campaign)
        if (stale or preview.lead is None) and campaign is not None and sources is not None:
            chosen = dialing.choose(world, campaign, (agent,), now)
            show(world, agent, chosen[0].lead if chosen is not None else None, now)


def show(world: World, agent: AgentId, lead: Lead | None, now: datetime) -> None:
    """Take the lead that was found for an agent who wants one; None if there is none now."""
    preview = world.dials.orders.previews.get(agent)
    if preview is None or preview.lead is not None:
        return
    if lead is None:
        del world.dials.orders.previews[agent]
    else:
        world.dials.orders.previews[agent] = replace(preview, lead=lead)
    shown = lead.id if lead is not None else ""
    world.tell(
        EventKind.LEAD_SHOWN, now, agent=agent, campaign=preview.campaign, lead=shown, command=preview.asked
    )


def _is_over(world: World, agent: AgentId, preview: Preview) -> bool:
    status = world.agents.get(agent)
    stopped = campaigns.status_of(world, preview.campaign).state is CampaignState.STOPPED
    return stopped or status is None or status.state is AgentState.SIGNED_OFF


def _give_up(world: World, agent: AgentId, preview: Preview, now: datetime) -> None:
    del world.dials.orders.previews[agent]
    campaign = world.site.campaigns.get(preview.campaign)
    if world.dials.sources is not None and campaign is not None and preview.lead is not None:
        world.dials.sources.leads.unused(campaign, preview.lead, now)


def _skipped(world: World, preview: Preview, command: SkipLead, now: datetime) -> None:
    """Have a lead that was skipped shown again later, not at once."""
    campaign = world.site.campaigns.get(preview.campaign)
    if world.dials.sources is not None and campaign is not None and preview.lead is not None:
        why = Reason("lead_skipped", {"agent": command.agent, "why": command.why or "–"})
        shown = Candidate(preview.lead, preview.lead.numbers[0].number, command.agent)
        dialing.put_aside(world, campaign, shown, Refused(why, now + SKIPPED_FOR), now)


def offered(world: World, agent: AgentId) -> list[Campaign]:
    """Return the campaigns that show an agent their leads just now."""
    found = (each for each in world.site.campaigns.values() if _shows_leads(world, each, agent) is None)
    return [each for each in found if campaigns.forbids(world, each.name) is None]


def answers(world: World, agent: AgentId, queue: Queue) -> bool:
    """Say whether an agent is one of those who answer a queue, sooner or later."""
    levels = {str(skill): level for skill, level in world.site.agents[agent].skills.items()}
    return any(meets(levels, step.admits) for step in queue.relaxation)


def _may_take(world: World, command: TakeLead) -> Reason | None:
    campaign = world.site.campaigns.get(command.campaign)
    if campaign is None:
        return Reason("unknown_campaign", {"campaign": command.campaign})
    if (refused := _shows_leads(world, campaign, command.agent)) is not None:
        return refused
    if (state := world.agents[command.agent].state) not in FREE:
        return Reason("not_now", {"state": state.value})
    return campaigns.forbids(world, command.campaign)


def _shows_leads(world: World, campaign: Campaign, agent: AgentId) -> Reason | None:
    """Say why a campaign never shows its leads to an agent, None if it does."""
    if campaign.mode is not Mode.PREVIEW or campaign.queue is None:
        return Reason("not_preview", {"campaign": campaign.name})
    if agent not in world.site.agents:
        return Reason("unknown_agent", {"agent": agent})
    answered = answers(world, agent, world.site.queues[campaign.queue])
    return None if answered else Reason("not_of_queue", {"agent": agent, "queue": campaign.queue})


def _shown(world: World, command: SkipLead | DialLead) -> Preview | Reason:
    """Return the preview whose lead a command names, if it is still open."""
    preview = world.dials.orders.previews.get(command.agent)
    if preview is None or preview.lead is None or preview.lead.id != command.lead:
        return Reason("no_lead_shown")
    return preview
