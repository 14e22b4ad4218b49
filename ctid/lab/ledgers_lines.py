"""Places in a line: kept through everything, and served in their order.

When a caller began to wait is told by Asterisk (the first time in a holding bridge, or when they fell into
its own queue), and so is when it had a phone ring for them, be it one that is dead. A caller was overtaken if
a phone was rung for one with a later place while they waited and none was rung for them; what lies within
`RACE` has no order.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ctid.lab.ledgers_books import LOGS, NEAR, RACE, SETTLED, Books, Row, by_ani, clock, grouped, instant
from ctid.lab.ledgers_legs import Leg


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


def fallen(cel: Iterable[Row]) -> dict[str, datetime]:
    """Return, by number, when each caller's own leg first fell into the native queue."""
    began: dict[str, datetime] = {}
    for row in cel:
        if row["eventtype"] != "APP_START":
            continue
        if (row["appname"], row["context"]) == ("UserEvent", "ctid-fallback"):
            began.setdefault(row["cid_num"], datetime.fromtimestamp(float(row["eventtime"]), UTC))
    return began


def _began(books: Books, entered: Mapping[str, datetime]) -> dict[str, tuple[datetime, datetime]]:
    """Return, by number, between which moments each caller's place began.

    That of one who fell before they were in the line began when they fell, or shortly before: ctid may have
    promised a place just as it died.
    """
    fell = fallen(books.cel)
    answered = {caller.ani: caller.answered_at for caller in books.callers}
    began = {ani: (at, at) for ani, at in entered.items()}
    early = {ani: at for ani, at in fell.items() if ani in entered and at < entered[ani]}
    return began | {ani: (answered.get(ani) or at, at) for ani, at in early.items()}


def places(books: Books, entered: Mapping[str, datetime]) -> Iterator[str]:
    """Compare the place each caller has in the log with the moment they really began to wait."""
    began = _began(books, entered)
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
        first, last = began[ani]
        if not first - NEAR <= instant(segments[0]["started_at"]) <= last + NEAR:
            yield f"caller {ani}: waits since {clock(last)}, the log has another place"


@dataclass(frozen=True, slots=True)
class _Waiter:
    """A caller in a line: since when their place counts, since and until when they are in it."""

    ani: str
    place: datetime
    since: datetime
    until: datetime | None
    offers: Sequence[Leg]

    def free_at(self, at: datetime) -> bool:
        """Say whether they waited at `at`, with no phone being rung then or about then."""
        if self.since + RACE > at or (self.until is not None and self.until - RACE < at):
            return False
        return not any(
            leg.since - RACE <= at and (leg.until is None or at <= leg.until + RACE) for leg in self.offers
        )


def overtaken(books: Books, entered: Mapping[str, datetime], legs: Sequence[Leg]) -> Iterator[str]:
    """Find each caller behind whom somebody of the same line was offered while they were not.

    For whom a phone is rung may not be told yet: what happened since is judged at a later look.
    """
    offers = grouped(legs, lambda leg: leg.ani)
    untold = [leg.since for leg in offers.pop("", ()) if leg.since + SETTLED > books.now]
    told_until = min(untold, default=books.now) - RACE
    lines: dict[str, list[_Waiter]] = {}
    line_of = {row["ani"]: row["queue"] for row in books.interactions}
    for waiter in _waiters(books, entered, offers):
        lines.setdefault(str(line_of.get(waiter.ani)), []).append(waiter)
    for line in lines.values():
        for place, waiter in enumerate(line):
            for at in (leg.since for leg in waiter.offers):
                if at >= told_until or books.too_early(at):
                    continue
                for older in line[:place]:
                    if waiter.place - older.since > LOGS and older.free_at(at):
                        yield f"caller {older.ani}: overtaken by {waiter.ani} at {clock(at)}"


def _waiters(
    books: Books, entered: Mapping[str, datetime], offers: Mapping[str, Sequence[Leg]]
) -> Iterator[_Waiter]:
    """Yield everybody who ever waited, by their places."""
    rings = by_ani(books.rings)
    gone = {caller.ani: caller.ended_at for caller in books.callers}
    began = _began(books, entered)
    for ani, since in sorted(entered.items(), key=lambda one: one[1]):
        ends = [*(ring.answered_at for ring in rings.get(ani, ())), gone.get(ani)]
        until = min((at for at in ends if at is not None), default=None)
        yield _Waiter(ani, began[ani][0], since, until, offers.get(ani, ()))
