"""Reading a file of scenarios; every mistake is told with its place: codes of flows (I121–I126), and I2xx."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from ctid.ivr.facts import CUSTOMER, FACTS
from ctid.ivr.flow import Flow
from ctid.ivr.mistakes import not_allowed
from ctid.ivr.names import Names
from ctid.ivr.reading import Fields, Reader
from ctid.ivr.sim import mistakes
from ctid.ivr.sim.dialog import Act, HangUp, Hear, Press, Say, Wait
from ctid.ivr.sim.given import ADMITTED, REFUSALS, Answer, Given, Mocks
from ctid.ivr.sim.scenario import Expected, Scenario
from ctid.ivr.values import Sort, Value
from ctid.model.document import Node, read_document
from ctid.model.ids import FlowName
from ctid.model.mistakes import Mistaken, Place

ACTS = ("hear", "hear~", "press", "interrupt", "say", "wait", "hang_up")
_KEYS = frozenset("0123456789*#")
_WORDS = re.compile(r"[a-z]+(?: [a-z]+)*")
_NO_INPUT = "no_input"
_LONGEST = timedelta(hours=1)


def read_scenarios(text: str, file: str, flows: Mapping[FlowName, Flow]) -> list[Scenario]:
    """Read a file's scenarios. Raises Mistaken with every mistake in it, in the order of its lines."""
    reader = Reader(Names())
    root = reader.fields(read_document(text, file), "version", "flow", "scenarios")
    root.may("version", reader.integer(1, 1), 1)
    flow = root.need("flow", lambda node: _flow(node, reader, flows), None)
    none: list[Scenario] = []
    inner = [f"{other.name}/{node}" for other in flows.values() for node in other.nodes]
    reader.nodes = [*(flow.nodes if flow else ()), *inner]
    scenarios = root.need("scenarios", lambda node: _scenarios(node, reader, flow), none)
    if reader.found or flow is None:
        raise Mistaken(sorted(reader.found, key=lambda mistake: (mistake.place.line, mistake.place.column)))
    return scenarios


def _flow(node: Node, reader: Reader, flows: Mapping[FlowName, Flow]) -> Flow | None:
    flow = flows.get(FlowName(reader.text(node)))
    if flow is None:
        reader.note(mistakes.no_such_flow(node.place, str(node.value), flows))
    return flow


def _scenarios(node: Node, reader: Reader, flow: Flow | None) -> list[Scenario]:
    return [_scenario(name, value, reader, flow) for name, value in reader.pairs(node)]


def _scenario(name: Node, node: Node, reader: Reader, flow: Flow | None) -> Scenario:
    fields = reader.fields(node, "given", "dialog", "expect")
    nothing: list[tuple[Act, Place]] = []
    acts = fields.may("dialog", lambda dialog: _acts(dialog, reader), nothing)
    return Scenario(
        name=str(name.value),
        flow=flow.name if flow else FlowName(""),
        given=fields.may("given", lambda given: _given(given, reader), Given()),
        acts=tuple(act for act, _ in acts),
        expected=fields.need("expect", lambda expect: _expected(expect, reader), Expected()),
        place=name.place,
        places=tuple(place for _, place in acts),
    )


def _given(node: Node, reader: Reader) -> Given:
    fields = reader.fields(node, "from", "to", "at", "language", "customer", "mocks")
    return Given(
        ani=fields.may("from", reader.text, Given().ani),
        dnis=fields.may("to", reader.text, ""),
        at=fields.may("at", lambda at: _instant(at, reader), None),
        language=fields.may("language", reader.language, None),
        facts=fields.may("customer", lambda customer: _facts(customer, reader), {}),
        mocks=fields.may("mocks", lambda mocks: _mocks(mocks, reader), {}),
    )


def _instant(node: Node, reader: Reader) -> datetime | None:
    instant = read_instant(reader.text(node))
    if instant is None:
        reader.note(mistakes.no_instant(node.place, str(node.value)))
    return instant


