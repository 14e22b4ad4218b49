"""Small SVGs: the share of callers who wait longer than t, by router; what was found beside its target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10

from ctid.metrics.intervals import Estimate

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 760, 440, 60, 50, 40, 140
LEAST = 1e-4
COLOURS = ("#0b6", "#06c", "#93c", "#c33", "#e80", "#666", "#0aa", "#a60", "#000")


def waits_as_svg(title: str, waits: Mapping[str, Sequence[float]]) -> str:
    """Draw, per router, the waits in seconds of all who were let in."""
    longest = max(max(each) for each in waits.values())
    lines, legend = [], []
    for number, (name, each) in enumerate(waits.items()):
        colour = COLOURS[number % len(COLOURS)]
        points = " ".join(f"{_x(wait, longest):.1f},{_y(share):.1f}" for wait, share in _tail(each))
        lines.append(f'<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="{points}"/>')
        y = TOP + 14 + 18 * number
        legend.append(f'<text x="{WIDTH - RIGHT + 12}" y="{y}" fill="{colour}">{name}</text>')
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            'font-family="sans-serif" font-size="13">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            f'<text x="{LEFT}" y="24">{title}: share of callers who wait longer</text>',
            *_grid(longest),
            *lines,
            *legend,
            "</svg>\n",
        )
    )


def _tail(waits: Sequence[float]) -> list[tuple[float, float]]:
    """The points (t, share that waits longer than t), thinned to a few hundred."""
    ordered, whole = sorted(waits), len(waits)
    ranks = {min(whole - 1, round(whole * (1 - 10 ** (-step / 100)))) for step in range(401)}
    return [(ordered[rank], max(LEAST, 1 - rank / whole)) for rank in sorted(ranks)]


def _x(wait: float, longest: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * wait / longest


def _y(share: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * log10(share) / log10(LEAST)


def _grid(longest: float) -> list[str]:
    marks = []
    for power in range(5):
        y = _y(10.0**-power)
        marks.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        marks.append(
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{100 * 10.0**-power:g} %</text>'
        )
    step = next(span for span in (30, 60, 120, 300, 600, 1200, 3600) if longest / span <= 10 or span == 3600)
    for wait in range(0, int(longest) + 1, step):
        x = _x(wait, longest)
        marks.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        marks.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{wait} s</text>')
    return marks


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with its interval, and where it was to lie."""

    label: str
    target: float
    found: Estimate
    verdict: str


VERDICTS = {"met": "#0b6", "level": "#06c", "open": "#e80", "missed": "#c33"}
PITCH, NAMES, HALF = 22, 370, 170  # of a row, of its label, from the target to either edge


def merits_as_svg(title: str, rows: Sequence[Row]) -> str:
    """Draw every row about its target; rows of one name (the label's first word) have one scale."""
    scales: dict[str, float] = {}
    for row in rows:
        reach = abs(row.found.mean - row.target) + row.found.half
        scales[_name(row)] = max(scales.get(_name(row), 0.0), reach) or 1.0
    height, middle = TOP + PITCH * (len(rows) + 1), NAMES + HALF
    lines = [_row(row, TOP + PITCH * at, HALF / scales[_name(row)]) for at, row in enumerate(rows, 1)]
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {NAMES + 2 * HALF + 240} {height}" '
            'font-family="sans-serif" font-size="12">',
            '<rect width="100%" height="100%" fill="#fff"/>',
            f'<text x="12" y="24">{title}: 95 % intervals about the target</text>',
            f'<path d="M{middle} {TOP}V{height - 8}" stroke="#999"/>',
            *lines,
            "</svg>\n",
        )
    )


def _name(row: Row) -> str:
    return row.label.split()[0]


def _row(row: Row, y: int, scale: float) -> str:
    """Draw the interval as a line, its mean as a dot, and tell the figures beside."""
    middle, colour = NAMES + HALF, VERDICTS[row.verdict]
    x, half = middle + (row.found.mean - row.target) * scale, row.found.half * scale
    told = f"{row.found.mean:.4g} ±{row.found.half:.2g} ({row.target:g}) {row.verdict}"
    return (
        f'<text x="12" y="{y + 4}">{row.label}</text>'
        f'<path d="M{x - half:.1f} {y}H{x + half:.1f}" stroke="{colour}" stroke-width="3"/>'
        f'<circle cx="{x:.1f}" cy="{y}" r="4" fill="{colour}"/>'
        f'<text x="{middle + HALF + 12}" y="{y + 4}" fill="{colour}">{told}</text>'
    )
