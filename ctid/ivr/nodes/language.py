"""`language`: a menu that is heard in every language of the flow and sets the session's.

welcome:
  language:
    prompt: language-choice       # played in each of the flow's `languages`, in their order
    "1": zh
    "2": en
    remembered: true              # whose language is known is not asked
  next: main
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ctid.ivr import mistakes
from ctid.ivr.entry import Entry
from ctid.ivr.facts import KNOWN_LANGUAGE
from ctid.ivr.flow import LANGUAGE, CallState, Exit, FlowNode, Mention, Move
from ctid.ivr.nodes.menu import Choice, Menu, keys_of
from ctid.ivr.rules import RULES, read_rules
from ctid.ivr.steps import Outcome
from ctid.ivr.wording import words_of
from ctid.model.languages import Language
from ctid.model.reasons import Reason


@dataclass(frozen=True, slots=True)
class Remembered:
    """A choice of language that is not put to a caller whose language is known."""

    menu: Menu
    languages: Sequence[Language]
    next: str
    ends = False

    def exits(self) -> tuple[Exit, ...]:
        """Return the way of those who are not asked, and those of the menu."""
        return (Exit("remembered", self.next, sets=(LANGUAGE,)), *self.menu.exits())

    def enter(self, state: CallState) -> Move:
        """Take the language that is known, or ask."""
        known = state.text(KNOWN_LANGUAGE)
        if known not in self.languages:
            return self.menu.enter(state)
        state.assign(LANGUAGE, known)
        why = Reason("language_remembered", {"language": known})
        state.note("chose", known, LANGUAGE, why)
        return Exit("remembered", self.next)

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Go on as the menu does."""
        return self.menu.resume(outcome, state)


def read_language(entry: Entry) -> FlowNode:
    """Read a choice of language; one without a key is a mistake."""
    reader = entry.reader
    keys = keys_of(entry.value, reader)
    fields = entry.fields("prompt", "remembered", *RULES, *keys)
    choices = {key: Choice(entry.next, {LANGUAGE: str(reader.language(fields.members[key]))}) for key in keys}
    if not choices:
        reader.note(mistakes.missing_key(entry.value.place, '"1"'))
    menu = Menu(
        prompts=fields.need("prompt", words_of(reader), ()),
        choices=choices,
        rules=read_rules(fields, entry.defaults.rules),
        languages=reader.languages,
    )
    remembered = fields.may("remembered", reader.truth, False)
    if remembered:
        reader.variables.show(Mention(KNOWN_LANGUAGE, entry.value.place))
    return Remembered(menu, reader.languages, entry.next) if remembered else menu
