"""What we ask of the switch for attempts of campaigns, and for agents whose leg stays up between calls."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctid.model.ids import AgentId, FlowName, LegId, OfferId
from ctid.model.languages import Language


@dataclass(frozen=True, slots=True)
class PlaceAttempt:
    """Dial `number` (E.164) for an attempt, unless the switch has a receipt for it already.

    `line` is named after the attempt; the person's own leg is told by `AttemptTold`. Who answers waits
    `connect_within` for an agent, from the answer or from the end of their greeting, and hears `message` (a
    prompt's key) after that. `day` is that on which the attempt was written (UTC): the receipt lies there.
    After `not_after` it is not done any more: the law was not asked about so late a call.
    """

    line: LegId
    number: str
    show_number: str
    ring: timedelta
    connect_within: timedelta
    language: Language
    message: str
    day: date
    detects: bool = False  # a person or a machine is found out before anybody is joined
    flow: FlowName | None = None  # that talks to who answers, instead of an agent
    not_after: datetime | None = None

    @property
    def leg(self) -> LegId:
        """The leg that fails if this is not done."""
        return self.line


@dataclass(frozen=True, slots=True)
class StandBy:
    """Ring an agent's phone; its leg then stays up and is joined to one caller after the other."""

    leg: LegId
    agent: AgentId
    phone: str
    timeout: timedelta
    language: Language


@dataclass(frozen=True, slots=True)
class JoinStandby:
    """Join an agent's leg that stands by to `caller`, for an offer; it says itself if they were too late."""

    leg: LegId
    offer: OfferId
    caller: LegId
    record: bool = False


@dataclass(frozen=True, slots=True)
class StandAgain:
    """Take an agent's leg out of a talk, or of waiting for a held caller: it stands by again."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """Look what the switch has written down of an attempt; answered by `ReceiptRead`."""

    line: LegId
    day: date
