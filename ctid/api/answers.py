"""The shapes of what the api answers, as the OpenAPI document tells them. `encode` writes them.

Readers must let fields pass that they do not know: more may come, none will go or change its meaning.
"""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from ctid.model.agents import AgentState
from ctid.model.interactions import Direction, Outcome, SegmentKind
from ctid.model.languages import Language
from ctid.model.messages import MessageKind, MessageState


class BothLanguages(BaseModel):
    """A text in English and Chinese."""

    en: str
    zh: str


class Why(BothLanguages):
    """The reason of a decision: a stable code, its words, and the facts behind it."""

    code: str
    facts: dict[str, str | int | float]


class Status(BaseModel):
    """What an agent is doing, since when and why."""

    state: AgentState
    since: datetime
    reason: Why
    until: datetime | None = Field(description="When the state ends by itself.")
    then: Why | None = Field(
        description="Why the agent will not be ready, or (`signed_off`) not signed on, once the call is over."
    )
    missed: int = Field(description="Offers missed in a row.")
    extensions: int = Field(description="How often wrap-up may still be made longer.")
    offer: str | None
    interaction: str | None


class AgentsStatus(BaseModel):
    """An agent's status after a command; null for one who has never signed on."""

    status: Status | None


class Accepted(BaseModel):
    """The centre agreed to a command. Events that come of it carry its id as fact `command`."""

    command_id: str


class SignedInAs(BaseModel):
    """Whose session it is: an agent's id, or a supervisor's name."""

    role: Literal["agent", "supervisor"]
    subject: str


class AgentAnswer(BaseModel):
    """An agent as configured."""

    id: str
    name: str
    phone: str
    language: Language
    skills: dict[str, int]


class Colleague(BaseModel):
    """What an agent is doing, since when and why; the last two are null before they first sign on."""

    id: str
    name: str
    state: AgentState
    since: datetime | None
    reason: Why | None


class Agents(BaseModel):
    """All agents of the site, in its order."""

    agents: list[Colleague]


class SiteAnswer(BaseModel):
    """The titles of everything that people see."""

    name: BothLanguages
    queues: dict[str, BothLanguages]
    dispositions: dict[str, BothLanguages]
    not_ready_reasons: dict[str, BothLanguages]
    numbers: dict[str, str] = Field(description="What an agent may show when they call somebody, by name.")


class Me(BaseModel):
    """Who asks. A supervisor has neither agent nor status."""

    role: Literal["agent", "supervisor"]
    agent: AgentAnswer | None
    status: Status | None
    site: SiteAnswer


class BrowserPhoneAnswer(BaseModel):
    """As whom the agent's page registers with the switch, and at which WebSocket."""

    user: str
    secret: str
    url: str


class CustomerAnswer(BaseModel):
    """A customer; numbers are E.164, the main one first."""

    id: str
    name: str
    company: str
    language: Language | None
    tier: str
    note: str
    last_contact_at: datetime | None
    owner: str | None = Field(description="The agent who looks after them.")
    last_agent: str | None = Field(description="The agent whom they talked to last.")
    numbers: list[str]


class InteractionAnswer(BaseModel):
    """One customer's engagement from arrival to disposition."""

    id: str
    ani: str = Field(description="The caller's number as it came.")
    ani_name: str
    dnis: str = Field(description="The number that was dialled.")
    number: str = Field(description="The caller's number in E.164; empty when hidden or no number.")
    masked: str
    display: str
    flow: str
    language: Language
    customer: str | None
    queue: str | None
    agent: str | None
    arrived_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None = Field(description="When the caller was gone.")
    closed_at: datetime | None = Field(description="When all work on it was over.")
    outcome: Outcome
    disposition: str
    note: str
    collected: dict[str, str] = Field(description="What the caller keyed in.")
    attached: dict[str, str] = Field(description="What other systems attached.")
    direction: Direction
    channel: str = Field(description="`voice`, or another channel of the site.")


class SegmentAnswer(BaseModel):
    """A timed slice of an interaction."""

    kind: SegmentKind
    started_at: datetime
    ended_at: datetime | None
    queue: str | None
    agent: str | None
    offer: str | None
    detail: str


class InteractionInFull(InteractionAnswer):
    """An interaction with its slices, oldest first."""

    segments: list[SegmentAnswer]


class Interactions(BaseModel):
    """Interactions, newest first; `next` is the `before` of the next page, null at the end."""

    interactions: list[InteractionAnswer]
    next: str | None


class MessageAnswer(BaseModel):
    """A message that a caller left for the centre."""

    id: str
    kind: MessageKind
    interaction: str
    left_at: datetime
    ani: str = Field(description="The caller's number as it came.")
    keyed: str = Field(description="The number to call back as the caller keyed it in; empty: their own.")
    number: str = Field(description="The number to call back in E.164; empty when there is none.")
    masked: str
    display: str
    dnis: str
    queue: str | None
    language: Language
    sound: bool = Field(description="Whether there is something to hear, at `/sound`.")
    duration_ms: int
    state: MessageState
    agent: str | None
    assigned_at: datetime | None
    assigned_by: str
    closed_at: datetime | None
    closed_by: str = Field(description="An agent's id, or the name of a supervisor or of a program.")
    disposition: str
    note: str


class MessagesAnswer(BaseModel):
    """Messages, newest first; `next` is the `before` of the next page, null at the end."""

    messages: list[MessageAnswer]
    next: str | None


class Health(BaseModel):
    """How the daemon is; more is told, and may change."""

    model_config = {"extra": "allow"}

    status: Literal["ok", "degraded", "draining"]


class OpenApi(BaseModel):
    """An OpenAPI 3.1 document."""

    model_config = {"extra": "allow"}

    openapi: str
    info: dict[str, Any]
    paths: dict[str, Any]


class WrongPlace(BaseModel):
    """One wrong place in what was sent: a JSON pointer (RFC 6901) and what is wrong there."""

    pointer: str
    message: str


class ProblemAnswer(BaseModel):
    """What went wrong (RFC 9457). Programs look at `code`; `title` and `detail` follow Accept-Language."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[WrongPlace]
    command_id: str | None = Field(
        default=None, description="The command it is about, where one was given a name; else left out."
    )
    next: int | None = Field(
        default=None, description="Where to go on, if the events asked for are no longer kept; else left out."
    )
