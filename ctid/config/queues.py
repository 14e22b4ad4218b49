"""Reads `queues:`: whom the callers of each may reach, and what else happens to them while they wait."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from ctid.config import fields
from ctid.config.fields import Read, Section
from ctid.config.findings import Findings
from ctid.config.overflow import check_overflows, overflow_of
from ctid.config.steps import check_reach, steps_of
from ctid.model.document import Node
from ctid.model.ids import QueueName, SkillName
from ctid.model.overflow import Overflow
from ctid.model.recordings import RecordRule
from ctid.model.routing_policy import Announcements, CallbackInQueue, Dial, Extension, Preferred, Rona
from ctid.model.site import Agent, Queue

KEYS = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#")
_MOST_WAITING = 99_999


@dataclass(frozen=True, slots=True)
class Names:
    """What a queue may refer to, beside other queues."""

    skills: Collection[SkillName]
    calendars: Collection[str]
    flows: Collection[str]


def queues_of(names: Names, agents: Collection[Agent] | None) -> Read[dict[QueueName, Queue]]:
    """Make a reader of queues; with `agents` each queue must have one who can answer it."""

    def read(node: Node, findings: Findings) -> dict[QueueName, Queue]:
        queues: dict[QueueName, Queue] = {}
        nodes: dict[QueueName, Node] = {}
        written = fields.pairs(node, findings, least="queues")
        overflow = overflow_of([str(key.value) for key, _ in written], names.flows)
        for key, value in written:
            before = len(findings)
            name = QueueName(fields.name(key, findings))
            queues[name], nodes[name] = _queue(name, value, findings, names, overflow), value
            if agents is not None and len(findings) == before:
                check_reach(queues[name], agents, value, findings)
        check_overflows(queues, nodes, findings)
        return queues

    return read


def levels_of(skills: Collection[SkillName]) -> Read[dict[SkillName, int]]:
    """Make a reader of `skill: level` pairs."""

    def read(node: Node, findings: Findings) -> dict[SkillName, int]:
        return {
            SkillName(fields.one_of(skills, "C105")(key, findings)): fields.level(value, findings)
            for key, value in fields.pairs(node, findings)
        }

    return read


def _queue(
    name: QueueName, node: Node, findings: Findings, names: Names, overflow: Read[tuple[Overflow, ...]]
) -> Queue:
    with Section(node, findings) as section:
        in_steps = node.get("steps") is not None
        requires = (section.may if in_steps else section.need)("requires", levels_of(names.skills))
        if in_steps and requires is not None:
            findings.add("C140", (node.get("requires") or node).place)
        wrap_up, extension = section.need("wrap_up", _wrap_up)
        return Queue(
            name=name,
            title=section.need("title", fields.both_languages),
            requires=requires or {},
            ring=section.need("ring", fields.duration),
            wrap_up=wrap_up,
            calendar=section.may("calendar", fields.one_of(names.calendars, "C109")) or None,
            record=section.may("record", fields.record_rule) or RecordRule.NO,
            steps=section.may("steps", steps_of(names.skills)) or (),
            scored=section.may("scored", _some_of(names.skills)) or (),
            priority=section.may("priority", fields.whole(0, 100)) or 0,
            preferred=section.may("preferred", _preferred) or {},
            overflow=section.may("overflow", overflow) or (),
            max_wait=section.may("max_wait", fields.duration),
            max_length=section.may("max_length", fields.whole(1, _MOST_WAITING)),
            extension=extension,
            rona=section.may("rona", _rona) or Rona(),
            announce=section.may("announce", _announcements),
            callback=section.may("callback", _callback_of(names.calendars)),
        )


def _wrap_up(node: Node, findings: Findings) -> tuple[timedelta, Extension | None]:
    """Read `30s`, or `{limit: 30s, extend: 30s, times: 2}`."""
    if not node.is_mapping:
        return fields.duration(node, findings), None
    with Section(node, findings) as section:
        limit = section.need("limit", fields.duration)
        by = section.need("extend", fields.duration)
        return limit, Extension(by, section.may("times", fields.whole(1, 10)) or 1)


def _some_of(skills: Collection[SkillName]) -> Read[tuple[SkillName, ...]]:
    def read(node: Node, findings: Findings) -> tuple[SkillName, ...]:
        members = fields.members(node, findings, least="scored")
        return tuple(SkillName(fields.one_of(skills, "C105")(member, findings)) for member in members)

    return read


def _preferred(node: Node, findings: Findings) -> dict[Preferred, timedelta]:
    read_whom = fields.one_of([*Preferred], "C153")
    return {
        Preferred(read_whom(key, findings) or Preferred.LAST_AGENT): fields.duration(value, findings)
        for key, value in fields.pairs(node, findings)
    }


def _rona(node: Node, findings: Findings) -> Rona:
    defaults = Rona()
    with Section(node, findings) as section:
        return Rona(
            no_answer=section.may("no_answer", fields.duration) or defaults.no_answer,
            rejected=section.may("rejected", fields.duration) or defaults.rejected,
            busy=section.may("busy", fields.duration) or defaults.busy,
            unreachable=section.may("unreachable", fields.duration) or defaults.unreachable,
            not_ready_after=section.may("not_ready_after", fields.whole(1, 100)) or 1,
        )


def _announcements(node: Node, findings: Findings) -> Announcements:
    with Section(node, findings) as section:
        every = section.need("every", fields.duration)
        position, wait = section.may("position", fields.truth), section.may("wait", fields.truth)
    return Announcements(every, position is not False, wait is not False)


def _callback_of(calendars: Collection[str]) -> Read[CallbackInQueue]:
    """Make a reader of `callback:`; what it leaves out has the model's defaults."""

    def read(node: Node, findings: Findings) -> CallbackInQueue:
        with Section(node, findings) as section:
            asked = CallbackInQueue(section.need("key", fields.one_of(KEYS, "C156")))
            retries = section.may("retries", fields.whole(0, 10))
            return replace(
                asked,
                dial=Dial(section.may("dial", fields.one_of([*Dial], "C157")) or asked.dial),
                retries=asked.retries if retries is None else retries,
                retry_after=section.may("retry_after", fields.duration) or asked.retry_after,
                expires=section.may("expires", fields.duration) or asked.expires,
                calendar=section.may("calendar", fields.one_of(calendars, "C109")) or None,
                other_number=section.may("other_number", fields.truth) is True,
            )

    return read
