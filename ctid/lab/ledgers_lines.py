"""Places in a line: kept through everything, and served in their order.

When a caller began to wait is told by Asterisk (the first time in a holding bridge), who was served by the
phones that rang. A caller was overtaken if a phone rang for one with a later place while they waited and none
rang for them; what lies within `RACE` has no order.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ctid.lab.ledgers_books import LOGS, NEAR, RACE, Books, Row, by_ani, clock, grouped, instant


def meetings(cel: Iterable[Row], *, held: bool) -> dict[str, datetime]:
    """Return, by number, when each caller's own leg first came into a holding bridge, or into any other."""
    began: dict[str, datetime] = {}
    for row in cel:
        if row["eventtype"] != "BRIDGE_ENTER" or row["uniqueid"] != row["linkedid"]:
            continue
        technology = json.loads(row["extra"] or "{}").get("bridge_technology")
        if (technology == "holding_bridge") is held:
            began.setdefault(row["cid_num"], datetime.fromtimestamp(float(row["eventtime"]), UTC))
    return began


def places(books: Books, entered: Mapping[str, datetime]) -> Iterator[str]:
    """Compare the place each caller has in the log with the moment they really began to wait."""
    number = {row["id"]: row["ani"] for row in books.interactions}
    lines = grouped(
        [s for s in books.segments if s["kind"] == "queue"], lambda segment: segment["interaction"]
    )
    for interaction, segments in lines.items():
        ani = number.get(interaction, "")
        if len(segments) > 1:
            yield f"caller {ani}: put into the line {len(segments)} times"
        if ani not in entered or books.undated(entered[ani]):
            continue
        if abs(instant(segments[0]["started_at"]) - entered[ani]) > NEAR:
            yield f"caller {ani}: waits since {clock(entered[ani])}, the log has another place"


@dataclass(slots=True)
class _Waiter:
    """A caller in a line: from when, until when, and the spans in which a phone rang for them."""

    ani: str
    since: datetime
    until: datetime | None
    offered: list[tuple[datetime, datetime | None]] = field(default_factory=list)

    def free_at(self, at: datetime) -> bool:
        """Say whether they waited at `at`, with no phone ringing then or about then."""
        if self.since + RACE > at or (self.until is not None and self.until - RACE < at):
            return False
        return not any(
            since - RACE <= at and (until is None or at <= until + RACE) for since, until in self.offered
        )


def overtaken(books: Books, entered: Mapping[str, datetime]) -> Iterator[str]:
    """Find each caller for whom a phone rang while somebody of the same line with a better place waited."""
    rings = by_ani(books.rings)
    line_of = {row["ani"]: row["queue"] for row in books.interactions}
    gone = {caller.ani: caller.ended_at for caller in books.callers}
    lines: dict[str, list[_Waiter]] = {}
    for ani, since in sorted(entered.items(), key=lambda one: one[1]):
        mine = rings.get(ani, ())
        answered = min((ring.answered_at for ring in mine if ring.answered_at), default=None)
        ends = [at for at in (answered, gone.get(ani)) if at is not None]
        waiter = _Waiter(ani, since, min(ends, default=None))
        waiter.offered = [(ring.invited_at, ring.ended_at) for ring in mine]
        lines.setdefault(str(line_of.get(ani)), []).append(waiter)
    for line in lines.values():
        for place, waiter in enumerate(line):
            for at, _ in waiter.offered:
                for older in line[:place]:
                    if waiter.since - older.since > LOGS and older.free_at(at) and not books.too_early(at):
                        yield f"caller {older.ani}: overtaken by {waiter.ani} at {clock(at)}"
