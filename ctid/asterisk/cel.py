"""What Asterisk wrote down while nobody listened: its channel event log, as a CSV file.

cel_custom writes one row an event into Master.csv, with these columns:
eventtype, eventtime (epoch seconds with a fraction), uniqueid, linkedid, channame, context, exten,
appname, peer, extra, cid_num. A leg's end is its HANGUP row, whose `extra` is JSON with the cause and whose
context and exten say what the dialplan was doing for it; when it talked is told by BRIDGE_ENTER and
BRIDGE_EXIT, those of holding bridges left out. A caller's leg is one that started in the trunk's context; if
its number was refused there, it never was a call of ours.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ctid.asterisk.devices import phone_of_channel
from ctid.model.ids import NodeId, leg_id
from ctid.model.reports import Arrival, LegHistory

COLUMNS = 11
LONGEST_LOOK_BACK = 64 * 1024 * 1024  # bytes from the end of the file
ARRIVAL, REFUSED = "ctid-in", ("ctid-in", "bad")
VERBS, FALLBACK = "ctid-do", "ctid-fallback"


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    at: datetime
    unique: str
    linked: str
    channel: str
    context: str
    exten: str
    extra: Mapping[str, object]
    number: str

    @property
    def bridge(self) -> str:
        """The bridge that it is about, "" for one in which nobody hears anybody."""
        return "" if self.extra.get("bridge_technology") == "holding_bridge" else str(self.extra["bridge_id"])

    @property
    def phone(self) -> str:
        return phone_of_channel(self.channel)


@dataclass(slots=True)
class _Leg:
    arrival: Arrival | None = None
    joined_at: datetime | None = None
    parted_at: datetime | None = None
    peer: str = ""


@dataclass(slots=True)
class _Legs:
    """All legs that have not ended, and who is with whom (bridge → leg → its phone)."""

    node: NodeId
    known: dict[str, _Leg] = field(default_factory=dict)
    bridges: dict[str, dict[str, str]] = field(default_factory=dict)

    def take(self, row: _Row) -> LegHistory | None:
        """Take a row in; return what its leg went through if that was its end."""
        leg = self.known.setdefault(row.unique, _Leg())
        if row.kind == "CHAN_START" and row.context == ARRIVAL and row.unique == row.linked:
            leg.arrival = Arrival(row.at, row.number, row.exten, row.at)
        elif leg.arrival is not None:
            leg.arrival = replace(leg.arrival, last_at=row.at)
        if row.kind == "BRIDGE_ENTER" and row.bridge:
            self._enter(leg, row)
        elif row.kind == "BRIDGE_EXIT" and row.bridge:
            leg.parted_at = row.at
            self.bridges.get(row.bridge, {}).pop(row.unique, None)
        elif row.kind == "HANGUP":
            return self._end(row)
        return None

    def _enter(self, leg: _Leg, row: _Row) -> None:
        leg.joined_at = leg.joined_at or row.at
        together = self.bridges.setdefault(row.bridge, {})
        for other, phone in together.items():
            leg.peer = phone
            self.known.setdefault(other, _Leg()).peer = row.phone
        together[row.unique] = row.phone

    def _end(self, row: _Row) -> LegHistory:
        leg = self.known.pop(row.unique)
        if (row.context, row.exten) == REFUSED:
            leg.arrival = None
        cause = row.extra.get("hangupcause", 0)
        verb = row.exten if row.context == VERBS else "wait" if row.context == FALLBACK else ""
        return replace(
            self.tell(row.unique, leg),
            ended_at=row.at,
            cause=cause if isinstance(cause, int) else 0,
            verb=verb,
        )

    def tell(self, unique: str, leg: _Leg) -> LegHistory:
        """Say what a leg has gone through so far."""
        return LegHistory(
            leg_id(self.node, unique), None, 0, leg.joined_at, leg.parted_at, leg.arrival, peer=leg.peer
        )


def histories_since(path: Path, node: NodeId, since: datetime, looked_at: datetime) -> tuple[LegHistory, ...]:
    """Return the legs that ended at or after `since`, or live still; none if there is no file (blocks).

    Of legs without an end it is told only then how they arrived, when it was after `since` and before the
    switch was looked at: whoever is not seen there died with the switch, or before it could say so.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return ()
    with file:
        size = file.seek(0, 2)
        if file.seek(max(0, size - LONGEST_LOOK_BACK)):
            file.readline()
        lines = (line.decode("utf-8", "replace") for line in file)
        return tuple(_since(leg_histories(lines, node), since, looked_at))


def _since(legs: Iterable[LegHistory], since: datetime, looked_at: datetime) -> Iterator[LegHistory]:
    for leg in legs:
        if leg.ended_at is not None:
            if leg.ended_at >= since:
                yield leg
        elif leg.arrival is not None and since <= leg.arrival.last_at and leg.arrival.at < looked_at:
            yield leg
        elif leg.joined_at is not None:
            yield replace(leg, arrival=None)


def leg_histories(lines: Iterable[str], node: NodeId) -> Iterator[LegHistory]:
    """Yield every leg that has ended, then those that live and arrived or talked.

    Unreadable rows are left out.
    """
    legs = _Legs(node)
    for fields in csv.reader(lines, strict=False):
        row = _row(fields)
        ended = legs.take(row) if row is not None else None
        if ended is not None:
            yield ended
    for unique, leg in legs.known.items():
        if leg.arrival is not None or leg.joined_at is not None:
            yield legs.tell(unique, leg)


def _row(fields: list[str]) -> _Row | None:
    at = _instant(fields[1]) if len(fields) >= COLUMNS else None
    if at is None:
        return None
    kind, _, unique, linked, channel, context, exten, _, _, extra, number = fields[:COLUMNS]
    return _Row(
        kind, at, unique, linked, channel, context, exten, {"bridge_id": "?", **_extra(extra)}, number
    )


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError):
        return None


def _extra(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
