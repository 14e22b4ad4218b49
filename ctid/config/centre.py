"""Reads `config/centre.yaml`: the whole site, checked as a whole before the first call.

The file is read section by section in the order in which names are needed: skills before the agents
who have them, calendars before the queues that keep them. Every name used is one defined and every
queue can be answered by somebody: whoever holds the Site need not look again.
"""

import re
from collections.abc import Collection, Mapping

import phonenumbers

from ctid.config import fields
from ctid.config.centre_wordings import CENTRE_WORDINGS
from ctid.config.fields import Read, Section
from ctid.config.findings import Findings, shown
from ctid.config.hours import read_calendar
from ctid.config.outbound import emergency_of, outbound_of
from ctid.model.dialable import emergency_numbers
from ctid.model.document import Node, read_document
from ctid.model.hours import Calendar
from ctid.model.ids import AgentId, FlowName, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.mistakes import Place, Text
from ctid.model.recordings import RecordRule
from ctid.model.site import Agent, Disposition, Emergency, NotReadyReason, Outbound, Queue, Site

_NUMBER = re.compile(r"\+?[0-9]{1,20}")
_GIVEN_BY_THE_CENTRE = {
    "rona": Text("Did not answer", "未应答来电"),
    "phone": Text("Phone not reachable", "话机无法连通"),
}


def read_site(text: str, file: str, *, flows: Collection[str]) -> Site:
    """Read the text of `file`; `flows` are the names that a number may lead to.

    Raises Mistaken with every mistake (C101–C132); or, where the text is no YAML that can be read,
    with those of `ctid.model.document` (Y…).
    """
    root = read_document(text, file)
    findings = Findings(CENTRE_WORDINGS)
    if root.is_scalar and root.value is None:
        findings.add("C101", root.place)
        findings.settle()
    site = _site(root, findings, flows)
    findings.settle()
    return site


def _site(root: Node, findings: Findings, flows: Collection[str]) -> Site:
    with Section(root, findings) as section:
        title = section.need("name", fields.both_languages)
        region = section.need("region", fields.one_of(phonenumbers.SUPPORTED_REGIONS, "C119"))
        skills = section.need("skills", _skills)
        agents = section.need("agents", _agents(skills))
        agents_are_sound = not len(findings)  # else what one seems to lack may only be misspelt
        calendars = section.may("calendars", _calendars) or {}
        queues = section.need("queues", _queues(skills, calendars, agents if agents_are_sound else None))
        numbers = section.need("numbers", _numbers(flows))
        dispositions = section.may("dispositions", _titles) or {}
        outbound = section.may("outbound", outbound_of(agents, calendars)) or Outbound()
        emergency = section.may("emergency", emergency_of(region)) or Emergency(emergency_numbers(region))
        reasons = _GIVEN_BY_THE_CENTRE | (section.may("not_ready_reasons", _titles) or {})
    return Site(
        name=title,
        region=region,
        agents=agents,
        queues=queues,
        skills=skills,
        numbers=numbers,
        calendars=calendars,
        dispositions={code: Disposition(code, words) for code, words in dispositions.items()},
        not_ready_reasons={code: NotReadyReason(code, words) for code, words in reasons.items()},
        outbound=outbound,
        emergency=emergency,
    )


def _skills(node: Node, findings: Findings) -> tuple[SkillName, ...]:
    first: dict[str, Place] = {}
    for member in fields.members(node, findings, least="skills"):
        _once(fields.name(member, findings), member, first, "C126", findings)
    return tuple(SkillName(skill) for skill in first)


def _agents(skills: Collection[SkillName]) -> Read[dict[AgentId, Agent]]:
    def read(node: Node, findings: Findings) -> dict[AgentId, Agent]:
        ids: dict[str, Place] = {}
        phones: dict[str, Place] = {}
        agents: dict[AgentId, Agent] = {}
        for member in fields.members(node, findings, least="agents"):
            agent = _agent(member, findings, skills)
            _once(agent.id, member.get("id"), ids, "C106", findings)
            _once(agent.phone, member.get("phone"), phones, "C107", findings)
            agents[agent.id] = agent
        return agents

    return read


