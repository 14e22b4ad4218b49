"""Campaigns as the api tells them: the shapes of the OpenAPI document, and how each is filled."""

from datetime import UTC, datetime

from pydantic import BaseModel, Field

from ctid.api import encode
from ctid.api.answers import BothLanguages, Why
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Mode
from ctid.model.campaigns import CampaignState
from ctid.model.dialing import Books, Flight, KillSwitch, Standing

_NEVER = datetime.min.replace(tzinfo=UTC)


class BooksAnswer(BaseModel):
    """One window of the law: how many answered, how many of them were abandoned, and how many may be."""

    name: str
    live: float
    abandoned: float
    rate: float = Field(description="The share abandoned, 0 to 1.")
    limit: float = Field(description="The greatest share that the law allows.")


class FlightAnswer(BaseModel):
    """What a campaign has in the air, as of its last decision; `reason` says why it started so many calls."""

    at: datetime
    reason: Why
    lines: int
    agents: dict[str, int] = Field(description="Agents by what they do: idle, talking, wrapping, away.")
    calls: dict[str, int] = Field(description="Calls without an agent, by how far each has come.")
    dialled: int = Field(description="Today.")
    answered: int = Field(description="By people, today.")
    books: list[BooksAnswer]
    version: str = Field(description="Of the profile, as it was applied.")


class CampaignAnswer(BaseModel):
    """A campaign: what it is, what it is doing since when and why, and how it goes."""

    name: str
    title: BothLanguages
    mode: Mode
    profile: str
    queue: str | None
    state: CampaignState
    since: datetime | None = Field(description="Null for one that was never started.")
    who: str
    reason: Why
    flight: FlightAnswer | None = Field(description="Null before anything was decided.")


class KillSwitchAnswer(BaseModel):
    """By whose word nothing is dialled, since when."""

    who: str
    since: datetime


class CampaignsAnswer(BaseModel):
    """All campaigns, and the switch above them (`killed` is null while it is not thrown)."""

    killed: KillSwitchAnswer | None
    campaigns: list[CampaignAnswer]


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
    """Attempts, the first one first."""

    attempts: list[AttemptAnswer]


def campaigns(standings: list[Standing], switch: KillSwitch | None) -> encode.Json:
    """Write all campaigns."""
    killed = None
    if switch is not None and switch.killed:
        killed = {"who": switch.who, "since": encode.instant(switch.since)}
    return {"killed": killed, "campaigns": [campaign(each) for each in standings]}


def campaign(standing: Standing) -> encode.Json:
    """Write a campaign and how it goes."""
    of, status = standing.campaign, standing.status
    return {
        "name": of.name,
        "title": encode.text(of.title),
        "mode": of.mode,
        "profile": of.profile,
        "queue": of.queue,
        "state": status.state,
        "since": encode.instant(status.since) if status.since > _NEVER else None,
        "who": status.who,
        "reason": encode.reason(status.reason),
        "flight": _flight(standing.flight) if standing.flight is not None else None,
    }


def attempt(of: Attempt) -> encode.Json:
    """Write an attempt."""
    instants = {
        name: encode.instant(getattr(of, name)) for name in AttemptAnswer.model_fields if name.endswith("_at")
    }
    plain = ("id", "campaign", "lead", "shown", "mode", "state", "outcome", "interaction", "agent")
    found = ("verdict", "verdict_cause", "cause", "sip", "disposition")
    evidence = of.evidence
    return {
        **{name: getattr(of, name) for name in (*plain, *found)},
        **encode.number(of.number),
        **instants,
        "evidence": {
            "profile": evidence.profile,
            "version": evidence.version,
            "rules": dict(evidence.rules),
        },
        "reason": encode.reason(of.reason),
    }


def _flight(flight: Flight) -> encode.Json:
    return {
        "at": encode.instant(flight.at),
        "reason": encode.reason(flight.reason),
        "lines": flight.lines,
        "agents": dict(flight.agents),
        "calls": dict(flight.calls),
        "dialled": flight.dialled,
        "answered": flight.answered,
        "books": [_books(each) for each in flight.books],
        "version": flight.version,
    }


def _books(of: Books) -> encode.Json:
    return {
        "name": of.name,
        "live": of.live,
        "abandoned": of.abandoned,
        "rate": of.rate,
        "limit": of.limit,
    }
