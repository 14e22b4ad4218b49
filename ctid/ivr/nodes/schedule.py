"""`schedule`: two ways, by the site's opening hours at this moment.

hours:
  schedule: {calendar: office, open: main, closed: closed_message}
"""

from dataclasses import dataclass

from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move, Passing


@dataclass(frozen=True, slots=True)
class Schedule(Passing):
    """The node."""

    calendar: str
    open: str
    closed: str

    def exits(self) -> tuple[Exit, ...]:
        """Return both ways."""
        return (Exit("open", self.open), Exit("closed", self.closed))

    def enter(self, state: CallState) -> Move:
        """Look at the calendar; one that the session was not given is a KeyError."""
        is_open = state.calendars[self.calendar].is_open(state.now)
        return Exit("open", self.open) if is_open else Exit("closed", self.closed)


def read_schedule(entry: Entry) -> Schedule:
    """Read the calendar and where its two answers lead."""
    reader = entry.reader
    fields = entry.fields("calendar", "open", "closed")
    return Schedule(
        calendar=fields.need("calendar", reader.calendar, ""),
        open=fields.need("open", reader.target, ""),
        closed=fields.need("closed", reader.target, ""),
    )
