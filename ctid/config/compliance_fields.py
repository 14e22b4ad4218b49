"""Reads the figures of a law: shares, spans up to years, windows, caps, hours, names of lists."""

import re
from collections.abc import Sequence
from datetime import timedelta

from ctid.config import fields
from ctid.config.fields import Section
from ctid.config.findings import Findings, shown
from ctid.config.hours import read_weekly
from ctid.model.calling_rules import CallingHours, Cap, ConsentOf, Window
from ctid.model.document import Node
from ctid.model.durations import read_duration

_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?) ?%")
_DAYS = re.compile(r"([0-9]{1,5}) ?(days?|years?)")
_YEAR = 366  # a year that is kept is never kept short
_LIST = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?:[a-z0-9][a-z0-9_-]{0,39}")
_CAMPAIGN = "campaign"
_CONSENT = {of.name.lower(): of for of in ConsentOf}


def percent(node: Node, findings: Findings) -> float:
    """Read a share, `3%`, as 0–1."""
    found = _PERCENT.fullmatch(node.value) if isinstance(node.value, str) else None
    if found is None or float(found[1]) > 100:
        findings.add("L305", node.place, found=shown(node.value))
        return 0.0
    return float(found[1]) / 100


def span(node: Node, findings: Findings) -> timedelta:
    """Read a span longer than nothing: `72h`, `30 days`, `5 years`."""
    read = _span(node.value)
    if not read:
        findings.add("L306", node.place, found=shown(node.value))
    return read or timedelta()


def windows(node: Node, findings: Findings) -> tuple[Window, ...]:
    """Read `{24h: 3%, 30 days: 3%, campaign: 3%}`."""
    found: list[Window] = []
    for key, value in fields.pairs(node, findings, least="at_most"):
        within = None if key.value == _CAMPAIGN else span(key, findings)
        _once(within, [window.span for window in found], key, findings)
        found.append(Window(within, percent(value, findings)))
    return tuple(found)


def caps(node: Node, findings: Findings) -> tuple[Cap, ...]:
    """Read `{24h: 3, 30 days: 4}`."""
    found: list[Cap] = []
    for key, value in fields.pairs(node, findings, least="attempts"):
        within = span(key, findings)
        _once(within, [cap.within for cap in found], key, findings)
        found.append(Cap(within, fields.whole(1, 1000)(value, findings)))
    return tuple(sorted(found))


def hours(node: Node, findings: Findings) -> CallingHours:
    """Read `{weekly: {mon-fri: ["09:00-18:00"]}, holidays: false}`; a day that is left out has no hours."""
    with Section(node, findings) as section:
        weekly = section.need("weekly", read_weekly)
        on_holidays = section.need("holidays", fields.truth)
    if not weekly and section.node.is_mapping:
        findings.add("L307", node.place)
    return CallingHours(tuple(weekly.get(day, ()) for day in range(1, 8)), on_holidays)


def list_names(node: Node, findings: Findings) -> tuple[str, ...]:
    """Read the names of do-not-call lists, each for its place: `US:national`, `US-TX:state`."""
    return tuple(sorted(_list_name(each, findings) for each in fields.members(node, findings, least="lists")))


def consent_of(node: Node, findings: Findings) -> ConsentOf:
    """Read of whom consent is needed."""
    return _CONSENT.get(fields.one_of(_CONSENT, "L309")(node, findings), ConsentOf.ALL)


def _list_name(node: Node, findings: Findings) -> str:
    written = fields.text(node, findings)
    if written and not _LIST.fullmatch(written):
        findings.add("L308", node.place, name=shown(written))
    return written


def _span(written: object) -> timedelta | None:
    if not isinstance(written, str):
        return None
    found = _DAYS.fullmatch(written)
    if found is None:
        return read_duration(written)
    return timedelta(days=int(found[1]) * (_YEAR if found[2].startswith("year") else 1))


def _once(
    within: timedelta | None, others: Sequence[timedelta | None], key: Node, findings: Findings
) -> None:
    if within in others:
        findings.add("L310", key.place, found=shown(key.value))
