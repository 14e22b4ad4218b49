"""How dialling goes: what each campaign is doing, whether all of it was killed, what is in flight."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ctid.model.campaigns import Campaign, CampaignState
from ctid.model.leads import Lead
from ctid.model.reasons import Reason


@dataclass(frozen=True, slots=True)
class CampaignStatus:
    """What a campaign is doing: since when, by whose word (a supervisor's, or the centre's own), and why."""

    campaign: str
    state: CampaignState
    since: datetime
    who: str
    reason: Reason

    @property
    def id(self) -> str:
        """What is written over the last one of the same name."""
        return self.campaign


@dataclass(frozen=True, slots=True)
class KillSwitch:
    """The switch above all campaigns. While it is `killed` none can be started."""

    killed: bool
    who: str
    since: datetime

    @property
    def id(self) -> str:
        """What is written over the last one: there is one switch."""
        return "dialing"


class Standing(StrEnum):
    """How near a window of the law is to its limit."""

    CLEAR = "clear"
    ALERT = "alert"  # people are warned
    LIMIT = "limit"  # only calls for which an agent is held


@dataclass(frozen=True, slots=True)
class WindowTally:
    """The books of one window of the law: people who answered, people abandoned, the greatest share.

    At the share `alert_at` (0–1) of that limit people are warned.
    """

    name: str
    live: float
    abandoned: float
    limit: float
    alert_at: float = 1.0
    standing: Standing = Standing.CLEAR

    @property
    def rate(self) -> float:
        """The share abandoned so far."""
        return self.abandoned / self.live if self.live else 0.0


@dataclass(frozen=True, slots=True)
class Refusals:
    """How often a rule was in the way today, by the campaign's clock; of the last time when, who, and why.

    `lead` is empty where it was the campaign that could not call.
    """

    times: int
    at: datetime
    lead: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Flight:
    """What a campaign has in the air, as it was when it was last decided how many calls to start.

    `agents` counts them by what they do (idle, talking, wrapping, away), `calls` by how far each has come;
    `dialled` and `answered` are counted since ctid was started. `reason` says why so many calls were begun
    then, and no more.
    """

    at: datetime
    reason: Reason
    lines: int = 0
    agents: Mapping[str, int] = field(default_factory=dict)
    calls: Mapping[str, int] = field(default_factory=dict)
    dialled: int = 0
    answered: int = 0
    windows: tuple[WindowTally, ...] = ()
    version: str = ""  # of the profile, as it was applied
    refused: tuple[Refusals, ...] = ()  # the most frequent first


@dataclass(frozen=True, slots=True)
class CampaignNow:
    """A campaign with all that there is to say of it; `flight` is None before anything was decided."""

    campaign: Campaign
    status: CampaignStatus
    flight: Flight | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A lead that an agent looks at before anybody is called. `lead` is None until one has been found."""

    campaign: str
    asked: str  # the command
    since: datetime
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class CampaignCall:
    """Of which campaign, and to which lead, an interaction is; `attempt` is the dial that it came of."""

    campaign: str
    lead: str
    attempt: str


@dataclass(frozen=True, slots=True)
class ListSeen:
    """What is known of a list: how many leads it has, and of how many nobody says how they agreed."""

    leads: int
    without_consent: int
