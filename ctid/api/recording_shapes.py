"""The shapes of what is asked and answered about recordings."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from ctid.api import encode
from ctid.api.bodies import Name
from ctid.model.recordings import Recording


class RecordingsOf(BaseModel):
    """Whose recordings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    interaction: Name


class WantedPause(BaseModel):
    """How long nothing is recorded, in seconds; null until somebody resumes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    for_s: int | None = Field(None, ge=1, le=3600)


class PauseAnswer(BaseModel):
    """A span of silence; open where `ended_at` is null."""

    started_at: datetime
    ended_at: datetime | None
    until: datetime | None = Field(description="When it ends by itself.")
    by: str


class RecordingAnswer(BaseModel):
    """What is known of a recording. Its sound can be had once `complete` is true."""

    id: str
    interaction: str
    agent: str | None
    started_at: datetime
    ended_at: datetime | None
    complete: bool
    kept_at: datetime | None
    duration_ms: int
    bytes: int
    sha256: str
    channels: int
    pauses: list[PauseAnswer]


class Recordings(BaseModel):
    """Recordings, oldest first."""

    recordings: list[RecordingAnswer]


def recording(what: Recording) -> encode.Json:
    """Write a recording."""
    return {
        "id": what.id,
        "interaction": what.interaction,
        "agent": what.agent,
        "started_at": encode.instant(what.started_at),
        "ended_at": encode.instant(what.ended_at),
        "complete": bool(what.sha256),
        "kept_at": encode.instant(what.kept_at),
        "duration_ms": what.duration_ms,
        "bytes": what.bytes,
        "sha256": what.sha256,
        "channels": what.channels,
        "pauses": [
            {
                "started_at": encode.instant(each.started_at),
                "ended_at": encode.instant(each.ended_at),
                "until": encode.instant(each.until),
                "by": each.by,
            }
            for each in what.pauses
        ],
    }
