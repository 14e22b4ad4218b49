"""`set`: gives variables their values.

as_vip:
  set: {tier: gold, tries: = tries + 1}     # a plain value, or an expression behind `=`
  next: main
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move, Passing
from ctid.ivr.reading import Term
from ctid.ivr.wording import worth


@dataclass(frozen=True, slots=True)
class Assign(Passing):
    """The node."""

    sets: Mapping[str, Term]
    next: str

    def exits(self) -> tuple[Exit, ...]:
        """Return the way on."""
        return (Exit("next", self.next, sets=tuple(self.sets)),)

    def enter(self, state: CallState) -> Move:
        """Set and go on."""
        for variable, value in self.sets.items():
            state.assign(variable, worth(value, state))
        return self.next


def read_assign(entry: Entry) -> Assign:
    """Read the variables and their values."""
    return Assign(sets=entry.reader.assignments(entry.value), next=entry.next)
