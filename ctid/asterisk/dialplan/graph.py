"""A dialplan as a picture: contexts, and how a call comes from one to another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from ctid.asterisk.dialplan.jumps import jumps
from ctid.asterisk.dialplan.model import Dialplan


class Way(StrEnum):
    """How a call comes from one context to another."""

    INCLUDE = "include"
    GOTO = "goto"
    GOSUB = "gosub"


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from a context to another. Where the target is a variable, it is told as it is written."""

    source: str
    target: str
    way: Way


def edges(dialplan: Dialplan) -> Sequence[Edge]:
    """Return all ways between contexts, each once, in the order of the files."""
    return tuple(dict.fromkeys(_edges(dialplan)))


def _edges(dialplan: Dialplan) -> Iterator[Edge]:
    for name, context in dialplan.contexts.items():
        for include in context.includes:
            yield Edge(name, include.context, Way.INCLUDE)
        for step in context.priorities():
            for jump in jumps(step):
                if jump.context not in {None, name}:
                    yield Edge(name, jump.context or "", Way.GOSUB if jump.returns else Way.GOTO)


_MERMAID = {Way.INCLUDE: "-.->|include|", Way.GOTO: "-->", Way.GOSUB: "==>|gosub|"}
_DOT = {Way.INCLUDE: "style=dashed", Way.GOTO: "style=solid", Way.GOSUB: "style=bold"}
_DASHES = {Way.INCLUDE: ' stroke-dasharray="5 4"', Way.GOTO: "", Way.GOSUB: ' stroke-width="2.5"'}


def mermaid(dialplan: Dialplan) -> str:
    """Write the picture as a Mermaid flowchart; what no file defines is drawn round."""
    names = _names(dialplan)
    ids = {name: f"c{index}" for index, name in enumerate(names)}
    lines = ["flowchart LR"]
    for name in names:
        label = name.replace('"', "#quot;")
        opening, closing = ("[", "]") if name in dialplan.contexts else ("([", "])")
        lines.append(f'  {ids[name]}{opening}"{label}"{closing}')
    lines += [f"  {ids[each.source]} {_MERMAID[each.way]} {ids[each.target]}" for each in edges(dialplan)]
    return "\n".join(lines) + "\n"


def dot(dialplan: Dialplan) -> str:
    """Write the picture for Graphviz."""
    lines = ["digraph dialplan {", "  rankdir=LR; node [shape=box, fontname=sans-serif];"]
    lines += [f"  {_quoted(name)};" for name in dialplan.contexts]
    for each in edges(dialplan):
        lines.append(f"  {_quoted(each.source)} -> {_quoted(each.target)} [{_DOT[each.way]}];")
    return "\n".join([*lines, "}"]) + "\n"


def svg(dialplan: Dialplan) -> str:
    """Draw the picture: columns by how many steps a context is away from those that nothing leads to."""
    places = _places(dialplan)
    wide = 220 * (1 + max((column for column, _ in places.values()), default=0)) + 20
    high = 50 * (1 + max((row for _, row in places.values()), default=0)) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif"'
        ' font-size="13">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8"'
        ' orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>',
    ]
    for each in edges(dialplan):
        parts.append(_line(places[each.source], places[each.target], each))
    for name, place in places.items():
        parts.append(_box(name, place, known=name in dialplan.contexts))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _names(dialplan: Dialplan) -> Sequence[str]:
    found = (name for each in edges(dialplan) for name in (each.source, each.target))
    return tuple(dict.fromkeys((*dialplan.contexts, *found)))


def _places(dialplan: Dialplan) -> Mapping[str, tuple[int, int]]:
    """Give each context a column and a row."""
    names, ways = _names(dialplan), edges(dialplan)
    led_to = {each.target for each in ways if each.target != each.source}
    columns = {name: 0 for name in names if name not in led_to}
    fresh = list(columns) or list(names[:1])
    columns |= dict.fromkeys(fresh, 0)
    while fresh:
        reached = {each.target: columns[each.source] + 1 for each in ways if each.source in fresh}
        fresh = [name for name in reached if name not in columns]
        columns |= {name: reached[name] for name in fresh}
    rows: dict[int, int] = {}
    places: dict[str, tuple[int, int]] = {}
    for name in names:
        column = columns.get(name, 0)
        places[name] = column, rows.get(column, 0)
        rows[column] = rows.get(column, 0) + 1
    return places


def _line(begin: tuple[int, int], end: tuple[int, int], edge: Edge) -> str:
    from_x, from_y = begin[0] * 220 + 190, begin[1] * 50 + 35
    to_x, to_y = end[0] * 220 + 20, end[1] * 50 + 35
    bend = 25 if to_x > from_x else 60
    curve = f"M{from_x} {from_y}C{from_x + bend} {from_y} {to_x - bend} {to_y} {to_x} {to_y}"
    title = escape(f"{edge.source} → {edge.target} ({edge.way})")
    return (
        f'<path d="{curve}" fill="none" stroke="#555"{_DASHES[edge.way]} marker-end="url(#tip)">'
        f"<title>{title}</title></path>"
    )


def _box(name: str, place: tuple[int, int], *, known: bool) -> str:
    x, y = place[0] * 220 + 20, place[1] * 50 + 20
    return (
        f'<rect x="{x}" y="{y}" width="170" height="30" rx="{4 if known else 15}" fill="#fff" stroke="#222"/>'
        f'<text x="{x + 85}" y="{y + 20}" text-anchor="middle">{escape(name)}</text>'
    )


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
