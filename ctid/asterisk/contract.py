"""The channel variables that the dialplan and ctid read of each other (dialplan/README.md)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from ctid.model.ids import QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.reports import KeptPlace

ALIVE_AT = "CTID_ALIVE_AT"  # global: epoch seconds
ALIVE_SINCE = "CTID_ALIVE_SINCE"  # global: epoch seconds; alive without a break since
CLOSED_UNTIL = "CTID_CLOSED_UNTIL"  # global: epoch seconds; everything is closed until then
CLOSED_SAYS = "CTID_CLOSED_SAYS"  # global: what callers hear then
CALL = "CTID_CALL"
DNIS = "CTID_DNIS"
NEXT = "CTID_NEXT"
QUEUE = "CTID_QUEUE"
ENTERED_AT = "CTID_ENTERED_AT"
PRIORITY = "CTID_PRIORITY"
SKILLS = "CTID_SKILLS"
LANGUAGE = "CTID_LANGUAGE"
FLOW = "CTID_FLOW"
CAME_AT = "agi_arg_1"  # of the session: CTID_CAME_AT
IN_FLOW = "agi_arg_2"  # of the session: CTID_INTO_FLOW
INTO_FLOW = "CTID_INTO_FLOW"
AFTER = "CTID_AFTER"
WAIT_SAYS = "CTID_WAIT_SAYS"
PEER = "CTID_PEER"
OFFER = "CTID_OFFER"
SAYS = "CTID_SAYS"
LEADS_TO = "CTID_LEADS_TO"
HELD = "CTID_HELD"
NUMBER = "CTID_NUMBER"
SHOW = "CTID_SHOW"
AGENT = "CTID_AGENT"
CONSULTS = "CTID_CONSULTS"
CONFERENCE = "CTID_CONF"
RECORD = "CTID_RECORD"  # yes, announce or nothing; on: it runs
REC_PAUSED = "CTID_REC_PAUSED"
ANNOUNCED = "CTID_ANNOUNCED"
DIALLED = "CTID_DIALLED"
DO = "CTID_DO"
RING = "CTID_RING"
SAY = "CTID_SAY"
EMERGENCY = "CTID_EMERGENCY"  # global: the numbers, with | between them
EMERGENCY_SHOW = "CTID_EMERGENCY_SHOW"  # global: E.164

ATTEMPT = "CTID_ATTEMPT"
DAY = "CTID_DAY"  # days since 1970
RING_FOR = "CTID_RING_FOR"  # seconds
CONNECT_WITHIN = "CTID_CONNECT_WITHIN"  # seconds
MESSAGE = "CTID_MESSAGE"
DETECTS = "CTID_DETECTS"
NO_MORE_KEY = "9"  # of whoever hears a campaign's message
STANDBY = "CTID_STANDBY"

RECORDED = "/ctid-recorded"  # in the spool: what callers said in flows

ARRIVAL = "ctid-in"  # the context of callers
VERBS = "ctid-do"  # the context of what a caller's session ends with
FALLBACK = "ctid-fallback"  # the context, and the native queue, of callers whom ctid does not serve
CALLBACK = "ctid-callback"  # the context of those who are called back
ATTEMPTS = "ctid-attempt"  # the context of the lines that dial for campaigns
STANDING_BY = "ctid-standby"  # the context of agents' legs between calls
MEMBERS = "ctid-members"  # the context of the members' states
PHONES = "ctid-phones"  # the context of phones that dial

OF_CALLERS = (CALL, DNIS, NEXT, QUEUE, ENTERED_AT, PRIORITY, SKILLS, LANGUAGE, FLOW, ANNOUNCED)
OF_AGENTS = (PEER, OFFER, AGENT, QUEUE, LANGUAGE, RECORD, REC_PAUSED)
OF_ALL = tuple(dict.fromkeys(OF_CALLERS + OF_AGENTS))


def write_instant(at: datetime) -> str:
    """Write an instant as epoch seconds with milliseconds."""
    return f"{at.timestamp():.3f}"


def read_instant(text: str) -> datetime | None:
    """Read epoch seconds as aware UTC; None if it is no such thing."""
    if not re.fullmatch(r"[0-9]{1,11}(\.[0-9]+)?", text):
        return None
    return datetime.fromtimestamp(float(text), UTC)


def write_skills(requires: Mapping[SkillName, int]) -> str:
    """Write skills as `billing:2+mandarin:1`: commas would end a dialplan argument."""
    return "+".join(f"{skill}:{level}" for skill, level in requires.items())


def read_skills(text: str) -> dict[SkillName, int]:
    """Read what `write_skills` wrote; whatever is no skill with a level is left out."""
    found = re.findall(r"(?:^|\+)([^+:]+):([0-9]+)(?=\+|$)", text, re.ASCII)
    return {SkillName(skill): int(level) for skill, level in found}


def read_place(variables: Mapping[str, str]) -> KeptPlace | None:
    """Read a caller's place in the line; None if the leg remembers none."""
    queue, entered_at = variables.get(QUEUE), read_instant(variables.get(ENTERED_AT, ""))
    if not queue or entered_at is None:
        return None
    priority = variables.get(PRIORITY, "")
    return KeptPlace(
        QueueName(queue),
        read_skills(variables.get(SKILLS, "")),
        int(priority) if re.fullmatch(r"-?[0-9]+", priority, re.ASCII) else 0,
        entered_at,
    )


def read_language(text: str) -> Language:
    """Read a language; English if it is none of ours."""
    return Language(text) if text in tuple(Language) else Language.EN
