"""How a campaign calls: which numbers, under which law, what it shows, how long it rings, whom it loses."""

from dataclasses import replace
from datetime import datetime, timedelta

from ctid.dialer.compliance.books import share
from ctid.dialer.compliance.terms import Case, Passed, Refused, Verdict
from ctid.dialer.pacing.law import is_spent
from ctid.model.attempts import Mode
from ctid.model.calling_rules import Profile
from ctid.model.dialable import read_dialable
from ctid.model.phone import read_number
from ctid.model.reasons import Reason


def number(case: Case, profile: Profile, now: datetime) -> Verdict:
    """It is a number that a program may dial at all: no emergency service, none of unknown price."""
    read = read_dialable(case.number.number, case.home)
    if isinstance(read, Reason):
        return Refused(read)
    if read.e164 != case.number.number:
        return Refused(Reason("not_a_number", {"number": case.number.number}))
    return Passed(Reason("number_dialable", {"number": read.e164}))


def jurisdiction(case: Case, profile: Profile, now: datetime) -> Verdict:
    """The rules are those of every country where the called person may be."""
    countries = case.where.countries
    named = ", ".join(sorted(countries)) or "?"
    if profile.countries and not countries <= profile.countries:
        return Refused(Reason("another_law", {"profile": profile.name, "countries": named}))
    return Passed(Reason("law_of", {"profile": profile.name, "countries": named}))


def caller_id(case: Case, profile: Profile, now: datetime) -> Verdict:
    """A whole number is shown, and if the law says so one at which the centre answers."""
    shown = read_number(case.shown, case.home)
    if shown is None or shown.e164 != case.shown:
        return Refused(Reason("no_caller_id", {"shown": case.shown}), about_lead=False)
    if profile.returnable and not case.returnable:
        return Refused(Reason("caller_id_dead", {"shown": case.shown}), about_lead=False)
    return Passed(Reason("caller_id_shown", {"shown": case.shown}))


def ring(case: Case, profile: Profile, now: datetime) -> Verdict:
    """The phone rings as long as the law says, before it is given up."""
    rings = {"ring": _seconds(case.campaign.ring), "least": _seconds(profile.ring)}
    if case.campaign.ring < profile.ring:
        return Refused(Reason("ring_too_short", rings), about_lead=False)
    return Passed(Reason("ring_long_enough", rings))


def message(case: Case, profile: Profile, now: datetime) -> Verdict:
    """Who is abandoned hears who called: there is a message, and a seller for it to name."""
    campaign = case.campaign
    if profile.abandonment.message and not (campaign.message and campaign.seller):
        return Refused(Reason("no_message"), about_lead=False)
    return Passed(Reason("message_ready", {"message": campaign.message or "–", "seller": campaign.seller}))


def machine_detection(case: Case, profile: Profile, now: datetime) -> Verdict:
    """A detector of machines is used only where it is known how many people it takes for one."""
    campaign = case.campaign
    if not campaign.detects_machines:
        return Passed(Reason("no_detector"))
    if campaign.false_positives is None or not 0 <= campaign.false_positives < 1:
        return Refused(Reason("detector_unmeasured"), about_lead=False)
    return Passed(Reason("detector_measured", {"percent": f"{campaign.false_positives:.2%}"}))


def abandonment(case: Case, profile: Profile, now: datetime) -> Verdict:
    """No more people are risked where as many as the law allows have been abandoned.

    A call for which an agent is held abandons nobody, so those go on: at the limit every campaign is a
    progressive one. A window of the law without a tally has not been counted, and nothing is risked on it.
    """
    if case.dedicated or case.campaign.mode is Mode.PREVIEW:
        return Passed(Reason("agent_dedicated"))
    tallies = {tally.name: tally for tally in case.tallies}
    seen: list[str] = []
    for window in profile.abandonment.windows:
        tally = tallies.get(window.name)
        if tally is None:
            return Refused(Reason("not_counted", {"window": window.name}), about_lead=False)
        so_far = f"{share(tally):.2%}"
        if is_spent(replace(tally, limit=window.limit, firm=profile.abandonment.firm)):
            facts = {"window": window.name, "share": so_far, "limit": f"{window.limit:.2%}"}
            return Refused(Reason("too_many_abandoned", facts), about_lead=False)
        seen.append(f"{window.name}: {so_far} < {window.limit:.2%}")
    return Passed(Reason("few_abandoned", {"windows": "; ".join(seen) or "–"}))


def _seconds(span: timedelta) -> float:
    return span / timedelta(seconds=1)
