"""The variables of a flow: where each is set and read, and of which sort it is.

A variable has one sort, whoever sets it. What a `set` gives it may hang on other variables, which may be set
further down: so the whole file is read first, then sorts are found until nothing new is, then every
expression is checked.
"""

from dataclasses import dataclass, field

from ctid.ivr import mistakes
from ctid.ivr import mistakes_in_expressions as wrong
from ctid.ivr.expression import Expression
from ctid.ivr.expression_sorts import Sorts
from ctid.ivr.facts import FACTS
from ctid.ivr.flow import LANGUAGE, REFUSED, Mention
from ctid.ivr.values import Sort
from ctid.model.document import Node
from ctid.model.mistakes import Mistake


@dataclass(frozen=True, slots=True)
class Placed:
    """An expression, where it stands (`skip` characters into a node's text) and the sort it must have.

    A `public` one is seen by others: no secret.
    """

    expression: Expression
    node: Node
    skip: int = 0
    wanted: Sort | None = None
    public: bool = False


@dataclass(slots=True)
class Variables:
    """Collects while a flow is read; `settle` says what is wrong."""

    reads: list[Mention] = field(default_factory=list)
    sets: list[tuple[Mention, Sort | Expression]] = field(default_factory=list)
    _placed: list[Placed] = field(default_factory=list)
    _shown: list[Mention] = field(default_factory=list)

    def use(self, placed: Placed) -> None:
        """Remember an expression, and what it reads."""
        self._placed.append(placed)
        guarded = placed.expression.asked_of()
        self.reads += [
            Mention(name, placed.node.place, name in guarded) for name in placed.expression.variables()
        ]

    def show(self, mention: Mention) -> None:
        """Remember a variable whose value everybody may see: no secret."""
        self.reads.append(mention)
        self._shown.append(mention)

    def settle(self) -> list[Mistake]:
        """Return what is wrong with the names and sorts of all that was collected."""
        sorts = self._sorts()
        known = {*sorts, *(mention.name for mention, _ in self.sets)}
        found = [
            mistakes.never_set(m.place, m.name, known) for m in self.reads if m.name and m.name not in known
        ]
        for placed in self._placed:
            checking = Sorts(sorts)
            checking.whole(placed.expression.tree, placed.wanted, public=placed.public)
            found += [wrong.misfit(placed.node.place_at(placed.skip + m.at), m) for m in checking.found]
        for mention in self._shown:
            if sorts.get(mention.name) is Sort.SECRET:
                found.append(wrong.secret(mention.place, mention.name))
        for mention, given in self.sets:
            sort = _sort(given, sorts)
            if sort is not None and sort is not sorts.get(mention.name, sort):
                found.append(wrong.two_sorts(mention.place, mention.name, sort, sorts[mention.name]))
        return found

    def _sorts(self) -> dict[str, Sort]:
        """Find every variable's sort: the first that is known of it."""
        sorts = {**FACTS, LANGUAGE: Sort.TEXT, REFUSED: Sort.TEXT}
        news = True
        while news:
            news = False
            for mention, given in self.sets:
                sort = _sort(given, sorts)
                if mention.name not in sorts and sort is not None:
                    sorts[mention.name] = sort
                    news = True
        return sorts


def _sort(given: Sort | Expression, sorts: dict[str, Sort]) -> Sort | None:
    return given if isinstance(given, Sort) else Sorts(sorts).whole(given.tree)
