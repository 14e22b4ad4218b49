"""What the api asks of the daemon it is the face of. The runtime and the store fit these shapes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from ctid.model.agents import AgentStatus
from ctid.model.callbacks import Callback
from ctid.model.campaigns import Campaign
from ctid.model.commands import Command
from ctid.model.customer_facts import CustomerFacts
from ctid.model.customers import Customer
from ctid.model.dialing import CampaignCall, CampaignNow, KillSwitch, Preview
from ctid.model.do_not_call import DoNotCall
from ctid.model.effects import PopCustomer
from ctid.model.events import EventKind, Published
from ctid.model.ids import AgentId, CustomerId, InteractionId, QueueName
from ctid.model.integrations import Integration
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.messages import Message, MessageId, MessageState
from ctid.model.reasons import Reason
from ctid.model.reports import PopNotShown, PopShown
from ctid.model.site import Site
from ctid.model.switches import BlockedNumber, QueueSwitch
from ctid.model.waits import Line, Wait
from ctid.model.work_items import WorkItem


class Centre(Protocol):
    """The live centre. Looks are answered at once; only `ask` waits for the one writer."""

    @property
    def site(self) -> Site:
        """The site as configured."""
        ...

    async def ask(self, command: Command) -> Reason | None:
        """Have `command` done: None when it is, or the rule that refused it."""
        ...

    def agent(self, agent: AgentId) -> AgentStatus | None:
        """Return what the agent is doing."""
        ...

    def interaction(self, id: InteractionId) -> Interaction | None:
        """Return a live interaction; None once it is closed and only the records know it."""
        ...

    def message(self, id: MessageId) -> Message | None:
        """Return a message that is open, or was closed lately."""
        ...

    def pop(self, agent: AgentId) -> PopCustomer | None:
        """Return the pop of the agent's offer or interaction, for a page that was reloaded."""
        ...

    def report(self, report: PopShown | PopNotShown) -> None:
        """Take what became of a pop; returns at once, decides later."""
        ...

    def switches(self) -> Mapping[QueueName, QueueSwitch]:
        """Return the queues that a supervisor has closed."""
        ...

    def waiting(self) -> Mapping[QueueName, int]:
        """Return how many callers wait in each queue."""
        ...

    def why(self, id: InteractionId) -> Wait | None:
        """Explain why a caller waits; None for one who does not."""
        ...

    def line(self, most: int) -> Line:
        """Return the first so many who wait, in routing order."""
        ...

    def blocked(self) -> Mapping[str, BlockedNumber]:
        """Return the numbers that are not let in, by number."""
        ...

    def callbacks(self) -> Mapping[InteractionId, Callback]:
        """Return who is to be called back, by interaction, as they asked for it."""
        ...

    def items(self) -> Mapping[InteractionId, WorkItem]:
        """Return the work of other channels that is not closed, in the order in which it was brought."""
        ...

    def callbacks_held(self) -> Mapping[InteractionId, Reason]:
        """Return why those of them that keep a place may not be called now, if they may not."""
        ...

    def do_not_call(self) -> Mapping[str, DoNotCall]:
        """Return the numbers that are not called back, by number."""
        ...

    def campaigns(self) -> Mapping[str, CampaignNow]:
        """Return every campaign, and how it goes."""
        ...

    def kill_switch(self) -> KillSwitch | None:
        """Return the switch above all campaigns, None if it was never used."""
        ...

    def campaigns_to_preview(self, agent: AgentId) -> Sequence[Campaign]:
        """Return the campaigns that show an agent their leads just now."""
        ...

    def preview(self, agent: AgentId) -> Preview | None:
        """Return the lead that an agent looks at, or waits for."""
        ...

    def campaign_call(self, interaction: InteractionId) -> CampaignCall | None:
        """Return of which campaign, and to which lead, an interaction is."""
        ...

    def health(self) -> Mapping[str, object]:
        """Return `status` ("ok" or "degraded"), `switch`, `store` and `version`, ready for JSON."""
        ...


class SessionRow(Protocol):
    """Who a session belongs to: `role` is "agent" or "supervisor", `subject` an agent's id or a name."""

    @property
    def role(self) -> str:
        """What the subject may do."""
        ...

    @property
    def subject(self) -> str:
        """Who it is."""
        ...


