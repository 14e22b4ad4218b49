"""What people and programs say that owners of numbers have said about being called."""

from dataclasses import dataclass
from datetime import datetime

from ctid.model.ids import AgentId, InteractionId


@dataclass(frozen=True, slots=True)
class NoteConsent:
    """A supervisor or a program writes down what the owner of a number, as people write it, has said.

    They said it at `at` (None: now), in the way of `source`, as can be seen in `proof`.
    """

    id: str
    who: str
    number: str
    given: bool
    source: str
    proof: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HearConsent:
    """An agent writes down what whoever they talk to, or talked to last, says of being called."""

    id: str
    agent: AgentId
    interaction: InteractionId
    given: bool
    note: str = ""


ConsentCommand = NoteConsent | HearConsent
