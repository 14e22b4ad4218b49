"""Attempts under way, the agents who stand by for them, and how each campaign is paced."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from ctid.centre.live_orders import Orders
from ctid.dialer.attempt import OPEN
from ctid.dialer.pacing.terms import CallEnded, Handled, Observation, PacingController
from ctid.dialer.sources import Sources
from ctid.model.attempts import Attempt, AttemptState
from ctid.model.campaigns import Campaign
from ctid.model.dialing import Refusals, Standing, WindowTally
from ctid.model.ids import AgentId, InteractionId, LegId, OfferId, offer_of
from ctid.model.leads import Lead
from ctid.model.reasons import Reason
from ctid.model.refusals import RefusalCount
from ctid.model.reports import LegHistory

IN_FLIGHT = OPEN - {AttemptState.CONNECTED, AttemptState.MESSAGE}
"""No agent has them yet, and nobody has given up."""

LIKE_LAST = 8
"""Calls begun last, by whose chances those of the leads next in line are guessed."""

UNANSWERED = frozenset({AttemptState.COMMITTED, AttemptState.DIALLING, AttemptState.RINGING})


@dataclass(slots=True)
class LiveAttempt:
    """An attempt and what is known beside its record; of one from before a restart there may be no lead.

    `since` is when it was written by this run's clock, which may have been set back since the last one's.
    `chance` is how likely it was to be answered, once that was asked; `look_at` is when the switch is to be
    asked what became of it.
    """

    record: Attempt
    line: LegId
    since: datetime
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
class Result:
    """An attempt that has ended, with its lead as it was kept last (None: its list is gone)."""

    record: Attempt
    lead: Lead | None = None


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
    began_at: datetime | None = None  # the last call
    begun: deque[datetime] = field(default_factory=deque)  # calls, of the last seconds
    ended: list[CallEnded] = field(default_factory=list)
    handled: list[Handled] = field(default_factory=list)
    reason: Reason | None = None
    seen: Observation | None = None  # when it was asked last
    windows: Sequence[WindowTally] = ()  # then
    warned: dict[str, Standing] = field(default_factory=dict)  # of windows by their names
    refused: dict[str, Refusals] = field(default_factory=dict)  # today, by the code of the reason
    lines: int = 0  # that it wanted then
    version: str = ""  # of the profile that allowed the last call
    chances: deque[float] = field(default_factory=partial(deque, maxlen=LIKE_LAST))  # of the last calls
    dialled: int = 0
    answered: int = 0


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
    results: dict[InteractionId, Result] = field(default_factory=dict)  # ended; their result may be given
    refusals: dict[tuple[str, str], RefusalCount] = field(default_factory=dict)  # today's: campaign, code
    begun: deque[datetime] = field(default_factory=deque)  # calls of all campaigns, of the last seconds
    past: Mapping[LegId, LegHistory] = field(default_factory=dict)  # as a look at the switch last told it
    stirred: bool = False  # something that concerns pacing has happened

    def of(self, leg: LegId) -> LiveAttempt | None:
        """Return the attempt of a line or of a person's leg."""
        return self.attempts.get(self.of_leg.get(leg, ""))

    def offer_at(self, leg: LegId) -> OfferId | None:
        """Return the offer for which an agent's leg that stands by was last joined."""
        return next((it.offer for it in self.standby.values() if it.leg == leg), None)

    def standing(self, leg: LegId) -> LegId:
        """Return the leg by which an agent has, or had last, the talk of an offer's leg: one that stands by
        has many; any other is its own."""
        of = (it.leg for it in self.standby.values() if it.offer is not None and it.offer == offer_of(leg))
        return next(of, leg)

    def in_flight(self, campaign: str) -> Iterator[LiveAttempt]:
        """Yield the attempts of a campaign that no agent has yet."""
        for live in self.attempts.values():
            if live.record.state in IN_FLIGHT and live.record.campaign == campaign:
                yield live
