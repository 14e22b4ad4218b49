"""Rules about what an agent says came of a campaign's call: it stands in the attempt's row as well.

By it quotas are counted, and whoever said no is left alone: for as long as the law wants, or (where the
campaign says that this result means it) for good, by every campaign. Whoever wants to be called at another
time is, by that agent or by any.
"""

from dataclasses import replace
from datetime import datetime

from ctid.centre import consents
from ctid.centre.live_attempts import LiveAttempt, Result
from ctid.centre.world import World
from ctid.model.attempts import Attempt
from ctid.model.commands import Dispose
from ctid.model.consents import Word
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.ids import InteractionId
from ctid.model.leads import AskedBack, Lead
from ctid.model.reasons import Reason
from ctid.model.reports import Remembered

REMEMBERED = 1000  # attempts that ended last, whose result may still be given


def ended(world: World, attempt: Attempt, lead: Lead | None) -> None:
    """Remember an attempt that an agent had, until they have said what came of it."""
    results = world.dials.results
    if attempt.interaction is not None:
        results[attempt.interaction] = Result(attempt, lead)
        if len(results) > REMEMBERED:
            del results[next(iter(results))]


def remembered(world: World, report: Remembered, now: datetime) -> None:
    """Take up attempts that had ended when the last run did, and whose interactions had not."""
    leads = {lead.id: lead for lead in report.leads}
    for attempt in report.results:
        ended(world, attempt, leads.get(attempt.lead))


def refusal(world: World, command: Dispose, now: datetime) -> Reason | None:
    """Say why the call-back that is asked for with a result cannot be, if so."""
    if command.back is None:
        return None
    of = _of(world, command.interaction)
    if of is None or of.lead is None or world.dials.sources is None:
        return Reason("no_campaign_call")
    if _means_never(world, of.record.campaign, command.code):
        return Reason("never_again", {"code": command.code})
    if command.back.at <= now:
        return Reason("call_back_over", {"at": f"{command.back.at:%Y-%m-%d %H:%M}"})
    return None


def given(world: World, interaction: InteractionId, code: str, who: str, now: datetime) -> None:
    """Somebody has said what came of an interaction: an agent, by their id, or who else is named."""
    of = _of(world, interaction)
    if of is None or of.record.disposition == code:
        return
    of.record = attempt = replace(of.record, disposition=code)
    world.ask(Keep(attempt))
    if _means_never(world, attempt.campaign, code):
        said = Word(attempt.number, now, given=False, source="call", proof=attempt.id, who=who)
        consents.never_again(world, said, f"{code}, {attempt.id}", now)
    if world.dials.sources is not None:
        world.dials.sources.law.note(attempt)
        world.dials.sources.leads.disposed(attempt.campaign, code)


def ask_back(world: World, interaction: InteractionId, back: AskedBack, now: datetime) -> None:
    """Have a lead called when its owner wants it; one that is being called, once that is over."""
    of = _of(world, interaction)
    if of is None or world.dials.sources is None:
        return
    attempt = of.record
    called = (live for live in world.dials.attempts.values() if live.record.lead == attempt.lead)
    newest = next(called, of)
    if newest.lead is None:
        return
    newest.lead = world.dials.sources.leads.asked_back(attempt.campaign, newest.lead, back, now)
    world.ask(Keep(newest.lead))
    world.tell(
        EventKind.LEAD_ASKED_BACK, now, call=attempt.interaction, agent=back.agent,
        campaign=attempt.campaign, lead=attempt.lead, due_at=back.at.isoformat(),
    )  # fmt: skip


def _means_never(world: World, campaign: str, code: str) -> bool:
    of = world.site.campaigns.get(campaign)
    return of is not None and code in of.never_again


def _of(world: World, interaction: InteractionId) -> LiveAttempt | Result | None:
    """Return the attempt that an interaction came of, if its result may be given."""
    live = world.dials.attempts.values()
    under_way = next((each for each in live if each.record.interaction == interaction), None)
    return under_way or world.dials.results.get(interaction)
