"""A drawing as a picture: SVG that needs nothing else, neither a font nor a script."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from xml.sax.saxutils import escape

from ctid.ivr.graph.layers import Layout, lay_out
from ctid.ivr.graph.mermaid import caption
from ctid.ivr.graph.shape import Arrow, Box, Drawing

HIGH = 46.0  # a box
_LETTER = 7.6  # of 13 px type, a little more than it takes
_SMALL = 6.6  # of 12 px type
_EDGE = 40.0  # round the picture
_LOOP = 34.0
_UNDER = 13.0  # from a box to the words of its arrows
_THIN, _THICK = 1.2, 6.0

_STYLE = """\
<style>
  text { font: 13px system-ui, "Noto Sans CJK SC", sans-serif; fill: #1d1d25; text-anchor: middle }
  .kind { font-size: 11px; fill: #555 }
  .way { font-size: 12px; paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round }
  path { fill: none; stroke: #70707c }
  .back { stroke-dasharray: 5 4 }
</style>
<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" markerWidth="11"
  markerHeight="11" orient="auto-start-reverse">
  <path d="M0,1 L9,5 L0,9 z" style="fill:#70707c;stroke:none"/></marker></defs>"""

Point = tuple[float, float]


def write_svg(drawing: Drawing) -> str:
    """Draw it."""
    widths = {box.name: max(_width(box), _words_under(box.name, drawing.arrows)) for box in drawing.boxes}
    edges = [(arrow.source, arrow.target) for arrow in drawing.arrows]
    layout = lay_out([box.name for box in drawing.boxes], edges, widths)
    width, height = layout.width + 2 * _EDGE + _LOOP, layout.height + HIGH + 2 * _EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img">',
        f"<title>{escape(drawing.title)}</title>",
        _STYLE,
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#fff"/>',
        f'<g transform="translate({_EDGE:g} {_EDGE + HIGH / 2:g})">',
        *_arrows(drawing.arrows, layout, widths),
        *(_box(box, layout.places[box.name], widths[box.name]) for box in drawing.boxes),
        "</g>\n</svg>\n",
    ]
    return "\n".join(parts)


def _width(box: Box) -> float:
    return _LETTER * max(len(box.name), len(box.kind) + len(box.note) + 3, 8) + 16


def _words_under(name: str, arrows: Iterable[Arrow]) -> float:
    """Return how much room the words of a box's arrows take side by side."""
    return sum(_slot(arrow) for arrow in arrows if arrow.source == name != arrow.target)


def _slot(arrow: Arrow) -> float:
    return _SMALL * len(caption(arrow)) + 14


def _box(box: Box, middle: Point, width: float) -> str:
    x, y = middle
    kind = f"{box.kind} · {box.note}" if box.note else box.kind
    return (
        f'<rect x="{x - width / 2:.1f}" y="{y - HIGH / 2:.1f}" width="{width:.1f}" height="{HIGH:g}" rx="7" '
        f'fill="{box.colour}" stroke="#55555f"/>'
        f'<text x="{x:.1f}" y="{y - 3:.1f}">{escape(box.name)}</text>'
        f'<text class="kind" x="{x:.1f}" y="{y + 14:.1f}">{escape(kind)}</text>'
    )


def _arrows(arrows: Iterable[Arrow], layout: Layout, widths: Mapping[str, float]) -> Iterator[str]:
    """Draw the arrows, then what stands beside them, so that no arrow crosses a word."""
    leaving, words = _leaving(arrows, layout, widths), []
    for arrow, x in leaving:
        if arrow.source == arrow.target:
            line, at = _loop(layout.places[arrow.source], widths[arrow.source])
            back = False
        else:
            line, at, back = _line(arrow, x, layout)
        thick = _THIN if arrow.share is None else _THIN + (_THICK - _THIN) * arrow.share
        dashed = ' class="back"' if back else ""
        yield f'<path{dashed} d="{line}" stroke-width="{thick:.1f}" marker-end="url(#tip)"/>'
        if label := caption(arrow):
            words.append(f'<text class="way" x="{at[0]:.1f}" y="{at[1]:.1f}">{escape(label)}</text>')
    yield from words


def _leaving(
    arrows: Iterable[Arrow], layout: Layout, widths: Mapping[str, float]
) -> list[tuple[Arrow, float]]:
    """Return where each arrow leaves its box: side by side, in the order of where they lead."""
    by_source: dict[str, list[Arrow]] = {}
    for arrow in arrows:
        by_source.setdefault(arrow.source, []).append(arrow)
    leaving: list[tuple[Arrow, float]] = []
    for source, group in by_source.items():
        going = [arrow for arrow in group if arrow.target != source]
        going.sort(key=lambda arrow: _towards(arrow, layout))
        slack = (widths[source] - sum(map(_slot, going))) / (len(going) + 1)
        left = layout.places[source][0] - widths[source] / 2 + slack
        for arrow in going:
            leaving.append((arrow, left + _slot(arrow) / 2))
            left += _slot(arrow) + slack
        leaving += [(arrow, 0.0) for arrow in group if arrow.target == source]
    return leaving


def _towards(arrow: Arrow, layout: Layout) -> float:
    bends = layout.bends[(arrow.source, arrow.target)]
    return (bends[0] if bends else layout.places[arrow.target])[0]


def _line(arrow: Arrow, x: float, layout: Layout) -> tuple[str, Point, bool]:
    """Return a curve through the bends, where its word stands, and whether it leads back up."""
    (_, from_y), (to_x, to_y) = layout.places[arrow.source], layout.places[arrow.target]
    back = to_y < from_y
    side = -1.0 if back else 1.0
    points = [(x, from_y + side * HIGH / 2), *layout.bends[(arrow.source, arrow.target)]]
    points.append((to_x + (x - to_x) * 0.12, to_y - side * HIGH / 2))
    line = f"M{points[0][0]:.1f},{points[0][1]:.1f}"
    for (ax, ay), (bx, by) in pairwise(points):
        half = (by - ay) * 0.6
        line += f" C{ax:.1f},{ay + half:.1f} {bx:.1f},{by - half:.1f} {bx:.1f},{by:.1f}"
    return line, (x, points[0][1] + side * _UNDER + 4), back


def _loop(middle: Point, width: float) -> tuple[str, Point]:
    """Return a loop at a box's right side, and where its word stands."""
    x, y = middle[0] + width / 2, middle[1]
    far = x + _LOOP
    line = f"M{x:.1f},{y - 11:.1f} C{far:.1f},{y - 24:.1f} {far:.1f},{y + 24:.1f} {x:.1f},{y + 11:.1f}"
    return line, (x + _LOOP * 0.75 + 6, y + 4)
