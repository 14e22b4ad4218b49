"""Reads `outbound:` and `emergency:`: whom agents may call, and whom anybody may.

Without `outbound:` agents may call nobody; without `emergency:` the region's own numbers pass.
"""

import re
from collections.abc import Collection
from datetime import timedelta
from zoneinfo import ZoneInfo

from ctid.config import fields
from ctid.config.fields import Read, Section
from ctid.config.findings import Findings, shown
from ctid.config.hours import read_zone
from ctid.model.dialable import emergency_numbers
from ctid.model.document import Node
from ctid.model.ids import AgentId
from ctid.model.site import Caps, Emergency, NightLock, Outbound

_PREFIX = re.compile(r"\+[1-9][0-9]{0,14}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_SHORT = re.compile(r"[0-9]{2,6}")


def outbound_of(agents: Collection[AgentId], calendars: Collection[str]) -> Read[Outbound]:
    """Make a reader of the section; its times have the model's defaults."""

    def read(node: Node, findings: Findings) -> Outbound:
        defaults = Outbound()
        with Section(node, findings) as section:
            destinations = section.may("destinations", _destinations) or {}
            allow = section.may if destinations else section.need
            numbers = section.may("numbers", _numbers) or {}
            return Outbound(
                allow=allow("allow", _prefixes) or (),
                destinations=destinations,
                show_number=section.need("show_number", e164),
                ring=section.may("ring", fields.duration) or defaults.ring,
                record=section.may("record", fields.record_rule) or defaults.record,
                wrap_up=section.may("wrap_up", fields.duration) or defaults.wrap_up,
                numbers=numbers,
                number_of=section.may("number_of", _number_of(agents, numbers)) or {},
                night=section.may("night", _night(calendars, destinations)),
                caps=section.may("caps", _caps) or Caps(),
            )

    return read


def emergency_of(region: str) -> Read[Emergency]:
    """Make a reader of `emergency:`; the numbers it leaves out are the region's own."""

    def read(node: Node, findings: Findings) -> Emergency:
        with Section(node, findings) as section:
            numbers = section.may("numbers", _short_numbers)
            shown_number = section.may("show_number", e164) or ""
        return Emergency(numbers or emergency_numbers(region), shown_number)

    return read


def _destinations(node: Node, findings: Findings) -> dict[str, str]:
    return {
        prefix(key, findings): fields.name(value, findings)
        for key, value in fields.pairs(node, findings, least="destinations")
    }


def _prefixes(node: Node, findings: Findings) -> tuple[str, ...]:
    members = fields.members(node, findings, least="prefixes")
    return tuple(prefix(member, findings) for member in members)


def _numbers(node: Node, findings: Findings) -> dict[str, str]:
    return {fields.name(key, findings): e164(value, findings) for key, value in fields.pairs(node, findings)}


def _number_of(agents: Collection[AgentId], numbers: Collection[str]) -> Read[dict[AgentId, str]]:
    def read(node: Node, findings: Findings) -> dict[AgentId, str]:
        return {
            AgentId(fields.one_of(agents, "C133")(key, findings)): fields.one_of(numbers, "C129")(
                value, findings
            )
            for key, value in fields.pairs(node, findings)
        }

    return read


def _night(calendars: Collection[str], destinations: dict[str, str]) -> Read[NightLock]:
    classes = set(destinations.values())

    def read(node: Node, findings: Findings) -> NightLock:
        with Section(node, findings) as section:
            calendar = section.need("calendar", fields.one_of(calendars, "C109"))
            locked = section.may("classes", _classes(classes)) or frozenset()
        return NightLock(calendar, locked)

    return read


def _classes(known: Collection[str]) -> Read[frozenset[str]]:
    def read(node: Node, findings: Findings) -> frozenset[str]:
        members = fields.members(node, findings, least="classes")
        return frozenset(fields.one_of(known, "C130")(member, findings) for member in members)

    return read


def _caps(node: Node, findings: Findings) -> Caps:
    with Section(node, findings) as section:
        calls = section.may("calls", _count)
        talk: timedelta | None = section.may("talk", fields.duration)
        zone = section.may("zone", read_zone) or ZoneInfo("UTC")
    return Caps(calls, talk, zone)


def _count(node: Node, findings: Findings) -> int:
    value = node.value
    whole = isinstance(value, int) and not isinstance(value, bool) and value > 0
    if not whole:
        findings.add("C131", node.place, found=shown(str(value)))
    return int(value or 0) if whole else 0


def _short_numbers(node: Node, findings: Findings) -> tuple[str, ...]:
    members = fields.members(node, findings, least="numbers")
    return tuple(_matching(_SHORT, member, findings, "C132") for member in members)


def e164(node: Node, findings: Findings) -> str:
    """Read a whole number in E.164."""
    return _matching(_E164, node, findings)


def prefix(node: Node, findings: Findings) -> str:
    """Read how numbers in E.164 begin."""
    return _matching(_PREFIX, node, findings)


def _matching(pattern: re.Pattern[str], node: Node, findings: Findings, code: str = "C127") -> str:
    text = fields.text(node, findings)
    if text and not pattern.fullmatch(text):
        findings.add(code, node.place, found=shown(node.value))
    return text
