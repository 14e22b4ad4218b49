"""`menu`: a prompt and keys, each of which leads somewhere and may set variables.

    main:
      menu:
        prompt: main-menu
        "1": {set: {topic: orders}, goto: ask_order}
        "0": {goto: to_agent}
        timeout: 8s                   # any rule of `defaults` may be given anew

With `speech: digits` (or `yes_no`, or words for each key, `{"1": [one, yes]}`) a choice may be said, too.

A choice may have up to four keys ("12"); then an entry ends `digit_timeout` after a key.

A `language` node is a menu too (see `language.py`): its prompt is played in several languages.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ctid.ivr import mistakes
from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Mention, Move
from ctid.ivr.inputs import InputRules
from ctid.ivr.reading import Reader, Term
from ctid.ivr.rules import RULES, read_rules
from ctid.ivr.speech import Vocabulary
from ctid.ivr.speech_rules import read_speech
from ctid.ivr.steps import Keys, Outcome, Unclear
from ctid.ivr.values import written
from ctid.ivr.wording import Words, spoken, words_of, worth
from ctid.model.document import Node
from ctid.model.languages import Language

_KEYS = re.compile(r"[0-9*#]{1,4}")


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a key leads and what it sets on the way."""

    goto: str
    sets: Mapping[str, Term] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Menu:
    """The node. `languages` are those to play the prompt in, one after the other; none: the session's."""

    prompts: Words
    choices: Mapping[str, Choice]
    rules: InputRules
    languages: tuple[Language, ...] = ()
    speech: Vocabulary | None = None
    ends = False

    def exits(self) -> tuple[Exit, ...]:
        """Return one way a key, and those of the rules."""
        keyed = tuple(
            Exit(key, choice.goto, True, tuple(choice.sets)) for key, choice in self.choices.items()
        )
        return keyed + self.rules.exits()

    def enter(self, state: CallState) -> Move:
        """Ask."""
        return self._ask(state, ())

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Follow the key, or count a failure and ask again."""

        def again(before: Words) -> Move:
            return self._ask(state, before)

        if isinstance(outcome, Unclear):
            return self.rules.failed("unclear", outcome.word, state, again)
        if not isinstance(outcome, Keys):
            return self.rules.failed("no_input", "", state, again)
        if outcome.said:
            state.note("said", outcome.said)
        choice = self.choices.get(outcome.digits)
        if choice is None:
            return self.rules.failed("no_match", outcome.digits, state, again)
        state.note("pressed", outcome.digits)
        for variable, term in choice.sets.items():
            value = worth(term, state)
            state.assign(variable, value)
            state.note("chose", written(value), variable)
        return Exit(outcome.digits, choice.goto, by_caller=True)

    def _ask(self, state: CallState, before: Words) -> Move:
        words, longest = before + self.prompts, max(map(len, self.choices))
        languages = self.languages or (state.language,)
        sounds = tuple(sound for language in languages for sound in spoken(words, state, language))
        return self.rules.ask(sounds, max_digits=longest, speech=state.may_say(self.speech))


def read_menu(entry: Entry) -> Menu:
    """Read a menu; one without a key is a mistake."""
    reader = entry.reader
    keys = keys_of(entry.value, reader)
    fields = entry.fields("prompt", "speech", *RULES, *keys)
    choices = {key: _read_choice(fields.members[key], reader) for key in keys}
    if not choices:
        reader.note(mistakes.missing_key(entry.value.place, '"1"'))
    return Menu(
        prompts=fields.need("prompt", words_of(reader), ()),
        choices=choices,
        rules=read_rules(fields, entry.defaults.rules),
        speech=fields.may("speech", lambda node: read_speech(node, reader, tuple(choices)), None),
    )


def keys_of(node: Node, reader: Reader) -> list[str]:
    """Return the keys that a menu names, in the order of the file: one to four signs each."""
    keys = [Mention(name, key.place) for key, _ in node.items() if _KEYS.fullmatch(name := str(key.value))]
    reader.keyed += keys
    return [key.name for key in keys]


def _read_choice(node: Node, reader: Reader) -> Choice:
    fields = reader.fields(node, "goto", "set")
    return Choice(
        goto=fields.need("goto", reader.target, ""),
        sets=fields.may("set", reader.assignments, {}),
    )
