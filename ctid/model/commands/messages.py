"""What becomes of messages that callers left."""

from dataclasses import dataclass

from ctid.model.ids import AgentId
from ctid.model.messages import MessageId


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for something that agents and others may ask for: an agent by their id, others by name."""

    name: str
    agent: bool


@dataclass(frozen=True, slots=True)
class AssignMessage:
    """Give a message to `agent`; an agent may take a new one, and hand on their own."""

    id: str
    message: MessageId
    agent: AgentId
    by: Asker


@dataclass(frozen=True, slots=True)
class CloseMessage:
    """Say what came of a message: it needs nobody any more. An agent closes new ones and their own."""

    id: str
    message: MessageId
    by: Asker
    code: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReopenMessage:
    """Make a message new again that was closed within the last day."""

    id: str
    message: MessageId
    by: Asker
