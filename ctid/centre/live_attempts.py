"""Attempts under way, the agents who stand by for them, and how each campaign is paced."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ctid.centre.live_orders import Orders
from ctid.dialer.attempt import OPEN
from ctid.dialer.pacing.terms import CallEnded, Handled, Observation, PacingController
from ctid.dialer.sources import Sources
from ctid.model.attempts import Attempt, AttemptState
from ctid.model.campaigns import Campaign
from ctid.model.dialing import Refusals, Standing, WindowTally
from ctid.model.ids import AgentId, InteractionId, LegId, OfferId
from ctid.model.leads import Lead
from ctid.model.reasons import Reason

IN_FLIGHT = OPEN - {AttemptState.CONNECTED, AttemptState.MESSAGE}
"""No agent has them yet, and nobody has given up."""

UNANSWERED = frozenset({AttemptState.COMMITTED, AttemptState.DIALLING, AttemptState.RINGING})


@dataclass(slots=True)
class LiveAttempt:
    """An attempt and what is known beside its record; of one from before a restart there is no lead.

    `look_at` is when the switch is to be asked what became of it.
    """

    record: Attempt
    line: LegId
    lead: Lead | None = None
    chance: float | None = None
    asked_for: AgentId | None = None  # by name, or it is their preview
    offer: OfferId | None = None
    look_at: datetime | None = None
    cancelled: bool = False

    @property
    def rings(self) -> bool:
        """Say whether nobody has answered, nor been stopped from it."""
        return self.record.state in UNANSWERED and not self.cancelled


@dataclass(slots=True)
class Standby:
    """An agent's leg between calls; `up` once they have answered it."""

    leg: LegId
    up: bool = False
    offer: OfferId | None = None  # that it was last joined for


@dataclass(slots=True)
class Pace:
    """How a campaign goes: who decides, when it was last asked, and what it was not told yet."""

    controller: PacingController
    asked_at: datetime | None = None
    begun: deque[datetime] = field(default_factory=deque)  # calls, of the last seconds
    ended: list[CallEnded] = field(default_factory=list)
    handled: list[Handled] = field(default_factory=list)
    reason: Reason | None = None
    seen: Observation | None = None  # when it was asked last
    windows: Sequence[WindowTally] = ()  # then
    warned: dict[str, Standing] = field(default_factory=dict)  # of windows by their names
    refused: dict[str, Refusals] = field(default_factory=dict)  # by the code of the reason
    lines: int = 0  # that it wanted then
    version: str = ""  # of the profile that allowed the last call
    dialled: int = 0
    answered: int = 0

    def note_refusal(self, reason: Reason, lead: str, now: datetime) -> None:
        """Count why somebody was not called; `lead` is empty where it was not about them."""
        before = self.refused.get(reason.code)
        times = before.times + 1 if before is not None else 1
        self.refused[reason.code] = Refusals(times, now, lead, reason)


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk of a campaign that is not handled to its end; `ended_at` once the notes have begun.

    `closing_at` is when the agent said that it was about to end.
    """

    campaign: str
    began_at: datetime
    ended_at: datetime | None = None
    closing_at: datetime | None = None

    def over(self, at: datetime) -> "Talk":
        """Return it with its end."""
        return replace(self, ended_at=at)


@dataclass(slots=True)
class Dials:
    """All of it. Without `sources` nothing is dialled; `running` campaigns dial, or have calls that go on."""

    sources: Sources | None = None
    orders: Orders = field(default_factory=Orders)
    running: dict[str, Campaign] = field(default_factory=dict)
    attempts: dict[str, LiveAttempt] = field(default_factory=dict)
    of_leg: dict[LegId, str] = field(default_factory=dict)  # lines and people's legs → attempt
    standby: dict[AgentId, Standby] = field(default_factory=dict)
    paces: dict[str, Pace] = field(default_factory=dict)
    talks: dict[AgentId, Talk] = field(default_factory=dict)
    kept: dict[AgentId, str] = field(default_factory=dict)  # agents who wait for whom they have called
    results: dict[InteractionId, Attempt] = field(default_factory=dict)  # ended; their result may be given
    stirred: bool = False  # something that concerns pacing has happened

    def of(self, leg: LegId) -> LiveAttempt | None:
        """Return the attempt of a line or of a person's leg."""
        return self.attempts.get(self.of_leg.get(leg, ""))

    def offer_at(self, leg: LegId) -> OfferId | None:
        """Return the offer for which an agent's leg that stands by was last joined."""
        return next((it.offer for it in self.standby.values() if it.leg == leg), None)

    def in_flight(self, campaign: str) -> Iterator[LiveAttempt]:
        """Yield the attempts of a campaign that no agent has yet."""
        for live in self.attempts.values():
            if live.record.state in IN_FLIGHT and live.record.campaign == campaign:
                yield live
