"""`set`: gives variables their values.

as_vip:
  set: {tier: gold}
  next: main
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move, Passing


@dataclass(frozen=True, slots=True)
class Assign(Passing):
    """The node."""

    sets: Mapping[str, str]
    next: str

    def exits(self) -> tuple[Exit, ...]:
        """Return the way on."""
        return (Exit("next", self.next),)

    def enter(self, state: CallState) -> Move:
        """Set and go on."""
        for variable, value in self.sets.items():
            state.assign(variable, value)
        return self.next


def read_assign(entry: Entry) -> Assign:
    """Read the variables and their values."""
    return Assign(sets=entry.reader.assignments(entry.value), next=entry.next)
