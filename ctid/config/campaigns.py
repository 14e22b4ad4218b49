"""Reads `campaigns:`: whom to call, who talks to them, by which rules.

There is little to set, on purpose: how fast to dial is found out while dialling, and what is lawful stands in
the profile. What is told here is told before the first call: a campaign that could never reach anybody, that
nobody could call back, or whose answers nobody would take.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ctid.config import fields
from ctid.config.campaign_laws import Rules, check_law
from ctid.config.fields import Read, Section
from ctid.config.findings import Findings, hint, shown
from ctid.config.outbound import e164, prefix
from ctid.model.attempts import AttemptOutcome, Mode
from ctid.model.campaigns import Campaign, Recycling
from ctid.model.document import Node
from ctid.model.hours import Calendar
from ctid.model.ids import FlowName, QueueName
from ctid.model.mistakes import Place, Text
from ctid.model.site import Trunk

_DEFAULTS = Campaign("", Text("", ""), Mode.PREVIEW, "", {}, {}, "")
_MOST = 100_000
_RECYCLED = [
    each for each in AttemptOutcome if each not in (AttemptOutcome.CONNECTED, AttemptOutcome.UNKNOWN)
]
_KINDS = {
    "profile": Text("profile", "法规配置"),
    "queue": Text("queue", "队列"),
    "flow": Text("flow", "流程"),
    "calendar": Text("calendar", "日历"),
    "prompt": Text("prompt", "提示音"),
    "disposition": Text("disposition", "处理结果"),
}


@dataclass(frozen=True, slots=True)
class Outside:
    """What a campaign may refer to that stands in other files; None is what is not known, and not asked."""

    prompts: Collection[str] | None = None
    profiles: Mapping[str, Rules] | None = None


UNKNOWN = Outside()


@dataclass(frozen=True, slots=True)
class Known:
    """What a campaign may refer to."""

    queues: Collection[str]
    flows: Collection[str]
    calendars: Mapping[str, Calendar]
    dispositions: Collection[str]
    outside: Outside


def campaigns_of(known: Known) -> Read[dict[str, Campaign]]:
    """Make a reader of the section."""

    def read(node: Node, findings: Findings) -> dict[str, Campaign]:
        return {
            name: _campaign(name, value, findings, known)
            for key, value in fields.pairs(node, findings)
            for name in (fields.name(key, findings),)
        }

    return read


def trunk_of(node: Node, findings: Findings) -> Trunk:
    """Read `trunk:`, the limits that hold for all campaigns together."""
    with Section(node, findings) as section:
        return Trunk(
            lines=section.may("lines", fields.whole(1, _MOST)),
            calls_per_second=section.may("calls_per_second", _rate),
        )


def _campaign(name: str, node: Node, findings: Findings, known: Known) -> Campaign:
    before = len(findings)
    with Section(node, findings) as section:
        dispositions = section.may("dispositions", _some("disposition", known.dispositions)) or ()
        given = dispositions or known.dispositions
        campaign = Campaign(
            name=name,
            title=section.need("title", fields.both_languages),
            mode=Mode(section.need("mode", fields.one_of([*Mode], "C160")) or Mode.PREVIEW),
            profile=section.need("profile", _one("profile", known.outside.profiles)),
            lists=section.need("lists", _lists),
            shows=_shown_numbers(section),
            seller=section.need("seller", fields.text),
            queue=QueueName(section.may("queue", _one("queue", known.queues)) or "") or None,
            flow=FlowName(section.may("flow", _one("flow", known.flows)) or "") or None,
            message=section.may("message", _one("prompt", known.outside.prompts)) or _DEFAULTS.message,
            ratio=section.may("ratio", number(1, 5)) or _DEFAULTS.ratio,
            ring=section.may("ring", fields.duration) or _DEFAULTS.ring,
            hours=section.may("hours", _one("calendar", known.calendars)) or None,
            max_attempts=section.may("max_attempts", fields.whole(1, 100)) or _DEFAULTS.max_attempts,
            recycle=section.may("recycle", _recycling) or {},
            only=section.may("only", _filters) or {},
            quota=section.may("quota", _quota(given)) or {},
            dispositions=dispositions,
            refusals=section.may("refusals", _some("disposition", given)) or (),
            never_again=section.may("never_again", _some("disposition", given)) or (),
            script=section.may("script", fields.both_languages),
            lines=section.may("lines", fields.whole(1, _MOST)),
            calls_per_second=section.may("calls_per_second", _rate) or _DEFAULTS.calls_per_second,
            detects_machines=section.may("detects_machines", fields.truth) is True,
            false_positives=section.may("false_positives", number(0, 1)),
        )
    if len(findings) == before:
        _check(campaign, node, findings)
        rules = (known.outside.profiles or {}).get(campaign.profile)
        if rules is not None:
            check_law(campaign, rules, known.calendars, node, findings)
    return campaign


def _check(campaign: Campaign, node: Node, findings: Findings) -> None:
    """Note what does not go together."""
    mode = campaign.mode
    if campaign.queue is None and mode is not Mode.AGENTLESS:
        findings.add("C163", _at(node, "mode"), mode=mode.value)
    if campaign.flow is None and mode is Mode.AGENTLESS:
        findings.add("C164", _at(node, "mode"))
    if node.get("message") is None and mode is not Mode.AGENTLESS:
        findings.add("C165", _at(node, "mode"), mode=mode.value)
    for key, only in (("ratio", Mode.POWER), ("flow", Mode.AGENTLESS)):
        if node.get(key) is not None and mode is not only:
            findings.add("C166", _at(node, key), key=key, mode=mode.value, only=only.value)
    if campaign.detects_machines and campaign.false_positives is None:
        findings.add("C168", _at(node, "detects_machines"))


def number(least: float, most: float) -> Read[float]:
    """Make a reader of numbers between two, both included."""

    def read(node: Node, findings: Findings) -> float:
        value = node.value
        if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
            return float(value)
        findings.add("C167", node.place, found=shown(value), least=f"{least:g}", most=f"{most:g}")
        return least

    return read


_rate = number(0.01, 100)


def _shown_numbers(section: Section) -> dict[str, str]:
    """Read `shows: "+1202…"`, or `{"+1212": "+1212…", "": "+1202…"}`; without any nothing may be dialled."""
    numbers = section.may("shows", _shows) or {}
    if section.node.is_mapping and not numbers:
        section.findings.add("C162", _at(section.node, "shows"))
    return numbers


def _shows(node: Node, findings: Findings) -> dict[str, str]:
    if not node.is_mapping:
        return {"": e164(node, findings)}
    return {
        "" if key.value == "" else prefix(key, findings): e164(value, findings)
        for key, value in fields.pairs(node, findings)
    }


def _lists(node: Node, findings: Findings) -> dict[str, int]:
    """Read names, or each name with its share of the dials."""
    if node.is_sequence:
        return {fields.name(member, findings): 1 for member in fields.members(node, findings, least="lists")}
    return {
        fields.name(key, findings): fields.whole(1, _MOST)(value, findings)
        for key, value in fields.pairs(node, findings, least="lists")
    }


def _recycling(node: Node, findings: Findings) -> dict[AttemptOutcome, Recycling]:
    read: dict[AttemptOutcome, Recycling] = {}
    for key, value in fields.pairs(node, findings):
        outcome = fields.one_of(_RECYCLED, "C169")(key, findings)
        with Section(value, findings) as section:
            after = section.may("after", fields.duration)
            times = section.may("times", fields.whole(1, 100))
            other = section.may("next_number", fields.truth) is True
        if outcome:
            read[AttemptOutcome(outcome)] = Recycling(after, times or (1 if after else 0), other)
    return read


def _filters(node: Node, findings: Findings) -> dict[str, tuple[str, ...]]:
    """Read which facts of a lead must be one of which values."""
    return {
        fields.text(key, findings): (
            tuple(fields.text(member, findings) for member in fields.members(value, findings, least="only"))
            if value.is_sequence
            else (fields.text(value, findings),)
        )
        for key, value in fields.pairs(node, findings)
    }


def _quota(dispositions: Collection[str]) -> Read[dict[str, int]]:
    def read(node: Node, findings: Findings) -> dict[str, int]:
        return {
            _one("disposition", dispositions)(key, findings): fields.whole(1, _MOST)(value, findings)
            for key, value in fields.pairs(node, findings)
        }

    return read


def _some(kind: str, known: Collection[str]) -> Read[tuple[str, ...]]:
    def read(node: Node, findings: Findings) -> tuple[str, ...]:
        members = fields.members(node, findings, least="dispositions")
        return tuple(_one(kind, known)(member, findings) for member in members)

    return read


def _one(kind: str, known: Collection[str] | None) -> Read[str]:
    """Make a reader of a name of something; where it is not known what there is, any name will do."""

    def read(node: Node, findings: Findings) -> str:
        written = fields.name(node, findings)
        if not written or known is None or written in known:
            return written
        found = hint(written, known)
        findings.add("C161", node.place, kind=_KINDS[kind], name=shown(written), hint=found)
        return ""

    return read


def _at(node: Node, key: str) -> Place:
    """Return where a key's value stands, or else the whole."""
    return (node.get(key) or node).place
