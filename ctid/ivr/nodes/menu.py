"""`menu`: a prompt and single keys, each of which leads somewhere and may set variables.

    main:
      menu:
        prompt: main-menu
        "1": {set: {topic: orders}, goto: ask_order}
        "0": {goto: to_agent}
        timeout: 8s                   # any rule of `defaults` may be given anew

A `language` node is a menu too (see `language.py`): its prompt is played in several languages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ctid.ivr import mistakes
from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move
from ctid.ivr.inputs import InputRules
from ctid.ivr.reading import Reader
from ctid.ivr.rules import RULES, read_rules
from ctid.ivr.steps import Keys, Outcome, Prompt
from ctid.model.document import Node
from ctid.model.languages import Language

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#")


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a key leads and what it sets on the way."""

    goto: str
    sets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Menu:
    """The node. `languages` are those to play the prompt in, one after the other; none: the session's."""

    prompts: tuple[str, ...]
    choices: Mapping[str, Choice]
    rules: InputRules
    languages: tuple[Language, ...] = ()
    ends = False

    def exits(self) -> tuple[Exit, ...]:
        """Return one way a key, and those of the rules."""
        keyed = tuple(Exit(key, choice.goto, by_caller=True) for key, choice in self.choices.items())
        return keyed + self.rules.exits()

    def enter(self, state: CallState) -> Move:
        """Ask."""
        return self._ask(state, ())

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Follow the key, or count a failure and ask again."""

        def again(before: tuple[str, ...]) -> Move:
            return self._ask(state, before)

        if not isinstance(outcome, Keys):
            return self.rules.failed("no_input", "", state, again)
        choice = self.choices.get(outcome.digits)
        if choice is None:
            return self.rules.failed("no_match", outcome.digits, state, again)
        state.note("pressed", outcome.digits)
        for variable, value in choice.sets.items():
            state.assign(variable, value)
            state.note("chose", value, variable)
        return Exit(outcome.digits, choice.goto, by_caller=True)

    def _ask(self, state: CallState, before: tuple[str, ...]) -> Move:
        keys = before + self.prompts
        if not self.languages:
            return self.rules.ask(state.spoken(keys))
        return self.rules.ask(tuple(Prompt(key, language) for language in self.languages for key in keys))


def read_menu(entry: Entry) -> Menu:
    """Read a menu; one without a key is a mistake."""
    reader = entry.reader
    fields = entry.fields("prompt", *RULES, *KEYS)
    choices = {key: _read_choice(fields.members[key], reader) for key in KEYS if key in fields.members}
    if not choices:
        reader.note(mistakes.missing_key(entry.value.place, '"1"'))
    return Menu(
        prompts=fields.need("prompt", reader.prompts, ()),
        choices=choices,
        rules=read_rules(fields, entry.defaults.rules),
    )


def _read_choice(node: Node, reader: Reader) -> Choice:
    fields = reader.fields(node, "goto", "set")
    return Choice(
        goto=fields.need("goto", reader.target, ""),
        sets=fields.may("set", reader.assignments, {}),
    )
