"""Writes the tables of docs/reference/compliance.md from config/compliance, as they hold on one day.

Run it after a law has changed: .venv/bin/python docs/rules.py
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from ctid.config.compliance import read_laws
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.model.calling_rules import Profile
from ctid.model.hours import Period

HOUSE = Path(__file__).parents[1]
PAGE = HOUSE / "docs/reference/compliance.md"
DAY = datetime(2026, 11, 22, tzinfo=UTC)
BEGIN, END = "<!-- written by docs/rules.py -->\n", "<!-- end -->\n"
WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ROWS: dict[str, Callable[[Profile], str]] = {
    "edition": lambda p: p.version if p.name != "strictest" else "all of them",
    "abandoned at most": lambda p: ", ".join(f"{w.limit:.0%} of {w.name}" for w in p.abandonment.windows),
    "people taken for machines count": lambda p: _truth(p.abandonment.counts_false_positives),
    "an agent within": lambda p: _span(p.abandonment.connect_within),
    "message to who is abandoned": lambda p: _truth(p.abandonment.message),
    "rings at least": lambda p: _span(p.ring),
    "hours, by their clock": lambda p: _hours(p.hours.weekly),
    "on public holidays": lambda p: _truth(p.hours.on_holidays),
    "lists beside the centre's own": lambda p: ", ".join(f"`{name}`" for name in p.lists.lists) or "–",
    "data of lists, at most": lambda p: _span(p.lists.oldest) if p.lists.lists else "–",
    "consent of": lambda p: p.calls.name.lower(),
    "consent to recordings of": lambda p: p.recordings.name.lower(),
    "calls to one person": lambda p: ", ".join(f"{c.calls} in {_span(c.within)}" for c in p.caps) or "–",
    "rest after abandoning": lambda p: _span(p.rests.abandoned),
    "rest after a refusal": lambda p: _span(p.rests.refused),
    "not again the day of a machine": lambda p: _truth(p.rests.same_day),
    "shown number is answered": lambda p: _truth(p.returnable),
    "evidence is kept": lambda p: f"{p.keep.days // 365} years",
}


def tables() -> str:
    """Return the table of all laws and that of the regions."""
    laws = read_laws(
        (str(path), path.read_text("utf-8")) for path in sorted((HOUSE / "config/compliance").glob("*.yaml"))
    )
    book = Rulebook(laws)
    held = [profile for name in book.names if (profile := book.at(name, DAY)) is not None]
    head = ["", *(f"`{profile.name}`" for profile in held)]
    rows = ([title, *(read(profile) or "–" for profile in held)] for title, read in ROWS.items())
    regions = [(region, rules) for profile in held[:-1] for region, rules in profile.regions.items()]
    tighter = ([f"`{region}`", _tighter(rules)] for region, rules in regions)
    return "\n".join([*_table(head, rows), "", *_table(["region", "tighter there"], tighter), ""])


def page() -> str:
    """Return the whole page with today's tables."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + "\n" + tables() + "\n" + END + rest.partition(END)[2]


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    return [_row(head), "|" + "---|" * len(head), *map(_row, rows)]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _tighter(rules: Profile) -> str:
    loosest = Profile(rules.name, rules.version)
    said = {title: read(rules) for title, read in ROWS.items() if read(rules) != read(loosest)}
    return "; ".join(f"{title}: {value}" for title, value in said.items())


def _truth(value: bool) -> str:
    return "yes" if value else "no"


def _span(span: timedelta) -> str:
    if not span or span == timedelta.max:
        return "–"
    if span % timedelta(hours=1):
        return f"{span / timedelta(seconds=1):g} s"
    return f"{span.days} days" if span > timedelta(days=3) else f"{span / timedelta(hours=1):g} h"


def _hours(weekly: tuple[tuple[Period, ...], ...]) -> str:
    """Write the week, days of the same hours together."""
    runs: list[tuple[int, int]] = []
    for day in range(7):
        if runs and weekly[runs[-1][0]] == weekly[day]:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    named = (f"{WEEK[a]}–{WEEK[b]}" if a != b else WEEK[a] for a, b in runs)
    hours = (", ".join(map(_period, weekly[first])) for first, _ in runs)
    return "; ".join(f"{days} {said}" for days, said in zip(named, hours, strict=True) if said)


def _period(period: Period) -> str:
    return f"{period.start:%H:%M}–{'24:00' if period.end == time(0) else f'{period.end:%H:%M}'}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
