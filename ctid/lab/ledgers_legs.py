"""The switch's own account of the phones it rang: a phone that is dead cannot tell that it was called.

While a leg to a phone is up, its caller is being offered and keeps the place in the line: who is served
meanwhile comes later and overtakes nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ctid.lab.ledgers_books import LOGS, Ring, Row


@dataclass(frozen=True, slots=True)
class Leg:
    """A call from the switch to a phone. `ani` is the caller's number, "" until Asterisk has told it.

    Asterisk tells it when the leg is answered or ends, not while the phone rings.
    """

    phone: str
    ani: str
    since: datetime
    until: datetime | None


def legs_to_phones(cel: Iterable[Row]) -> list[Leg]:
    """Return every leg to a phone, oldest first. One that has met its caller is linked to that caller's."""
    shown: dict[str, str] = {}
    linked: dict[str, str] = {}
    began: dict[str, tuple[str, datetime]] = {}
    ended: dict[str, datetime] = {}
    for row in cel:
        leg, at = row["uniqueid"], datetime.fromtimestamp(float(row["eventtime"]), UTC)
        technology, _, name = row["channame"].partition("/")
        phone = name.rpartition("-")[0]
        shown[leg] = row["cid_num"] or shown.get(leg, "")
        linked[leg] = row["linkedid"]
        if row["eventtype"] == "CHAN_START" and technology == "PJSIP" and phone != "trunk":
            began[leg] = phone, at
        elif row["eventtype"] == "HANGUP":
            ended[leg] = at
    return [
        Leg(phone, shown.get(linked[leg], ""), since, ended.get(leg)) for leg, (phone, since) in began.items()
    ]


def echoed(ring: Ring, rings: Iterable[Ring], legs: Iterable[Leg]) -> bool:
    """Say whether a phone rang for a leg that had ended unheard: a call withdrawn while the phone was gone.

    Until something answers, an INVITE is repeated (RFC 3261, 17.1.1.2) and cannot be cancelled (9.1): a phone
    that comes back may hear the last repetition, and is hung up on with its first word.
    """
    if ring.answered_at is not None:
        return False
    heard = [other.invited_at for other in rings if (other.phone, other.ani) == (ring.phone, ring.ani)]
    return any(
        leg.until is not None and leg.until < ring.invited_at
        for leg in legs
        if (leg.phone, leg.ani) == (ring.phone, ring.ani)
        if not any(leg.since - LOGS <= at <= (leg.until or at) for at in heard)
    )
