"""The kinds of values that can be spoken, each with what its sound depends on."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

LARGEST = 10**16  # the largest unit of both languages, 兆 and trillion, a ten thousand times


class Measure(StrEnum):
    """What is counted. Chinese puts a measure word between the number and the thing, English a plural."""

    PEOPLE = "people"
    ITEMS = "items"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number by itself: whole, decimal or negative."""

    number: Decimal


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something."""

    number: int
    of: Measure


@dataclass(frozen=True, slots=True)
class Digits:
    """Digits one by one: a telephone number, an order number. Blanks and hyphens are heard as pauses."""

    digits: str


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in a currency of `vocabulary.MONEY` (ISO 4217); fractions of the smallest coin are rounded."""

    sum: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, with its year."""

    day: date


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, to the minute."""

    time: time


Spoken = Amount | Count | Digits | Money | Day | Clock
