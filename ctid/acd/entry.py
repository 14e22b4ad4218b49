"""A place in the line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ctid.model.ids import InteractionId, QueueName, SkillName


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """An interaction that waits. `entered_at` is kept over missed offers and restarts.

    `asked` are the levels that the flow wants besides those of the queue, `last_agent` is how long it wants
    to wait for whom the caller talked to last, whatever the queue prefers.
    """

    interaction: InteractionId
    queue: QueueName
    entered_at: datetime
    priority: int = 0
    asked: Mapping[SkillName, int] = field(default_factory=dict)
    last_agent: timedelta | None = None
