"""What a route takes and gives, said beside it: the OpenAPI document is made from these words.

What can be known without them is not repeated: a route's method, path, gate and docstring, and the problems
that come with its gate and its body.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict, TypeVar

from pydantic import BaseModel

from ctid.api.answers import Accepted

REFUSED_BY_CENTRE = "refused"  # stands for the code of whatever reason the centre has

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Description:
    """`gives` is the shape of a good answer's JSON, or its media type; None for an answer without a body."""

    status: int
    gives: type[BaseModel] | str | None
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    problems: tuple[str, ...]


class Shared(TypedDict):
    """What routes of a kind have in common."""

    status: int
    gives: type[BaseModel]
    problems_too: tuple[str, ...]


_ASKS = (REFUSED_BY_CENTRE, "centre_silent")
TELEPHONY = Shared(status=202, gives=Accepted, problems_too=(*_ASKS, "agents_only", "unknown_agent"))
SIGNED_COMMAND = Shared(status=202, gives=Accepted, problems_too=(*_ASKS, "not_permitted"))
AGENTS_ONLY = ("agents_only", "unknown_agent")
COMMANDS = (*_ASKS, *AGENTS_ONLY)

_descriptions: dict[Callable[..., Any], Description] = {}


def described(
    *,
    gives: type[BaseModel] | str | None,
    status: int = 200,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    problems: tuple[str, ...] = (),
    problems_too: tuple[str, ...] = (),
) -> Callable[[F], F]:
    """Describe a route; the function stays what it is."""

    def note(route: F) -> F:
        _descriptions[route] = Description(status, gives, body, query, (*problems, *problems_too))
        return route

    return note


def description_of(route: Callable[..., Any]) -> Description:
    """Return what was said of a route. Raises KeyError for one that nobody described."""
    return _descriptions[route]
