"""What was dialled, for the API: attempts, a campaign's day, why a lead was not called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ctid.dialer.compliance.books import books_of_answers
from ctid.dialer.compliance.judge import explain
from ctid.dialer.compliance.ledger import as_words, consent_of
from ctid.dialer.compliance.report import report_of, written
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.dialer.compliance.terms import Passed, Verdict
from ctid.dialer.known_law import since_when
from ctid.dialer.pacing.terms import Tally
from ctid.model.attempts import Attempt
from ctid.model.campaigns import Campaign
from ctid.model.dialing import WindowTally
from ctid.model.dialled import CallJudged, CampaignDay, ConsentLedger, LeadExplained, ListProgress, RuleSays
from ctid.model.do_not_call import DoNotCall
from ctid.model.lead_queries import OpenCampaign
from ctid.model.leads import Lead, LeadNumber
from ctid.model.phone import read_number
from ctid.model.reasons import Reason
from ctid.model.refusals import zone_of
from ctid.model.site import Site
from ctid.runtime.cases import Cases
from ctid.store.store import Store


@dataclass(frozen=True, slots=True)
class Dialled:
    """Fits `ctid.api.dialled_port.Dialled`; what runs now is asked for each time."""

    store: Store
    site: Callable[[], Site]
    rulebook: Callable[[], Rulebook]
    unwanted: Callable[[], Mapping[str, DoNotCall]]
    clock: Callable[[], datetime]

    async def attempts_of_campaign(self, campaign: str, since: datetime) -> Sequence[Attempt]:
        """Return the dials of a campaign since then, the first one first."""
        return await self.store.attempts_of_campaign(campaign, since)

    async def attempts_of_lead(self, lead: str) -> Sequence[Attempt]:
        """Return all dials of a lead, the first one first."""
        return await self.store.attempts_of_lead(lead)

    async def leads_with_number(self, number: str) -> Sequence[Lead]:
        """Return the leads of all lists that have a number (E.164)."""
        return await self.store.leads_with_number(number)

    async def progress(self, campaign: str) -> Sequence[ListProgress]:
        """Say how far each list of a campaign has come."""
        return await self.store.lists_progress(self.site().campaigns[campaign].lists)

    async def day(self, campaign: str, day: date) -> CampaignDay:
        """Report a campaign's day, by the clock of its hours."""
        of, zone = self.site().campaigns[campaign], zone_of(self.site(), self.site().campaigns[campaign])
        began, ends = (datetime.combine(on, time(0), zone) for on in (day, day + timedelta(days=1)))
        made = await self.store.attempts_of_campaign(campaign, began, ends)
        refused = await self.store.refusals(campaign, day)
        report = report_of(of, began, made, refused, await self._windows(of, min(ends, self.clock())))
        return CampaignDay(
            campaign, day, report.attempts, report.live, report.share,
            {outcome.value: many for outcome, many in report.outcomes.items()},
            dict(refused), written(report), report.under_way, report.abandoned, report.taken_for_machines,
            report.worst, report.worst_at,
            [WindowTally(each.name, each.live, each.abandoned, each.limit) for each in report.windows],
        )  # fmt: skip

    async def _windows(self, campaign: Campaign, at: datetime) -> Sequence[Tally]:
        """Read the books of the law as they were then."""
        profile = self.rulebook().at(campaign.profile, at)
        if profile is None:
            return ()
        ask = OpenCampaign(campaign.name, tuple(campaign.lists), since_when(profile, at), at)
        answered = [each for each in await self.store.answered(ask) if each.at < at]
        books = books_of_answers(answered, profile.abandonment)
        return books.tallies(at, campaign.false_positives or 0.0)

    async def explain(self, lead: str) -> LeadExplained | None:
        """Say why a lead was, or was not, called; None where there is no such lead."""
        found, now, site = await self.store.lead(lead), self.clock(), self.site()
        if found is None:
            return None
        cases = Cases(self.store, site, self.unwanted(), now)
        calls = [
            await self._judged(cases, campaign, found, number)
            for campaign in site.campaigns.values()
            if found.list in campaign.lists
            for number in found.numbers
        ]
        numbers = [one.number for one in found.numbers]
        unwanted = (self.unwanted().get(number) for number in numbers)
        return LeadExplained(
            found, now, calls, await self.store.attempts_of_lead(lead),
            [*as_words(numbers[0], found.consent), *await self.store.words(numbers)],
            [entry for entry in unwanted if entry is not None],
        )  # fmt: skip

    async def ledger(self, number: str) -> ConsentLedger | None:
        """Return what the owner of a number, as people write it, has said; None where it is no number."""
        read = read_number(number, self.site().region)
        if read is None:
            return None
        came = await self.store.consents(read.e164)
        words = [word for consent in came for word in as_words(read.e164, consent)]
        words += await self.store.words([read.e164])
        return ConsentLedger(read.e164, sorted(words, key=lambda word: word.at), consent_of(words))

    async def _judged(self, cases: Cases, campaign: Campaign, lead: Lead, number: LeadNumber) -> CallJudged:
        profile = self.rulebook().at(campaign.profile, cases.now)
        if profile is None:
            none = RuleSays("profile", False, Reason("no_law", {"profile": campaign.profile}))
            return CallJudged(campaign.name, number.number, campaign.profile, "", (none,))
        case = await cases.case(campaign, profile, lead, number)
        rules = [_says(name, verdict) for name, verdict in explain(case, profile, cases.now).items()]
        return CallJudged(campaign.name, number.number, profile.name, profile.version, rules)


def _says(rule: str, verdict: Verdict) -> RuleSays:
    if isinstance(verdict, Passed):
        return RuleSays(rule, True, verdict.saw)
    return RuleSays(rule, False, verdict.reason, verdict.not_before)
