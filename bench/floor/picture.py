"""The share of callers who wait longer than t, by router: a small SVG with a logarithmic share."""

from collections.abc import Mapping, Sequence
from math import log10

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
