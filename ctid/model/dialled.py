"""Looking back on what was dialled: what is told of a lead, and of a campaign's day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ctid.model.attempts import Attempt
from ctid.model.consents import Word
from ctid.model.dialing import WindowTally
from ctid.model.do_not_call import DoNotCall
from ctid.model.leads import Consent, Lead
from ctid.model.mistakes import Text
from ctid.model.reasons import Reason


@dataclass(frozen=True, slots=True)
class RuleSays:
    """What one rule says of one call now: whether it allows it, what it saw, and until when it does not."""

    rule: str
    allows: bool
    reason: Reason
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallJudged:
    """A call to one number (E.164) of a lead, asked of every rule of a campaign's profile."""

    campaign: str
    number: str
    profile: str
    version: str
    rules: Sequence[RuleSays]

    @property
    def allowed(self) -> bool:
        """Say whether no rule is against it."""
        return all(rule.allows for rule in self.rules)


@dataclass(frozen=True, slots=True)
class LeadExplained:
    """Why a lead was, or was not, called: its own state, what the rules say now, and every attempt so far.

    `words` are what was said of its numbers about being called, `unwanted` those on the centre's own list.
    """

    lead: Lead
    at: datetime
    calls: Sequence[CallJudged]
    attempts: Sequence[Attempt]
    words: Sequence[Word] = ()
    unwanted: Sequence[DoNotCall] = ()


@dataclass(frozen=True, slots=True)
class ConsentLedger:
    """Every word about a number (E.164), the first one first, and what they come to."""

    number: str
    words: Sequence[Word]
    consent: Consent | None


@dataclass(frozen=True, slots=True)
class ListProgress:
    """How far a list has come: of `leads` so many are new, being called, to be called again, or asked for it.

    All others have been dealt with.
    """

    list: str
    leads: int
    fresh: int = 0
    calling: int = 0
    again: int = 0
    callbacks: int = 0

    @property
    def share(self) -> float:
        """The share (0–1) of leads of which nothing is left to do."""
        left = self.fresh + self.calling + self.again + self.callbacks
        return 1 - left / self.leads if self.leads else 0.0


@dataclass(frozen=True, slots=True)
class CampaignDay:
    """A campaign's day. `share` (0–1) is of people who were abandoned; `words` tell it all, a line each.

    Of them `abandoned` were counted, and `taken_for_machines` is an estimate. `windows` are the books of the
    law when the day ended. `worst` is the share of the worst quarter of an hour, which began at `worst_at`
    (HH:MM; "": nobody was abandoned). `refused` counts calls by the code of the reason.
    """

    campaign: str
    day: date
    attempts: int
    live: float
    share: float
    outcomes: Mapping[str, int]
    refused: Mapping[str, int]
    words: Text
    under_way: int = 0
    abandoned: int = 0
    taken_for_machines: float = 0.0
    worst: float = 0.0
    worst_at: str = ""
    windows: Sequence[WindowTally] = ()
