"""Work of channels other than voice: a chat, an e-mail, whatever a site names. The record of one item.

An item is an Interaction as a call is: it waits in the same queues, is offered to the same agents, and ends
with the same outcomes and dispositions. What it lacks is a leg: no switch remembers it. So its place, its
agent and its offer are written here, and this row is what a restart goes on from.

An item is named by whoever brings it, so that bringing the same one twice is no second item.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ctid.model.ids import AgentId, InteractionId, OfferId, QueueName, SkillName
from ctid.model.routing_policy import Preferred

ITEM_PREFIX = "item_"


class ItemState(StrEnum):
    """Where an item is."""

    WAITING = "waiting"
    OFFERED = "offered"  # on an agent's page, until they accept or `until`
    OPEN = "open"  # an agent works on it
    WRAP_UP = "wrap_up"  # done; the agent's notes, until they give the result or `until`
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class WorkItem:
    """An item; `entered_at` is its place in the line, kept until it is closed.

    `known` are the agents whom its customer has already. `agent` has it in hand while it is offered, open or
    in wrap-up; `until` is when the offer, or the wrap-up, ends by itself.
    """

    id: InteractionId
    channel: str
    queue: QueueName
    entered_at: datetime
    title: str
    address: str = ""  # the customer's on the channel
    url: str = ""  # where the agent works on it
    external_id: str = ""  # what the sender calls it
    priority: int = 0
    asked: Mapping[SkillName, int] = field(default_factory=dict)
    known: Mapping[Preferred, AgentId] = field(default_factory=dict)
    state: ItemState = ItemState.WAITING
    agent: AgentId | None = None
    offer: OfferId | None = None
    until: datetime | None = None
