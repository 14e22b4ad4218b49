"""A centre made of plain memory, for tests of the api and for working on the pages."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ctid.api.pretend_items import follow
from ctid.model.agents import AgentStatus
from ctid.model.attempts import Mode
from ctid.model.callbacks import Callback
from ctid.model.campaigns import Campaign
from ctid.model.commands import (
    AllowCallbacks,
    ApplySite,
    AttachData,
    BlockNumber,
    CancelCallback,
    CloseMessage,
    CloseQueue,
    Command,
    ForbidCallbacks,
    HearRecording,
    KillDialing,
    NoteConsent,
    OpenQueue,
    PauseCampaign,
    PauseRecording,
    ReopenMessage,
    ResumeDialing,
    ResumeRecording,
    StartCampaign,
    StopCampaign,
    UnblockNumber,
)
from ctid.model.commands.items import ItemCommand
from ctid.model.dialing import CampaignCall, CampaignNow, KillSwitch, Preview
from ctid.model.do_not_call import DoNotCall
from ctid.model.effects import PopCustomer
from ctid.model.ids import AgentId, InteractionId, QueueName
from ctid.model.interactions import Interaction
from ctid.model.messages import Message, MessageId
from ctid.model.reasons import Reason
from ctid.model.reports import PopNotShown, PopShown
from ctid.model.site import Site
from ctid.model.switches import BlockedNumber, QueueSwitch
from ctid.model.waits import InLine, Line, Wait
from ctid.model.work_items import WorkItem

OF_NOBODY = (
    CloseQueue | OpenQueue | BlockNumber | UnblockNumber | HearRecording | ApplySite
    | ForbidCallbacks | AllowCallbacks | NoteConsent
    | StartCampaign | PauseCampaign | StopCampaign | KillDialing | ResumeDialing
)  # fmt: skip


def _set() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass(slots=True)
class PretendCentre:
    """Notes what it is asked and told, and answers what it was given to, while `answering` is set."""

    site: Site
    answering: asyncio.Event = field(default_factory=_set)
    refuses: Reason | None = None
    asked: list[Command] = field(default_factory=list)
    reported: list[PopShown | PopNotShown] = field(default_factory=list)
    agents: dict[AgentId, AgentStatus] = field(default_factory=dict)
    interactions: dict[InteractionId, Interaction] = field(default_factory=dict)
    left: dict[MessageId, Message] = field(default_factory=dict)
    pops: dict[AgentId, PopCustomer] = field(default_factory=dict)
    closed: dict[QueueName, QueueSwitch] = field(default_factory=dict)
    numbers: dict[str, BlockedNumber] = field(default_factory=dict)
    waits: dict[InteractionId, Wait] = field(default_factory=dict)
    in_line: list[InLine] = field(default_factory=list)
    wishes: dict[InteractionId, Callback] = field(default_factory=dict)
    brought: dict[InteractionId, WorkItem] = field(default_factory=dict)

    held: dict[InteractionId, Reason] = field(default_factory=dict)
    unwanted: dict[str, DoNotCall] = field(default_factory=dict)
    dialed: dict[str, CampaignNow] = field(default_factory=dict)
    thrown: KillSwitch | None = None
    previews: dict[AgentId, Preview] = field(default_factory=dict)
    campaign_calls: dict[InteractionId, CampaignCall] = field(default_factory=dict)
    condition: dict[str, object] = field(default_factory=lambda: {"status": "ok"})

    async def ask(self, command: Command) -> Reason | None:
        """Note the command; refuse it if so told, or if it is about nobody or nothing that is there."""
        self.asked.append(command)
        await self.answering.wait()
        if isinstance(command, OF_NOBODY):
            return self.refuses
        if isinstance(command, ItemCommand):
            return self.refuses or follow(command, self.brought, self.interactions)
        if isinstance(command, AttachData | PauseRecording | ResumeRecording | CancelCallback):
            known = command.interaction in self.interactions
            missing = Reason("unknown_interaction", {"interaction": command.interaction})
        elif isinstance(command, CloseMessage | ReopenMessage):
            known = command.message in self.left
            missing = Reason("unknown_message", {"message": command.message})
        else:
            known = command.agent in self.site.agents
            missing = Reason("unknown_agent", {"agent": command.agent})
        return self.refuses if known else missing

    def agent(self, agent: AgentId) -> AgentStatus | None:
        """Return what was put into `agents`."""
        return self.agents.get(agent)

    def interaction(self, id: InteractionId) -> Interaction | None:
        """Return what was put into `interactions`."""
        return self.interactions.get(id)

    def message(self, id: MessageId) -> Message | None:
        """Return what was put into `left`."""
        return self.left.get(id)

    def pop(self, agent: AgentId) -> PopCustomer | None:
        """Return what was put into `pops`."""
        return self.pops.get(agent)

    def report(self, report: PopShown | PopNotShown) -> None:
        """Note the report."""
        self.reported.append(report)

    def switches(self) -> Mapping[QueueName, QueueSwitch]:
        """Return what was put into `closed`."""
        return self.closed

    def waiting(self) -> Mapping[QueueName, int]:
        """Return that nobody waits."""
        return {}

    def why(self, id: InteractionId) -> Wait | None:
        """Return what was put into `waits`."""
        return self.waits.get(id)

    def line(self, most: int) -> Line:
        """Return the first of `in_line`."""
        return Line(tuple(self.in_line[:most]), len(self.in_line))

    def blocked(self) -> Mapping[str, BlockedNumber]:
        """Return what was put into `numbers`."""
        return self.numbers

    def callbacks(self) -> Mapping[InteractionId, Callback]:
        """Return what was put into `wishes`."""
        return self.wishes

    def items(self) -> Mapping[InteractionId, WorkItem]:
        """Return what was put into `brought`."""
        return self.brought

    def callbacks_held(self) -> Mapping[InteractionId, Reason]:
        """Return what was put into `held`."""
        return self.held

    def do_not_call(self) -> Mapping[str, DoNotCall]:
        """Return what was put into `unwanted`."""
        return self.unwanted

    def campaigns(self) -> Mapping[str, CampaignNow]:
        """Return what was put into `dialed`."""
        return self.dialed

    def kill_switch(self) -> KillSwitch | None:
        """Return what was put into `thrown`."""
        return self.thrown

    def campaigns_to_preview(self, agent: AgentId) -> Sequence[Campaign]:
        """Return those of `dialed` whose leads agents look at first."""
        return [each.campaign for each in self.dialed.values() if each.campaign.mode is Mode.PREVIEW]

    def preview(self, agent: AgentId) -> Preview | None:
        """Return what was put into `previews`."""
        return self.previews.get(agent)

    def campaign_call(self, interaction: InteractionId) -> CampaignCall | None:
        """Return what was put into `campaign_calls`."""
        return self.campaign_calls.get(interaction)

    def health(self) -> Mapping[str, object]:
        """Return `condition`."""
        return self.condition
