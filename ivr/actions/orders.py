"""Orders, as flows ask for them: an example of a site's own actions, with three orders to try them with.

Every function here is an action: `orders.hold` in a flow is `hold` in this file. Its parameters and the
fields of what it answers are typed (str, int, float, bool, date; a parameter also Secret), its outcomes are
the dataclasses of its return type. A flow that asks for something else is refused before any call comes.

An `async def` runs beside all calls and must not hold them up: a slow library belongs into a plain `def`,
which gets a thread of its own. What takes longer than the flow's `timeout` counts as an error.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from ctid.ivr.values import Secret

_ORDERS = json.loads(Path(__file__).with_name("orders.json").read_text("utf-8"))


@dataclass(frozen=True)
class Held:
    """The order waits at the depot."""


@dataclass(frozen=True)
class TooLate:
    """The order is out for delivery, or there is no such order."""


@dataclass(frozen=True)
class Verified:
    """The PIN is the order's."""


@dataclass(frozen=True)
class Refused:
    """It is not."""


async def hold(order_no: str) -> Held | TooLate:
    """Keep an order at the depot; a real one would tell the warehouse."""
    order = _ORDERS.get(order_no)
    return (
        Held()
        if order is not None and date.fromisoformat(order["due"]) > datetime.now(UTC).date()
        else TooLate()
    )


def verify(order_no: str, pin: Secret) -> Verified | Refused:
    """Compare a PIN with the order's, of which only a salted hash is kept (RFC 7914); that takes a while."""
    kept = bytes.fromhex(_ORDERS.get(order_no, {}).get("pin", ""))
    keyed = hashlib.scrypt(pin.reveal().encode(), salt=order_no.encode(), n=2**14, r=8, p=1, dklen=32)
    return Verified() if hmac.compare_digest(kept, keyed) else Refused()
