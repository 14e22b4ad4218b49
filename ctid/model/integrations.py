"""Other systems that may ask the centre for something, and what each of them may ask."""

from dataclasses import dataclass, field
from enum import StrEnum


class Right(StrEnum):
    """What an integration may do: make calls, pop records on agents' pages, attach data to calls."""

    CALLS = "calls"
    POPS = "pops"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Integration:
    """A system that signs its requests with `secret`, written as `whsec_` and base64 (Standard Webhooks)."""

    name: str
    secret: str = field(repr=False)
    rights: frozenset[Right]
