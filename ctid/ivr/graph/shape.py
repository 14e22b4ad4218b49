"""A flow as what is to be drawn: boxes coloured by kind, arrows with the keys that lead along them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ctid.ivr.flow import Flow
from ctid.ivr.path import Hop

COLOURS: Mapping[str, str] = {
    "asks": "#cfe3f7",
    "says": "#e8e8ee",
    "decides": "#fbe7b5",
    "looks": "#e3d5f2",
    "queue": "#cdebcf",
    "ends": "#f3d0cc",
}
_SORTS: Mapping[str, str] = {
    "menu": "asks", "language": "asks", "collect": "asks", "record": "asks", "survey": "asks",
    "authenticate": "asks",
    "say": "says", "play": "says", "personal": "says",
    "set": "decides", "switch": "decides", "schedule": "decides", "subflow": "decides",
    "queue": "queue", "dial": "queue",
    "lookup": "looks", "action": "looks", "webhook": "looks",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Traffic:
    """Calls through a flow: `ways` counts hops, `came` who came to a node, `gave_up` who hung up there."""

    calls: int = 0
    ways: Mapping[Hop, int] = field(default_factory=dict)
    came: Mapping[str, int] = field(default_factory=dict)
    gave_up: Mapping[str, int] = field(default_factory=dict)


def count(calls: Iterable[tuple[tuple[Hop, ...], str]]) -> Traffic:
    """Count calls: each its path, and the verb it ended with ("" where the caller hung up)."""
    ways: Counter[Hop] = Counter()
    came: Counter[str] = Counter()
    gave_up: Counter[str] = Counter()
    number = 0
    for path, verb in calls:
        number += 1
        ways.update(hop for hop in path if hop.way)
        came.update(hop.node for hop in path)
        if path and not verb:
            gave_up[path[-1].node] += 1
    return Traffic(number, ways, came, gave_up)


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its name, its kind, its colour, and a note beneath."""

    name: str
    kind: str
    colour: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """All ways from one node to another. `share` (0–1) of those who came took it; None where nobody knows."""

    source: str
    target: str
    label: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is to be drawn; the first box is the start."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def drawing(flow: Flow, traffic: Traffic | None = None) -> Drawing:
    """Prepare a flow for drawing."""
    names = [flow.start, *(name for name in flow.nodes if name != flow.start)]
    boxes = tuple(_box(flow, name, traffic) for name in names)
    title = flow.name if traffic is None else f"{flow.name}: {traffic.calls}"
    return Drawing(title, boxes, tuple(arrow for name in names for arrow in _arrows(flow, name, traffic)))


def _box(flow: Flow, name: str, traffic: Traffic | None) -> Box:
    kind = kind_of(flow, name)
    note = ""
    if traffic is not None and (came := traffic.came.get(name, 0)):
        note = f"{came}"
        if gave_up := traffic.gave_up.get(name, 0):
            note += f" · ✕ {gave_up / came:.0%}"
    return Box(name, kind, COLOURS[_SORTS.get(kind, "ends")], note)


def kind_of(flow: Flow, name: str) -> str:
    """Say which kind a node is."""
    return flow.written[name].kind


def _arrows(flow: Flow, name: str, traffic: Traffic | None) -> Iterable[Arrow]:
    labels: dict[str, list[str]] = {}
    for way in flow.nodes[name].exits():
        labels.setdefault(way.target, []).append(way.label)
    for target, ways in labels.items():
        share = None
        if traffic is not None and (came := traffic.came.get(name, 0)):
            share = sum(traffic.ways.get(Hop(name, label), 0) for label in ways) / came
        words = " · ".join("" if label == "next" else label for label in dict.fromkeys(ways))
        yield Arrow(name, target, words, share)
