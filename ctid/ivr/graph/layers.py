"""Where the boxes of a drawing stand: layers from the top down, as Sugiyama, Tagawa and Toda (1981) draw
graphs.

1. Arrows that lead back to where the way came from are turned round, so that nothing goes in circles.
2. A box stands one layer below the lowest box that leads to it.
3. An arrow over several layers gets a bend in each of them, so that it goes between the boxes.
4. Each layer is ordered by where its neighbours stand (barycentres), swept down and up; then every box moves
   towards the middle of its neighbours as far as there is room.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

GAP = 28.0
LAYER = 118.0
BEND = 14.0  # a bend's width
_SWEEPS = 12

Edge = tuple[str, str]
Spot = str | tuple[str, str, int]  # a box, or the bend of an edge in a layer


@dataclass(frozen=True, slots=True)
class Layout:
    """Middles of boxes, and for each edge the points it goes by from box to box (turned edges too)."""

    places: Mapping[str, tuple[float, float]]
    bends: Mapping[Edge, tuple[tuple[float, float], ...]]
    width: float
    height: float


def lay_out(boxes: Sequence[str], edges: Iterable[Edge], widths: Mapping[str, float]) -> Layout:
    """Place boxes; the first is the start. `widths` are theirs."""
    edges = [edge for edge in edges if edge[0] != edge[1]]
    turned = _turned(boxes, edges)
    down = [(target, source) if (source, target) in turned else (source, target) for source, target in edges]
    level = _levels(boxes, down)
    layers, links = _with_bends(boxes, down, level)
    _order(layers, links)
    across = _spread(layers, links, {spot: widths.get(spot, BEND) for layer in layers for spot in layer})  # type: ignore[arg-type]
    places = {
        spot: (x, (level[spot] if isinstance(spot, str) else spot[2]) * LAYER) for spot, x in across.items()
    }
    bends = {}
    for edge, (source, target) in zip(edges, down, strict=True):
        points = [places[(source, target, at)] for at in range(level[source] + 1, level[target])]
        bends[edge] = tuple(points if edge == (source, target) else reversed(points))
    return Layout(
        {box: places[box] for box in boxes}, bends,
        max(x + widths.get(spot, BEND) / 2 for spot, x in across.items()),  # type: ignore[arg-type]
        max(level.values()) * LAYER,
    )  # fmt: skip


def _turned(boxes: Sequence[str], edges: Sequence[Edge]) -> set[Edge]:
    """Find the edges that close circles, walking depth first from the start."""
    closing: set[Edge] = set()
    above: list[str] = []
    done: set[str] = set()

    def walk(box: str) -> None:
        above.append(box)
        for source, target in edges:
            if source == box and target in above:
                closing.add((source, target))
            elif source == box and target not in done:
                walk(target)
        done.add(above.pop())

    for box in boxes:
        if box not in done:
            walk(box)
    return closing


def _levels(boxes: Sequence[str], down: Sequence[Edge]) -> dict[str, int]:
    level = dict.fromkeys(boxes, 0)
    for _ in boxes:
        for source, target in down:
            level[target] = max(level[target], level[source] + 1)
    return level


def _with_bends(
    boxes: Sequence[str], down: Sequence[Edge], level: Mapping[str, int]
) -> tuple[list[list[Spot]], list[tuple[Spot, Spot]]]:
    """Return the layers with bends among the boxes, and what is linked between neighbouring layers."""
    layers: list[list[Spot]] = [[] for _ in range(max(level.values()) + 1)]
    for box in boxes:
        layers[level[box]].append(box)
    links: list[tuple[Spot, Spot]] = []
    for source, target in dict.fromkeys(down):
        last: Spot = source
        for at in range(level[source] + 1, level[target]):
            bend = (source, target, at)
            layers[at].append(bend)
            links.append((last, bend))
            last = bend
        links.append((last, target))
    return layers, links


def _neighbours(links: Iterable[tuple[Spot, Spot]], *, above: bool) -> dict[Spot, list[Spot]]:
    found: dict[Spot, list[Spot]] = {}
    for upper, lower in links:
        found.setdefault(lower if above else upper, []).append(upper if above else lower)
    return found


def _order(layers: list[list[Spot]], links: list[tuple[Spot, Spot]]) -> None:
    above, below = _neighbours(links, above=True), _neighbours(links, above=False)
    for sweep in range(_SWEEPS):
        near = above if sweep % 2 == 0 else below
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            position = {spot: float(n) for each in layers for n, spot in enumerate(each)}
            layer.sort(key=lambda spot: _middle(near.get(spot), position, position[spot]))


def _middle(near: Sequence[Spot] | None, position: Mapping[Spot, float], otherwise: float) -> float:
    return sum(position[spot] for spot in near) / len(near) if near else otherwise


def _spread(
    layers: list[list[Spot]], links: list[tuple[Spot, Spot]], widths: Mapping[Spot, float]
) -> dict[Spot, float]:
    """Give every spot its middle: towards its neighbours', never over the next one's edge."""
    across: dict[Spot, float] = {}
    for layer in layers:
        _pack(layer, dict.fromkeys(layer, 0.0), widths, across)
    above, below = _neighbours(links, above=True), _neighbours(links, above=False)
    for sweep in range(_SWEEPS):
        near = above if sweep % 2 == 0 else below
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wished = {spot: _middle(near.get(spot), across, across[spot]) for spot in layer}
            _pack(layer, wished, widths, across)
    left = min(x - widths[spot] / 2 for spot, x in across.items())
    return {spot: x - left for spot, x in across.items()}


def _pack(
    layer: Sequence[Spot],
    wished: Mapping[Spot, float],
    widths: Mapping[Spot, float],
    across: dict[Spot, float],
) -> None:
    """Place a layer in its order as near to the wishes as the widths allow: groups that touch move as one."""
    groups: list[tuple[list[Spot], float, float]] = []  # its spots, the sum of their wishes, its width
    for spot in layer:
        group = ([spot], wished[spot], widths[spot] + GAP)
        while groups and _middle_of(groups[-1]) + groups[-1][2] / 2 > _middle_of(group) - group[2] / 2:
            before = groups.pop()
            moved = before[1] + group[1] - len(group[0]) * before[2] / 2 + len(before[0]) * group[2] / 2
            group = (before[0] + group[0], moved, before[2] + group[2])
        groups.append(group)
    for spots, wish, width in groups:
        x = wish / len(spots) - width / 2
        for spot in spots:
            across[spot] = x + (widths[spot] + GAP) / 2
            x += widths[spot] + GAP


def _middle_of(group: tuple[list[Spot], float, float]) -> float:
    return group[1] / len(group[0])
