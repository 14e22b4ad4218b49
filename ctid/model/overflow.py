"""Overflow: when a caller leaves a queue for somewhere else, and where to.

The rules of a queue are asked in their order; the first whose occasion has come is followed.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import TypeAlias

from ctid.model.ids import FlowName, QueueName


@dataclass(frozen=True, slots=True)
class Waited:
    """The caller has waited so long."""

    span: timedelta


@dataclass(frozen=True, slots=True)
class Length:
    """As many callers wait already as the caller arrives."""

    callers: int


class Occasion(Enum):
    """What needs no number."""

    CLOSED = auto()
    NOBODY_ON_DUTY = auto()  # nobody whom any step admits is signed on


@dataclass(frozen=True, slots=True)
class ToQueue:
    """Another queue; the time of entry is kept."""

    queue: QueueName


@dataclass(frozen=True, slots=True)
class ToNumber:
    """A number outside (E.164)."""

    number: str


@dataclass(frozen=True, slots=True)
class ToFlow:
    """A flow, from its start."""

    flow: FlowName


class LeaveWord(Enum):
    """A message, or a request to be called back; the call ends."""

    VOICEMAIL = auto()
    CALLBACK = auto()


When: TypeAlias = Waited | Length | Occasion
Target: TypeAlias = ToQueue | ToNumber | ToFlow | LeaveWord


@dataclass(frozen=True, slots=True)
class Overflow:
    """One rule."""

    when: When
    to: Target

    @property
    def target(self) -> str:
        """Where to, as it is written."""
        match self.to:
            case ToQueue(name):
                return f"queue {name}"
            case ToFlow(name):
                return f"flow {name}"
            case ToNumber(number):
                return f"number {number}"
            case LeaveWord():
                return self.to.name.lower()
