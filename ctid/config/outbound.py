"""Reads `outbound:`: which numbers agents may call. Without it they may call none."""

import re

from ctid.config import fields
from ctid.config.fields import Section
from ctid.config.findings import Findings, shown
from ctid.model.document import Node
from ctid.model.site import Outbound

_PREFIX = re.compile(r"\+[1-9][0-9]{0,14}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def read_outbound(node: Node, findings: Findings) -> Outbound:
    """Read the section; its times have the model's defaults."""
    defaults = Outbound()
    with Section(node, findings) as section:
        return Outbound(
            allow=section.need("allow", _prefixes),
            show_number=section.need("show_number", _number),
            ring=section.may("ring", fields.duration) or defaults.ring,
            record=section.may("record", fields.record_rule) or defaults.record,
            wrap_up=section.may("wrap_up", fields.duration) or defaults.wrap_up,
        )


def _prefixes(node: Node, findings: Findings) -> tuple[str, ...]:
    members = fields.members(node, findings, least="prefixes")
    return tuple(_matching(_PREFIX, member, findings) for member in members)


def _number(node: Node, findings: Findings) -> str:
    return _matching(_E164, node, findings)


def _matching(pattern: re.Pattern[str], node: Node, findings: Findings) -> str:
    text = fields.text(node, findings)
    if text and not pattern.fullmatch(text):
        findings.add("C127", node.place, found=shown(node.value))
    return text
