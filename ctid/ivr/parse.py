"""From a flow file's text to a flow, or to all that is wrong with it.

    version: 1
    flow: main
    languages: [zh, en]               # the first is spoken until the caller has chosen
    zone: Asia/Shanghai               # in which expressions count hours and days; left out: UTC
    takes: {order_no: text}           # only of a flow that others go into: what they have set before …
    returns: [verified, refused]      # … and the outcomes that they get back (nodes/subflow.py)
    defaults: {…}                     # see rules.py
    start: welcome
    nodes:
      welcome: {…}                    # see nodes/

Names of prompts, queues, calendars and skills are checked against the site's when those are given.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ctid.ivr import mistakes
from ctid.ivr.checks import WAIVERS, check
from ctid.ivr.entry import Entry
from ctid.ivr.facts import CUSTOMER
from ctid.ivr.flow import Flow, FlowNode, Written
from ctid.ivr.names import Names
from ctid.ivr.nodes import KINDS
from ctid.ivr.reading import Fields, Reader
from ctid.ivr.rules import Defaults, read_defaults
from ctid.ivr.values import Sort
from ctid.model.document import Node, read_document
from ctid.model.ids import FlowName
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Severity
from ctid.model.waivers import Waived, waive

_PARTS = ("version", "flow", "languages", "zone", "takes", "returns", "defaults", "start", "nodes")
_EVERYTHING = Names()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A flow, what is wrong with it in the order of its lines, and what is wrong and meant so.

    With an error among what is `found` the flow is not to be run.
    """

    flow: Flow
    found: tuple[Mistake, ...]
    waived: tuple[Waived, ...]


def judge_flow(text: str, file: str, names: Names = _EVERYTHING) -> Verdict:
    """Read and check a flow against the names that the site knows.

    The flow as a whole (`checks/`) is looked at only if its parts are sound. Raises Mistaken where the file
    is no document.
    """
    reader = Reader(names)
    flow = _read_flow(read_document(text, file), reader)
    if any(mistake.code not in mistakes.ABOUT_NAMES_ONLY for mistake in reader.found):
        return Verdict(flow, _by_line(reader.found), ())
    told, waived = waive([*reader.found, *check(flow, names)], text, file, WAIVERS)
    return Verdict(flow, _by_line(told), tuple(waived))


def _by_line(found: Iterable[Mistake]) -> tuple[Mistake, ...]:
    return tuple(sorted(found, key=lambda mistake: (mistake.place.line, mistake.place.column)))


def parse_flow(
    text: str, file: str, names: Names = _EVERYTHING, remark: Callable[[Mistake], object] = lambda _: None
) -> Flow:
    """Return a flow that can be run; `remark` is told each warning.

    Raises Mistaken with every error in the file, in the order of its lines.
    """
    verdict = judge_flow(text, file, names)
    errors = [mistake for mistake in verdict.found if mistake.severity is Severity.ERROR]
    if errors:
        raise Mistaken(errors)
    for mistake in verdict.found:
        remark(mistake)
    return verdict.flow


def parse_returns(text: str, file: str) -> tuple[str, ...]:
    """Read no more of a flow than the outcomes it returns as a subflow; none where it is not sound."""
    returns = read_document(text, file).get("returns")
    return _read_returns(returns, Reader(_EVERYTHING)) if returns is not None else ()


def _read_flow(root: Node, reader: Reader) -> Flow:
    fields = reader.fields(root, *_PARTS)
    named = reader.pairs(fields.members["nodes"]) if "nodes" in fields.members else []
    reader.nodes = [str(name.value) for name, _ in named]
    fields.need("version", reader.integer(1, 1), 1)
    reader.languages = fields.need("languages", lambda node: _read_languages(node, reader), reader.languages)
    reader.returns = fields.may("returns", lambda node: _read_returns(node, reader), ())
    takes: tuple[str, ...] = fields.may("takes", lambda node: _read_takes(node, reader), ())
    defaults = fields.may("defaults", lambda node: read_defaults(node, reader), Defaults())
    nodes = _Nodes(reader, defaults)
    for name, value in named:
        nodes.read(name, value)
    flow = Flow(
        name=FlowName(fields.need("flow", reader.node_name, "")),
        languages=reader.languages,
        start=fields.need("start", reader.target, ""),
        nodes=nodes.nodes,
        takes=takes,
        returns=reader.returns,
        zone=fields.may("zone", lambda node: _read_zone(node, reader), ZoneInfo("UTC")),
        written=nodes.written,
        personal=any(map(_is_personal, nodes.written.values())),
    )
    if "nodes" not in fields.members:
        reader.note(mistakes.missing_key(fields.place, "nodes"))
    reader.found += reader.variables.settle()
    return flow


def _is_personal(written: Written) -> bool:
    return written.kind == "subflow" or any(read.name.startswith(CUSTOMER) for read in written.reads)


def _read_languages(node: Node, reader: Reader) -> tuple[Language, ...]:
    if not node.elements():
        reader.note(mistakes.wrong_shape(node.place, "list"))
        return reader.languages
    return tuple(dict.fromkeys(reader.language(member) for member in node.elements()))


def _read_returns(node: Node, reader: Reader) -> tuple[str, ...]:
    if not node.elements():
        reader.note(mistakes.wrong_shape(node.place, "list"))
    return tuple(dict.fromkeys(reader.outcome(member) for member in node.elements()))


def _read_takes(node: Node, reader: Reader) -> tuple[str, ...]:
    return tuple(
        reader.new_variable(name, reader.one_of(sort, tuple(Sort))) for name, sort in reader.pairs(node)
    )


def _read_zone(node: Node, reader: Reader) -> ZoneInfo:
    try:
        return ZoneInfo(reader.text(node) or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        reader.note(mistakes.not_allowed(node.place, str(node.value), "Asia/Shanghai, Europe/Paris, UTC …"))
        return ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class _Nodes:
    """The nodes as they are read, and how each stands in the file."""

    reader: Reader
    defaults: Defaults
    nodes: dict[str, FlowNode] = field(default_factory=dict)
    written: dict[str, Written] = field(default_factory=dict)

    def read(self, name: Node, value: Node) -> None:
        """Read one more node; one of no kind is a mistake and left out."""
        reader = self.reader
        reader.node_name(name)
        fields = reader.fields(value, *KINDS, "next")
        kinds = [key for key in fields.members if key in KINDS]
        if len(kinds) != 1:
            reader.note(mistakes.no_kind(name.place, str(name.value), kinds, KINDS))
            return
        kind, called = kinds[0], str(name.value)
        onward = _read_next(name, kind, fields)
        reads, spoken, keyed = len(reader.variables.reads), len(reader.spoken), len(reader.keyed)
        entry = Entry(kind, fields.members[kind], onward, reader, self.defaults)
        self.nodes[called] = KINDS[kind].read(entry)
        self.written[called] = Written(
            kind,
            name.place,
            reads=tuple(reader.variables.reads[reads:]),
            prompts=tuple(reader.spoken[spoken:]),
            keys=tuple(reader.keyed[keyed:]),
        )


def _read_next(name: Node, kind: str, fields: Fields) -> str:
    following = fields.members.get("next")
    if KINDS[kind].goes_on:
        if following is not None:
            return fields.reader.target(following)
        fields.reader.note(mistakes.no_next(name.place, str(name.value)))
    elif following is not None:
        fields.reader.note(mistakes.unknown_key(following.place, "next", ()))
    return ""
