"""The law, asked about what is known in memory: nothing is read while a call is decided.

Earlier attempts and the do-not-call lists on which a number stands come with the leads; what is dialled from
then on is noted here before anything is sent. So whoever is asked about has all that is known of them, also
when another campaign called them a moment ago. The books of a campaign begin with what the store counted
until an instant, and go on with what ended after it: nothing is counted twice or not at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ctid.dialer.compliance.asked import asked_of, own_numbers
from ctid.dialer.compliance.books import Books
from ctid.dialer.compliance.history import past_of
from ctid.dialer.compliance.judge import judge
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.dialer.compliance.terms import Case
from ctid.dialer.compliance.terms import Refused as Forbidden
from ctid.dialer.pacing.law import spent
from ctid.dialer.pacing.terms import Tally
from ctid.dialer.selection.caller_id import shown_to
from ctid.dialer.sources import Allowed, Candidate, Refused
from ctid.model.attempts import Attempt, AttemptOutcome, Evidence, Mode
from ctid.model.calling_rules import Profile
from ctid.model.campaigns import Campaign
from ctid.model.dialing import WindowTally
from ctid.model.do_not_call_lists import DoNotCallList
from ctid.model.lead_queries import CampaignOpened, LeadsFound
from ctid.model.leads import Lead, LeadNumber
from ctid.model.reasons import Reason
from ctid.model.site import Site

DEDICATED = (Mode.PREVIEW, Mode.PROGRESSIVE)
_NONE = Evidence("", "")  # of an attempt that is only remembered


@dataclass(slots=True)
class _Counted:
    """A campaign's books; `ended` are its attempts that ended since the store was asked."""

    books: Books | None = None
    ended: list[Attempt] = field(default_factory=list)


class KnownLaw:
    """Judges calls, and keeps the books. `site` and `forbidden` are as the centre has them."""

    def __init__(self, rulebook: Rulebook, site: Site) -> None:
        self.rulebook = rulebook
        self.site = site
        self.forbidden: Mapping[str, object] = {}
        self.lists: tuple[DoNotCallList, ...] = ()
        self._listed: dict[str, frozenset[str]] = {}
        self._past: defaultdict[str, dict[str, Attempt]] = defaultdict(dict)  # of a number, or of a lead
        self._counted: defaultdict[str, _Counted] = defaultdict(_Counted)

    def profile(self, campaign: Campaign, now: datetime) -> Profile | None:
        """Return the rules that hold for a campaign."""
        return self.rulebook.at(campaign.profile, now)

    def judge(self, campaign: Campaign, candidate: Candidate, now: datetime) -> Allowed | Refused:
        """Say whether a call may be made now."""
        profile = self.profile(campaign, now)
        if profile is None:
            return Refused(Reason("no_law", {"profile": campaign.profile}), about_lead=False)
        judged = judge(self._case(campaign, candidate, now), profile, now)
        if isinstance(judged, Forbidden):
            return Refused(judged.reason, judged.not_before, judged.about_lead)
        return Allowed(judged.evidence, judged.shown)

    def tallies(self, campaign: Campaign, now: datetime) -> tuple[Tally, ...]:
        """Read the books; there are none before they were opened."""
        books = self._counted[campaign.name].books
        return books.tallies(now, campaign.false_positives or 0.0) if books is not None else ()

    def windows(self, campaign: Campaign, tallies: Sequence[Tally]) -> tuple[WindowTally, ...]:
        """Say of what the books said how near it is to what the law allows."""
        books = self._counted[campaign.name].books
        return books.windows(tallies) if books is not None else ()

    def note(self, attempt: Attempt) -> None:
        """Write down that an attempt is under way, or what came of it."""
        before = self._past[attempt.lead].get(attempt.id)
        self._remember([attempt])
        if attempt.outcome is not None and (before is None or before.outcome is None):
            counted = self._counted[attempt.campaign]
            counted.ended.append(attempt)
            _count(counted, attempt)

    def asking(self, campaign: str) -> None:
        """From now on what ends is to be added to what the store will say."""
        self._counted[campaign].ended.clear()

    def opened(self, campaign: Campaign, profile: Profile, told: CampaignOpened) -> None:
        """Begin the books of a campaign, or begin them anew."""
        counted = self._counted[campaign.name]
        counted.books = Books(profile.abandonment)
        for answered in told.answered:
            for _ in range(answered.many):
                counted.books.note(answered.at, answered.outcome)
        for attempt in counted.ended:
            _count(counted, attempt)
        self.lists = told.asked

    def found(self, answer: LeadsFound) -> None:
        """Take in what came with leads."""
        self._remember(answer.past)
        for number in (one.number for lead in _all(answer) for one in lead.numbers):
            self._listed.pop(number, None)
        for number, listings in answer.listed.items():
            self._listed[number] = frozenset(one.list for one in listings)

    def forget(self, before: datetime) -> None:
        """Forget attempts that no rule looks at any more."""
        for key, attempts in list(self._past.items()):
            self._past[key] = {id: one for id, one in attempts.items() if _is_still_asked_about(one, before)}
            if not self._past[key]:
                del self._past[key]

    def _remember(self, attempts: Iterable[Attempt]) -> None:
        for attempt in attempts:
            light = replace(attempt, evidence=_NONE)
            for key in (attempt.number, attempt.lead):
                known = self._past[key].get(attempt.id)
                if known is None or known.outcome is None or attempt.outcome is not None:
                    self._past[key][attempt.id] = light

    def _case(self, campaign: Campaign, candidate: Candidate, now: datetime) -> Case:
        lead, number = candidate.lead, candidate.number
        known = {**self._past.get(number, {}), **self._past.get(lead.id, {})}
        shown = shown_to(number, campaign.shows) or ""
        tallies = self.tallies(campaign, now)
        return Case(
            campaign=campaign,
            lead=lead,
            number=next((one for one in lead.numbers if one.number == number), LeadNumber(number)),
            shown=shown,
            home=self.site.region,
            past=[past_of(each, campaign.refusals) for each in known.values()],
            lists=asked_of(self.lists, self._listed.get(number, ()), now, forbidden=number in self.forbidden),
            tallies=tallies,
            dedicated=campaign.mode in DEDICATED or spent(tallies) is not None,
            returnable=shown in set(own_numbers(self.site)),
            calendar=self.site.calendars.get(campaign.hours or ""),
        )


def since_when(profile: Profile, now: datetime) -> datetime | None:
    """Return from when on attempts count in some window of the law; None: all do."""
    spans = [window.span for window in profile.abandonment.windows]
    known = [span for span in spans if span is not None]
    return None if len(known) < len(spans) else now - max(known, default=timedelta()) - timedelta(minutes=1)


def _is_still_asked_about(attempt: Attempt, before: datetime) -> bool:
    open_ended = attempt.ended_at is None or attempt.outcome is AttemptOutcome.UNKNOWN
    return open_ended or (attempt.ended_at or before) > before


def _count(counted: _Counted, attempt: Attempt) -> None:
    if counted.books is not None and attempt.outcome is not None:
        counted.books.note(attempt.answered_at or attempt.committed_at, attempt.outcome)


def _all(answer: LeadsFound) -> tuple[Lead, ...]:
    return (*answer.fresh, *answer.due, *answer.callbacks)
