"""`dial`: calls a number and joins the caller to it; the flow goes on when the other party has left.

on_call:
  dial:
    number: "+12025550123"        # or = an expression; only the site's destinations (`outbound`) are called
    ring: 30s                     # 5s–2m
    on: {busy: leave_message}     # busy, no_answer, failed: all that have no way here go …
    on_failed: to_support         # … this way
  next: thanks
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move
from ctid.ivr.reading import Reader, Term
from ctid.ivr.steps import Call, Dial, Dialled, Outcome
from ctid.ivr.values import Sort, written
from ctid.ivr.wording import worth
from ctid.model.document import Node

NOT_ANSWERED = (Call.BUSY, Call.NO_ANSWER, Call.FAILED)
SHORTEST, LONGEST = timedelta(seconds=5), timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Connect:
    """The node."""

    number: Term
    next: str
    on_failed: str
    ring: timedelta = timedelta(seconds=30)
    on: Mapping[Call, str] = field(default_factory=dict)
    ends = False

    def exits(self) -> tuple[Exit, ...]:
        """Return the way on after the talk, and those of a call that was not answered."""
        return (
            Exit(Call.ANSWERED, self.next),
            *(Exit(result, self.on.get(result, self.on_failed)) for result in NOT_ANSWERED),
        )

    def enter(self, state: CallState) -> Move:
        """Call."""
        return Dial(written(worth(self.number, state)), self.ring)

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Go on as the call went."""
        assert isinstance(outcome, Dialled), outcome
        state.note("answered", outcome.result, reason=outcome.reason)
        return next(way for way in self.exits() if way.label == outcome.result)


def read_dial(entry: Entry) -> Connect:
    """Read the number and where each result leads."""
    reader = entry.reader
    fields = entry.fields("number", "ring", "on", "on_failed")
    return Connect(
        number=fields.need("number", reader.term(Sort.TEXT), None),
        next=entry.next,
        on_failed=fields.need("on_failed", reader.target, ""),
        ring=fields.may("ring", reader.span(SHORTEST, LONGEST), timedelta(seconds=30)),
        on=fields.may("on", lambda node: _read_ways(node, reader), {}),
    )


def _read_ways(node: Node, reader: Reader) -> Mapping[Call, str]:
    return {reader.one_of(name, NOT_ANSWERED): reader.target(target) for name, target in reader.pairs(node)}
