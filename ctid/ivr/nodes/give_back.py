"""`return`: ends a subflow with one of the outcomes that it declares.

let_in:
  return: verified

A call that did not come from another flow ends here.
"""

from dataclasses import dataclass

from ctid.ivr import mistakes_outside as wrong
from ctid.ivr.entry import Entry
from ctid.ivr.flow import Back, CallState, Exit, Move, Passing


@dataclass(frozen=True, slots=True)
class GiveBack(Passing):
    """The node."""

    outcome: str
    ends = True

    def exits(self) -> tuple[Exit, ...]:
        """Return none."""
        return ()

    def enter(self, state: CallState) -> Move:
        """Go back."""
        return Back(self.outcome)


def read_give_back(entry: Entry) -> GiveBack:
    """Read the outcome."""
    reader = entry.reader
    outcome = reader.outcome(entry.value)
    if outcome and outcome not in reader.returns:
        reader.note(wrong.no_such_return(entry.value.place, outcome, reader.returns))
    return GiveBack(outcome)
