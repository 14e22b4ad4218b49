"""Lists of numbers that are not to be called, as authorities and the site itself give them out.

They are data with a date: a national list may be used for so many days only (the profile of the campaign
says how many), so each import of one keeps the day it is of.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ListKind(StrEnum):
    """Whose list it is. What each forbids, and what lifts it, is for the profile to say."""

    NATIONAL = "national"
    STATE = "state"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Listing:
    """That a number stands on a do-not-call list, by data of the day `of`."""

    list: str
    kind: ListKind
    of: date


@dataclass(frozen=True, slots=True)
class DoNotCallList:
    """A list as it was last imported: so many numbers, of the day `of`.

    `id` is that of the import: the same day's list with as many numbers may hold others.
    """

    name: str
    kind: ListKind
    of: date
    numbers: int
    id: int = 0
