"""I102–I104: nodes that cannot be reached, cannot be left, or go round.

The flow is a graph whose edges are the nodes' exits. Three questions are put to it:

- I102: can `start` lead to every node?
- I103: can every node lead to one where the session ends (a queue, voicemail, callback, closed, hangup)?
- I104: can the call go round in a circle while the caller does nothing right? Such a circle holds no
  exit that is taken `by_caller`. A silent line (a fax, a pocket call) would be held for ever.

A flow without I103 and I104 ends for everybody: the silent are led on, failure by failure, to an end.
"""

from collections.abc import Collection, Iterable, Mapping

from ctid.ivr import mistakes
from ctid.ivr.flow import Flow
from ctid.ivr.names import Names
from ctid.model.mistakes import Mistake

Graph = Mapping[str, Collection[str]]


def check(flow: Flow, names: Names) -> list[Mistake]:
    """Find them."""
    places = {name: written.place for name, written in flow.written.items()}
    every = _graph(flow, by_caller=True)
    reached = _closure(every, [flow.start])
    ending = [name for name, node in flow.nodes.items() if node.ends]
    leading_to_end = _closure(_turned_round(every), ending)
    found = [mistakes.unreachable(places[name], name) for name in flow.nodes if name not in reached]
    found += [mistakes.no_end(places[name], name) for name in flow.nodes if name in reached - leading_to_end]
    found += [
        mistakes.endless(places[circle[0]], [*circle, circle[0]])
        for circle in _circles(_graph(flow, by_caller=False))
    ]
    return found


def _graph(flow: Flow, *, by_caller: bool) -> Graph:
    """Return who leads to whom, with or without the exits that need the caller."""
    return {
        name: [exit_.target for exit_ in node.exits() if by_caller or not exit_.by_caller]
        for name, node in flow.nodes.items()
    }


def _turned_round(graph: Graph) -> Graph:
    turned: dict[str, list[str]] = {name: [] for name in graph}
    for name, targets in graph.items():
        for target in targets:
            turned[target].append(name)
    return turned


def _closure(graph: Graph, starts: Iterable[str]) -> set[str]:
    """Return all that the starts lead to, themselves included."""
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(graph[name])
    return reached


def _circles(graph: Graph) -> list[list[str]]:
    """Return one circle for each group of nodes that lead round, in the order of the file."""
    circles: list[list[str]] = []
    told: set[str] = set()
    for name in graph:
        if name in told or name not in _closure(graph, graph[name]):
            continue
        circle = _way_back(graph, name)
        circles.append(circle)
        told |= {other for other in _closure(graph, [name]) if name in _closure(graph, [other])}
    return circles


def _way_back(graph: Graph, name: str) -> list[str]:
    """Return the shortest way from a node round to itself, without its return."""
    came_from: dict[str, str] = {}
    front = [name]
    for node in front:  # grows while it is walked: breadth first
        for target in graph[node]:
            if target not in came_from:
                came_from[target] = node
                front.append(target)
    way = [came_from[name]]
    while way[-1] != name:
        way.append(came_from[way[-1]])
    return way[::-1]
