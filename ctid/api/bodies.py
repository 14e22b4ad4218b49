"""What pages may send, and what is wrong with it when it is something else.

Unknown fields and wrong types are refused, never guessed at. Control characters are refused too:
nothing that people type into these fields holds them, and not every database keeps them.
"""

import asyncio
from typing import Annotated, Literal, TypeVar

from aiohttp import web
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    JsonValue,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from ctid.api.faults import problem_of
from ctid.api.problems import Problem
from ctid.model.events import EventKind
from ctid.model.ids import AgentId
from ctid.model.languages import Language
from ctid.model.messages import MessageState

ARRIVAL_SECONDS = 10.0
LARGEST_NUMBER = 2**53 - 1  # what every JSON reader keeps exactly (RFC 8259 §6)


def _printable(value: str) -> str:
    if any((character < " " and character not in "\n\t\r") or character == "\x7f" for character in value):
        raise PydanticCustomError("control_character", "holds a control character")
    return value


def _one_line(value: str) -> str:
    if set(value) & set("\n\t\r"):
        raise PydanticCustomError("several_lines", "must be one line")
    return _printable(value)


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "must not be empty")
    return value.strip()


def _full_line(value: str) -> str:
    return _not_blank(_one_line(value))


# What the validators refuse, told to those who read the OpenAPI document.
_SEEN = r"[^\x00-\x1f\x7f]"
_FULL = rf"^{_SEEN}*[^\x00-\x20\x7f]{_SEEN}*$"
_LABELS: dict[str, JsonValue] = {"pattern": _FULL, "maxLength": 80}
_LINE = Field(json_schema_extra={"pattern": f"^{_SEEN}*$"})
_FULL_LINE = Field(json_schema_extra={"pattern": _FULL})
_LINES = Field(json_schema_extra={"pattern": r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"})

Line = Annotated[str, Field(max_length=200), AfterValidator(_one_line), _LINE]
Name = Annotated[str, Field(max_length=200), AfterValidator(_full_line), _FULL_LINE]
Note = Annotated[str, Field(max_length=4000), AfterValidator(_printable), _LINES]


def _safe_link(value: str) -> str:
    """Accept what a page may offer as a link: of the web, and without a name in front of the host."""
    if not value:
        return value
    try:
        url = _WEB.validate_python(value)
    except ValidationError as error:
        raise PydanticCustomError("no_link", "must be a link that begins with http:// or https://") from error
    if url.username is not None or url.password is not None:
        raise PydanticCustomError("no_link", "must be a link that begins with http:// or https://")
    return str(url)


_WEB = TypeAdapter(HttpUrl)
_LINK = Field(json_schema_extra={"pattern": "^(https?://[^@]*)?$"})

Label = Annotated[str, Field(max_length=80), AfterValidator(_full_line)]
Datum = Annotated[str, Field(max_length=1000), AfterValidator(_one_line), _LINE]
Data = Annotated[dict[Label, Datum], Field(max_length=50, json_schema_extra={"propertyNames": _LABELS})]
Link = Annotated[str, Field(max_length=2000), AfterValidator(_one_line), AfterValidator(_safe_link), _LINK]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Ticket(_Sent):
    """A sign-in link's ticket."""

    ticket: Name


class WantedState(_Sent):
    """The state an agent wants; `reason` is a configured reason and needed for not ready."""

    state: Literal["ready", "not_ready"]
    reason: Line = Field("", validate_default=True)

    @field_validator("reason")
    @classmethod
    def _given_for_not_ready(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("state") == "not_ready":
            return _not_blank(value)
        return value


class GivenDisposition(_Sent):
    """What came of an interaction."""

    code: Name
    note: Note = ""


class GivenAgent(_Sent):
    """Who is to look after a message; an agent who says nothing takes it themselves."""

    agent: Line = ""


class ChosenCustomer(_Sent):
    """Who the caller is."""

    customer: Name


class NewCustomer(_Sent):
    """A customer nobody had written down; `number` as people write it, empty when it is hidden."""

    name: Name
    number: Line = ""
    company: Line = ""
    language: Language | None = None
    note: Note = ""
    owner: AgentId | None = None


Dialled = Annotated[
    Name, Field(description="In E.164, or as the site's country writes it.", examples=["+8613800138000"])
]


class NumberToCall(_Sent):
    """A number that the agent calls, and (by its name in the site's file) the number to show."""

    number: Dialled
    show: Line = ""


class Whither(_Sent):
    """To whom a caller is handed on, or who is asked."""

    to: Annotated[
        Name, Field(description="An agent's id, a queue's name or a number.", examples=["1002", "billing"])
    ]


class CallFor(_Sent):
    """A number that an agent is to call, and data for the interaction that comes of it."""

    agent: Annotated[Name, Field(description="An agent's id.", examples=["1001"])]
    number: Dialled
    show: Line = ""
    data: Data = Field(default_factory=dict)


class PoppedRecord(_Sent):
    """A record of another system: a title, a link (http or https) and short fields."""

    agent: Name
    title: Name
    url: Link = ""
    fields: Data = Field(default_factory=dict)


class AttachedData(_Sent):
    """Data for a live interaction."""

    interaction: Name
    data: Annotated[Data, Field(min_length=1)]


class SeenPop(_Sent):
    """A page's word that the agent sees the pop."""

    kind: Literal["pop_shown"]
    offer: Name


class TakeSeat(_Sent):
    """A page's word that it is the agent's phone from now on."""

    kind: Literal["phone_seat"]


FROM_PAGE: TypeAdapter[SeenPop | TakeSeat] = TypeAdapter(
    Annotated[SeenPop | TakeSeat, Field(discriminator="kind")]
)


class Listing(BaseModel):
    """Which interactions to list: `before` is the `next` of an earlier answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(50, ge=1, le=200)
    before: Name | None = None


def _kinds(value: object) -> object:
    return tuple(value.split(",")) if isinstance(value, str) and value else value


_STATES = {"type": "string", "description": "States of messages, with commas between."}


class MessageListing(Listing):
    """Which messages to list: of these states (separated by commas; none are all)."""

    state: Annotated[tuple[MessageState, ...], BeforeValidator(_kinds), WithJsonSchema(_STATES)] = Field(
        (), json_schema_extra={"default": ""}
    )


class Since(BaseModel):
    """The number of the last event that an onlooker has seen."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: int | None = Field(None, ge=0, le=LARGEST_NUMBER)


_COMMAS = {"type": "string", "description": "Kinds of events, with commas between."}


class Wanted(Since):
    """Which events: after which number, of which kinds (separated by commas; none are all), of which call."""

    types: Annotated[tuple[EventKind, ...], BeforeValidator(_kinds), WithJsonSchema(_COMMAS)] = Field(
        (), json_schema_extra={"default": ""}
    )
    interaction: Name | None = None


class WantedPage(Wanted):
    """Which events, and how many of them at once."""

    limit: int = Field(200, ge=1, le=1000)


Sent = TypeVar("Sent", bound=BaseModel)


async def arrived(request: web.Request) -> bytes:
    """Return the request's whole body, or refuse to wait for it any longer."""
    try:
        async with asyncio.timeout(ARRIVAL_SECONDS):
            return await request.read()
    except TimeoutError as late:
        raise Problem("too_slow") from late
    except ConnectionError as gone:  # of the sender: nobody reads the answer
        raise Problem("malformed") from gone


async def read(request: web.Request, shape: type[Sent]) -> Sent:
    """Read the request's JSON body as `shape`, or raise the Problem that names each wrong place."""
    body = await arrived(request)
    try:
        return shape.model_validate_json(body)
    except ValidationError as error:
        raise problem_of(error) from error


def read_query(request: web.Request, shape: type[Sent], **more: str) -> Sent:
    """Read the request's query, with `more` laid over it, as `shape`."""
    try:
        return shape.model_validate({**request.query, **more})
    except ValidationError as error:
        raise problem_of(error) from error
