"""Which nodes and which ways out of them have been gone by the calls that were played.

To end in a node that can end a call is a way too: the one without a label.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ctid.ivr.flow import Flow
from ctid.ivr.path import Hop


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of nodes and ways, and those that no call has come by (a way without a label ends the call)."""

    nodes: int
    ways: int
    nodes_missed: tuple[str, ...]
    ways_missed: tuple[Hop, ...]

    @property
    def whole(self) -> bool:
        """Say whether nothing is missed."""
        return not self.nodes_missed and not self.ways_missed


def cover(flow: Flow, paths: Iterable[tuple[Hop, ...]]) -> Coverage:
    """Look what of a flow some paths have gone by."""
    gone = {_of(flow, hop) for path in paths for hop in path}
    been = {hop.node for hop in gone}
    ways = all_ways(flow)
    return Coverage(
        nodes=len(flow.nodes),
        ways=len(ways),
        nodes_missed=tuple(name for name in flow.nodes if name not in been),
        ways_missed=tuple(way for way in ways if way not in gone),
    )


def _of(flow: Flow, hop: Hop) -> Hop:
    """Take a node of the flow as a subflow for the node itself."""
    return Hop(hop.node.removeprefix(f"{flow.name}/"), hop.way)


def all_ways(flow: Flow) -> tuple[Hop, ...]:
    """Return every way out of every node."""
    ways = [
        Hop(name, label)
        for name, node in flow.nodes.items()
        for label in (*(way.label for way in node.exits()), *([""] if node.ends else []))
    ]
    return tuple(dict.fromkeys(ways))
