"""An item of another channel while it lives: its two records, its open offer, and who did not take it.

Only `ctid.centre.item_moves` changes an item's state and in whose hands it is, so both say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ctid.acd.entry import QueueEntry
from ctid.model.ids import AgentId, InteractionId, QueueName
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.overflow import Overflow
from ctid.model.routing_policy import Preferred
from ctid.model.work_items import ItemState, WorkItem


@dataclass(slots=True)
class LiveItem:
    """What is written of an item, and what a restart may forget."""

    item: WorkItem
    record: Interaction
    offer: OfferRecord | None = None
    missed_by: dict[AgentId, datetime] = field(default_factory=dict)  # until when it is kept from them
    followed: set[tuple[QueueName, Overflow]] = field(default_factory=set)
    ask_at: datetime | None = None  # a full queue did not take it: when it is asked again

    @property
    def waits(self) -> bool:
        """Say whether it is in the line, and on nobody's page."""
        return self.item.state is ItemState.WAITING

    def passed(self, rule: Overflow) -> bool:
        """Say whether a rule of its queue was followed already."""
        return (self.item.queue, rule) in self.followed

    @property
    def entry(self) -> QueueEntry:
        """The place in the line."""
        item = self.item
        return QueueEntry(item.id, item.queue, item.entered_at, item.priority, item.asked)

    def known_agents(self) -> Mapping[Preferred, AgentId]:
        """Return the agents whom its customer has already, without those who missed it."""
        return {whom: agent for whom, agent in self.item.known.items() if agent not in self.missed_by}


@dataclass(slots=True)
class Items:
    """All that live, and those that are in agents' hands: offered, open or in wrap-up."""

    live: dict[InteractionId, LiveItem] = field(default_factory=dict)
    held: dict[AgentId, set[InteractionId]] = field(default_factory=dict)

    def of(self, agent: AgentId) -> list[LiveItem]:
        """Return what an agent has in hand."""
        return [self.live[item] for item in sorted(self.held.get(agent, ()))]
