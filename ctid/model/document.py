"""A YAML document that remembers where everything stood, so that a mistake can point at its place.

The files a person writes (flows, the centre, prompt texts) are read here and only here. It is YAML
1.2 without its traps, because a surprise in a telephone menu is heard by callers:

- `no`, `on`, `yes`, `12:30` and `2026-01-01` are text; only `true` and `false` are truth values;
- keys are text, written once: an unquoted `1:` or a key given twice is refused, never guessed at;
- aliases (`*name`), merge keys (`<<`) and tags (`!thing`) are refused: each line says all it means, and a
  small file cannot swell into a large one;
- depth and size are bounded before anything recurses.

ruamel.yaml scans and resolves; what remains here is the tree with its places.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    NodeEvent,
)
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import ReaderError

from ctid.model import document_mistakes as mistakes
from ctid.model.document_mistakes import place_of
from ctid.model.mistakes import Mistake, Mistaken, Place

MAX_CHARACTERS = 256_000
MAX_DEPTH = 32
MAX_NODES = 50_000
LIMITS = (MAX_CHARACTERS, MAX_NODES, MAX_DEPTH)

Scalar = str | int | float | bool | None
Composed = MappingNode | SequenceNode | ScalarNode


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its place. `value` is the scalar; a mapping or sequence has None and its members."""

    value: Scalar
    place: Place
    _items: tuple[tuple["Node", "Node"], ...] | None = None
    _elements: tuple["Node", ...] | None = None
    _text_at: int | None = None  # columns from `place` to the text, where it stands as it is meant

    @property
    def is_mapping(self) -> bool:
        """Say whether the node is `key: value` pairs."""
        return self._items is not None

    @property
    def is_sequence(self) -> bool:
        """Say whether the node is a list."""
        return self._elements is not None

    @property
    def is_scalar(self) -> bool:
        """Say whether the node is one plain value."""
        return self._items is None and self._elements is None

    def items(self) -> list[tuple["Node", "Node"]]:
        """Return the pairs of a mapping in their order (none if it is no mapping); keys are text."""
        return list(self._items or ())

    def elements(self) -> list["Node"]:
        """Return the members of a sequence (none if it is no sequence)."""
        return list(self._elements or ())

    def get(self, key: str) -> "Node | None":
        """Return the value that stands under `key`, or None."""
        return next((value for name, value in self._items or () if name.value == key), None)

    def place_at(self, offset: int) -> Place:
        """Return where a character of the text stands (from 0); if escapes or folds hide it, `place`."""
        if self._text_at is None:
            return self.place
        return replace(self.place, column=self.place.column + self._text_at + offset)


def read_document(text: str, file: str) -> Node:
    """Read one YAML document; an empty one is an empty value.

    Raises Mistaken (codes Y001–Y006) with the first broken place, or with all keys that are wrong.
    """
    if len(text) > MAX_CHARACTERS:
        raise Mistaken([mistakes.too_much(Place(file, 1, 1), LIMITS)])
    try:
        composed = _compose(text, file)
    except MarkedYAMLError as error:
        raise Mistaken([mistakes.unreadable(error, file)]) from None
    except ReaderError as error:
        raise Mistaken([mistakes.unprintable(error, text, file)]) from None
    if composed is None:
        return Node(None, Place(file, 1, 1))
    tree = _Tree(file)
    root = tree.node(composed)
    if tree.found:
        raise Mistaken(tree.found)
    return root


def _compose(text: str, file: str) -> Composed | None:
    yaml = YAML(typ="safe", pure=True)
    yaml.Parser = partial(_Bounded, file)
    composed: Composed | None = yaml.compose(text)
    return composed


class _Bounded(Parser):
    """Gives the composer the events of a document and ends at one of excess.

    The composer takes the start of a collection before it recurses into it, so it goes no deeper than here.
    """

    def __init__(self, file: str, loader: YAML) -> None:
        super().__init__(loader)
        self._file = file
        self._depth = self._nodes = 0

    def get_event(self) -> Event:
        event: Event = super().get_event()
        self._nodes += isinstance(event, NodeEvent)
        self._depth += isinstance(event, CollectionStartEvent)
        self._depth -= isinstance(event, CollectionEndEvent)
        if isinstance(event, AliasEvent):
            raise Mistaken([mistakes.alias(self._place(event), str(event.anchor))])
        if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
            raise Mistaken([mistakes.directive(self._place(event))])
        if self._depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise Mistaken([mistakes.too_much(self._place(event), LIMITS)])
        return event

    def _place(self, event: Event) -> Place:
        return place_of(event.start_mark, self._file)


def _tag(composed: Composed) -> str:
    return str(composed.tag).removeprefix("tag:yaml.org,2002:")


def _text_at(scalar: ScalarNode) -> int | None:
    """Say how many columns of quotes stand before the text; None if it is not written as it is meant."""
    begin, end = scalar.start_mark, scalar.end_mark
    quotes = end.column - begin.column - len(scalar.value)
    return quotes // 2 if begin.line == end.line and quotes == (2 if scalar.style else 0) else None


# What a scalar's tag makes of the written text. Dates stay text, so does the long forgotten "=".
_SCALARS: dict[str, Callable[[str], Scalar]] = {
    "str": str,
    "timestamp": str,
    "value": str,
    "int": lambda written: int(written, 0),  # refuses 007: a number dialled must be quoted
    "float": float,
    "bool": lambda written: written.lower() == "true",
    "null": lambda _: None,
    "merge": str,
}


class _Tree:
    """Turns composed nodes into ours and notes every key, tag and number that is refused."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Mistake] = []

    def node(self, composed: Composed) -> Node:
        place = place_of(composed.start_mark, self.file)
        if isinstance(composed, ScalarNode):
            return Node(self._scalar(composed, place), place, _text_at=_text_at(composed))
        if _tag(composed) not in ("map", "seq"):
            self.found.append(mistakes.tagged(place, str(composed.tag)))
        if isinstance(composed, MappingNode):
            return Node(None, place, _items=self._pairs(composed))
        return Node(None, place, _elements=tuple(self.node(member) for member in composed.value))

    def _pairs(self, composed: MappingNode) -> tuple[tuple[Node, Node], ...]:
        pairs: dict[str, tuple[Node, Node]] = {}
        for key, value in composed.value:
            name = Node(
                key.value if _tag(key) in ("str", "value") else None, place_of(key.start_mark, self.file)
            )
            if not isinstance(name.value, str):
                self.found.append(mistakes.key_no_text(name.place, key))
            elif name.value in pairs:
                self.found.append(mistakes.key_twice(name.place, name.value, pairs[name.value][0].place))
            else:
                pairs[name.value] = (name, self.node(value))
        return tuple(pairs.values())

    def _scalar(self, composed: ScalarNode, place: Place) -> Scalar:
        convert = _SCALARS.get(_tag(composed))
        if convert is None:
            self.found.append(mistakes.tagged(place, str(composed.tag)))
            return None
        try:
            return convert(composed.value)
        except ValueError:
            self.found.append(mistakes.no_number(place, composed.value))
            return None
