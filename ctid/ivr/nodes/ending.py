"""`voicemail`, `callback`, `closed`, `hangup`: the session ends and the dialplan does the verb of that name.

leave_message:
  voicemail: {prompt: nobody-here}      # said first; may be left out: `hangup: {}`
"""

from dataclasses import dataclass

from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move
from ctid.ivr.steps import Leave, Outcome, Play


@dataclass(frozen=True, slots=True)
class Ending:
    """The node."""

    verb: str
    prompts: tuple[str, ...] = ()
    ends = True

    def exits(self) -> tuple[Exit, ...]:
        """Return none."""
        return ()

    def enter(self, state: CallState) -> Move:
        """Say what is to be said, then leave."""
        return Play(state.spoken(self.prompts)) if self.prompts else Leave(self.verb)

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Leave."""
        for key in self.prompts:
            state.note("heard", key)
        return Leave(self.verb)


def read_ending(entry: Entry) -> Ending:
    """Read what is said before the end; the verb is the kind."""
    fields = entry.fields("prompt")
    return Ending(entry.kind, fields.may("prompt", entry.reader.prompts, ()))
