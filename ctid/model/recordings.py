"""A recording: one agent's leg of an interaction, heard in stereo (left the agent, right the other party).

It is named after that leg (or, where one leg has many talks, after the offer that led to this one, of which
a leg of its own would have the name), so the name is known before anything is heard, holds ids only, and
belongs to one talk: a transfer begins another recording of the same interaction.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ctid.model.ids import AgentId, InteractionId, LegId, leg_id, node_of

SAFE_ID = re.compile(r"(?!\.)[A-Za-z0-9._-]{1,80}", re.ASCII)


class RecordRule(StrEnum):
    """Whether talks are recorded; ANNOUNCE records nobody who has not been told so first."""

    NO = "no"
    YES = "yes"
    ANNOUNCE = "announce"


@dataclass(frozen=True, slots=True)
class Pause:
    """A span in which nothing is recorded. Silence takes its place, so the time line stays true.

    `until` is when it ends by itself (None: when somebody ends it); `by` who asked for it. A pause that was
    open when the talk ended has no `ended_at`.
    """

    started_at: datetime
    ended_at: datetime | None = None
    until: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """What is known of a recording. Its sound is complete once there is a `sha256` (of the WAV file)."""

    id: str
    interaction: InteractionId
    agent: AgentId | None
    started_at: datetime
    ended_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    kept_at: datetime | None = None  # when it was handed over; without a sha256 there was nothing to keep
    duration_ms: int = 0  # of the sound: the time in which the two were connected
    bytes: int = 0
    sha256: str = ""
    channels: int = 0

    @property
    def paused(self) -> Pause | None:
        """Return the pause that goes on."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].ended_at is None else None

    @property
    def leg(self) -> LegId:
        """Name the agent's leg that is recorded."""
        return leg_id(node_of(LegId(self.interaction)), self.id)
