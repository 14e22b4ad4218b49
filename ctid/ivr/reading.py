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
from ctid.ivr.flow import LANGUAGE, REFUSED
from ctid.model.document import Node
from ctid.model.durations import read_duration
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Place

T = TypeVar("T")
Word = TypeVar("Word", bound=str)

_NODE_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_VARIABLE = re.compile(r"[a-z][a-z0-9_]*")
_PROMPT = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the site knows, to check names against; None where it is not known and not checked."""

    prompts: Mapping[Language, Collection[str]] | None = None
    queues: Collection[str] | None = None
    calendars: Collection[str] | None = None
    skills: Collection[str] | None = None


@dataclass(slots=True)
class Reader:
    """Reads values and collects `found`. `nodes` are the names that a target may be."""

    facts: Facts
    nodes: Collection[str] = ()
    languages: tuple[Language, ...] = tuple(Language)
    found: list[Mistake] = field(default_factory=list)
    variables_set: set[str] = field(default_factory=lambda: {LANGUAGE, REFUSED})
    variables_read: list[tuple[str, Place]] = field(default_factory=list)

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
        return self._among(node, self.facts.queues, mistakes.no_such_queue)

    def calendar(self, node: Node) -> str:
        """Read the name of a calendar of the site."""
        return self._among(node, self.facts.calendars, mistakes.no_such_calendar)

    def skill(self, node: Node) -> str:
        """Read the name of a skill of the site."""
        return self._among(node, self.facts.skills, mistakes.no_such_skill)

    def new_variable(self, node: Node) -> str:
        """Read the name of a variable that the caller fills."""
        name = self._name(node, _VARIABLE)
        if name in (LANGUAGE, REFUSED):
            self.note(mistakes.reserved(node.place, name))
        self.variables_set.add(name)
        return name

    def read_variable(self, node: Node) -> str:
        """Read the name of a variable that is looked at."""
        name = self._name(node, _VARIABLE)
        self.variables_read.append((name, node.place))
        return name

    def assignments(self, node: Node) -> Mapping[str, str]:
        """Read variables and the values they are to have."""
        return {str(name.value): self._assigned(name, value) for name, value in self.pairs(node)}

    def _assigned(self, name: Node, value: Node) -> str:
        if name.value == LANGUAGE:
            return str(self.language(value))
        self.new_variable(name)
        return self.text(value)

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
        if key and self.facts.prompts is not None:
            for language in self.languages:
                known = self.facts.prompts.get(language, ())
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
