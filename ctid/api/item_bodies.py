"""What is sent and answered about work of channels other than voice."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ctid.api.bodies import Label, Line, Link, Name, Note
from ctid.model.interactions import Outcome
from ctid.model.languages import Language
from ctid.model.work_items import ItemState

Key = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NewWorkItem(_Sent):
    """Work for a queue. `customer` is the id of one whom the centre knows, `address` theirs on the channel.

    `must_be_open` has it refused while the queue is closed or nobody is on duty; else it waits for them.
    """

    channel: Annotated[Name, Field(description="As the site names it.", examples=["chat", "email"])]
    queue: Name
    title: Annotated[Name, Field(description="What the agent sees first: a subject.")]
    address: Line = ""
    customer: Line = ""
    language: Annotated[Language, Field(strict=False)] = Language.EN
    priority: Annotated[int, Field(ge=0, le=100, description="0: the queue's own.")] = 0
    skills: dict[Label, Annotated[int, Field(ge=1, le=5)]] = Field(default_factory=dict, max_length=20)
    url: Annotated[Link, Field(description="Where the agent works on it.")] = ""
    external_id: Line = ""
    must_be_open: bool = False


class FinishedWork(_Sent):
    """What came of it; without a `code` wrap-up begins, and it may be given later."""

    code: Line = ""
    note: Note = ""


class WorkItemAnswer(BaseModel):
    """A piece of work of a channel other than voice. It is an interaction of the same id."""

    id: str
    channel: str
    queue: str
    title: str
    address: str
    customer: str | None
    language: Language
    priority: int
    url: str
    external_id: str
    state: ItemState
    agent: str | None = Field(description="Who has it in hand: offered, open or in wrap-up.")
    offer: str | None
    until: datetime | None = Field(description="When the offer, or wrap-up, ends by itself.")
    entered_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    outcome: Outcome
    disposition: str


class WorkItems(BaseModel):
    """Those that are not closed, oldest first; an agent is told of those in their hands."""

    items: list[WorkItemAnswer]
