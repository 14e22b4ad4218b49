"""Campaigns as the api tells them: the shapes of the OpenAPI document, and how each is filled."""

from datetime import UTC, datetime

from pydantic import BaseModel, Field

from ctid.api import encode
from ctid.api.answers import BothLanguages, Why
from ctid.model.attempts import Mode
from ctid.model.campaigns import CampaignState
from ctid.model.dialing import CampaignNow, Flight, KillSwitch, Refusals, Standing, WindowTally

_NEVER = datetime.min.replace(tzinfo=UTC)


class WindowAnswer(BaseModel):
    """One window of the law: how many answered, how many of them were abandoned, and how many may be."""

    name: str
    live: float
    abandoned: float
    rate: float = Field(description="The share abandoned, 0 to 1.")
    limit: float = Field(description="The greatest share that the law allows.")
    alert_at: float = Field(description="The share of the limit at which people are warned.")
    standing: Standing


class RefusalsAnswer(BaseModel):
    """How often a rule was in the way since ctid was started, and whose turn it was last."""

    times: int
    at: datetime
    lead: str = Field(description="Empty where it was the campaign that could not call.")
    reason: Why


class FlightAnswer(BaseModel):
    """What a campaign has in the air; `reason` says why its last decision, `at`, started so many calls."""

    at: datetime
    reason: Why
    lines: int
    agents: dict[str, int] = Field(description="Agents by what they do: idle, talking, wrapping, away.")
    calls: dict[str, int] = Field(description="Calls without an agent, by how far each has come.")
    dialled: int = Field(description="Since ctid was started.")
    answered: int = Field(description="By people, since ctid was started.")
    windows: list[WindowAnswer]
    version: str = Field(description="Of the profile, as it was applied.")
    refused: list[RefusalsAnswer] = Field(description="Why people were not called, the most frequent first.")


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


def campaigns(standings: list[CampaignNow], switch: KillSwitch | None) -> encode.Json:
    """Write all campaigns."""
    killed = None
    if switch is not None and switch.killed:
        killed = {"who": switch.who, "since": encode.instant(switch.since)}
    return {"killed": killed, "campaigns": [campaign(each) for each in standings]}


def campaign(standing: CampaignNow) -> encode.Json:
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


def _flight(flight: Flight) -> encode.Json:
    return {
        "at": encode.instant(flight.at),
        "reason": encode.reason(flight.reason),
        "lines": flight.lines,
        "agents": dict(flight.agents),
        "calls": dict(flight.calls),
        "dialled": flight.dialled,
        "answered": flight.answered,
        "windows": [window(each) for each in flight.windows],
        "version": flight.version,
        "refused": [_refusals(each) for each in flight.refused],
    }


def window(of: WindowTally) -> encode.Json:
    """Write one window of the law."""
    return {
        "name": of.name,
        "live": of.live,
        "abandoned": of.abandoned,
        "rate": of.rate,
        "limit": of.limit,
        "alert_at": of.alert_at,
        "standing": of.standing,
    }


def _refusals(of: Refusals) -> encode.Json:
    return {
        "times": of.times,
        "at": encode.instant(of.at),
        "lead": of.lead,
        "reason": encode.reason(of.reason),
    }
