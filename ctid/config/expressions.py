"""Reads skill expressions, and tells each slip in one at its own place within the text."""

from collections.abc import Collection

from ctid.config import fields
from ctid.config.fields import Read
from ctid.config.findings import Findings, hint, shown
from ctid.model.document import Node
from ctid.model.ids import SkillName
from ctid.routing.skill_text import DEEPEST, MOST_CONDITIONS, Slip, Unreadable, parse
from ctid.routing.skills import EVERYBODY, Expression

_CODES = {
    Slip.NOTHING: "C135",
    Slip.UNPAIRED: "C136",
    Slip.STRAY: "C137",
    Slip.TOO_LONG: "C138",
    Slip.NO_SKILL: "C105",
    Slip.NO_LEVEL: "C108",
}


def expression_of(skills: Collection[SkillName]) -> Read[Expression]:
    """Make a reader of expressions over `skills`."""

    def read(node: Node, findings: Findings) -> Expression:
        if not fields.wants(fields.TEXT, isinstance(node.value, str), node, findings):
            return EVERYBODY
        try:
            return parse(str(node.value), skills)
        except Unreadable as unreadable:
            for found in unreadable.found:
                findings.add(
                    _CODES[found.slip],
                    node.place_at(found.at),
                    name=shown(found.written),
                    level=found.written,
                    hint=hint(found.written, skills),
                    most=MOST_CONDITIONS,
                    deepest=DEEPEST,
                )
            return EVERYBODY

    return read
