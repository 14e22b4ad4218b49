"""Reading the parts of a flow: every read gives a value, and notes what is wrong instead of stopping.

What is wrong gets a blank of the right type in its place, so that one look at a file finds all of its
mistakes; a flow with mistakes is never handed out, so no blank is ever run.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from ctid.ivr import mistakes
from ctid.ivr import mistakes_in_expressions as wrong
from ctid.ivr.expression import Expression
from ctid.ivr.expression_text import Unreadable, parse
from ctid.ivr.flow import LANGUAGE, REFUSED, Mention
from ctid.ivr.names import Names
from ctid.ivr.values import Sort, Value, sort_of
from ctid.ivr.variables import Placed, Variables
from ctid.model.document import Node
from ctid.model.durations import read_duration
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Place

T = TypeVar("T")
Word = TypeVar("Word", bound=str)

_NODE_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_VARIABLE = re.compile(r"[a-z][a-z0-9_]*")
_VALUE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_OUTCOME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_PROMPT = re.compile(r"[a-z0-9-]+")


NOTHING = parse("''")

Term = Value | Expression


@dataclass(slots=True)
class Reader:
    """Reads values and collects `found`. `nodes` are the names that a target may be."""

    names: Names
    nodes: Collection[str] = ()
    languages: tuple[Language, ...] = tuple(Language)
    returns: tuple[str, ...] = ()  # of this flow
    found: list[Mistake] = field(default_factory=list)
    variables: Variables = field(default_factory=Variables)
    spoken: list[Mention] = field(default_factory=list)  # the prompts that were read
    keyed: list[Mention] = field(default_factory=list)  # the keys of menus

    def note(self, mistake: Mistake) -> None:
        """Keep a mistake."""
        self.found.append(mistake)

    # --- shapes ---------------------------------------------------------------------------------
    def fields(self, node: Node, *known: str) -> "Fields":
        """Read a mapping whose keys are all among `known`."""
        members: dict[str, Node] = {}
        for key, value in self.pairs(node):
            name = str(key.value)
            if name in known:
                members[name] = value
            else:
                self.note(mistakes.unknown_key(key.place, name, known))
        return Fields(self, node.place, members)

    def pairs(self, node: Node) -> list[tuple[Node, Node]]:
        """Read any mapping."""
        if not node.is_mapping:
            self.note(mistakes.wrong_shape(node.place, "mapping"))
        return node.items()

    def text(self, node: Node) -> str:
        """Read text that is not empty."""
        if not isinstance(node.value, str) or not node.value:
            self.note(mistakes.wrong_shape(node.place, "text"))
            return ""
        return node.value

    def truth(self, node: Node) -> bool:
        """Read true or false."""
        if not isinstance(node.value, bool):
            self.note(mistakes.wrong_shape(node.place, "truth"))
        return node.value is True

    def integer(self, low: int, high: int) -> Callable[[Node], int]:
        """Return a read of a whole number from `low` to `high`."""

        def read(node: Node) -> int:
            if isinstance(node.value, bool) or not isinstance(node.value, int):
                self.note(mistakes.wrong_shape(node.place, "integer"))
                return low
            if not low <= node.value <= high:
                self.note(mistakes.not_allowed(node.place, str(node.value), f"{low}–{high}"))
            return node.value

        return read

    def span(self, low: timedelta, high: timedelta) -> Callable[[Node], timedelta]:
        """Return a read of a span of time from `low` to `high`."""

        def read(node: Node) -> timedelta:
            span = read_duration(node.value) if isinstance(node.value, str) else None
            if span is None:
                self.note(mistakes.wrong_shape(node.place, "span"))
                return low
            if not low <= span <= high:
                allowed = f"{low.total_seconds():g}s–{high.total_seconds():g}s"
                self.note(mistakes.not_allowed(node.place, str(node.value), allowed))
            return span

        return read

    def one_of(self, node: Node, allowed: tuple[Word, ...]) -> Word:
        """Read one of the words."""
        for word in allowed:
            if node.value == word:
                return word
        self.note(mistakes.not_allowed(node.place, str(node.value), ", ".join(map(repr, allowed)), allowed))
        return allowed[0]

    # --- names ----------------------------------------------------------------------------------
    def node_name(self, node: Node) -> str:
        """Read the name that a node is given."""
        return self._name(node, _NODE_NAME)

    def target(self, node: Node) -> str:
        """Read the name of a node to go to."""
        return self._among(node, self.nodes, mistakes.no_such_node)

    def outcome(self, node: Node) -> str:
        """Read the name of an outcome."""
        return self._name(node, _OUTCOME)

    def prompts(self, node: Node) -> tuple[str, ...]:
        """Read one prompt or a list of them."""
        keys = tuple(self._prompt(member) for member in (node.elements() if node.is_sequence else [node]))
        if not keys:
            self.note(mistakes.wrong_shape(node.place, "text"))
        return keys

    def language(self, node: Node) -> Language:
        """Read one of the flow's languages."""
        return self.one_of(node, self.languages)

    def queue(self, node: Node) -> str:
        """Read the name of a queue of the site."""
        return self._among(node, self.names.queues, mistakes.no_such_queue)

    def calendar(self, node: Node) -> str:
        """Read the name of a calendar of the site."""
        return self._among(node, self.names.calendars, mistakes.no_such_calendar)

    def skill(self, node: Node) -> str:
        """Read the name of a skill of the site."""
        return self._among(node, self.names.skills, mistakes.no_such_skill)

    def new_variable(self, node: Node, sort: Sort | Expression = Sort.TEXT) -> str:
        """Read the name of a variable that is set to what is of this sort."""
        name = self._name(node, _VARIABLE)
        if name in (LANGUAGE, REFUSED):
            self.note(mistakes.reserved(node.place, name))
        self.variables.sets.append((Mention(name, node.place), sort))
        return name

    def prefix(self, node: Node) -> str:
        """Read the first part of the names of variables that are set together."""
        return self._name(node, _VARIABLE)

    def read_variable(self, node: Node) -> str:
        """Read the name of a variable that is looked at."""
        name = self._name(node, _VALUE)
        self.variables.show(Mention(name, node.place))
        return name

    def expression(
        self, wanted: Sort | None = None, *, skip: int = 0, public: bool = True
    ) -> Callable[[Node], Expression]:
        """Return a read of an expression of the `wanted` sort that begins `skip` characters into the text."""

        def read(node: Node) -> Expression:
            text = self.text(node)
            try:
                expression = parse(text[skip:])
            except Unreadable as error:
                if text:
                    self.note(wrong.unreadable(node.place_at(skip + error.at), error))
                return NOTHING
            self.variables.use(Placed(expression, node, skip, wanted, public))
            return expression

        return read

    def term(self, wanted: Sort | None = None, *, public: bool = True) -> Callable[[Node], Term]:
        """Return a read of a plain value, or of an expression behind `=`."""

        def read(node: Node) -> Term:
            if isinstance(node.value, str) and node.value.startswith("="):
                return self.expression(wanted, skip=1, public=public)(node)
            if node.value is None or node.value == "":
                self.note(mistakes.wrong_shape(node.place, "text"))
            elif wanted is not None and sort_of(node.value) is not wanted:
                self.note(wrong.plain(node.place, str(node.value), wanted))
            return node.value

        return read

    def assignments(self, node: Node) -> Mapping[str, Term]:
        """Read variables and the values they are to have."""
        return {str(name.value): self._assigned(name, value) for name, value in self.pairs(node)}

    def _assigned(self, name: Node, value: Node) -> Term:
        if name.value == LANGUAGE:
            return str(self.language(value))
        term = self.term(public=False)(value)
        self.new_variable(name, term if isinstance(term, Expression) else sort_of(term) or Sort.TEXT)
        return term

    def _name(self, node: Node, pattern: re.Pattern[str]) -> str:
        name = self.text(node)
        if name and not pattern.fullmatch(name):
            self.note(mistakes.bad_name(node.place, name, pattern.pattern))
            return ""
        return name

    def _among(
        self,
        node: Node,
        known: Collection[str] | None,
        missing: Callable[[Place, str, Collection[str]], Mistake],
    ) -> str:
        name = self.text(node)
        if name and known is not None and name not in known:
            self.note(missing(node.place, name, known))
        return name

    def _prompt(self, node: Node) -> str:
        key = self._name(node, _PROMPT)
        self.spoken.append(Mention(key, node.place))
        if key and self.names.prompts is not None:
            for language in self.languages:
                known = self.names.prompts.get(language, ())
                if key not in known:
                    self.note(mistakes.no_such_prompt(node.place, key, language, known))
        return key


@dataclass(frozen=True, slots=True)
class Fields:
    """The members of a mapping at `place`, by their keys."""

    reader: Reader
    place: Place
    members: Mapping[str, Node]

    def need(self, key: str, read: Callable[[Node], T], blank: T) -> T:
        """Read what must be there; missing, it is a mistake and `blank`."""
        if key not in self.members:
            self.reader.note(mistakes.missing_key(self.place, key))
            return blank
        return read(self.members[key])

    def may(self, key: str, read: Callable[[Node], T], default: T) -> T:
        """Read what may be there."""
        return read(self.members[key]) if key in self.members else default
