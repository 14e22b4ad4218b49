"""What Asterisk wrote down while nobody listened: its channel event log, as a CSV file.

cel_custom writes one row an event into Master.csv, with these columns:
eventtype, eventtime (epoch seconds with a fraction), uniqueid, linkedid, channame, context, exten,
appname, peer, extra, cid_num. A leg's end is its HANGUP row, whose `extra` is JSON with the cause; when
it talked is told by BRIDGE_ENTER and BRIDGE_EXIT, those of holding bridges left out.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ctid.model.ids import NodeId, leg_id
from ctid.model.reports import EndedLeg

COLUMNS = 11
LONGEST_LOOK_BACK = 64 * 1024 * 1024  # bytes from the end of the file


@dataclass(slots=True)
class _Leg:
    joined_at: datetime | None = None
    parted_at: datetime | None = None


def ended_since(path: Path, node: NodeId, since: datetime) -> tuple[EndedLeg, ...]:
    """Return the legs that ended at or after `since`, in that order; none if there is no file (blocks)."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return ()
    with file:
        size = file.seek(0, 2)
        if file.seek(max(0, size - LONGEST_LOOK_BACK)):
            file.readline()
        lines = (line.decode("utf-8", "replace") for line in file)
        return tuple(leg for leg in ended_legs(lines, node) if leg.ended_at >= since)


def ended_legs(lines: Iterable[str], node: NodeId) -> Iterator[EndedLeg]:
    """Yield every leg that the log says has ended. Rows that cannot be read are passed over."""
    legs: dict[str, _Leg] = {}
    for row in csv.reader(lines, strict=False):
        at = _instant(row[1]) if len(row) >= COLUMNS else None
        if at is None:
            continue
        kind, unique, extra = row[0], row[2], row[9]
        if kind == "HANGUP":
            leg = legs.pop(unique, _Leg())
            yield EndedLeg(leg_id(node, unique), at, _cause(extra), leg.joined_at, leg.parted_at)
        elif kind == "BRIDGE_ENTER" and not _holding(extra):
            leg = legs.setdefault(unique, _Leg())
            leg.joined_at = leg.joined_at or at
        elif kind == "BRIDGE_EXIT" and not _holding(extra):
            legs.setdefault(unique, _Leg()).parted_at = at


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


def _cause(extra: str) -> int:
    cause = _extra(extra).get("hangupcause", 0)
    return cause if isinstance(cause, int) else 0


def _holding(extra: str) -> bool:
    return _extra(extra).get("bridge_technology") == "holding_bridge"
