"""How far the nodes of a flow are from its start, by whatever is counted on the way: keys, menus."""

from collections.abc import Callable, Mapping
from heapq import heappop, heappush

from ctid.ivr.flow import Exit, Flow, FlowNode

Cost = Callable[[FlowNode, Exit], int | None]
"""What a way costs; None where it does not count as a way."""


def distances(flow: Flow, cost: Cost) -> Mapping[str, int]:
    """Return the least cost at which each node is reached, of those that are (Dijkstra, 1959)."""
    reached: dict[str, int] = {}
    front = [(0, flow.start)]
    while front:
        far, name = heappop(front)
        if name in reached:
            continue
        reached[name] = far
        for way in flow.nodes[name].exits():
            step = cost(flow.nodes[name], way)
            if step is not None and way.target not in reached:
                heappush(front, (far + step, way.target))
    return reached
