"""The centre as the API sees it: looks are answered at once, commands go through the one loop."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version

from ctid.asterisk.port import AsteriskPort
from ctid.centre.centre import Centre
from ctid.model.agents import AgentStatus
from ctid.model.callbacks import Callback
from ctid.model.campaigns import Campaign
from ctid.model.commands import Command
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
from ctid.model.waits import Line, Wait
from ctid.model.work_items import WorkItem
from ctid.runtime.answers import Answers
from ctid.runtime.loop import Loop
from ctid.store.store import Store


class Front:
    """Fits `ctid.api.ports.Centre`."""

    def __init__(
        self,
        centre: Centre,
        loop: Loop,
        answers: Answers,
        *,
        switch: AsteriskPort,
        store: Store,
        clock: Callable[[], datetime],
    ) -> None:
        self._centre = centre
        self._loop = loop
        self._answers = answers
        self._switch = switch
        self._store = store
        self._clock = clock

    @property
    def site(self) -> Site:
        """The site as configured."""
        return self._centre.site

    async def ask(self, command: Command) -> Reason | None:
        """Have `command` handled in its turn; how long to wait is for who asks to say."""
        answer = self._answers.expect(command.id)
        self._loop.report(command)
        return await answer

    def agent(self, agent: AgentId) -> AgentStatus | None:
        """Return what the agent is doing."""
        return self._centre.agent(agent)

    def interaction(self, id: InteractionId) -> Interaction | None:
        """Return a live interaction."""
        return self._centre.interaction(id)

    def message(self, id: MessageId) -> Message | None:
        """Return a message that is open, or was closed lately."""
        return self._centre.message(id)

    def pop(self, agent: AgentId) -> PopCustomer | None:
        """Return what a reloaded page should show."""
        return self._centre.pop(agent, now=self._clock())

    def report(self, report: PopShown | PopNotShown) -> None:
        """Take what became of a pop."""
        self._loop.report(report)

    def switches(self) -> Mapping[QueueName, QueueSwitch]:
        """Return the queues that a supervisor has closed."""
        return self._centre.switches()

    def waiting(self) -> Mapping[QueueName, int]:
        """Return how many callers wait in each queue."""
        return self._centre.waiting()

    def why(self, id: InteractionId) -> Wait | None:
        """Explain why a caller waits."""
        return self._centre.why(id, now=self._clock())

    def line(self, most: int) -> Line:
        """Return the first so many who wait."""
        return self._centre.line(most, now=self._clock())

    def blocked(self) -> Mapping[str, BlockedNumber]:
        """Return the numbers that are not let in."""
        return self._centre.blocked()

    def callbacks(self) -> Mapping[InteractionId, Callback]:
        """Return who is to be called back."""
        return self._centre.callbacks()

    def items(self) -> Mapping[InteractionId, WorkItem]:
        """Return the work of other channels that is not closed."""
        return self._centre.items()

    def callbacks_held(self) -> Mapping[InteractionId, Reason]:
        """Return why those may not be called back now who may not."""
        return self._centre.callbacks_held()

    def do_not_call(self) -> Mapping[str, DoNotCall]:
        """Return the numbers that are not called back."""
        return self._centre.do_not_call()

    def campaigns(self) -> Mapping[str, CampaignNow]:
        """Return every campaign, and how it goes."""
        return self._centre.campaigns()

    def kill_switch(self) -> KillSwitch | None:
        """Return the switch above all campaigns, None if it was never used."""
        return self._centre.kill_switch()

    def campaigns_to_preview(self, agent: AgentId) -> Sequence[Campaign]:
        """Return the campaigns that show an agent their leads just now."""
        return self._centre.campaigns_to_preview(agent)

    def preview(self, agent: AgentId) -> Preview | None:
        """Return the lead that an agent looks at, or waits for."""
        return self._centre.preview(agent)

    def campaign_call(self, interaction: InteractionId) -> CampaignCall | None:
        """Return of which campaign, and to which lead, an interaction is."""
        return self._centre.campaign_call(interaction)

    def health(self) -> Mapping[str, object]:
        """Say how the daemon is: "degraded" while switch or database is away, "draining" before its end."""
        switch, store = self._switch.status(), self._store.status()
        sound = bool(switch["connected"]) and not store.problem
        return {
            "status": "draining" if self._centre.draining else "ok" if sound else "degraded",
            "version": version("ctid"),
            "switch": switch,
            "store": {
                "connected": not store.problem,
                "since": store.since.isoformat(timespec="milliseconds"),
                "problem": store.problem,
                "pending": store.pending,
                "spooled": store.spooled,
                "refused": store.refused,
            },
            "calls": self._centre.counts(),
            "tasks": len(asyncio.all_tasks()),
        }
