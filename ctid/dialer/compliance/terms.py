"""The words of compliance: the case that is judged, and what a rule and the judge say of it.

A rule is a function of a case, a profile and an instant. It has *passed* and says what it saw, or has
*refused* and says why, and until when at least. More is never better for the caller: one more earlier
attempt, one more entry on a list or a word of refusal can only turn what was allowed into what is refused.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ctid.dialer.compliance.where import Whereabouts, whereabouts
from ctid.dialer.pacing.terms import Tally
from ctid.model.attempts import AttemptOutcome, Evidence
from ctid.model.calling_rules import Profile
from ctid.model.campaigns import Campaign
from ctid.model.hours import Calendar
from ctid.model.leads import Lead, LeadNumber
from ctid.model.reasons import Reason


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier attempt of any campaign: the last moment known of it, and what came of it (None: under way).

    `refused`: the person said that they do not want to be called for this.
    """

    at: datetime
    outcome: AttemptOutcome | None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A do-not-call list that was asked: of when its data are, and whether the number is on it."""

    as_of: datetime
    listed: bool


@dataclass(frozen=True, slots=True)
class Case:
    """All that the rules may know of one call that is meant to be made.

    `past` holds the attempts to this number and those to this lead, in any order, as far back as
    `history.looks_back` says. `lists` are the do-not-call lists asked, by name; "internal" is the centre's
    own. `tallies` are the campaign's windows (`books`). `home` is the region of the site, from which
    numbers are dialled. `dedicated`: an agent is held for this call and nothing else. `returnable`: the
    centre answers at the number that is shown. `business`: the number is known to be no consumer's.
    `calendar` are the campaign's own hours.
    """

    campaign: Campaign
    lead: Lead
    number: LeadNumber
    shown: str
    home: str
    past: Sequence[Past] = ()
    lists: Mapping[str, Asked] = field(default_factory=dict)
    tallies: Sequence[Tally] = ()
    dedicated: bool = False
    returnable: bool = False
    business: bool = False
    calendar: Calendar | None = None

    @property
    def where(self) -> Whereabouts:
        """Say where the called person may be."""
        return whereabouts(self.number.number, self.lead.region, self.lead.postcode)


@dataclass(frozen=True, slots=True)
class Passed:
    """The rule allows the call; `saw` is what it decided on."""

    saw: Reason


@dataclass(frozen=True, slots=True)
class Refused:
    """The rule forbids the call: certainly until `not_before`; None: for as long as the case is what it is.

    `about_lead` is False where it is not this person who must not be called, but the campaign that must not
    call now (a list too old, no number to show, too many abandoned): the lead stays as it is.
    """

    reason: Reason
    not_before: datetime | None = None
    about_lead: bool = True


@dataclass(frozen=True, slots=True)
class Allowed:
    """The call may be made to `number`, showing `shown` (E.164), once `evidence` has been written down."""

    evidence: Evidence
    number: str
    shown: str


Verdict = Passed | Refused
Rule = Callable[[Case, Profile, datetime], Verdict]
