"""`collect`: several digits into a variable.

ask_order:
  collect:
    prompt: ask-order
    into: order_no
    digits: {min: 4, max: 10, end: "#"}
    validate: none                # or luhn, for card-like numbers
    secret: false                 # true: never noted, never logged
    speech: digits                # they may be said, too, one by one; not those of a secret
  next: to_agent
"""

from dataclasses import dataclass
from typing import Literal

from ctid.ivr import mistakes
from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move
from ctid.ivr.inputs import InputRules
from ctid.ivr.reading import Reader
from ctid.ivr.rules import RULES, read_rules
from ctid.ivr.speech import Vocabulary
from ctid.ivr.speech_rules import read_speech
from ctid.ivr.steps import Keys, Outcome, Unclear
from ctid.ivr.values import MASK, Secret, Sort
from ctid.ivr.wording import Words, spoken, words_of
from ctid.model.document import Node

_DIGITS = frozenset("0123456789")
MOST_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Digits:
    """How many digits an entry has and which key ends it ("" for none)."""

    least: int = 1
    most: int = MOST_DIGITS
    end: str = "#"

    def accept(self, entered: str) -> bool:
        """Say whether it is digits, as many as there should be."""
        return self.least <= len(entered) <= self.most and set(entered) <= _DIGITS


@dataclass(frozen=True, slots=True)
class Collect:
    """The node."""

    prompts: Words
    into: str
    digits: Digits
    rules: InputRules
    next: str
    validate: Literal["none", "luhn"] = "none"
    secret: bool = False
    speech: Vocabulary | None = None
    ends = False

    def exits(self) -> tuple[Exit, ...]:
        """Return the way on, and those of the rules."""
        return (Exit("match", self.next, by_caller=True, sets=(self.into,)), *self.rules.exits())

    def enter(self, state: CallState) -> Move:
        """Ask."""
        return self._ask(state, ())

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Keep what was entered, or count a failure and ask again."""

        def again(before: Words) -> Move:
            return self._ask(state, before)

        if isinstance(outcome, Unclear):
            return self.rules.failed("unclear", outcome.word, state, again)
        if not isinstance(outcome, Keys):
            return self.rules.failed("no_input", "", state, again)
        if outcome.said:
            state.note("said", outcome.said)
        shown = MASK if self.secret else outcome.digits
        if not self._accepts(outcome.digits):
            return self.rules.failed("no_match", shown, state, again)
        state.assign(self.into, Secret(outcome.digits) if self.secret else outcome.digits)
        state.note("entered", shown, self.into)
        return Exit("match", self.next, by_caller=True)

    def _accepts(self, entered: str) -> bool:
        return self.digits.accept(entered) and (self.validate == "none" or passes_luhn(entered))

    def _ask(self, state: CallState, before: Words) -> Move:
        return self.rules.ask(
            spoken(before + self.prompts, state),
            max_digits=self.digits.most,
            end=self.digits.end,
            secret=self.secret,
            into=self.into,
            speech=state.may_say(self.speech),
        )


def passes_luhn(digits: str) -> bool:
    """Say whether the last digit is the right check digit (ISO/IEC 7812-1, Annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def read_collect(entry: Entry) -> Collect:
    """Read an entry of digits."""
    reader = entry.reader
    fields = entry.fields("prompt", "into", "digits", "validate", "secret", "speech", *RULES)
    secret = fields.may("secret", reader.truth, False)
    return Collect(
        prompts=fields.need("prompt", words_of(reader), ()),
        into=fields.need(
            "into", lambda node: reader.new_variable(node, Sort.SECRET if secret else Sort.TEXT), ""
        ),
        digits=fields.may("digits", lambda node: read_digits(node, reader), Digits()),
        rules=read_rules(fields, entry.defaults.rules),
        next=entry.next,
        validate=fields.may("validate", lambda node: reader.one_of(node, ("none", "luhn")), "none"),
        secret=secret,
        speech=fields.may(
            "speech", lambda node: read_speech(node, reader, tuple("0123456789"), secret), None
        ),
    )


def read_digits(node: Node, reader: Reader) -> Digits:
    """Read how many digits, and the key that ends them."""
    fields = reader.fields(node, "min", "max", "end")
    count = reader.integer(1, MOST_DIGITS)
    digits = Digits(
        least=fields.may("min", count, 1),
        most=fields.may("max", count, MOST_DIGITS),
        end=fields.may("end", lambda end: reader.one_of(end, ("#", "*", "")), "#"),
    )
    if digits.least > digits.most:
        reader.note(mistakes.not_allowed(node.place, str(digits.least), f"min ≤ max ({digits.most})"))
    return digits
