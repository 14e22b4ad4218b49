"""What was dialled, for the API: attempts, a campaign's day, why a lead was not called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from ctid.dialer.compliance.judge import explain
from ctid.dialer.compliance.report import DayReport, reports, written
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.dialer.compliance.terms import Passed, Verdict
from ctid.model.attempts import Attempt
from ctid.model.campaigns import Campaign
from ctid.model.dialled import CallJudged, CampaignDay, LeadExplained, ListProgress, RuleSays
from ctid.model.leads import Lead, LeadNumber
from ctid.model.reasons import Reason
from ctid.model.site import Site
from ctid.runtime.cases import Cases
from ctid.store.store import Store


@dataclass(frozen=True, slots=True)
class Dialled:
    """Fits `ctid.api.dialled_port.Dialled`; what runs now is asked for each time."""

    store: Store
    site: Callable[[], Site]
    rulebook: Callable[[], Rulebook]
    forbidden: Callable[[], Mapping[str, object]]
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
        of = self.site().campaigns[campaign]
        calendar = self.site().calendars.get(of.hours or "")
        zone = calendar.zone if calendar is not None else ZoneInfo("UTC")
        begun = datetime.combine(day, time(0), zone)
        made = await self.store.attempts_of_campaign(campaign, begun)
        told = reports(made, zone, missed={campaign: of.false_positives or 0.0})
        nothing = DayReport(campaign, day, {}, 0, 0.0, 0.0, "")
        report = next((each for each in told if each.day == day), nothing)
        return CampaignDay(
            campaign, day, report.attempts, report.live, report.share,
            {outcome.value: many for outcome, many in report.outcomes.items()},
            dict(report.refused), written(report),
        )  # fmt: skip

    async def explain(self, lead: str) -> LeadExplained | None:
        """Say why a lead was, or was not, called; None where there is no such lead."""
        found, now, site = await self.store.lead(lead), self.clock(), self.site()
        if found is None:
            return None
        cases = Cases(self.store, site, self.forbidden(), now)
        calls = [
            await self._judged(cases, campaign, found, number)
            for campaign in site.campaigns.values()
            if found.list in campaign.lists
            for number in found.numbers
        ]
        return LeadExplained(found, now, calls, await self.store.attempts_of_lead(lead))

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
