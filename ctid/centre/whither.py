"""Whither a caller may be handed on."""

from dataclasses import dataclass

from ctid.model.ids import AgentId, QueueName


@dataclass(frozen=True, slots=True)
class ToAgent:
    """A colleague."""

    agent: AgentId


@dataclass(frozen=True, slots=True)
class ToQueue:
    """A line."""

    queue: QueueName


@dataclass(frozen=True, slots=True)
class ToNumber:
    """Somebody outside, and the number that they see; both in E.164."""

    number: str
    show_number: str


Target = ToAgent | ToQueue | ToNumber
