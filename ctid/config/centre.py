"""Reads `config/centre.yaml`: the whole site, checked as a whole before the first call.

The file is read section by section in the order in which names are needed: skills before the agents
who have them, calendars before the queues that keep them. Every name used is one defined and every
queue can be answered by somebody: whoever holds the Site need not look again.
"""

import re
from collections.abc import Callable, Collection

import phonenumbers

from ctid.config import fields
from ctid.config.campaign_wordings import CAMPAIGN_WORDINGS
from ctid.config.campaigns import UNKNOWN, Known, Outside, campaigns_of, trunk_of
from ctid.config.centre_wordings import CENTRE_WORDINGS
from ctid.config.fields import Read, Section
from ctid.config.findings import Findings, shown
from ctid.config.hours import read_calendar
from ctid.config.outbound import emergency_of, outbound_of
from ctid.config.queues import Names, levels_of, queues_of
from ctid.config.routing import capacity_of, read_policy
from ctid.config.routing_wordings import ROUTING_WORDINGS
from ctid.model.dialable import emergency_numbers
from ctid.model.document import Node, read_document
from ctid.model.hours import Calendar
from ctid.model.ids import AgentId, FlowName, SkillName
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Place, Text
from ctid.model.routing_policy import VOICE, RoutingPolicy
from ctid.model.site import Agent, Disposition, Emergency, NotReadyReason, Outbound, Site, Trunk
from ctid.routing.skill_text import WORDS

_NUMBER = re.compile(r"\+?[0-9]{1,20}")
_GIVEN_BY_THE_CENTRE = {
    "rona": Text("Did not answer", "未应答来电"),
    "phone": Text("Phone not reachable", "话机无法连通"),
}


def _unheard(_: Mistake) -> None:
    """Take no notice of a remark."""


def read_site(
    text: str,
    file: str,
    *,
    flows: Collection[str],
    outside: Outside = UNKNOWN,
    remark: Callable[[Mistake], None] = _unheard,
) -> Site:
    """Read the text of `file`; `flows` are the names that a number may lead to.

    `outside` is what else a campaign may refer to.

    Raises Mistaken with every mistake (C101–C175); or, where the text is no YAML that can be read,
    with those of `ctid.model.document` (Y…). Of a file without mistakes `remark` is told what is odd.
    """
    root = read_document(text, file)
    findings = Findings(CENTRE_WORDINGS | ROUTING_WORDINGS | CAMPAIGN_WORDINGS)
    if root.is_scalar and root.value is None:
        findings.add("C101", root.place)
        findings.settle()
    site = _site(root, findings, flows, outside)
    for odd in findings.settle():
        remark(odd)
    return site


def _site(root: Node, findings: Findings, flows: Collection[str], outside: Outside) -> Site:
    with Section(root, findings) as section:
        title = section.need("name", fields.both_languages)
        region = section.need("region", fields.one_of(phonenumbers.SUPPORTED_REGIONS, "C119"))
        skills = section.need("skills", _skills)
        routing = section.may("routing", read_policy) or RoutingPolicy()
        agents = section.need("agents", _agents(skills, routing.beside))
        agents_are_sound = not len(findings)  # else what one seems to lack may only be misspelt
        calendars = section.may("calendars", _calendars) or {}
        names = Names(skills, calendars, flows)
        queues = section.need("queues", queues_of(names, agents.values() if agents_are_sound else None))
        numbers = section.need("numbers", _numbers(flows))
        dispositions = section.may("dispositions", _titles) or {}
        outbound = section.may("outbound", outbound_of(agents, calendars)) or Outbound()
        emergency = section.may("emergency", emergency_of(region)) or Emergency(emergency_numbers(region))
        known = Known(queues, flows, calendars, dispositions, outside)
        campaigns = section.may("campaigns", campaigns_of(known)) or {}
        trunk = section.may("trunk", trunk_of) or Trunk()
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
        routing=routing,
        campaigns=campaigns,
        trunk=trunk,
    )


def _skills(node: Node, findings: Findings) -> tuple[SkillName, ...]:
    first: dict[str, Place] = {}
    for member in fields.members(node, findings, least="skills"):
        skill = fields.name(member, findings)
        _once(skill, member, first, "C126", findings)
        if skill in WORDS:
            findings.add("C134", member.place, name=skill)
    return tuple(SkillName(skill) for skill in first)


def _agents(skills: Collection[SkillName], channels: Collection[str]) -> Read[dict[AgentId, Agent]]:
    def read(node: Node, findings: Findings) -> dict[AgentId, Agent]:
        ids: dict[str, Place] = {}
        phones: dict[str, Place] = {}
        agents: dict[AgentId, Agent] = {}
        for member in fields.members(node, findings, least="agents"):
            agent = _agent(member, findings, skills, channels)
            _once(agent.id, member.get("id"), ids, "C106", findings)
            _once(agent.phone, member.get("phone"), phones, "C107", findings)
            agents[agent.id] = agent
        return agents

    return read


def _agent(node: Node, findings: Findings, skills: Collection[SkillName], channels: Collection[str]) -> Agent:
    with Section(node, findings) as section:
        capacity, total = section.may("capacity", capacity_of(channels)) or ({VOICE: 1}, None)
        return Agent(
            id=AgentId(section.need("id", fields.name)),
            name=section.need("name", fields.text),
            phone=section.need("phone", fields.name),
            language=section.may("language", fields.language) or Language.EN,
            skills=section.need("skills", levels_of(skills)),
            capacity=capacity,
            total=total,
        )


def _calendars(node: Node, findings: Findings) -> dict[str, Calendar]:
    return {
        fields.name(key, findings): read_calendar(str(key.value), value, findings)
        for key, value in fields.pairs(node, findings)
    }


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
