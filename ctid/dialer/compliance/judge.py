"""Asks every rule about one call, and allows it if none refuses.

Always all of them are asked: what is written down as evidence is what every rule saw, and whoever asks why
a person was not called hears every reason and not only the first.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from ctid.dialer.compliance import clocks, consent, history, lists, manner
from ctid.dialer.compliance.terms import Allowed, Case, Passed, Refused, Rule, Verdict
from ctid.dialer.compliance.tightest import within
from ctid.model.attempts import Evidence
from ctid.model.calling_rules import Profile

RULES: Mapping[str, Rule] = {
    "number": manner.number,
    "jurisdiction": manner.jurisdiction,
    "caller_id": manner.caller_id,
    "ring": manner.ring,
    "message": manner.message,
    "machine_detection": manner.machine_detection,
    "abandonment": manner.abandonment,
    "calling_hours": clocks.calling_hours,
    "holidays": clocks.holidays,
    "campaign_hours": clocks.campaign_hours,
    "do_not_call": lists.do_not_call,
    "lists_fresh": lists.lists_fresh,
    "consent": consent.consent,
    "revocation": consent.revocation,
    "under_way": history.under_way,
    "attempts": history.attempts,
    "after_abandoned": history.after_abandoned,
    "after_machine": history.after_machine,
    "after_refusal": history.after_refusal,
}


def explain(case: Case, profile: Profile, now: datetime) -> dict[str, Verdict]:
    """Ask every rule of a profile, as it is where the called person may be; by the rule's name."""
    there = within(profile, case.where.regions)
    return {name: rule(case, there, now) for name, rule in RULES.items()}


def judge(case: Case, profile: Profile, now: datetime) -> Allowed | Refused:
    """Say whether a call may be made at `now` (aware).

    Of several refusals the one speaks that holds longest; it is certain that no call is allowed sooner.
    """
    verdicts = explain(case, profile, now)
    refusals = [verdict for verdict in verdicts.values() if isinstance(verdict, Refused)]
    if refusals:
        return max(refusals, key=_how_long)
    saw = {name: verdict.saw.words() for name, verdict in verdicts.items() if isinstance(verdict, Passed)}
    return Allowed(Evidence(profile.name, profile.version, saw), case.number.number, case.shown)


def _how_long(refusal: Refused) -> tuple[bool, bool, datetime]:
    for_good = refusal.not_before is None
    return for_good and refusal.about_lead, for_good, refusal.not_before or datetime.max.replace(tzinfo=UTC)
