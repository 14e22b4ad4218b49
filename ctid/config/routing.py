"""Reads `routing:` of the site and `capacity:` of an agent: what holds for every queue."""

from collections.abc import Collection

from ctid.config import fields
from ctid.config.fields import Read, Section
from ctid.config.findings import Findings
from ctid.model.document import Node
from ctid.model.routing_policy import VOICE, RoutingPolicy

_TOTAL = "total"
_MOST_AT_ONCE = 20


def read_policy(node: Node, findings: Findings) -> RoutingPolicy:
    """Read the section; what it leaves out has the model's defaults."""
    defaults = RoutingPolicy()
    with Section(node, findings) as section:
        strict = section.may("strict", fields.truth) or False
        cap = section.may("never_wait_longer_than", fields.duration)
        if strict and cap is None:
            findings.add("C151", (node.get("strict") or node).place)
        scarce = section.may("spare_scarce", fields.whole(0, 5))
        return RoutingPolicy(
            priority_is_worth=section.may("priority_is_worth", fields.duration) or defaults.priority_is_worth,
            strict=strict,
            never_wait_longer_than=cap,
            spare_flexible=section.may("spare_flexible", fields.whole(0, 5)) or 0,
            spare_scarce=defaults.spare_scarce if scarce is None else scarce,
            level_is_worth=section.may("level_is_worth", fields.duration),
            beside=section.may("channels", _channels) or defaults.beside,
        )


def _channels(node: Node, findings: Findings) -> dict[str, frozenset[str]]:
    """Read `{voice: {beside: []}, chat: {beside: [email]}, email: {}}`; without `beside` all others may."""
    written = fields.pairs(node, findings, least="channels")
    names = {VOICE, *(str(key.value) for key, _ in written)}

    def channel(name: str, node: Node) -> frozenset[str]:
        others = names - {name}
        with Section(node, findings) as section:
            beside = section.may("beside", _some_of(others))
        return frozenset(others) if beside is None else beside

    return {VOICE: frozenset()} | {
        fields.name(key, findings): channel(str(key.value), value) for key, value in written
    }


def _some_of(names: Collection[str]) -> Read[frozenset[str]]:
    def read(node: Node, findings: Findings) -> frozenset[str]:
        return frozenset(
            fields.one_of(names, "C152")(member, findings) for member in fields.members(node, findings)
        )

    return read


def capacity_of(channels: Collection[str]) -> Read[tuple[dict[str, int], int | None]]:
    """Make a reader of `{voice: 1, chat: 3, total: 3}`: how much at once, by channel and of all."""

    known = [*channels, _TOTAL]

    def read(node: Node, findings: Findings) -> tuple[dict[str, int], int | None]:
        at_once = {
            fields.one_of(known, "C152")(key, findings): fields.whole(0, _MOST_AT_ONCE)(value, findings)
            for key, value in fields.pairs(node, findings)
        }
        total = at_once.pop(_TOTAL, None)
        return at_once, total

    return read
