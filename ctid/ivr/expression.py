"""Expressions: what conditions and values of a flow are made of, as a small tree that is walked, never run.

There is no way to loop, to define anything or to reach outside: an expression reads variables, and costs
no more than its length. Nothing (a variable that was not set) is unlike everything and adds nothing:
`customer.tier = 'gold'` of a stranger is false, and so is `customer.tier < 'gold'`.

`expression_text.py` reads them, `expression_sorts.py` finds what does not fit together before any call does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from ctid.ivr.flow import CallState
from ctid.ivr.functions import FUNCTIONS
from ctid.ivr.values import Value, written


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that stands in the text, `at` so many characters from its beginning (as in all below)."""

    value: str | int | float | bool | date
    at: int = 0


@dataclass(frozen=True, slots=True)
class Variable:
    """The value of a variable or a fact."""

    name: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Apply:
    """A function of `functions.py`, or `known`."""

    function: str
    arguments: tuple["Tree", ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Compare:
    """Two values, compared by =, !=, <, <=, > or >=."""

    operator: str
    left: "Tree"
    right: "Tree"
    at: int = 0


@dataclass(frozen=True, slots=True)
class Among:
    """Whether a value is one of several."""

    item: "Tree"
    choices: tuple["Tree", ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Plus:
    """Numbers added (or, with `minus`, subtracted), or texts joined."""

    left: "Tree"
    right: "Tree"
    minus: bool = False
    at: int = 0


@dataclass(frozen=True, slots=True)
class Every:
    """True if every part is."""

    parts: tuple["Tree", ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Some:
    """True if a part is."""

    parts: tuple["Tree", ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    """True if the part is not."""

    part: "Tree"
    at: int = 0


Tree = Literal | Variable | Apply | Compare | Among | Plus | Every | Some | Not

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip
KNOWN = "known"  # the one function that takes a value of any sort, and nothing as well


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as it was written, and what it means."""

    text: str
    tree: Tree

    def __call__(self, state: CallState) -> Value:
        """Return its value at this moment of a call."""
        return value_of(self.tree, state.value, state.now.astimezone(state.zone))

    def holds(self, state: CallState) -> bool:
        """Say whether it is true at this moment of a call."""
        return self(state) is True

    def variables(self) -> tuple[str, ...]:
        """Return what it reads, each once, in the order of the text."""
        return tuple(dict.fromkeys(tree.name for tree in parts_of(self.tree) if isinstance(tree, Variable)))

    def asked_of(self) -> frozenset[str]:
        """Return the variables of which it asks whether they are `known`: it does without their values."""
        return frozenset(
            argument.name
            for tree in parts_of(self.tree)
            if isinstance(tree, Apply) and tree.function == KNOWN
            for argument in tree.arguments
            if isinstance(argument, Variable)
        )

    def needs(self) -> frozenset[str]:
        """Return the variables that have a value wherever it is true."""
        return _needed(self.tree)


def value_of(  # noqa: PLR0911  (one for each sort of tree)
    tree: Tree, value: Callable[[str], Value], moment: datetime
) -> Value:
    """Return the value of a tree; `moment` is now in the zone that counts."""
    known = (value, moment)
    match tree:
        case Literal(literal):
            return literal
        case Variable(name):
            return value(name)
        case Apply(function, arguments):
            given = [value_of(argument, *known) for argument in arguments]
            return given[0] is not None if function == KNOWN else FUNCTIONS[function](given, moment)
        case Compare(operator, left, right):
            return _compare(operator, value_of(left, *known), value_of(right, *known))
        case Among(item, choices):
            sought = value_of(item, *known)
            return any(_compare("=", sought, value_of(choice, *known)) for choice in choices)
        case Plus(left, right, minus):
            return _sum(value_of(left, *known), value_of(right, *known), -1 if minus else 1)
        case Every(parts):
            return all(value_of(part, *known) is True for part in parts)
        case Some(parts):
            return any(value_of(part, *known) is True for part in parts)
        case Not(part):
            return value_of(part, *known) is not True


def _compare(operator: str, left: Value, right: Value) -> bool:
    if left is None or right is None:
        return operator == "!=" and left is not right
    return COMPARISONS[operator](left, right)


def _sum(left: Value, right: Value, sign: int) -> Value:
    if isinstance(left, str) or isinstance(right, str):
        return written(left) + written(right)
    return _number(left) + sign * _number(right)


def _number(value: Value) -> int | float:
    return value if isinstance(value, int | float) else 0


def _needed(tree: Tree) -> frozenset[str]:
    match tree:
        case Every(parts):
            return frozenset[str]().union(*map(_needed, parts))
        case Some(parts):
            return frozenset.intersection(*map(_needed, parts))
        case Variable(name) | Apply("known", (Variable(name),)) | Among(Variable(name)):
            return frozenset({name})
        case Compare(operator, left, right) if operator != "!=":
            return frozenset(side.name for side in (left, right) if isinstance(side, Variable))
        case _:
            return frozenset()


def parts_of(tree: Tree) -> list[Tree]:
    """Return a tree and all that is in it, from left to right."""
    match tree:
        case Literal() | Variable():
            inner: tuple[Tree, ...] = ()
        case Apply(_, arguments):
            inner = arguments
        case Compare(_, left, right) | Plus(left, right):
            inner = (left, right)
        case Among(item, choices):
            inner = (item, *choices)
        case Every(parts) | Some(parts):
            inner = parts
        case Not(part):
            inner = (part,)
    return [tree, *(found for part in inner for found in parts_of(part))]
