"""What else is known of a customer: a birthday, tickets and orders. Flows greet by it and look it up."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket (with a `subject`) or an order (of so many `items`); `state` is the site's own word for it."""

    number: str
    state: str
    subject: str = ""
    items: int = 0
    due: date | None = None
    open: bool = True


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """Of one customer; the newest ticket and the newest order come first."""

    birthday: date | None = None
    tickets: tuple[Case, ...] = ()
    orders: tuple[Case, ...] = ()


KINDS = ("ticket", "order")
NOTHING_KNOWN = CustomerFacts()


def newest_open(cases: tuple[Case, ...]) -> str:
    """Return the number of the first that is open, "" if none is."""
    return next((case.number for case in cases if case.open), "")
