"""What Asterisk wrote down while nobody listened: its channel event log, as a CSV file.

cel_custom writes one row an event into Master.csv, with these columns:
eventtype, eventtime (epoch seconds with a fraction), uniqueid, linkedid, channame, context, exten,
appname, peer, extra, cid_num. A leg's end is its HANGUP row, whose `extra` is JSON with the cause; when
it talked is told by BRIDGE_ENTER and BRIDGE_EXIT, those of holding bridges left out.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ctid.asterisk.devices import phone_of_channel
from ctid.model.ids import NodeId, leg_id
from ctid.model.reports import LegHistory

COLUMNS = 11
LONGEST_LOOK_BACK = 64 * 1024 * 1024  # bytes from the end of the file


@dataclass(slots=True)
class _Leg:
    joined_at: datetime | None = None
    parted_at: datetime | None = None
    bridge: str = ""  # the first in which it talked


def histories_since(path: Path, node: NodeId, since: datetime) -> tuple[LegHistory, ...]:
    """Return the legs that ended at or after `since` or live still; none if there is no file (blocks)."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return ()
    with file:
        size = file.seek(0, 2)
        if file.seek(max(0, size - LONGEST_LOOK_BACK)):
            file.readline()
        lines = (line.decode("utf-8", "replace") for line in file)
        return tuple(
            leg for leg in leg_histories(lines, node) if leg.ended_at is None or leg.ended_at >= since
        )


def leg_histories(lines: Iterable[str], node: NodeId) -> Iterator[LegHistory]:
    """Yield every leg that has ended, then those that have talked and live; unreadable rows are left out."""
    legs: dict[str, _Leg] = {}
    names: dict[str, dict[str, str]] = {}  # bridge → its members' names by leg
    for row in csv.reader(lines, strict=False):
        at = _instant(row[1]) if len(row) >= COLUMNS else None
        if at is None:
            continue
        kind, unique, extra = row[0], row[2], row[9]
        if kind == "HANGUP":
            leg = legs.pop(unique, _Leg())
            other = _other(names, leg.bridge, unique)
            yield LegHistory(leg_id(node, unique), at, _cause(extra), leg.joined_at, leg.parted_at, other)
        elif kind == "BRIDGE_ENTER" and not _holding(extra):
            leg = legs.setdefault(unique, _Leg())
            leg.joined_at = leg.joined_at or at
            bridge = str(_extra(extra).get("bridge_id", ""))
            leg.bridge = leg.bridge or bridge
            names.setdefault(bridge, {})[unique] = row[4]
        elif kind == "BRIDGE_EXIT" and not _holding(extra):
            legs.setdefault(unique, _Leg()).parted_at = at
    for unique, leg in legs.items():
        other = _other(names, leg.bridge, unique)
        yield LegHistory(leg_id(node, unique), None, 0, leg.joined_at, leg.parted_at, other)


def _other(names: Mapping[str, Mapping[str, str]], bridge: str, unique: str) -> str:
    """Name the phone of the first other leg that was in a bridge."""
    return next((phone_of_channel(n) for leg, n in names.get(bridge, {}).items() if leg != unique), "")


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
