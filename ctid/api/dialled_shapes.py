"""What was dialled, as the api tells it: attempts and their evidence, days, why somebody was not called."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from pydantic import BaseModel, Field

from ctid.api import campaign_shapes, encode
from ctid.api.answers import BothLanguages, Why
from ctid.api.campaign_shapes import WindowAnswer
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Mode
from ctid.model.consents import Word
from ctid.model.dialled import CallJudged, CampaignDay, ConsentLedger, LeadExplained, ListProgress
from ctid.model.leads import Lead, LeadState


class EvidenceAnswer(BaseModel):
    """By which version of which rules a call was allowed, and what each rule saw."""

    profile: str
    version: str
    rules: dict[str, str]


class AttemptAnswer(BaseModel):
    """One dial of one number of a lead, with all that proves it."""

    id: str
    campaign: str
    lead: str
    number: str
    masked: str
    display: str
    shown: str = Field(description="The number that the called party saw.")
    mode: Mode
    evidence: EvidenceAnswer
    state: AttemptState
    outcome: AttemptOutcome | None
    interaction: str | None
    agent: str | None
    committed_at: datetime
    dialled_at: datetime | None
    rang_at: datetime | None
    answered_at: datetime | None
    greeting_ended_at: datetime | None
    verdict: str = Field(description="Of the detector: person or machine; empty without one.")
    verdict_cause: str
    verdict_at: datetime | None
    connected_at: datetime | None
    message_at: datetime | None
    ended_at: datetime | None
    cause: int | None = Field(description="Q.850.")
    sip: int | None = Field(description="The final SIP status.")
    disposition: str
    reason: Why | None = Field(description="Why it ended as it did.")


class AttemptsAnswer(BaseModel):
    """Attempts, the first one first; of more than `limit`, the last ones."""

    attempts: list[AttemptAnswer]


class DayAnswer(BaseModel):
    """A campaign's day; `text` tells it to people, a line for each thing worth saying."""

    campaign: str
    day: date
    attempts: int
    live: float = Field(description="People who answered, with those taken for machines.")
    share: float = Field(description="The share of them that was abandoned, 0 to 1.")
    outcomes: dict[str, int]
    abandoned: int = Field(description="People whom no agent took in time, counted.")
    taken_for_machines: float = Field(description="People taken for machines, estimated.")
    windows: list[WindowAnswer] = Field(description="The books of the law when the day ended (or now).")
    worst: float = Field(description="The share abandoned in the worst quarter of an hour, 0 to 1.")
    worst_at: str = Field(description="When that began, HH:MM; empty where nobody was abandoned.")
    under_way: int
    refused: dict[str, int] = Field(description="Calls that were not made, by the code of the reason.")
    text: BothLanguages


class RuleAnswer(BaseModel):
    """What one rule says of a call now."""

    rule: str
    allows: bool
    reason: Why
    not_before: datetime | None


class JudgedAnswer(BaseModel):
    """A call to one number, asked of every rule of the campaign's profile."""

    campaign: str
    number: str
    masked: str
    display: str
    profile: str
    version: str
    allowed: bool
    rules: list[RuleAnswer]


class WordAnswer(BaseModel):
    """What the owner of a number said about being called, and who wrote it down when."""

    number: str
    masked: str
    display: str
    at: datetime
    given: bool
    source: str
    proof: str
    who: str
    noted_at: datetime | None = Field(description="Null: with the list that brought them.")


class UnwantedAnswer(BaseModel):
    """A number on the centre's own do-not-call list: by whose word, since when, why."""

    number: str
    masked: str
    display: str
    who: str
    since: datetime
    why: str


class LeadWhyAnswer(BaseModel):
    """Why a lead was, or was not, called: its state, what the rules say now, every attempt so far."""

    lead: str
    name: str
    list: str
    state: LeadState
    reason: Why | None
    due_at: datetime | None
    at: datetime
    calls: Sequence[JudgedAnswer]
    attempts: Sequence[AttemptAnswer]
    words: Sequence[WordAnswer] = Field(description="What was said of being called, the first one first.")
    unwanted: Sequence[UnwantedAnswer]


class LeadFound(BaseModel):
    """A lead that has the number which was asked for."""

    lead: str
    name: str
    list: str
    state: LeadState


