"""What is wrong with a flow as a whole, though each of its parts is sound: one file a rule.

A rule is a pure function of a flow and of the names that its site knows (with them the texts of prompts).
What is certainly wrong is an error; what is judged by texts, lengths or habits is a warning, which somebody
may mean so and waive (model/waivers.py). What a single part shows is found where that part is read:

    I101 a target           I105 a way after failing    I107 a prompt's text    I110 nobody sets it
    I111 an action          I112 a way on errors        I113 a name of the site

A flow without I103 and I104 ends for every caller: these cannot be waived, nor what would leave a line
silent.
"""

from collections.abc import Callable

from ctid.ivr.checks import (
    first_words,
    keys_said,
    length,
    person,
    prefixes,
    secrets_kept,
    unset,
    ways,
)
from ctid.ivr.flow import Flow
from ctid.ivr.names import Names
from ctid.model.mistakes import Mistake
from ctid.model.waivers import Habits

WAIVERS = Habits(
    sign="#",
    waivable=frozenset({"I102", "I106", "I108", "I109", "I110", "I114", "I115", "I116", "I117"}),
    code="I118",
)

Rule = Callable[[Flow, Names], list[Mistake]]

RULES: tuple[Rule, ...] = (
    ways.check,  # I102, I103, I104
    prefixes.check,  # I106
    length.check,  # I108
    person.check,  # I109
    unset.check,  # I110, on some ways
    secrets_kept.check,  # I114
    keys_said.check,  # I115, I116
    first_words.check,  # I117
)


def check(flow: Flow, names: Names) -> list[Mistake]:
    """Return all that the rules find."""
    return [mistake for rule in RULES for mistake in rule(flow, names)]
