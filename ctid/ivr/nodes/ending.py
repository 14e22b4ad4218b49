"""`voicemail`, `callback`, `closed`, `hangup`: the session ends and the dialplan does the verb of that name.

leave_message:
  voicemail: {prompt: nobody-here}      # said first; may be left out: `hangup: {}`
"""

from dataclasses import dataclass

from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move
from ctid.ivr.steps import Leave, Outcome, Play
from ctid.ivr.wording import Words, note_heard, spoken, words_of


@dataclass(frozen=True, slots=True)
class Ending:
    """The node."""

    verb: str
    prompts: Words = ()
    ends = True

    def exits(self) -> tuple[Exit, ...]:
        """Return none."""
        return ()

    def enter(self, state: CallState) -> Move:
        """Say what is to be said, then leave."""
        return Play(spoken(self.prompts, state)) if self.prompts else Leave(self.verb)

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Leave."""
        note_heard(self.prompts, state)
        return Leave(self.verb)


def read_ending(entry: Entry) -> Ending:
    """Read what is said before the end; the verb is the kind."""
    fields = entry.fields("prompt")
    return Ending(entry.kind, fields.may("prompt", words_of(entry.reader), ()))
