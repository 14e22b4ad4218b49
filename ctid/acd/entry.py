"""A place in the line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ctid.model.ids import InteractionId, QueueName, SkillName

HEAD_START = timedelta(seconds=60)
"""What one point of priority is worth: being ahead of somebody who came this much earlier."""


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """An interaction that waits. `entered_at` is kept over missed offers and restarts."""

    interaction: InteractionId
    queue: QueueName
    requires: Mapping[SkillName, int]
    entered_at: datetime
    priority: int = 0

    def key(self) -> tuple[datetime, InteractionId]:
        """Order of service: earliest first, priority counting as a head start, ties by id."""
        return (self.entered_at - self.priority * HEAD_START, self.interaction)


def skills_in_words(requires: Mapping[SkillName, int]) -> str:
    """Say a requirement: `billing≥2, english≥1`."""
    return ", ".join(f"{skill}≥{level}" for skill, level in sorted(requires.items()))
