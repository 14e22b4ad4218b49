"""From a flow file's text to a flow, or to all that is wrong with it.

    version: 1
    flow: main
    languages: [zh, en]               # the first is spoken until the caller has chosen
    defaults: {…}                     # see rules.py
    start: welcome
    nodes:
      welcome: {…}                    # see nodes/

Names of prompts, queues, calendars and skills are checked against the site's when those are given.
"""

from collections.abc import Collection, Mapping

from ctid.ivr import mistakes
from ctid.ivr.checks import check
from ctid.ivr.entry import Entry
from ctid.ivr.flow import Flow, FlowNode
from ctid.ivr.nodes import KINDS
from ctid.ivr.reading import Facts, Fields, Reader
from ctid.ivr.rules import Defaults, read_defaults
from ctid.model.document import Node, read_document
from ctid.model.ids import FlowName
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken, Place

_PARTS = ("version", "flow", "languages", "defaults", "start", "nodes")


def parse_flow(
    text: str,
    file: str,
    *,
    prompts: Mapping[Language, Collection[str]] | None = None,
    queues: Collection[str] | None = None,
    calendars: Collection[str] | None = None,
    skills: Collection[str] | None = None,
) -> Flow:
    """Read and check a flow. A fact that is None is not checked against.

    Raises Mistaken with every mistake in the file, in the order of its lines; whether nodes can be
    reached and left (I102–I104) is looked at only in a flow whose parts are sound.
    """
    reader = Reader(Facts(prompts, queues, calendars, skills))
    flow, places = _read_flow(read_document(text, file), reader)
    if all(mistake.code in mistakes.ABOUT_NAMES_ONLY for mistake in reader.found):
        reader.found.extend(check(flow, places))
    if reader.found:
        raise Mistaken(sorted(reader.found, key=lambda mistake: (mistake.place.line, mistake.place.column)))
    return flow


def _read_flow(root: Node, reader: Reader) -> tuple[Flow, Mapping[str, Place]]:
    fields = reader.fields(root, *_PARTS)
    named = reader.pairs(fields.members["nodes"]) if "nodes" in fields.members else []
    reader.nodes = [str(name.value) for name, _ in named]
    fields.need("version", reader.integer(1, 1), 1)
    reader.languages = fields.need("languages", lambda node: _read_languages(node, reader), reader.languages)
    defaults = fields.may("defaults", lambda node: read_defaults(node, reader), Defaults())
    nodes = {str(name.value): _read_node(name, value, reader, defaults) for name, value in named}
    flow = Flow(
        name=FlowName(fields.need("flow", reader.node_name, "")),
        languages=reader.languages,
        start=fields.need("start", reader.target, ""),
        nodes={name: node for name, node in nodes.items() if node is not None},
    )
    if "nodes" not in fields.members:
        reader.note(mistakes.missing_key(fields.place, "nodes"))
    _check_variables(reader)
    return flow, {str(name.value): name.place for name, _ in named}


def _read_languages(node: Node, reader: Reader) -> tuple[Language, ...]:
    if not node.elements():
        reader.note(mistakes.wrong_shape(node.place, "list"))
        return reader.languages
    return tuple(dict.fromkeys(reader.language(member) for member in node.elements()))


def _read_node(name: Node, value: Node, reader: Reader, defaults: Defaults) -> FlowNode | None:
    reader.node_name(name)
    fields = reader.fields(value, *KINDS, "next")
    kinds = [key for key in fields.members if key in KINDS]
    if len(kinds) != 1:
        reader.note(mistakes.no_kind(name.place, str(name.value), kinds, KINDS))
        return None
    kind = kinds[0]
    onward = _read_next(name, kind, fields)
    return KINDS[kind].read(Entry(kind, fields.members[kind], onward, reader, defaults))


def _read_next(name: Node, kind: str, fields: Fields) -> str:
    following = fields.members.get("next")
    if KINDS[kind].goes_on:
        if following is not None:
            return fields.reader.target(following)
        fields.reader.note(mistakes.no_next(name.place, str(name.value)))
    elif following is not None:
        fields.reader.note(mistakes.unknown_key(following.place, "next", ()))
    return ""


def _check_variables(reader: Reader) -> None:
    for name, place in reader.variables_read:
        if name and name not in reader.variables_set:
            reader.note(mistakes.never_set(place, name, reader.variables_set))
