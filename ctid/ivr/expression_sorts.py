"""Whether the parts of an expression fit together, found out before any call does.

Every expression has one sort. A secret has no part in any: it may only be handed on whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ctid.ivr.expression import KNOWN, Among, Apply, Compare, Every, Literal, Not, Plus, Some, Tree, Variable
from ctid.ivr.functions import FUNCTIONS
from ctid.ivr.values import Sort, sort_of


@dataclass(frozen=True, slots=True)
class Misfit:
    """What does not fit, `at` so many characters from the beginning.

    `what` is function (there is none of that name), count (of arguments; `wanted` says how many), sort
    (`name` is of sort `found`, `wanted` belongs here) or secret (which cannot be part of an expression).
    """

    what: str
    at: int
    name: str = ""
    wanted: str = ""
    found: str = ""


class Sorts:
    """Finds the sort of expressions over variables of known `sorts`, and what does not fit (`found`).

    A variable whose sort is not known fits everywhere.
    """

    def __init__(self, sorts: Mapping[str, Sort]) -> None:
        self._sorts = sorts
        self.found: list[Misfit] = []

    def whole(self, tree: Tree, wanted: Sort | None = None, *, public: bool = False) -> Sort | None:
        """Return the sort of an expression; a lone variable may be a secret, unless it is made `public`."""
        lone = isinstance(tree, Variable) and self._sorts.get(tree.name) is Sort.SECRET
        return Sort.SECRET if lone and wanted is None and not public else self._fits(tree, wanted)

    def sort(self, tree: Tree) -> Sort | None:
        """Return the sort of what is inside an expression."""
        match tree:
            case Literal(value):
                return sort_of(value)
            case Variable(name, at):
                if self._sorts.get(name) is Sort.SECRET:
                    self.found.append(Misfit("secret", at, name))
                    return None
                return self._sorts.get(name)
            case Apply():
                return self._function(tree)
            case Compare(_, left, right):
                self._alike(left, right)
            case Among(item, choices):
                for choice in choices:
                    self._alike(item, choice)
            case Plus():
                return self._sum(tree)
            case Every(parts) | Some(parts):
                for part in parts:
                    self._fits(part, Sort.TRUTH)
            case Not(part):
                self._fits(part, Sort.TRUTH)
        return Sort.TRUTH

    def _function(self, tree: Apply) -> Sort | None:
        if tree.function == KNOWN:
            takes: tuple[Sort | None, ...] = (None,)
            gives: Sort | None = Sort.TRUTH
        elif tree.function in FUNCTIONS:
            takes, gives = FUNCTIONS[tree.function].takes, FUNCTIONS[tree.function].gives
        else:
            self.found.append(Misfit("function", tree.at, tree.function))
            return None
        if len(takes) != len(tree.arguments):
            self.found.append(Misfit("count", tree.at, tree.function, str(len(takes))))
            return gives
        for argument, sort in zip(tree.arguments, takes, strict=True):
            self._fits(argument, sort)
        return gives

    def _sum(self, tree: Plus) -> Sort | None:
        left = self.sort(tree.left)
        if left is Sort.TEXT and not tree.minus:
            return self._fits(tree.right, Sort.TEXT)
        if left is not None:
            self._fits(tree.left, Sort.NUMBER)
        return self._fits(tree.right, Sort.NUMBER if left is not None else None)

    def _alike(self, left: Tree, right: Tree) -> None:
        sort = self.sort(left)
        self._fits(right, sort)

    def _fits(self, tree: Tree, wanted: Sort | None) -> Sort | None:
        sort = self.sort(tree)
        if wanted is not None and sort is not None and sort is not wanted:
            self.found.append(Misfit("sort", tree.at, _name(tree), wanted.value, sort.value))
        return wanted or sort


def _name(tree: Tree) -> str:
    match tree:
        case Variable(name):
            return name
        case Apply(function):
            return f"{function}()"
        case Literal(value):
            return repr(value) if isinstance(value, str) else str(value)
        case _:
            return "…"
