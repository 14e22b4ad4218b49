"""Small multiples: utilisation against abandonment in each scenario; up and to the left is better."""

from collections.abc import Callable, Iterator, Sequence

from dialing import policies
from dialing.frontier import LIMIT, Cell
from dialing.played import Days, cell

WIDTH, HEIGHT, LEFT, TOP, COLUMNS = 300, 210, 44, 66, 3
PLOT_WIDTH, PLOT_HEIGHT = 232, 150
MOST = 0.08  # abandonment at the right edge

CURVES: Sequence[tuple[str, str, Sequence[policies.Policy]]] = (
    ("fixed ratio", "#999", policies.RATIO),
    ("overdial", "#e80", policies.OVERDIAL),
    ("look-ahead, fixed price", "#06c", policies.FIXED),
    ("releases known", "#93c", policies.KNOWN),
)
POINTS: Sequence[tuple[str, str, Sequence[policies.Policy]]] = (
    ("VICIdial", "#c33", (*policies.SIMPLE[-2:], *policies.VICIDIAL_BEST)),
    ("Issabel", "#a60", policies.ISSABEL),
    ("ctid", "#0b6", (policies.MINE,)),
)

Place = Callable[[Cell], tuple[float, float]]


def as_svg(days: Days, scenarios: Sequence[str]) -> str:
    """Draw one panel for each scenario."""
    rows = -(-len(scenarios) // COLUMNS)
    panels = (
        "\n".join(_panel(days, name, number % COLUMNS * WIDTH, number // COLUMNS * HEIGHT + TOP))
        for number, name in enumerate(scenarios)
    )
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {COLUMNS * WIDTH} {rows * HEIGHT + TOP}" '
            'font-family="sans-serif" font-size="11">',
            '<rect width="100%" height="100%" fill="#fff"/>',
            '<text x="12" y="22" font-size="14">Agents\' utilisation against persons abandoned</text>',
            *_legend(),
            *panels,
            "</svg>\n",
        )
    )


def _legend() -> Iterator[str]:
    for number, (name, colour, _) in enumerate((*CURVES, *POINTS)):
        yield f'<text x="{12 + 125 * number}" y="44" fill="{colour}">● {name}</text>'


def _panel(days: Days, scenario: str, x: float, y: float) -> Iterator[str]:
    known = [cell(days, scenario, name) for name in (policies.PROGRESSIVE, policies.OURS)]
    least = int((known[0].utilisation.mean - 0.03) * 20) / 20
    most = max(least + 0.1, -int(-(known[1].utilisation.mean + 0.05) * 20) / 20)

    def place(it: Cell) -> tuple[float, float]:
        across = min(it.abandonment, MOST) / MOST
        up = min(max((it.utilisation.mean - least) / (most - least), 0.0), 1.0)
        return x + LEFT + PLOT_WIDTH * across, y + PLOT_HEIGHT * (1 - up)

    limit = x + LEFT + PLOT_WIDTH * LIMIT / MOST
    yield f'<text x="{x + LEFT}" y="{y - 4}" font-weight="bold">{scenario}</text>'
    yield f'<path d="M{x + LEFT} {y}v{PLOT_HEIGHT}h{PLOT_WIDTH}" fill="none" stroke="#333"/>'
    yield f'<path d="M{limit:.1f} {y}v{PLOT_HEIGHT}" stroke="#c33" stroke-dasharray="3 3"/>'
    yield f'<text x="{limit:.1f}" y="{y + PLOT_HEIGHT + 13}" text-anchor="middle">{LIMIT:.0%}</text>'
    for share, height in ((most, 8), (least, PLOT_HEIGHT)):
        yield f'<text x="{x + LEFT - 4}" y="{y + height}" text-anchor="end">{share:.0%}</text>'
    for _, colour, rules in CURVES:
        yield from _curve(_played(days, scenario, rules), place, colour)
    for _, colour, rules in POINTS:
        for at in map(place, _played(days, scenario, rules)):
            yield f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="3.5" fill="{colour}"/>'


def _played(days: Days, scenario: str, rules: Sequence[policies.Policy]) -> list[Cell]:
    return [it for rule in rules if (it := cell(days, scenario, rule.name)).days]


def _curve(cells: Sequence[Cell], place: Place, colour: str) -> Iterator[str]:
    shown = [it for it in sorted(cells, key=lambda it: it.abandonment) if it.abandonment <= MOST]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, shown))
    yield f'<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="{points}"/>'
