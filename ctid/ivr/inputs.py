"""The four ways an entry can go, the same for every node that takes keys.

match: the caller keyed something the node accepts, and the node says where it leads. no_input and no_match:
say something and ask again, or leave at once. max_failures: after so many bad entries (of either sort) in
one visit the node gives up and leads to `on_max_failures`, so that a caller who cannot or will not use keys
still gets somewhere. The idea is VoiceXML 2.1's, whose escalation callers know.

Where words may be said, one that was not understood for certain is `unclear`: a bad entry too, after which
the node takes keys alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from ctid.ivr.flow import CallState, Exit, Move
from ctid.ivr.speech import Vocabulary
from ctid.ivr.steps import Ask, Sound

Again = Callable[[tuple[str, ...]], Move]


@dataclass(frozen=True, slots=True)
class Amiss:
    """What follows a bad entry: `say` these prompts and ask again, or go to `goto` if it is given."""

    say: tuple[str, ...] = ()
    goto: str | None = None


@dataclass(frozen=True, slots=True)
class InputRules:
    """How a node takes keys. Spans as in `steps.Ask`."""

    on_max_failures: str
    timeout: timedelta = timedelta(seconds=5)
    digit_timeout: timedelta = timedelta(seconds=2)
    barge_in: bool = True
    max_failures: int = 3
    no_input: Amiss = Amiss()
    no_match: Amiss = Amiss()
    unclear: Amiss | None = None  # None: as no_match

    def exits(self) -> tuple[Exit, ...]:
        """Return the ways out that no accepted entry takes."""
        giving_up = Exit("max_failures", self.on_max_failures)
        if self.max_failures == 1:
            return (giving_up,)
        amiss = {"no_input": self.no_input, "no_match": self.no_match, "unclear": self.unclear}
        given = {label: one.goto for label, one in amiss.items() if one is not None}
        leaving = tuple(Exit(label, goto) for label, goto in given.items() if goto is not None)
        return leaving if len(leaving) == len(given) else (*leaving, giving_up)

    def ask(
        self,
        prompts: tuple[Sound, ...],
        *,
        max_digits: int = 1,
        end: str = "",
        secret: bool = False,
        into: str = "",
        speech: Vocabulary | None = None,
    ) -> Ask:
        """Ask for up to `max_digits` keys, or for what may be said."""
        return Ask(
            prompts=prompts,
            timeout=self.timeout,
            digit_timeout=self.digit_timeout,
            max_digits=max_digits,
            terminator=end,
            barge_in=self.barge_in,
            secret=secret,
            into=into,
            speech=speech,
        )

    def failed(self, what: str, value: str, state: CallState, again: Again) -> Move:
        """Count a bad entry (`what`: no_input, no_match or unclear), note it and move."""
        state.note(what, value)
        state.keys_only |= what == "unclear"
        state.failures += 1
        if state.failures >= self.max_failures:
            return Exit("max_failures", self.on_max_failures)
        amiss = {"no_input": self.no_input, "unclear": self.unclear}.get(what) or self.no_match
        return again(amiss.say) if amiss.goto is None else Exit(what, amiss.goto)
