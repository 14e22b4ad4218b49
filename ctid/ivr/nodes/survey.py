"""`survey`: a few questions that are answered by one key each.

opinion:
  survey:
    questions:
      - {prompt: survey-solved, into: solved, keys: "12"}
      - {prompt: survey-rating, into: rating, keys: "12345"}
    thanks: survey-thanks         # may be left out
  next: bye

A bad entry is asked again as everywhere; after `max_failures` in one question the caller is let go on to
`on_max_failures`, and what they have answered is kept.
"""

from dataclasses import dataclass

from ctid.ivr import mistakes
from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move
from ctid.ivr.inputs import InputRules
from ctid.ivr.reading import Reader
from ctid.ivr.rules import RULES, read_rules
from ctid.ivr.steps import Keys, Outcome, Play, Played
from ctid.ivr.wording import Words, note_heard, spoken, words_of
from ctid.model.document import Node

KEYS = "0123456789*#"
MOST_QUESTIONS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and the keys that answer it."""

    prompts: Words
    into: str
    keys: str


@dataclass(frozen=True, slots=True)
class Survey:
    """The node."""

    questions: tuple[Asked, ...]
    rules: InputRules
    next: str
    thanks: Words = ()
    ends = False

    def exits(self) -> tuple[Exit, ...]:
        """Return the way of those who answered everything, and those of the rules."""
        answered = tuple(question.into for question in self.questions)
        return (Exit("match", self.next, by_caller=True, sets=answered), *self.rules.exits())

    def enter(self, state: CallState) -> Move:
        """Ask the first question."""
        return self._ask(state, ())

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Keep the answer and ask the next question; say thanks after the last."""
        if isinstance(outcome, Played):
            note_heard(self.thanks, state)
            return self.next
        question = self.questions[state.done]
        if not isinstance(outcome, Keys):
            return self.rules.failed("no_input", "", state, lambda before: self._ask(state, before))
        if len(outcome.digits) != 1 or outcome.digits not in question.keys:
            return self.rules.failed(
                "no_match", outcome.digits, state, lambda before: self._ask(state, before)
            )
        state.assign(question.into, outcome.digits)
        state.note("entered", outcome.digits, question.into)
        state.done, state.failures = state.done + 1, 0
        if state.done < len(self.questions):
            return self._ask(state, ())
        return Play(spoken(self.thanks, state)) if self.thanks else self.next

    def _ask(self, state: CallState, before: Words) -> Move:
        question = self.questions[state.done]
        return self.rules.ask(spoken(before + question.prompts, state), into=question.into)


def read_survey(entry: Entry) -> Survey:
    """Read the questions; none, or too many, are a mistake."""
    reader = entry.reader
    fields = entry.fields("questions", "thanks", *RULES)
    questions = fields.need("questions", lambda node: node, entry.value)
    if not 1 <= len(questions.elements()) <= MOST_QUESTIONS:
        reader.note(mistakes.wrong_shape(questions.place, "list"))
    return Survey(
        questions=tuple(_read_question(member, reader) for member in questions.elements()[:MOST_QUESTIONS]),
        rules=read_rules(fields, entry.defaults.rules),
        next=entry.next,
        thanks=fields.may("thanks", words_of(reader), ()),
    )


def _read_question(node: Node, reader: Reader) -> Asked:
    fields = reader.fields(node, "prompt", "into", "keys")
    keys = fields.may("keys", reader.text, "12345")
    if not set(keys) <= set(KEYS):
        reader.note(mistakes.not_allowed(fields.members["keys"].place, keys, "0–9 * #"))
    return Asked(
        prompts=fields.need("prompt", words_of(reader), ()),
        into=fields.need("into", reader.new_variable, ""),
        keys=keys,
    )
