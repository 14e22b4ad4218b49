"""`switch`: one way for each value of a variable, or for the first rule that holds.

why:
  switch:
    variable: refused             # set by the flow itself, or a fact, or: language, refused
    cases: {queue_closed: closed_message}
    default: leave_message        # for every other value, and while there is none

who:
  switch:
    rules:
      - {when: "customer.tier in ('gold', 'silver')", goto: to_vip}
      - {when: not known(customer.id) and hour() >= 18, goto: to_evening}
    default: main
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ctid.ivr import mistakes
from ctid.ivr.entry import Entry
from ctid.ivr.expression import Expression
from ctid.ivr.flow import CallState, Exit, FlowNode, Move, Passing
from ctid.ivr.reading import NOTHING, Fields, Reader
from ctid.ivr.values import Sort
from ctid.model.document import Node

Rule = tuple[Expression, str]


@dataclass(frozen=True, slots=True)
class Switch(Passing):
    """The node that looks at a variable."""

    variable: str
    cases: Mapping[str, str]
    default: str

    def exits(self) -> tuple[Exit, ...]:
        """Return one way a case, and the default."""
        return (*(Exit(value, target) for value, target in self.cases.items()), Exit("default", self.default))

    def enter(self, state: CallState) -> Move:
        """Look at the variable."""
        value = state.text(self.variable)
        return Exit(value, self.cases[value]) if value in self.cases else Exit("default", self.default)


@dataclass(frozen=True, slots=True)
class Rules(Passing):
    """The node that asks one rule after the other."""

    rules: tuple[Rule, ...]
    default: str

    def exits(self) -> tuple[Exit, ...]:
        """Return one way a rule, and the default."""
        ways = tuple(Exit(when.text, target) for when, target in self.rules)
        return (*ways, Exit("default", self.default))

    def enter(self, state: CallState) -> Move:
        """Follow the first rule that holds."""
        held = (Exit(when.text, target) for when, target in self.rules if when.holds(state))
        return next(held, Exit("default", self.default))


def read_switch(entry: Entry) -> FlowNode:
    """Read the variable and its cases, or the rules."""
    reader = entry.reader
    fields = entry.fields("variable", "cases", "rules", "default")
    default = fields.need("default", reader.target, "")
    if "rules" not in fields.members:
        return Switch(
            variable=fields.need("variable", reader.read_variable, ""),
            cases=fields.need("cases", lambda node: _read_cases(node, reader), {}),
            default=default,
        )
    for other in {"variable", "cases"} & fields.members.keys():
        reader.note(mistakes.not_both(fields.members[other].place, other, "rules"))
    return Rules(_read_rules(fields, reader), default)


def _read_cases(node: Node, reader: Reader) -> Mapping[str, str]:
    return {str(value.value): reader.target(target) for value, target in reader.pairs(node)}


def _read_rules(fields: Fields, reader: Reader) -> tuple[Rule, ...]:
    def read(node: Node) -> Rule:
        rule = reader.fields(node, "when", "goto")
        when = rule.need("when", reader.expression(Sort.TRUTH), NOTHING)
        return when, rule.need("goto", reader.target, "")

    members = fields.members["rules"].elements()
    if not members:
        reader.note(mistakes.wrong_shape(fields.members["rules"].place, "list"))
    return tuple(read(member) for member in members)
