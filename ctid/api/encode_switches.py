"""What supervisors have closed and blocked, as JSON."""

from ctid.api.encode import Json, instant
from ctid.model.switches import BlockedNumber, QueueSwitch


def switch(thrown: QueueSwitch) -> Json:
    """Write by whom a queue was closed, and how."""
    return {
        "who": thrown.who,
        "since": instant(thrown.since),
        "announcement": thrown.says,
        "leads_to": thrown.leads_to.value,
        "until": instant(thrown.until),
    }


def blocked(entry: BlockedNumber) -> Json:
    """Write a number that is not let in."""
    return {
        "number": entry.number,
        "who": entry.who,
        "since": instant(entry.since),
        "reason": entry.reason,
        "until": instant(entry.until),
    }
