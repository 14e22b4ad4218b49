"""What the other ports answer, and how the daemon is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ctid.model.agents import AgentStatus
from ctid.model.attempts import Attempt
from ctid.model.callbacks import Callback
from ctid.model.configuration import LiveSkills
from ctid.model.customers import Identification
from ctid.model.dialing import CampaignStatus, KillSwitch
from ctid.model.do_not_call import DoNotCall
from ctid.model.ids import InteractionId, LegId, OfferId, QueueName
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.leads import Lead
from ctid.model.messages import Message
from ctid.model.recordings import Recording
from ctid.model.refusals import RefusalCount
from ctid.model.switches import BlockedNumber, QueueSwitch
from ctid.model.work_items import WorkItem
from ctid.routing.estimate import Learnt


@dataclass(frozen=True, slots=True)
class CallerIdentified:
    """The store says who the caller may be."""

    leg: LegId
    identification: Identification


@dataclass(frozen=True, slots=True)
class PopShown:
    """The agent's page acknowledged the pop."""

    offer: OfferId


@dataclass(frozen=True, slots=True)
class PopNotShown:
    """No page of the agent is there to show it."""

    offer: OfferId


@dataclass(frozen=True, slots=True)
class StoreAble:
    """Whether anything that happens can be made durable now; until it is said, it can."""

    able: bool


@dataclass(frozen=True, slots=True)
class Draining:
    """The daemon is about to end: nothing new is begun; calls go on without it."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the store knew when the daemon started: the first input of a run."""

    agents: tuple[AgentStatus, ...]
    interactions: tuple[Interaction, ...]  # those not closed
    offers: tuple[OfferRecord, ...]  # those not ended
    messages: tuple[Message, ...] = ()  # those not closed, and those closed lately
    closed: Mapping[InteractionId, datetime] = field(default_factory=dict)  # lately: when
    recordings: tuple[Recording, ...] = ()  # those not handed over, and those of open interactions
    switches: tuple[QueueSwitch, ...] = ()  # those thrown
    blocked: tuple[BlockedNumber, ...] = ()  # those in force
    live_skills: tuple[LiveSkills, ...] = ()  # those in force
    dialled: tuple[Interaction, ...] = ()  # closed calls that agents made in the last two days
    callbacks: tuple[Callback, ...] = ()  # of open interactions, oldest wish first
    items: tuple[WorkItem, ...] = ()  # of open interactions
    do_not_call: tuple[DoNotCall, ...] = ()  # those in force
    campaigns: tuple[CampaignStatus, ...] = ()  # of all that were ever started
    kill_switch: KillSwitch | None = None  # None: it was never used
    attempts: tuple[Attempt, ...] = ()  # that have not ended
    results: tuple[Attempt, ...] = ()  # that have ended, of open interactions
    leads: tuple[Lead, ...] = ()  # of these attempts
    refusals: tuple[RefusalCount, ...] = ()  # of the last days
    experience: Mapping[QueueName, Learnt] = field(default_factory=dict)  # of the last day's calls
