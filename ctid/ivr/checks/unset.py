"""I110: a variable that is looked at where, on some way, nothing has set it yet.

What surely has a value in a node is what has one on every way to it: after each way out of each node before,
what that node had and what the way sets. The greatest such sets are found by going round until nothing
changes.

A look that asks whether a variable is `known` does without its value, and a node may look at what it sets
itself: that is how one counts. A rule that cannot hold without a value (`x = 'a'`) leads to where it has one.
"""

from collections.abc import Iterator, Mapping

from ctid.ivr.facts import FACTS
from ctid.ivr.flow import LANGUAGE, Flow, FlowNode, Mention
from ctid.ivr.names import Names
from ctid.ivr.nodes.switch import Rules, Switch
from ctid.model.mistakes import Mistake, Severity, Text

Way = tuple[str, frozenset[str], str]
"""From a node, with what it sets, to another."""


def check(flow: Flow, names: Names) -> list[Mistake]:
    """Find them."""
    given = frozenset({*FACTS, LANGUAGE, *flow.takes})
    ways = [way for name, node in flow.nodes.items() for way in _ways(name, node)]
    have = _surely_set(flow.start, given, ways)
    return [
        _unset(read, _way_without(read.name, flow.start, name, ways))
        for name, has in have.items()
        for read in flow.written[name].reads
        if not read.guarded and read.name not in has and read.name not in _own(flow.nodes[name])
    ]


def _ways(name: str, node: FlowNode) -> Iterator[Way]:
    for way, sure in zip(node.exits(), _sure(node), strict=False):
        yield name, frozenset(way.sets) | sure, way.target


def _sure(node: FlowNode) -> Iterator[frozenset[str]]:
    """Yield what must have had a value for each way to be taken."""
    match node:
        case Switch():
            yield from (frozenset({node.variable}) for _ in node.cases)
        case Rules():
            yield from (when.needs() for when, _ in node.rules)
    while True:
        yield frozenset()


def _own(node: FlowNode) -> frozenset[str]:
    return frozenset(variable for way in node.exits() for variable in way.sets)


def _surely_set(start: str, given: frozenset[str], ways: list[Way]) -> Mapping[str, frozenset[str]]:
    """Return what has a value in each node that is reached, whatever way a caller has come."""
    have = {start: given}
    news = True
    while news:
        news = False
        for begin, sets, end in ways:
            if begin in have:
                comes = have[begin] | sets
                now = have.get(end, comes) & comes
                news = news or now != have.get(end)
                have[end] = now
    return have


def _way_without(variable: str, start: str, end: str, ways: list[Way]) -> list[str]:
    """Return the nodes on a shortest way that does not set a variable."""
    came_from = {start: ""}
    front = [start]
    for name in front:  # grows while it is walked: breadth first
        for begin, sets, target in ways:
            if begin == name and variable not in sets and target not in came_from:
                came_from[target] = name
                front.append(target)
    way = [end]
    while came_from[way[-1]]:
        way.append(came_from[way[-1]])
    return way[::-1]


def _unset(read: Mention, way: list[str]) -> Mistake:
    come = " → ".join(way)
    return Mistake(
        "I110",
        read.place,
        Text(
            f'"{read.name}" has no value yet for whoever comes by {come}',
            f"经 {come} 到达此处的来电者，变量“{read.name}”尚无值",
        ),
        Text(
            "nothing is like no value: conditions are false, words are left out",
            "无值与任何值都不相等：条件为假，语句被略过",
        ),
        Text(
            f"set it on that way, or ask for it first: known({read.name})",
            f"请在该路径上为它赋值，或先判断 known({read.name})",
        ),
        Severity.WARNING,
    )