def _agent(node: Node, findings: Findings, skills: Collection[SkillName]) -> Agent:
    with Section(node, findings) as section:
        return Agent(
            id=AgentId(section.need("id", fields.name)),
            name=section.need("name", fields.text),
            phone=section.need("phone", fields.name),
            language=section.may("language", fields.language) or Language.EN,
            skills=section.need("skills", _levels(skills)),
        )


def _levels(skills: Collection[SkillName]) -> Read[dict[SkillName, int]]:
    """Make a reader of `skill: level` pairs."""

    def read(node: Node, findings: Findings) -> dict[SkillName, int]:
        return {
            SkillName(fields.one_of(skills, "C105")(key, findings)): fields.level(value, findings)
            for key, value in fields.pairs(node, findings)
        }

    return read


def _calendars(node: Node, findings: Findings) -> dict[str, Calendar]:
    return {
        fields.name(key, findings): read_calendar(str(key.value), value, findings)
        for key, value in fields.pairs(node, findings)
    }


def _queues(
    skills: Collection[SkillName],
    calendars: Collection[str],
    agents: Mapping[AgentId, Agent] | None,
) -> Read[dict[QueueName, Queue]]:
    """Make a reader of queues; with `agents` each queue must have one who can answer it."""

    def read(node: Node, findings: Findings) -> dict[QueueName, Queue]:
        queues: dict[QueueName, Queue] = {}
        for key, value in fields.pairs(node, findings, least="queues"):
            before = len(findings)
            queue = _queue(QueueName(fields.name(key, findings)), value, findings, skills, calendars)
            queues[queue.name] = queue
            if agents is not None and len(findings) == before:
                _somebody_answers(queue, agents, value.get("requires") or value, findings)
        return queues

    return read


def _queue(
    name: QueueName,
    node: Node,
    findings: Findings,
    skills: Collection[SkillName],
    calendars: Collection[str],
) -> Queue:
    with Section(node, findings) as section:
        return Queue(
            name=name,
            title=section.need("title", fields.both_languages),
            requires=section.need("requires", _levels(skills)),
            ring=section.need("ring", fields.duration),
            wrap_up=section.need("wrap_up", fields.duration),
            calendar=section.may("calendar", fields.one_of(calendars, "C109")) or None,
            record=section.may("record", fields.record_rule) or RecordRule.NO,
        )


def _somebody_answers(queue: Queue, agents: Mapping[AgentId, Agent], node: Node, findings: Findings) -> None:
    """Note a queue whose least levels no agent reaches, whoever signs on."""
    required = queue.requires.items()
    if not any(
        all(agent.skills.get(skill, 0) >= least for skill, least in required) for agent in agents.values()
    ):
        wanted = " + ".join(f"{skill} {least}" for skill, least in required)
        findings.add("C121", node.place, name=queue.name, skills=wanted)


def _numbers(flows: Collection[str]) -> Read[dict[str, FlowName]]:
    def read(node: Node, findings: Findings) -> dict[str, FlowName]:
        numbers: dict[str, FlowName] = {}
        for key, value in fields.pairs(node, findings, least="numbers"):
            if not _NUMBER.fullmatch(str(key.value)):
                findings.add("C111", key.place, name=shown(key.value))
            numbers[str(key.value)] = FlowName(fields.one_of(flows, "C110")(value, findings))
        return numbers

    return read


def _titles(node: Node, findings: Findings) -> dict[str, Text]:
    return {
        fields.name(key, findings): fields.both_languages(value, findings)
        for key, value in fields.pairs(node, findings)
    }


def _once(value: str, node: Node | None, first: dict[str, Place], code: str, findings: Findings) -> None:
    """Note a value that an earlier member has already; an unreadable one ("") is no value."""
    if not value or node is None:
        return
    if value in first:
        findings.add(code, node.place, name=value, first=str(first[value]))
    first.setdefault(value, node.place)
