"""What `lookup` finds of orders: an example that knows those of orders.json. (Customers are in the database.)

A `lookup` of an order needs `order(number)` here, one of a ticket `ticket(number)`; both answer Found, with
the values that flows know (docs/reference/flows.md), or NotFound.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_ORDERS = json.loads(Path(__file__).with_name("orders.json").read_text("utf-8"))


@dataclass(frozen=True)
class Found:
    """An order."""

    state: str
    items: int
    due: date


@dataclass(frozen=True)
class NotFound:
    """There is none of that number."""


async def order(number: str) -> Found | NotFound:
    """Find an order by its number."""
    known = _ORDERS.get(number)
    if known is None:
        return NotFound()
    return Found(known["state"], known["items"], date.fromisoformat(known["due"]))
