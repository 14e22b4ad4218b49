"""Reads the fields of a document: one reader for each kind of value, and mappings key by key.

Every reader takes a node and the findings, and returns a value or, after noting a mistake, a stand-in.
"""

import re
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import TypeVar

from ctid.config.findings import Findings, hint, shown
from ctid.model.document import Node
from ctid.model.durations import read_duration
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.model.recordings import RecordRule

T = TypeVar("T")
Read = Callable[[Node, Findings], T]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")

TEXT = Text("text", "文本")
LIST = Text("a list", "列表")
MAPPING = Text("pairs of key: value", "“键: 值”")
WHOLE = Text("a whole number", "整数")
TRUTH = Text("true or false", "true 或 false")


class Section:
    """A mapping that is read key by key; a key that nobody asked for is unknown.

    Use as a context: what is left over is noted on the way out.
    """

    def __init__(self, node: Node, findings: Findings) -> None:
        self.node = node
        self.findings = findings
        self._asked: dict[str, None] = {}
        self._readable = wants(MAPPING, node.is_mapping, node, findings)

    def __enter__(self) -> "Section":
        return self

    def __exit__(self, *_: object) -> None:
        for key, _value in self.node.items():
            if key.value not in self._asked:
                missing = [asked for asked in self._asked if self.node.get(asked) is None]
                meant = hint(str(key.value), missing or self._asked)
                self.findings.add("C104", key.place, key=shown(key.value), hint=meant)

    def need(self, key: str, read: Read[T]) -> T:
        """Read the value under `key`, which must be there."""
        self._asked[key] = None
        node = self.node.get(key)
        if node is not None:
            return read(node, self.findings)
        if self._readable:
            self.findings.add("C103", self.node.place, key=key)
        return read(Node(None, self.node.place), self.findings.unheard())

    def may(self, key: str, read: Read[T]) -> T | None:
        """Read the value under `key`; None where it is left out."""
        self._asked[key] = None
        node = self.node.get(key)
        return None if node is None else read(node, self.findings)


def wants(kind: Text, is_right: bool, node: Node, findings: Findings) -> bool:
    """Note a node of the wrong kind; say whether it is right."""
    if not is_right:
        findings.add("C102", node.place, kind=kind, found=_found(node))
    return is_right


def text(node: Node, findings: Findings) -> str:
    """Read text that is not blank. A bare number is no text: 007 would lose its zeros."""
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        findings.add("C124", node.place, found=_found(node))
    elif wants(TEXT, isinstance(node.value, str) and bool(node.value.strip()), node, findings):
        return str(node.value)
    return ""


def name(node: Node, findings: Findings) -> str:
    """Read a name that may travel through channel variables and dial strings unharmed."""
    written = text(node, findings)
    if not written or _NAME.fullmatch(written):
        return written
    findings.add("C123", node.place, name=shown(written))
    return ""


def both_languages(node: Node, findings: Findings) -> Text:
    """Read `{en: …, zh: …}`."""
    with Section(node, findings) as section:
        return Text(section.need("en", text), section.need("zh", text))


def language(node: Node, findings: Findings) -> Language:
    """Read a language in which the centre speaks."""
    return Language(one_of([*Language], "C125")(node, findings) or Language.EN)


def one_of(known: Collection[str], code: str) -> Read[str]:
    """Make a reader of names that must be among `known`; others are mistakes of kind `code`."""

    def read(node: Node, findings: Findings) -> str:
        written = text(node, findings)
        if not written or written in known:
            return written
        findings.add(code, node.place, name=shown(written), hint=hint(written, known))
        return ""

    return read


def level(node: Node, findings: Findings) -> int:
    """Read a skill's level, 1 (some) to 5 (best)."""
    whole = isinstance(node.value, int) and not isinstance(node.value, bool)
    if not wants(WHOLE, whole, node, findings):
        return 0
    value = int(node.value or 0)
    if not 1 <= value <= 5:
        findings.add("C108", node.place, level=value)
    return value


def duration(node: Node, findings: Findings) -> timedelta:
    """Read a span longer than nothing: `15s`, `2m`, `1m30s`, `1h`."""
    span = read_duration(node.value) if isinstance(node.value, str) else None
    if not span:
        findings.add("C112", node.place, found=_found(node))
    return span or timedelta()


def whole(least: int, most: int) -> Read[int]:
    """Make a reader of whole numbers between two, both included."""

    def read(node: Node, findings: Findings) -> int:
        value = node.value
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        findings.add("C139", node.place, found=_found(node), least=least, most=most)
        return least

    return read


def truth(node: Node, findings: Findings) -> bool:
    """Read `true` or `false`."""
    return wants(TRUTH, isinstance(node.value, bool), node, findings) and bool(node.value)


def pairs(node: Node, findings: Findings, *, least: str = "") -> list[tuple[Node, Node]]:
    """Read a mapping whose keys are names that the site chose; where `least` names it, not an empty one."""
    if wants(MAPPING, node.is_mapping, node, findings) and least and not node.items():
        findings.add("C122", node.place, key=least)
    return node.items()


def members(node: Node, findings: Findings, *, least: str = "") -> list[Node]:
    """Read a list; where `least` names it, not an empty one."""
    if wants(LIST, node.is_sequence, node, findings) and least and not node.elements():
        findings.add("C122", node.place, key=least)
    return node.elements()


def _found(node: Node) -> Text | str:
    if node.is_mapping:
        return MAPPING
    if node.is_sequence:
        return LIST
    return Text("nothing", "空") if node.value is None else shown(node.value)


def record_rule(node: Node, findings: Findings) -> RecordRule:
    """Read whether talks are recorded."""
    written = one_of(tuple(RecordRule), "C128")(node, findings)
    return RecordRule(written) if written else RecordRule.NO
