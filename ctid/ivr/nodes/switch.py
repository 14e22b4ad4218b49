"""`switch`: one way for each value of a variable.

why:
  switch:
    variable: refused             # set by the flow itself, or: language, refused
    cases: {queue_closed: closed_message}
    default: leave_message        # for every other value, and while there is none
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ctid.ivr.entry import Entry
from ctid.ivr.flow import CallState, Exit, Move, Passing
from ctid.ivr.reading import Reader
from ctid.model.document import Node


@dataclass(frozen=True, slots=True)
class Switch(Passing):
    """The node."""

    variable: str
    cases: Mapping[str, str]
    default: str

    def exits(self) -> tuple[Exit, ...]:
        """Return one way a case, and the default."""
        return (*(Exit(value, target) for value, target in self.cases.items()), Exit("default", self.default))

    def enter(self, state: CallState) -> Move:
        """Look at the variable."""
        value = state.value(self.variable)
        return Exit(value, self.cases[value]) if value in self.cases else Exit("default", self.default)


def read_switch(entry: Entry) -> Switch:
    """Read the variable and its cases."""
    reader = entry.reader
    fields = entry.fields("variable", "cases", "default")
    return Switch(
        variable=fields.need("variable", reader.read_variable, ""),
        cases=fields.need("cases", lambda node: _read_cases(node, reader), {}),
        default=fields.need("default", reader.target, ""),
    )


def _read_cases(node: Node, reader: Reader) -> Mapping[str, str]:
    return {str(value.value): reader.target(target) for value, target in reader.pairs(node)}