def read_instant(text: str) -> datetime | None:
    """Read RFC 3339, seconds may be left out; None for what is no instant or has no offset."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None


def _facts(node: Node, reader: Reader) -> Mapping[str, Value]:
    known = [name.removeprefix(CUSTOMER) for name in FACTS if name.startswith(CUSTOMER)]
    members = reader.fields(node, *known).members
    return {CUSTOMER + name: _fact(CUSTOMER + name, value, reader) for name, value in members.items()}


def _fact(name: str, node: Node, reader: Reader) -> Value:
    text = reader.text(node)
    if FACTS[name] is not Sort.DATE or not text:
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        reader.note(mistakes.no_date(node.place, text))
        return None


def _mocks(node: Node, reader: Reader) -> Mocks:
    return {
        str(name.value): tuple(
            _answer(str(name.value), one, reader)
            for one in (value.elements() if value.is_sequence else [value])
        )
        for name, value in reader.pairs(node)
    }


def _answer(name: str, node: Node, reader: Reader) -> Answer:
    """Read `Found`, or `{Found: {state: sent}}`."""
    if name.startswith("queue."):
        return Answer(reader.one_of(node, (ADMITTED, *REFUSALS)))
    if not node.is_mapping:
        return Answer(reader.text(node))
    if len(node.items()) != 1:
        reader.note(mistakes.one_answer(node.place))
        return Answer("")
    [(outcome, values)] = node.items()
    return Answer(str(outcome.value), {str(key.value): _value(value) for key, value in reader.pairs(values)})


def _value(node: Node) -> Value:
    """Read a value as its text says: 2026-10-01 is a date."""
    if isinstance(node.value, str):
        try:
            return date.fromisoformat(node.value)
        except ValueError:
            return node.value
    return node.value


def _acts(node: Node, reader: Reader) -> list[tuple[Act, Place]]:
    if not node.is_sequence:
        reader.note(mistakes.no_list(node.place))
    acts = [(_act(reader.fields(item, *ACTS), item, reader), item.place) for item in node.elements()]
    return [(act, place) for act, place in acts if act is not None]


def _act(fields: Fields, item: Node, reader: Reader) -> Act | None:
    if len(fields.members) != 1:
        if item.is_mapping:
            reader.note(mistakes.one_act(item.place, ACTS))
        return None
    [(kind, value)] = fields.members.items()
    match kind:
        case "hear" | "hear~":
            return Hear(key=reader.prompts(value)[0]) if kind == "hear" else Hear(like=reader.text(value))
        case "press" | "interrupt":
            return Press(_keys(value, reader), interrupting=kind == "interrupt")
        case "say":
            return Say(_words(value, reader))
        case "wait":
            return Wait(None if value.value == _NO_INPUT else reader.span(timedelta(), _LONGEST)(value))
        case _:
            reader.truth(value)
            return HangUp()


def _keys(node: Node, reader: Reader) -> str:
    keys = reader.text(node)
    if not set(keys) <= _KEYS:
        reader.note(mistakes.no_keys(node.place, keys))
    return keys


def _words(node: Node, reader: Reader) -> str:
    words = reader.text(node)
    if not _WORDS.fullmatch(words):
        reader.note(not_allowed(node.place, words, "a–z"))
    return words


def _expected(node: Node, reader: Reader) -> Expected:
    fields = reader.fields(node, "end", "vars", "path", "max_seconds")
    return Expected(
        end=fields.may("end", reader.text, None),
        variables=fields.may("vars", lambda vars_: _variables(vars_, reader), {}),
        path=fields.may("path", lambda path: tuple(map(reader.target, path.elements())), ()),
        at_most=fields.may("max_seconds", lambda most: _seconds(most, reader), None),
    )


def _variables(node: Node, reader: Reader) -> Mapping[str, str]:
    return {str(name.value): str(value.value) for name, value in reader.pairs(node)}


def _seconds(node: Node, reader: Reader) -> timedelta:
    return timedelta(seconds=reader.integer(1, 3600)(node))
