"""`stop_calling`: whoever is on the line asks not to be called any more, by any campaign.

no_more_calls:
  stop_calling: {}
  next: confirm_no_more_calls

Their number goes on the centre's own do-not-call list, and they take their consent back, before anything else
is said. A number that is withheld cannot be written down: the flow goes on.
"""

from dataclasses import dataclass

from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move, Passing


@dataclass(frozen=True, slots=True)
class StopCalling(Passing):
    """The node."""

    next: str

    def exits(self) -> tuple[Exit, ...]:
        """Return the way on."""
        return (Exit("next", self.next),)

    def enter(self, state: CallState) -> Move:
        """Note it, which is all that is needed, and go on."""
        state.note("stop_calling")
        return self.next


def read_stop_calling(entry: Entry) -> StopCalling:
    """Read nothing: there is nothing to say about it."""
    entry.fields()
    return StopCalling(entry.next)
