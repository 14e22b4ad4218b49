"""The law, asked about what is known in memory: nothing is read while a call is decided.

Earlier attempts, the do-not-call lists on which a number stands and what its owner said come with the leads;
what is dialled and said from then on is noted here before anything is sent. So whoever is asked about has
all that is known of them, also when another campaign called them a moment ago. The books of a campaign begin
with what the store counted, and go on with what was under way when it was asked: nothing is counted twice or
not at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ctid.dialer.compliance.asked import Known, asked_of, case_of
from ctid.dialer.compliance.books import Books, books_of_answers
from ctid.dialer.compliance.judge import judge
from ctid.dialer.compliance.ledger import consent_at
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.dialer.compliance.terms import Case
from ctid.dialer.compliance.terms import Refused as Forbidden
from ctid.dialer.pacing.terms import Tally
from ctid.dialer.sources import ON_THE_WAY, Allowed, Candidate, Refused
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Evidence
from ctid.model.calling_rules import Profile
from ctid.model.campaigns import Campaign
from ctid.model.consents import Word
from ctid.model.dialing import WindowTally
from ctid.model.do_not_call_lists import DoNotCallList
from ctid.model.lead_queries import CampaignOpened, LeadsFound
from ctid.model.leads import Lead, LeadNumber
from ctid.model.reasons import Reason
from ctid.model.site import Site

_NONE = Evidence("", "")  # of an attempt that is only remembered


@dataclass(slots=True)
class _Counted:
    """A campaign's books, its attempts `under_way`, those that `ended` while the store was asked.

    Of those under way the `talks` are in the books already: whoever has an agent was not abandoned, however
    long they talk.
    """

    books: Books | None = None
    under_way: set[str] = field(default_factory=set)
    talks: dict[str, Attempt] = field(default_factory=dict)
    ended: list[Attempt] | None = None

    def note(self, attempt: Attempt) -> None:
        """Begin an attempt, count one that an agent has, end one that is under way."""
        if attempt.outcome is None:
            self.under_way.add(attempt.id)
            if attempt.state is AttemptState.CONNECTED and attempt.id not in self.talks:
                self.talks[attempt.id] = attempt
                self._count(attempt)
        elif attempt.id in self.under_way:
            self.under_way.remove(attempt.id)
            if self.ended is not None:
                self.ended.append(attempt)
            if self.talks.pop(attempt.id, None) is None:
                self._count(attempt)

    def _count(self, attempt: Attempt) -> None:
        if self.books is not None:
            self.books.note_attempt(attempt)


class KnownLaw:
    """Judges calls, and keeps the books. `site` and `forbidden` are as the centre has them."""

    def __init__(self, rulebook: Rulebook, site: Site) -> None:
        self.rulebook = rulebook
        self.site = site
        self.forbidden: Mapping[str, object] = {}
        self.lists: tuple[DoNotCallList, ...] = ()
        self._listed: dict[str, frozenset[str]] = {}
        self._past: defaultdict[str, dict[str, Attempt]] = defaultdict(dict)  # of a number, or of a lead
        self._said: defaultdict[str, dict[str, Word]] = defaultdict(dict)  # about a number, by the word's id
        self._counted: defaultdict[str, _Counted] = defaultdict(_Counted)

    def profile(self, campaign: Campaign, now: datetime) -> Profile | None:
        """Return the rules that hold for a campaign."""
        return self.rulebook.at(campaign.profile, now)

    def judge(self, campaign: Campaign, candidate: Candidate, now: datetime) -> Allowed | Refused:
        """Say whether a call may be made now, and as long as it takes to tell the switch."""
        profile = self.profile(campaign, now)
        if profile is None:
            return Refused(Reason("no_law", {"profile": campaign.profile}), about_lead=False)
        case = self._case(campaign, candidate, now)
        judged = judge(case, profile, now)
        later = judged if isinstance(judged, Forbidden) else judge(case, profile, now + ON_THE_WAY)
        if isinstance(later, Forbidden):
            return Refused(later.reason, later.not_before, later.about_lead)
        assert not isinstance(judged, Forbidden)
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
        """Write down that an attempt is under way, that an agent has who answered, or what came of it."""
        self._remember([attempt])
        self._counted[attempt.campaign].note(attempt)

    def said(self, word: Word) -> None:
        """Write down what the owner of a number has said about being called."""
        self._said[word.number][word.id] = word

    def asking(self, campaign: str) -> tuple[str, ...]:
        """Return what is under way: when it has ended it is to be added to what the store will say."""
        self._counted[campaign].ended = []
        return tuple(sorted(self._counted[campaign].under_way))

    def opened(self, campaign: Campaign, profile: Profile, told: CampaignOpened) -> None:
        """Begin the books of a campaign, or begin them anew."""
        counted = self._counted[campaign.name]
        counted.books = books_of_answers(told.answered, profile.abandonment)
        for attempt in (*(counted.ended or ()), *counted.talks.values()):
            counted.books.note_attempt(attempt)
        counted.ended = None
        self.lists = told.asked

    def found(self, answer: LeadsFound) -> None:
        """Take in what came with leads."""
        self._remember(answer.past)
        for word in answer.words:
            self.said(word)
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
        attempts = {**self._past.get(number, {}), **self._past.get(lead.id, {})}.values()
        lists = asked_of(self.lists, self._listed.get(number, ()), now, forbidden=number in self.forbidden)
        known = Known(attempts, lists, self.tallies(campaign, now))
        written = next((one for one in lead.numbers if one.number == number), LeadNumber(number))
        consent = consent_at(lead, number, lambda of: self._said.get(of, {}).values())
        return case_of(campaign, replace(lead, consent=consent), written, known, self.site)


def since_when(profile: Profile, now: datetime) -> datetime | None:
    """Return from when on attempts count in some window of the law; None: all do."""
    spans = [window.span for window in profile.abandonment.windows]
    known = [span for span in spans if span is not None]
    return None if len(known) < len(spans) else now - max(known, default=timedelta()) - timedelta(minutes=1)


def _is_still_asked_about(attempt: Attempt, before: datetime) -> bool:
    open_ended = attempt.ended_at is None or attempt.outcome is AttemptOutcome.UNKNOWN
    return open_ended or (attempt.ended_at or before) > before


def _all(answer: LeadsFound) -> tuple[Lead, ...]:
    return (*answer.fresh, *answer.due, *answer.callbacks)
