"""What a route takes and gives, said beside it: the OpenAPI document is made from these words.

What can be known without them is not repeated: a route's method, path, gate and docstring, and the problems
that come with its gate and with what it reads.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

REFUSED_BY_CENTRE = "refused"  # stands for the code of whatever reason the centre has
ASKS = (REFUSED_BY_CENTRE, "centre_silent")
COMMANDS = (*ASKS, "agents_only", "unknown_agent")
NUMBERS = ("not_a_number", "short_number", "costly_number")

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Description:
    """`gives` is the shape of a good answer's JSON, or its media type; None for an answer without a body.

    `otherwise` tells other answers that are no problem details: status → media type.
    """

    gives: type[BaseModel] | str | None
    status: int
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    problems: tuple[str, ...]
    otherwise: Mapping[int, str]


_descriptions: dict[Callable[..., Any], Description] = {}


def described(
    gives: type[BaseModel] | str | None,
    *,
    status: int = 200,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    problems: tuple[str, ...] = (),
    otherwise: Mapping[int, str] | None = None,
) -> Callable[[F], F]:
    """Describe a route; the function stays what it is."""

    def note(route: F) -> F:
        _descriptions[route] = Description(gives, status, body, query, problems, otherwise or {})
        return route

    return note


def description_of(route: Callable[..., Any]) -> Description:
    """Return what was said of a route. Raises KeyError for one that nobody described."""
    return _descriptions[route]