class TokenRow(Protocol):
    """An integrator's program and what it may do (see `scopes`)."""

    @property
    def name(self) -> str:
        """Which program it is."""
        ...

    @property
    def scopes(self) -> Sequence[str]:
        """What it may do."""
        ...


class Integrations(Protocol):
    """The systems that may send signed requests, and the requests they have sent."""

    async def integrations(self) -> Sequence[Integration]:
        """Return all of them."""
        ...

    async def command_of(self, integration: str, message: str, now: datetime) -> str | None:
        """Return the command that a message led to; None for a message that is new."""
        ...

    async def claim(
        self, integration: str, message: str, command: str, *, now: datetime, until: datetime
    ) -> str | None:
        """Remember until `until` that a message leads to `command`, once.

        Returns None when it does now, or the command that the message led to before.
        """
        ...


class Records(Integrations, Protocol):
    """The store, as far as pages may read and write it."""

    def is_away(self, error: Exception) -> bool:
        """Say whether an error that one of these raised means that the database is out of reach for now."""
        ...

    async def redeem_ticket(self, token: str, now: datetime) -> str | None:
        """Trade a ticket, once and in time, for a new session's token."""
        ...

    async def session(self, token: str, now: datetime) -> SessionRow | None:
        """Return the session if it is open and not too old."""
        ...

    async def end_session(self, token: str) -> None:
        """Forget the session; an unknown one is no mistake."""
        ...

    async def token(self, token: str) -> TokenRow | None:
        """Return whose token it is; None when it is unknown or revoked."""
        ...

    async def customer(self, id: CustomerId) -> Customer | None:
        """Return a customer."""
        ...

    async def add_customer(self, customer: Customer) -> bool:
        """Write a new customer down; False (and nothing is written) when the id is taken."""
        ...

    async def facts_of(self, customer: CustomerId) -> CustomerFacts:
        """Return what else is known of a customer."""
        ...

    async def put_facts(self, customer: CustomerId, facts: CustomerFacts) -> bool:
        """Have these facts known, and no others; False if there is no such customer."""
        ...

    async def interactions(self, limit: int, before: InteractionId | None) -> Sequence[Interaction]:
        """Return the latest interactions, newest first, or those that arrived before `before`."""
        ...

    async def interaction(self, id: InteractionId) -> Interaction | None:
        """Return an interaction with its segments."""
        ...

    async def offers(self, of: InteractionId) -> Sequence[OfferRecord]:
        """Return an interaction's offers, oldest first."""
        ...

    async def ended_callbacks(self, limit: int) -> Sequence[Callback]:
        """Return the wishes to be called back that ended last, newest first."""
        ...

    async def message(self, id: MessageId) -> Message | None:
        """Return a message that a caller left."""
        ...

    async def messages(
        self, limit: int, before: MessageId | None, *, states: Collection[MessageState]
    ) -> Sequence[Message]:
        """Return the newest first, or those before `before`; of these states, or (none) of all."""
        ...

    async def item(self, id: InteractionId) -> WorkItem | None:
        """Return a piece of work of another channel, closed or not."""
        ...

    async def events_of(self, interaction: InteractionId) -> Sequence[Published]:
        """Return an interaction's events, oldest first."""
        ...

    async def events_since(
        self,
        seq: int,
        limit: int,
        *,
        upto: int | None = None,
        kinds: Collection[EventKind] = (),
        interaction: InteractionId | None = None,
    ) -> Sequence[Published]:
        """Return up to `limit` events after `seq`, up to `upto`, oldest first; no kinds are all kinds."""
        ...

    async def first_seq(self) -> int:
        """Return the number of the oldest event that is kept; 0 when there is none."""
        ...

    async def last_seq(self) -> int:
        """Return the number of the newest committed event; 0 when there is none."""
        ...

    async def parts_of(
        self, wanted: Collection[InteractionId]
    ) -> Mapping[InteractionId, Mapping[AgentId, int]]:
        """Return each interaction's agents, with the number of the first event that names each."""
        ...
