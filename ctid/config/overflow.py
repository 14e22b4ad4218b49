"""Reads `overflow:`, and refuses overflows between queues that lead in a circle or to a closed door."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from ctid.config import fields
from ctid.config.fields import Read, Section
from ctid.config.findings import Findings, hint, shown
from ctid.model.document import Node
from ctid.model.durations import read_duration
from ctid.model.ids import FlowName, QueueName
from ctid.model.mistakes import Place, Text
from ctid.model.overflow import (
    LeaveWord,
    Length,
    Occasion,
    Overflow,
    Target,
    ToFlow,
    ToNumber,
    ToQueue,
    Waited,
    When,
)
from ctid.model.site import Queue

_LENGTH = re.compile(r"[1-9][0-9]{0,4}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def overflow_of(queues: Collection[str], flows: Collection[str]) -> Read[tuple[Overflow, ...]]:
    """Make a reader of `[{when: waited 3m, to: queue billing}, …]`; targets are among these names."""

    def read(node: Node, findings: Findings) -> tuple[Overflow, ...]:
        return tuple(rule(member, findings) for member in fields.members(node, findings))

    def rule(node: Node, findings: Findings) -> Overflow:
        with Section(node, findings) as section:
            return Overflow(section.need("when", _when), section.need("to", to))

    def to(node: Node, findings: Findings) -> Target:
        match fields.text(node, findings).split():
            case ["voicemail"]:
                return LeaveWord.VOICEMAIL
            case ["callback"]:
                return LeaveWord.CALLBACK
            case ["queue", name]:
                return ToQueue(QueueName(_among(queues, name, Text("queue", "队列"), node, findings)))
            case ["flow", name]:
                return ToFlow(FlowName(_among(flows, name, Text("flow", "流程"), node, findings)))
            case ["number", number] if _E164.fullmatch(number):
                return ToNumber(number)
            case [_, *_]:
                findings.add("C147", node.place, found=shown(node.value))
        return LeaveWord.VOICEMAIL

    return read


def flow_of(flows: Collection[str]) -> Read[FlowName]:
    """Make a reader of a flow's name."""

    def read(node: Node, findings: Findings) -> FlowName:
        name = fields.text(node, findings)
        return FlowName(_among(flows, name, Text("flow", "流程"), node, findings))

    return read


def _when(node: Node, findings: Findings) -> When:
    match fields.text(node, findings).split():
        case ["closed"]:
            return Occasion.CLOSED
        case ["nobody", "on", "duty"]:
            return Occasion.NOBODY_ON_DUTY
        case ["waited", written] if span := read_duration(written):
            return Waited(span)
        case ["length", written] if _LENGTH.fullmatch(written):
            return Length(int(written))
        case [_, *_]:
            findings.add("C146", node.place, found=shown(node.value))
    return Occasion.NOBODY_ON_DUTY  # a stand-in that no other check looks at


def _among(known: Collection[str], name: str, kind: Text, node: Node, findings: Findings) -> str:
    if name not in known:
        at = str(node.value).rindex(name)
        findings.add("C148", node.place_at(at), kind=kind, name=shown(name), hint=hint(name, known))
    return name


def check_overflows(
    queues: Mapping[QueueName, Queue], nodes: Mapping[QueueName, Node], findings: Findings
) -> None:
    """Refuse circles, and overflows of a closed queue to one that keeps the same hours. `nodes` by queue."""
    ways = [
        way for queue in queues.values() for way in _ways(queue, nodes[queue.name]) if way.target in queues
    ]
    for way in ways:
        hours = queues[way.source].calendar
        if way.when is Occasion.CLOSED and hours and hours == queues[way.target].calendar:
            findings.add("C150", way.place, name=way.source, target=way.target, calendar=hours)
    while circle := _circle(queues, ways):
        closing = next(way for way in ways if [way.source, way.target] == circle[-2:])
        findings.add("C149", closing.place, circle=" → ".join(circle))
        ways = [way for way in ways if [way.source, way.target] != circle[-2:]]


@dataclass(frozen=True, slots=True)
class _Way:
    """A rule that leads from one queue to another, and where it names that one."""

    source: QueueName
    target: QueueName
    when: When
    place: Place


def _ways(queue: Queue, node: Node) -> Iterator[_Way]:
    written = (node.get("overflow") or node).elements()
    for rule, at in zip(queue.overflow, written, strict=False):
        if isinstance(rule.to, ToQueue):
            yield _Way(queue.name, rule.to.queue, rule.when, (at.get("to") or at).place)


def _circle(queues: Iterable[QueueName], ways: Iterable[_Way]) -> list[QueueName]:
    """Return the queues of a circle, from the first in the file back to itself; none: there is no circle."""
    onward: dict[QueueName, list[QueueName]] = {}
    for way in ways:
        onward.setdefault(way.source, []).append(way.target)
    try:
        TopologicalSorter(onward).prepare()
    except CycleError as error:
        backward: list[QueueName] = error.args[1]
        round_ = backward[:0:-1]
        start = round_.index(next(name for name in queues if name in round_))
        return [*round_[start:], *round_[: start + 1]]
    return []