class LeadsAnswer(BaseModel):
    """Leads of all lists."""

    leads: list[LeadFound]


class ProgressAnswer(BaseModel):
    """How far a list has come."""

    list: str
    leads: int
    fresh: int = Field(description="Never called.")
    calling: int = Field(description="Being called.")
    again: int = Field(description="To be called again.")
    callbacks: int = Field(description="Asked to be called back.")
    share: float = Field(description="Of which nothing is left to do, 0 to 1.")


class ListsAnswer(BaseModel):
    """How far each list of a campaign has come."""

    lists: list[ProgressAnswer]


_PLAIN = (
    "id", "campaign", "lead", "shown", "mode", "state", "outcome", "interaction", "agent",
    "verdict", "verdict_cause", "cause", "sip", "disposition",
)  # fmt: skip
_INSTANTS = tuple(name for name in AttemptAnswer.model_fields if name.endswith("_at"))


def attempt(of: Attempt) -> encode.Json:
    """Write an attempt."""
    evidence = of.evidence
    return {
        **{name: getattr(of, name) for name in _PLAIN},
        **{name: encode.instant(getattr(of, name)) for name in _INSTANTS},
        **encode.number(of.number),
        "evidence": {
            "profile": evidence.profile,
            "version": evidence.version,
            "rules": dict(evidence.rules),
        },
        "reason": encode.reason(of.reason),
    }


def found(of: Lead) -> encode.Json:
    """Write a lead that was found."""
    return {"lead": of.id, "name": of.name, "list": of.list, "state": of.state}


def progress(of: ListProgress) -> encode.Json:
    """Write how far a list has come."""
    return {**asdict(of), "share": of.share}


def day(of: CampaignDay) -> encode.Json:
    """Write a campaign's day."""
    return {
        "campaign": of.campaign,
        "day": of.day.isoformat(),
        "attempts": of.attempts,
        "live": of.live,
        "share": of.share,
        "abandoned": of.abandoned,
        "taken_for_machines": of.taken_for_machines,
        "windows": [campaign_shapes.window(each) for each in of.windows],
        "worst": of.worst,
        "worst_at": of.worst_at,
        "under_way": of.under_way,
        "outcomes": dict(of.outcomes),
        "refused": dict(of.refused),
        "text": encode.text(of.words),
    }


def explained(of: LeadExplained) -> encode.Json:
    """Write why a lead was, or was not, called."""
    lead = of.lead
    return {
        "lead": lead.id,
        "name": lead.name,
        "list": lead.list,
        "state": lead.state,
        "reason": encode.reason(lead.reason),
        "due_at": encode.instant(lead.due_at),
        "at": encode.instant(of.at),
        "calls": [_judged(each) for each in of.calls],
        "attempts": [attempt(each) for each in of.attempts],
        "words": [_word(each) for each in of.words],
        "unwanted": [
            {**encode.number(on.number), "who": on.who, "since": encode.instant(on.since), "why": on.why}
            for on in of.unwanted
        ],
    }


def ledger(of: ConsentLedger) -> encode.Json:
    """Write the ledger of a number."""
    held = of.consent
    consent = {
        "given_at": encode.instant(held.given_at),
        "source": held.source,
        "proof": held.proof,
        "revoked_at": encode.instant(held.revoked_at),
        "revoked_by": held.revoked_by,
    } if held is not None else None  # fmt: skip
    return {**encode.number(of.number), "consent": consent, "words": [_word(each) for each in of.words]}


def _word(of: Word) -> encode.Json:
    return {
        **encode.number(of.number),
        **{name: getattr(of, name) for name in ("given", "source", "proof", "who")},
        "at": encode.instant(of.at),
        "noted_at": encode.instant(of.noted_at),
    }


def _judged(of: CallJudged) -> encode.Json:
    return {
        "campaign": of.campaign,
        **encode.number(of.number),
        "profile": of.profile,
        "version": of.version,
        "allowed": of.allowed,
        "rules": [
            {
                "rule": rule.rule,
                "allows": rule.allows,
                "reason": encode.reason(rule.reason),
                "not_before": encode.instant(rule.not_before),
            }
            for rule in of.rules
        ],
    }
