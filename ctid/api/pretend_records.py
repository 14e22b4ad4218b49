"""Records made of plain memory, for tests of the api and for working on the pages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ctid.api.pretend_sign_in import PretendSession, PretendToken
from ctid.model.callbacks import Callback
from ctid.model.customers import Customer
from ctid.model.events import EventKind, Published
from ctid.model.ids import AgentId, CustomerId, InteractionId
from ctid.model.integrations import Integration
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.messages import Message, MessageId, MessageState
from ctid.model.work_items import WorkItem


@dataclass(slots=True)
class PretendRecords:
    """Tickets (token → session), sessions, tokens, customers, calls, events and messages in dicts."""

    tickets: dict[str, PretendSession] = field(default_factory=dict)
    sessions: dict[str, PretendSession] = field(default_factory=dict)
    tokens: dict[str, PretendToken] = field(default_factory=dict)
    customers: dict[CustomerId, Customer] = field(default_factory=dict)
    kept: dict[InteractionId, Interaction] = field(default_factory=dict)
    left: dict[MessageId, Message] = field(default_factory=dict)
    events: list[Published] = field(default_factory=list)
    made: list[OfferRecord] = field(default_factory=list)
    items: dict[InteractionId, WorkItem] = field(default_factory=dict)
    ended: list[Callback] = field(default_factory=list)
    integrated: list[Integration] = field(default_factory=list)
    claimed: dict[tuple[str, str], tuple[str, datetime]] = field(default_factory=dict)

    def is_away(self, error: Exception) -> bool:
        """Say so of what nothing else here raises."""
        return isinstance(error, BlockingIOError)

    async def integrations(self) -> Sequence[Integration]:
        """Return what was put into `integrated`."""
        return self.integrated

    async def command_of(self, integration: str, message: str, now: datetime) -> str | None:
        """Return the command of a message that is remembered."""
        command, until = self.claimed.get((integration, message), ("", now))
        return command if until > now else None

    async def claim(
        self, integration: str, message: str, command: str, *, now: datetime, until: datetime
    ) -> str | None:
        """Remember a message, unless it is remembered."""
        before = await self.command_of(integration, message, now)
        if before is None:
            self.claimed[integration, message] = (command, until)
        return before

    async def redeem_ticket(self, token: str, now: datetime) -> str | None:
        """Take the ticket away; a session of twelve hours comes of it."""
        ticket = self.tickets.pop(token, None)
        if ticket is None or ticket.until <= now:
            return None
        session = f"session-of-{token}"
        self.sessions[session] = PretendSession(ticket.role, ticket.subject, now + timedelta(hours=12))
        return session

    async def session(self, token: str, now: datetime) -> PretendSession | None:
        """Return an open session."""
        row = self.sessions.get(token)
        return row if row and row.until > now else None

    async def end_session(self, token: str) -> None:
        """Forget a session."""
        self.sessions.pop(token, None)

    async def token(self, token: str) -> PretendToken | None:
        """Return what was put into `tokens`."""
        return self.tokens.get(token)

    async def customer(self, id: CustomerId) -> Customer | None:
        """Return a customer."""
        return self.customers.get(id)

    async def add_customer(self, customer: Customer) -> bool:
        """Keep a new customer."""
        return self.customers.setdefault(customer.id, customer) is customer

    async def interactions(self, limit: int, before: InteractionId | None) -> Sequence[Interaction]:
        """Return the newest first."""
        newest = sorted(self.kept.values(), key=lambda each: (each.arrived_at, each.id), reverse=True)
        first = 1 + [each.id for each in newest].index(before) if before in self.kept else 0
        return newest[first : first + limit]

    async def interaction(self, id: InteractionId) -> Interaction | None:
        """Return a kept interaction."""
        return self.kept.get(id)

    async def offers(self, of: InteractionId) -> Sequence[OfferRecord]:
        """Return those of `made`."""
        return [each for each in self.made if each.interaction == of]

    async def ended_callbacks(self, limit: int) -> Sequence[Callback]:
        """Return the first of `ended`."""
        return self.ended[:limit]

    async def message(self, id: MessageId) -> Message | None:
        """Return what was put into `left`."""
        return self.left.get(id)

    async def messages(
        self, limit: int, before: MessageId | None, *, states: Collection[MessageState]
    ) -> Sequence[Message]:
        """Return the newest first."""
        newest = sorted(self.left.values(), key=lambda each: (each.left_at, each.id), reverse=True)
        newest = [each for each in newest if not states or each.state in states]
        first = 1 + [each.id for each in newest].index(before) if before in self.left else 0
        return newest[first : first + limit]

    async def item(self, id: InteractionId) -> WorkItem | None:
        """Return what was put into `items`."""
        return self.items.get(id)

    async def events_of(self, interaction: InteractionId) -> Sequence[Published]:
        """Return an interaction's events."""
        return [each for each in self.events if each.event.interaction == interaction]

    async def events_since(
        self,
        seq: int,
        limit: int,
        *,
        upto: int | None = None,
        kinds: Collection[EventKind] = (),
        interaction: InteractionId | None = None,
    ) -> Sequence[Published]:
        """Return those of `events` that are asked for."""
        return [
            each
            for each in self.events
            if seq < each.seq <= (each.seq if upto is None else upto)
            and (not kinds or each.event.kind in kinds)
            and interaction in (None, each.event.interaction)
        ][:limit]

    async def first_seq(self) -> int:
        """Return the first number in `events`."""
        return self.events[0].seq if self.events else 0

    async def last_seq(self) -> int:
        """Return the last number in `events`."""
        return self.events[-1].seq if self.events else 0

    async def parts_of(
        self, wanted: Collection[InteractionId]
    ) -> Mapping[InteractionId, Mapping[AgentId, int]]:
        """Return who is named first where in `events`."""
        parts: dict[InteractionId, dict[AgentId, int]] = {}
        for each in self.events:
            event = each.event
            if event.agent is not None and event.interaction is not None and event.interaction in wanted:
                parts.setdefault(event.interaction, {}).setdefault(event.agent, each.seq)
        return parts
