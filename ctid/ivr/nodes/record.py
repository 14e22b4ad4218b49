"""`record`: records what the caller says.

complaint:
  record:
    prompt: tell-us
    into: complaint               # the recording's name; `play` lets it be heard
    longest: 60s                  # 1s–10m
    silence: 4s                   # ends it; 1s–30s
    end: "#"                      # or "*", or "": any key
  next: thanks

Nothing said counts as `no_input`, with the rules of every entry (see rules.py).
"""

from dataclasses import dataclass
from datetime import timedelta

from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move
from ctid.ivr.inputs import InputRules
from ctid.ivr.rules import RECORD_RULES, read_rules
from ctid.ivr.steps import Outcome, Record, Recorded
from ctid.ivr.wording import Words, spoken, words_of

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Take:
    """The node."""

    prompts: Words
    into: str
    rules: InputRules
    next: str
    longest: timedelta = 60 * SECOND
    silence: timedelta = 4 * SECOND
    end: str = "#"
    ends = False

    def exits(self) -> tuple[Exit, ...]:
        """Return the way on, and those of the rules. Noise too is recorded: it proves no caller."""
        return (Exit("match", self.next, sets=(self.into,)), *self.rules.exits())

    def enter(self, state: CallState) -> Move:
        """Record."""
        return self._record(state, ())

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Keep the recording's name, or count a failure and record again."""
        if not isinstance(outcome, Recorded):
            return self.rules.failed("no_input", "", state, lambda before: self._record(state, before))
        state.assign(self.into, outcome.name)
        state.note("entered", outcome.name, self.into)
        return self.next

    def _record(self, state: CallState, before: Words) -> Move:
        return Record(spoken(before + self.prompts, state), self.longest, self.silence, self.end)


def read_record(entry: Entry) -> Take:
    """Read what is said first, and how long it may last."""
    reader = entry.reader
    fields = entry.fields("prompt", "into", "longest", "silence", "end", *RECORD_RULES)
    return Take(
        prompts=fields.need("prompt", words_of(reader), ()),
        into=fields.need("into", reader.new_variable, ""),
        rules=read_rules(fields, entry.defaults.rules),
        next=entry.next,
        longest=fields.may("longest", reader.span(SECOND, 600 * SECOND), 60 * SECOND),
        silence=fields.may("silence", reader.span(SECOND, 30 * SECOND), 4 * SECOND),
        end=fields.may("end", lambda node: reader.one_of(node, ("#", "*", "")), "#"),
    )
