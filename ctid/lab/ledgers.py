"""Five ledgers held against each other: was a call lost, doubled, overtaken or forgotten while things broke?

    the callers' side   SIPp's log of every caller          the agents' side   SIPp's log of every phone
    Asterisk's CEL      which channel was in which bridge   our call log       rows as they stand in SQLite
    the event stream    what an onlooker received, in the order it came

Like `ctid/lab/judge.py` it shares no code with what it judges and imports nothing of ctid. The judge compares
whole calls after all is over; this one may look in the middle of it, with callers in the line and daemons
dying: whatever may still change is left alone. A finding is a sentence that does not change from one
look to the next, so each can be laid to the moment it first appeared.

The crowd gives every caller a number of its own and the agent's phone is shown it: so a caller, a ring at a
phone, a channel and a row find each other by that number alone.
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ctid.lab.ledgers_books import (
    HANGS_UP,
    LOGS,
    NEAR,
    SETTLED,
    Books,
    Caller,
    Ring,
    Row,
    by_ani,
    clock,
    grouped,
    in_order,
    instant,
)
from ctid.lab.ledgers_legs import echoed, legs_to_phones
from ctid.lab.ledgers_lines import meetings, overtaken, places


def check(books: Books) -> list[str]:
    """Return every disagreement, in words; nothing returned means that all agree."""
    entered, legs = meetings(books.cel, held=True), legs_to_phones(books.cel)
    books = replace(books, rings=[ring for ring in books.rings if not echoed(ring, books.rings, legs)])
    return [
        *cut_off(books),
        *rung_twice(books),
        *offered_twice(books),
        *places(books, entered),
        *overtaken(books, entered, legs),
        *call_log(books),
        *one_end(books),
        *stream(books),
        *(left_open(books) if books.closing else ()),
    ]


# --- nobody is cut off ------------------------------------------------------------------------------
def cut_off(books: Books) -> Iterator[str]:
    """Find callers and phones that the switch hung up on although nobody had left."""
    rings = by_ani(books.rings)
    for caller in books.callers:
        if books.recent(caller.ended_at):
            continue
        if caller.final_code >= 300:
            yield f"caller {caller.ani}: refused with {caller.final_code}"
        elif caller.ended_by == "switch" and caller.ended_at and not books.forgiven(caller.ended_at):
            left = [
                ring for ring in rings.get(caller.ani, ()) if ring.answered_at and ring.ended_by == "phone"
            ]
            if not any(_heard_goodbye(books, ring.ended_at, caller.ended_at) for ring in left):
                yield f"caller {caller.ani}: cut off at {clock(caller.ended_at)}, {_where(caller, rings)}"
    gone = {caller.ani: caller.ended_at for caller in books.callers}
    for ring in books.rings:
        if ring.answered_at is None or ring.ended_by != "switch" or ring.ended_at is None:
            continue
        if books.recent(ring.ended_at) or books.forgiven(ring.ended_at) or books.unheard(ring):
            continue
        if not _before(gone.get(ring.ani), ring.ended_at):
            yield f"phone {ring.phone}: talk with {ring.ani} cut off at {clock(ring.ended_at)}"


def _where(caller: Caller, rings: Mapping[str, Sequence[Ring]]) -> str:
    talks = [ring for ring in rings.get(caller.ani, ()) if ring.answered_at]
    return f"with phone {talks[-1].phone}" if talks else "before any agent answered"


def _before(one: datetime | None, other: datetime) -> bool:
    """Say whether `one` happened before `other` (as near as two logs can tell)."""
    return one is not None and one <= other + LOGS


def _heard_goodbye(books: Books, left: datetime | None, gone: datetime) -> bool:
    """Say whether a caller was hung up on because an agent had left; a frozen switch says goodbye later."""
    known = books.noticed(left)
    if known is None or not _before(known, gone):
        return False
    return gone - known - books.stood_still(known, gone) <= HANGS_UP


# --- nobody is rung or offered twice ----------------------------------------------------------------
def rung_twice(books: Books) -> Iterator[str]:
    """Find phones that were called while they had a call."""
    for phone, rings in grouped(in_order(books.rings), lambda ring: ring.phone).items():
        for first, second in itertools.pairwise(rings):
            if _overlap(first, second) and not books.too_early(second.invited_at):
                yield f"phone {phone}: rung for {second.ani} while it had {first.ani}"


def offered_twice(books: Books) -> Iterator[str]:
    """Find callers for whom two phones rang, or one rang while they talked."""
    for ani, rings in by_ani(books.rings).items():
        for first, second in itertools.pairwise(rings):
            if _overlap(first, second) and not books.too_early(second.invited_at):
                yield f"caller {ani}: phone {second.phone} rung while phone {first.phone} had the call"


def _overlap(first: Ring, second: Ring) -> bool:
    return first.ended_at is None or second.invited_at < first.ended_at - LOGS


# --- our call log -----------------------------------------------------------------------------------
def call_log(books: Books) -> Iterator[str]:
    """Compare who called, and what became of it, with the rows."""
    rows = {row["ani"]: row for row in books.interactions}
    for ani, count in Counter(row["ani"] for row in books.interactions).items():
        if count > 1:
            yield f"caller {ani}: {count} rows"
    callers = {caller.ani: caller for caller in books.callers}
    yield from (f"caller {ani}: in the log, but nobody called" for ani in rows.keys() - callers.keys())
    rings, met = by_ani(books.rings), meetings(books.cel, held=False)
    for caller in books.callers:
        over = caller.ended_at is not None and (books.closing or caller.ended_at + SETTLED <= books.now)
        row = rows.get(caller.ani)
        if row is None:
            if caller.answered_at and (over or caller.answered_at + SETTLED <= books.now):
                yield f"caller {caller.ani}: not in the call log"
        elif over and caller.ended_at:
            talked = [ring for ring in rings.get(caller.ani, ()) if ring.answered_at and caller.ani in met]
            yield from _row(books, caller, row, talked)
        elif caller.ended_at is None and row["ended_at"] and instant(row["ended_at"]) + SETTLED <= books.now:
            yield f"caller {caller.ani}: still there, the log says gone"


def _row(books: Books, caller: Caller, row: Row, talked: Sequence[Ring]) -> Iterator[str]:
    """Compare the row of a call that has ended."""
    assert caller.ended_at is not None
    if row["ended_at"] is None:
        yield f"caller {caller.ani}: hung up at {clock(caller.ended_at)}, the log knows no end"
        return
    broken = books.unclear(caller.ended_at)
    if not books.undated(caller.ended_at) and abs(instant(row["ended_at"]) - caller.ended_at) > NEAR:
        yield f"caller {caller.ani}: hung up at {clock(caller.ended_at)}, the log has another time"
    if row["outcome"] in ("lost", "open") and not broken:
        yield f"caller {caller.ani}: the log says {row['outcome']}"
    if bool(talked) != (row["outcome"] == "answered") and not broken:
        truth = f"phone {talked[0].phone} talked" if talked else "no agent ever did"
        yield f"caller {caller.ani}: the log says {row['outcome']}, but {truth}"


def one_end(books: Books) -> Iterator[str]:
    """Find interactions that ended more than once, or whose numbering has holes."""
    of_calls = [event for event in books.events if event["interaction"] is not None]
    for interaction, events in grouped(of_calls, lambda event: event["interaction"]).items():
        for kind in ("call.cleared", "interaction.closed", "interaction.logged"):
            if sum(event["kind"] == kind for event in events) > 1:
                yield f"{interaction}: {kind} more than once"
        numbers = [event["call_seq"] for event in events]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{interaction}: its events are not numbered 1 to {len(numbers)}"


# --- the stream of events ---------------------------------------------------------------------------
def stream(books: Books) -> Iterator[str]:
    """Compare what an onlooker received with what is written: all of it, once, in order."""
    numbers = [seq for seq, _ in books.heard]
    for one, next_ in itertools.pairwise(numbers):
        if next_ != one + 1:
            yield f"event stream: {next_} came after {one}"
    if not numbers:
        return
    written = {event["seq"]: event["kind"] for event in books.events}
    for seq, kind in books.heard:
        if written.get(seq) != kind:
            yield f"event stream: {seq} {kind} was told, the log has {written.get(seq)}"
    last = max(written, default=0)
    if books.closing and last != numbers[-1]:
        yield f"event stream: the log ends with {last}, {numbers[-1]} was the last told"


# --- nothing is left --------------------------------------------------------------------------------
def left_open(books: Books) -> Iterator[str]:
    """Find rows that wait for something that cannot come any more."""
    yield from (f"{row['id']}: no end" for row in books.interactions if row["ended_at"] is None)
    yield from (f"{row['id']}: not closed" for row in books.interactions if row["closed_at"] is None)
    yield from (f"{row['id']}: offer still open" for row in books.offers if row["ended_at"] is None)
    ended = {row["id"] for row in books.interactions if row["closed_at"] is not None}
    for segment in books.segments:
        if segment["ended_at"] is None and segment["interaction"] in ended:
            yield f"{segment['interaction']}: its slice {segment['kind']} has no end"
    for row in books.agents:
        if row["state"] in ("reserved", "talking", "wrap_up"):
            yield f"agent {row['agent']}: still {row['state']}"
