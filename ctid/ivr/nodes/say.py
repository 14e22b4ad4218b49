"""`say`: prompts that are played to their end.

hours:
  say: opening-hours              # or a list of prompts
  next: main
"""

from dataclasses import dataclass

from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move
from ctid.ivr.steps import Outcome, Play


@dataclass(frozen=True, slots=True)
class Say:
    """The node."""

    prompts: tuple[str, ...]
    next: str
    ends = False

    def exits(self) -> tuple[Exit, ...]:
        """Return the way on."""
        return (Exit("next", self.next),)

    def enter(self, state: CallState) -> Move:
        """Play."""
        return Play(state.spoken(self.prompts))

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Go on."""
        for key in self.prompts:
            state.note("heard", key)
        return self.next


def read_say(entry: Entry) -> Say:
    """Read what is said."""
    return Say(prompts=entry.reader.prompts(entry.value), next=entry.next)
