"""Reads the laws of calling, `config/compliance/*.yaml`: one file a country, its editions by date.

    title: {en: …, zh: …}
    countries: [US]
    editions:
      - valid_from: "2026-01-01"
        ring: 15s
        …
        regions: {US-FL: {…}}

An edition is whole: it takes nothing over from the one before, so that what held on a day can be read in
one place. What it leaves out its law does not ask for. The rules of a region may leave out all, and only
tighten.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import PurePath

import phonenumbers

from ctid.config import fields
from ctid.config.centre_wordings import CENTRE_WORDINGS
from ctid.config.compliance_fields import (
    caps,
    consent_of,
    hours,
    list_names,
    percent,
    span,
    windows,
)
from ctid.config.compliance_wordings import COMPLIANCE_WORDINGS
from ctid.config.fields import Read, Section
from ctid.config.findings import Findings, shown
from ctid.config.routing_wordings import ROUTING_WORDINGS
from ctid.model.calling_rules import (
    STRICTEST,
    Abandonment,
    CallingHours,
    ConsentOf,
    Edition,
    Honoured,
    Law,
    Profile,
    Rests,
)
from ctid.model.document import Node, read_document
from ctid.model.mistakes import Mistake, Mistaken

_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


def read_law(text: str, file: str) -> Law:
    """Read the text of `file`, whose name is the law's (`us.yaml`: us).

    Raises Mistaken with every mistake (L101–L110, and the codes that all our YAML files share).
    """
    root = read_document(text, file)
    findings = Findings(CENTRE_WORDINGS | ROUTING_WORDINGS | COMPLIANCE_WORDINGS)
    name = PurePath(file).stem
    if name == STRICTEST:
        findings.add("L301", root.place, name=name)
    with Section(root, findings) as section:
        title = section.need("title", fields.both_languages)
        countries = section.need("countries", _countries)
        editions = section.need("editions", _editions(Profile(name, "", countries)))
    findings.settle()
    return Law(name, title, editions)


def read_laws(files: Iterable[tuple[str, str]]) -> tuple[Law, ...]:
    """Read all files, each (name of the file, text). Raises Mistaken with every mistake of all of them."""
    laws: list[Law] = []
    mistakes: list[Mistake] = []
    for file, text in files:
        try:
            laws.append(read_law(text, file))
        except Mistaken as mistaken:
            mistakes += mistaken.mistakes
    if mistakes:
        raise Mistaken(mistakes)
    return tuple(laws)


def _countries(node: Node, findings: Findings) -> frozenset[str]:
    known = fields.one_of(phonenumbers.SUPPORTED_REGIONS, "C119")
    return frozenset(known(member, findings) for member in fields.members(node, findings, least="countries"))


def _editions(law: Profile) -> Read[tuple[Edition, ...]]:
    def read(node: Node, findings: Findings) -> tuple[Edition, ...]:
        editions: list[Edition] = []
        for member in fields.members(node, findings, least="editions"):
            edition = _edition(member, findings, law)
            if editions and edition.valid_from <= editions[-1].valid_from:
                findings.add("L302", member.place, day=edition.valid_from.isoformat())
            editions.append(edition)
        return tuple(editions)

    return read


def _edition(node: Node, findings: Findings, law: Profile) -> Edition:
    with Section(node, findings) as section:
        day = section.need("valid_from", _day)
        profile = _rules(section, replace(law, version=day.isoformat()))
        if not profile.keep:
            findings.add("L303", node.place)
        regions = section.may("regions", _regions(replace(law, version=profile.version))) or {}
    return Edition(day, replace(profile, regions=regions))


def _regions(loosest: Profile) -> Read[dict[str, Profile]]:
    def read(node: Node, findings: Findings) -> dict[str, Profile]:
        regions: dict[str, Profile] = {}
        for key, value in fields.pairs(node, findings, least="regions"):
            region = str(key.value)
            if not _REGION.fullmatch(region) or region[:2] not in loosest.countries:
                findings.add("L304", key.place, region=shown(region))
            with Section(value, findings) as section:
                regions[region] = _rules(section, loosest)
        return regions

    return read


def _rules(section: Section, loosest: Profile) -> Profile:
    return replace(
        loosest,
        abandonment=section.may("abandonment", _abandonment) or Abandonment(),
        ring=section.may("ring", fields.duration) or timedelta(),
        hours=section.may("hours", hours) or CallingHours(),
        lists=section.may("do_not_call", _honoured) or Honoured(),
        calls=section.may("consent", consent_of) or ConsentOf.NOBODY,
        recordings=section.may("consent_to_recordings", consent_of) or ConsentOf.NOBODY,
        caps=section.may("attempts", caps) or (),
        rests=section.may("rests", _rests) or Rests(),
        returnable=section.may("returnable_caller_id", fields.truth) or False,
        keep=section.may("keep", span) or timedelta(),
    )


def _abandonment(node: Node, findings: Findings) -> Abandonment:
    with Section(node, findings) as section:
        return Abandonment(
            windows=section.need("at_most", windows),
            counts_false_positives=section.need("counts_false_positives", fields.truth),
            alert_at=section.need("alert_at", percent),
            connect_within=section.need("connect_within", fields.duration),
            message=section.need("message", fields.truth),
            firm=section.may("at_every_moment", fields.truth) or False,
        )


def _honoured(node: Node, findings: Findings) -> Honoured:
    with Section(node, findings) as section:
        return Honoured(section.need("lists", list_names), section.need("oldest", span))


def _rests(node: Node, findings: Findings) -> Rests:
    with Section(node, findings) as section:
        return Rests(
            abandoned=section.may("after_abandoned", span) or timedelta(),
            refused=section.may("after_refusal", span) or timedelta(),
            same_day=section.may("after_machine_same_day", fields.truth) or False,
        )


def _day(node: Node, findings: Findings) -> date:
    written = fields.text(node, findings)
    try:
        return date.fromisoformat(written if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written) else "")
    except ValueError:
        if written:
            findings.add("C154", node.place, found=shown(written))
        return date.min
