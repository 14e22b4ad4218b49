"""What has happened. Any onlooker may read events; none may cause a decision.

An event is one envelope for all readers (pages, REST, webhooks): a kind out of a closed set, an
instant, the subjects it is about and flat facts. `seq` is given when it is published.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ctid.model.ids import AgentId, InteractionId, OfferId
from ctid.model.reasons import Fact, Reason


class EventKind(StrEnum):
    """Everything that can happen, in the words of CSTA (ECMA-269) where it has one."""

    CALL_ARRIVED = "call.arrived"
    IVR_STEPPED = "ivr.stepped"
    IVR_LEFT = "ivr.left"  # the caller's way through the flow, now that it is over
    CUSTOMER_IDENTIFIED = "customer.identified"
    CUSTOMER_CHOSEN = "customer.chosen"
    CALL_QUEUED = "call.queued"
    CALL_REFUSED = "call.refused"  # by a queue (closed, nobody signed on), or what was dialled
    CALL_OVERFLOWED = "call.overflowed"  # a queue sends the caller elsewhere
    WAIT_TOLD = "wait.told"  # the caller is told their place in the line, or the wait
    CALL_READOPTED = "call.readopted"
    OFFER_MADE = "offer.made"
    POP_SHOWN = "pop.shown"
    POP_SKIPPED = "pop.skipped"
    CALL_DELIVERED = "call.delivered"  # the agent's phone rings
    LEG_ANSWERED = "leg.answered"
    OFFER_MISSED = "offer.missed"
    OFFER_WITHDRAWN = "offer.withdrawn"
    CALL_ESTABLISHED = "call.established"
    CALL_ORIGINATED = "call.originated"  # an agent dials out
    CALL_EMERGENCY = "call.emergency"  # a phone calls the emergency services
    CALL_HELD = "call.held"
    CALL_RETRIEVED = "call.retrieved"
    CALL_FAILED = "call.failed"  # the called party could not be reached
    CALL_CONSULTED = "call.consulted"  # the agent and the party they asked hear each other
    CALL_TRANSFERRED = "call.transferred"
    CALL_CONFERENCED = "call.conferenced"
    RECORD_POPPED = "record.popped"
    DATA_ATTACHED = "data.attached"
    CONNECTION_CLEARED = "connection.cleared"  # one party left
    CALL_CLEARED = "call.cleared"  # the caller is gone
    WRAP_UP_STARTED = "agent.wrap_up"
    WRAP_UP_EXTENDED = "agent.wrap_up_extended"
    INTERACTION_DISPOSED = "interaction.disposed"
    INTERACTION_CLOSED = "interaction.closed"
    INTERACTION_LOGGED = "interaction.logged"  # its row is committed
    CALLBACK_PROMISED = "callback.promised"  # the caller keeps the place and hangs up
    CALLBACK_DIALLED = "callback.dialled"
    CALLBACK_FAILED = "callback.failed"  # an attempt
    CALLBACK_ENDED = "callback.ended"  # reached, given up, expired, cancelled
    ITEM_QUEUED = "item.queued"  # work of another channel begins to wait
    ITEM_ACCEPTED = "item.accepted"  # the agent begins to work on it
    ITEM_RETURNED = "item.returned"  # its agent has signed off: it waits again
    ITEM_OVERFLOWED = "item.overflowed"  # it waits in another queue now
    ITEM_FINISHED = "item.finished"
    ITEM_WITHDRAWN = "item.withdrawn"  # by its sender
    CALLBACK_FORBIDDEN = "callback.forbidden"  # a number is on the do-not-call list
    CALLBACK_ALLOWED = "callback.allowed"
    MESSAGE_LEFT = "message.left"
    MESSAGE_ASSIGNED = "message.assigned"
    MESSAGE_CLOSED = "message.closed"
    MESSAGE_REOPENED = "message.reopened"
    RECORDING_STARTED = "recording.started"
    RECORDING_PAUSED = "recording.paused"
    RECORDING_RESUMED = "recording.resumed"
    RECORDING_STOPPED = "recording.stopped"
    RECORDING_KEPT = "recording.kept"  # its sound is complete and written down
    RECORDING_LOST = "recording.lost"  # there was no sound to keep
    RECORDING_HEARD = "recording.heard"  # somebody listened to it
    AGENT_CHANGED = "agent.changed"
    PHONE_CHANGED = "phone.changed"
    SWITCH_UP = "switch.up"
    SWITCH_LOST = "switch.lost"
    QUEUE_CLOSED = "queue.closed"  # by a supervisor, now
    QUEUE_OPENED = "queue.opened"
    NUMBER_BLOCKED = "number.blocked"
    NUMBER_UNBLOCKED = "number.unblocked"
    CENTRE_CHANGED = "centre.changed"  # another configuration was applied
    SKILLS_CHANGED = "agent.skills"  # by a supervisor, now
    CAMPAIGN_STARTED = "campaign.started"  # or runs again after it was held
    CAMPAIGN_PAUSED = "campaign.paused"
    CAMPAIGN_STOPPED = "campaign.stopped"
    CAMPAIGN_HELD = "campaign.held"  # by the centre itself, until what is in the way is over
    CAMPAIGN_ALERTED = "campaign.alerted"  # a window of the law is nearly used up, or is
    DIALING_KILLED = "dialing.killed"
    DIALING_RESUMED = "dialing.resumed"  # campaigns may be started again
    LEAD_SHOWN = "lead.shown"  # to an agent, who looks before anybody is called
    LEAD_SKIPPED = "lead.skipped"
    LEAD_ASKED_BACK = "lead.asked_back"  # they want to be called at another time
    CONSENT_GIVEN = "consent.given"  # the owner of a number agrees to be called
    CONSENT_REVOKED = "consent.revoked"
    AGENT_CLOSING = "agent.closing"  # the agent says that the talk is about to end
    DIFFERENCE_HEALED = "difference.healed"  # resynchronisation found and mended something


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at `at` (aware UTC). What a command led to carries its id as fact `command`."""

    kind: EventKind
    at: datetime
    interaction: InteractionId | None = None
    agent: AgentId | None = None
    offer: OfferId | None = None
    reason: Reason | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Published:
    """An event with its places: `seq` among all, `call_seq` among those of its interaction (from 1)."""

    seq: int
    call_seq: int | None
    event: Event
