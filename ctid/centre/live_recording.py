"""A recording as the rules about recordings see it."""

from dataclasses import dataclass

from ctid.model.recordings import Pause, Recording


@dataclass(slots=True)
class LiveRecording:
    """A recording that goes on or is not handed over yet, and the change to it that is under way."""

    record: Recording
    asked: Pause | None = None  # the pause that was asked for
    resuming: bool = False
    command: str = ""  # what led to the change
