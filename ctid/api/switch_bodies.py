"""What a supervisor's switches take and answer: queues closed on the spot, numbers that are not let in."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from ctid.api.answers import BothLanguages
from ctid.api.bodies import Name
from ctid.model.switches import LeadsTo


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Closing(_Sent):
    """How a queue is closed: what callers hear (a prompt's key), what follows, until when, who waits."""

    announcement: Annotated[str, Field(pattern="^[a-z0-9-]{1,80}$")] = "closed"
    leads_to: LeadsTo = LeadsTo.END
    until: AwareDatetime | None = None
    waiting: Literal["serve", "tell"] = "serve"


class Closed(BaseModel):
    """By whom a queue was closed, since when, and how."""

    who: str
    since: datetime
    announcement: str
    leads_to: LeadsTo
    until: datetime | None


class QueueNow(BaseModel):
    """A queue; `closed` is null unless a supervisor has closed it."""

    name: str
    title: BothLanguages
    waiting: int
    closed: Closed | None


class Queues(BaseModel):
    """All queues."""

    queues: list[QueueNow]


class Nuisance(_Sent):
    """A number as people write it, and why it is not let in; `until` ends that by itself."""

    number: Name
    reason: Name
    until: AwareDatetime | None = None


class Blocked(BaseModel):
    """A number (E.164) that is not let in: by whom, since when, why, until when."""

    number: str
    who: str
    since: datetime
    reason: str
    until: datetime | None


class Blocklist(BaseModel):
    """All of them."""

    blocked: list[Blocked]
