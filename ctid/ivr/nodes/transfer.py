"""`transfer`: hands the caller on to a number outside, and is done with them.

to_partner:
  transfer:
    number: "+12025550123"        # or = an expression; only the site's destinations (`outbound`) are called
    prompt: connecting
    on_refused: to_support        # the number may not be called (now); `refused` says why

Not answered there, the caller hears it and may leave a message. `dial` comes back instead.
"""

from dataclasses import dataclass
from datetime import timedelta

from ctid.ivr.entry import Entry
from ctid.ivr.flow import REFUSED, CallState, Exit, Move
from ctid.ivr.outside import ALLOWED, MAY_CALL
from ctid.ivr.reading import Term
from ctid.ivr.steps import Answered, Failed, Leave, Outcome, Play, Request, Source
from ctid.ivr.values import Sort, written
from ctid.ivr.wording import Words, note_heard, spoken, words_of, worth

PATIENCE = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Transfer:
    """The node: says what is to be said, asks whether the number may be called, and leaves."""

    number: Term
    on_refused: str
    prompts: Words = ()
    ends = True

    def exits(self) -> tuple[Exit, ...]:
        """Return the way of those who cannot be handed on; the others leave."""
        return (Exit("refused", self.on_refused, sets=(REFUSED,)),)

    def enter(self, state: CallState) -> Move:
        """Ask whether the number may be called."""
        number = {"number": written(worth(self.number, state))}
        return Request(Source.CENTRE, MAY_CALL, number, (ALLOWED,), PATIENCE)

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Say what is to be said, and leave; or go where the refused go."""
        number = written(worth(self.number, state))
        match outcome:
            case Failed(reason):
                state.assign(REFUSED, reason.code)
                state.note("failed", reason.code, reason=reason)
                return self.on_refused
            case Answered() if self.prompts:
                return Play(spoken(self.prompts, state))
            case _:
                note_heard(self.prompts, state)
                return Leave("forward", number=number)


def read_transfer(entry: Entry) -> Transfer:
    """Read the number, what is said, and where a refusal leads."""
    reader = entry.reader
    fields = entry.fields("number", "prompt", "on_refused")
    return Transfer(
        number=fields.need("number", reader.term(Sort.TEXT), None),
        on_refused=fields.need("on_refused", reader.target, ""),
        prompts=fields.may("prompt", words_of(reader), ()),
    )
