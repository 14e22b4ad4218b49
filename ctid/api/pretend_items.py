"""Work of other channels in a pretend centre: what is brought is there, and nothing else happens to it."""

from datetime import UTC, datetime

from ctid.model.commands.items import BringItem, ItemCommand
from ctid.model.ids import InteractionId
from ctid.model.interactions import Interaction
from ctid.model.reasons import Reason
from ctid.model.work_items import WorkItem

Brought = dict[InteractionId, WorkItem]
Interactions = dict[InteractionId, Interaction]


def follow(command: ItemCommand, brought: Brought, interactions: Interactions) -> Reason | None:
    """Note what is brought; of anything else say whether it is there."""
    if not isinstance(command, BringItem):
        known = command.item in brought
        return None if known else Reason("unknown_item", {"item": command.item})
    item = WorkItem(
        command.item, command.channel, command.queue, datetime.now(UTC), command.title,
        command.address, command.url, command.external_id,
    )  # fmt: skip
    brought[item.id] = item
    interactions[item.id] = Interaction(item.id, item.address, "", item.entered_at, channel=item.channel)
    return None
