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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ctid.asterisk import contract
from ctid.asterisk.devices import phone_of_channel
from ctid.model.ids import LegId, NodeId, leg_id
from ctid.model.reports import Arrival, LegHistory

COLUMNS = 11
LONGEST_LOOK_BACK = 64 * 1024 * 1024  # bytes from the end of the file
REFUSED = (contract.ARRIVAL, "bad")


@dataclass(slots=True)
class _Leg:
    arrived_at: datetime | None = None
    ani: str = ""
    dnis: str = ""
    answered_at: datetime | None = None
    last_at: datetime | None = None
    joined_at: datetime | None = None
    parted_at: datetime | None = None
    peer: str = ""

    def tell(self, leg: LegId) -> LegHistory:
        """Say what it has gone through so far."""
        arrival = None
        if self.arrived_at is not None:
            arrival = Arrival(self.arrived_at, self.ani, self.dnis, self.last_at or self.arrived_at)
        return LegHistory(
            leg, None, 0, self.joined_at, self.parted_at, arrival, peer=self.peer,
            answered_at=self.answered_at,
        )  # fmt: skip


@dataclass(slots=True)
class _Legs:
    """All legs that have not ended, and who is with whom (bridge → leg → its phone)."""

    node: NodeId
    known: dict[str, _Leg] = field(default_factory=dict)
    bridges: dict[str, dict[str, str]] = field(default_factory=dict)

    def take(self, at: datetime, row: list[str]) -> LegHistory | None:
        """Take a row in; return what its leg went through if that was its end."""
        kind, unique = row[0], row[2]
        leg = self.known.get(unique)
        if leg is None:
            leg = self.known[unique] = _Leg()
        leg.last_at = at
        if kind == "CHAN_START":
            if row[5] == contract.ARRIVAL and row[3] == unique:
                leg.arrived_at, leg.dnis, leg.ani = at, row[6], row[10]
        elif kind == "ANSWER":
            leg.answered_at = leg.answered_at or at
        elif kind == "BRIDGE_ENTER":
            self._enter(leg, at, row)
        elif kind == "BRIDGE_EXIT":
            bridge = _bridge(row[9])
            if bridge is not None:
                leg.parted_at = at
                self.bridges.get(bridge, {}).pop(unique, None)
        elif kind == "HANGUP":
            return self._end(leg, at, row)
        elif kind == "CHAN_END":
            del self.known[unique]
        return None

    def _enter(self, leg: _Leg, at: datetime, row: list[str]) -> None:
        bridge = _bridge(row[9])
        if bridge is None:
            return
        leg.joined_at = leg.joined_at or at
        mine = phone_of_channel(row[4])
        together = self.bridges.setdefault(bridge, {})
        for other, phone in together.items():
            leg.peer = phone
            self.known.setdefault(other, _Leg()).peer = mine
        together[row[2]] = mine

    def _end(self, leg: _Leg, at: datetime, row: list[str]) -> LegHistory:
        del self.known[row[2]]
        if (row[5], row[6]) == REFUSED:
            leg.arrived_at = None
        cause = _extra(row[9]).get("hangupcause", 0)
        verb = row[6] if row[5] == contract.VERBS else "wait" if row[5] == contract.FALLBACK else ""
        told = leg.tell(leg_id(self.node, row[2]))
        return replace(told, ended_at=at, cause=cause if isinstance(cause, int) else 0, verb=verb)


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
    for row in csv.reader(lines, strict=False):
        at = _instant(row[1]) if len(row) >= COLUMNS and row[0] != "LINKEDID_END" else None
        ended = legs.take(at, row) if at is not None else None
        if ended is not None:
            yield ended
    for unique, leg in legs.known.items():
        if leg.arrived_at is not None or leg.joined_at is not None:
            yield leg.tell(leg_id(node, unique))


def _bridge(extra: str) -> str | None:
    """Return the bridge that a row is about; None for one in which nobody hears anybody."""
    said = _extra(extra)
    return None if said.get("bridge_technology") == "holding_bridge" else str(said.get("bridge_id"))


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError):
        return None


def _extra(text: str) -> dict[str, object]:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
