"""`say`: prompts that are played to their end.

hours:
  say: [opening-hours, {date: = order.due}]     # a prompt, a value in a form, or a list of these
  next: main
"""

from dataclasses import dataclass

from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move
from ctid.ivr.steps import Outcome, Play
from ctid.ivr.wording import Words, note_heard, spoken, words_of


@dataclass(frozen=True, slots=True)
class Say:
    """The node."""

    prompts: Words
    next: str
    ends = False

    def exits(self) -> tuple[Exit, ...]:
        """Return the way on."""
        return (Exit("next", self.next),)

    def enter(self, state: CallState) -> Move:
        """Play."""
        return Play(spoken(self.prompts, state))

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Go on."""
        note_heard(self.prompts, state)
        return self.next


def read_say(entry: Entry) -> Say:
    """Read what is said."""
    return Say(prompts=words_of(entry.reader)(entry.value), next=entry.next)
