"""What earlier attempts forbid: too many of them, one that is under way, and rests after some outcomes.

Every attempt to the number and every attempt to the person counts, whichever campaign made it; only one
that provably was never sent is none.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from ctid.dialer.compliance.clocks import day_over
from ctid.dialer.compliance.terms import Case, Passed, Past, Refused, Verdict
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState
from ctid.model.calling_rules import Profile
from ctid.model.reasons import Reason

_TWO_DAYS = timedelta(days=2)  # the day of a machine, by any clock


def past_of(attempt: Attempt, refusals: Collection[str]) -> Past:
    """Return what the rules need of a stored attempt; `refusals` are the dispositions that mean a refusal."""
    known = (attempt.committed_at, attempt.dialled_at, attempt.answered_at, attempt.ended_at)
    outcome = AttemptOutcome.UNKNOWN if attempt.state is AttemptState.UNKNOWN else attempt.outcome
    return Past(max(at for at in known if at is not None), outcome, attempt.disposition in refusals)


def looks_back(profile: Profile) -> timedelta:
    """Return how far back earlier attempts must be known; unended and unknown ones always."""
    spans = (cap.within for cap in profile.caps)
    least = max(profile.rests.abandoned, profile.rests.refused, _TWO_DAYS, *spans)
    return max([least, *map(looks_back, profile.regions.values())])


def under_way(case: Case, profile: Profile, now: datetime) -> Verdict:
    """No attempt is under way, and none of which nobody knows whether it was dialled."""
    outcomes = {past.outcome for past in case.past}
    if AttemptOutcome.UNKNOWN in outcomes:
        return Refused(Reason("attempt_unknown"))
    if None in outcomes:
        return Refused(Reason("attempt_under_way"), about_lead=False)
    return Passed(Reason("no_attempt_under_way"))


def attempts(case: Case, profile: Profile, now: datetime) -> Verdict:
    """The person has not been called as often as the law allows, in any of its stretches."""
    dials = sorted((past.at for past in _dialled(case)), reverse=True)
    full = [
        (dials[cap.calls - 1] + cap.within, cap)
        for cap in profile.caps
        if len(dials) >= cap.calls and now < dials[cap.calls - 1] + cap.within
    ]
    if not full:
        return Passed(Reason("attempts_left", {"calls": len(dials), "caps": _written(profile)}))
    until, cap = max(full, key=lambda each: each[0])
    return Refused(Reason("attempts_used_up", {"calls": cap.calls, "within": _span(cap.within)}), until)


def after_abandoned(case: Case, profile: Profile, now: datetime) -> Verdict:
    """Whom we left without an agent is left alone for a while, unless an agent is held for them."""
    if case.dedicated:
        return Passed(Reason("agent_dedicated"))
    return _rested("rest_abandoned", _of(case, AttemptOutcome.ABANDONED), profile.rests.abandoned, now)


def after_machine(case: Case, profile: Profile, now: datetime) -> Verdict:
    """Where a machine was heard nobody calls again that day, unless an agent is held for the call."""
    if case.dedicated or not profile.rests.same_day:
        return Passed(Reason("agent_dedicated" if case.dedicated else "no_rest"))
    machines = _of(case, AttemptOutcome.MACHINE)
    until = max((day_over(at, case.where.zones) for at in machines if case.where.zones), default=now)
    if now < until:
        return Refused(Reason("machine_today", {"until": _instant(until)}), until)
    return Passed(Reason("no_machine_today"))


def after_refusal(case: Case, profile: Profile, now: datetime) -> Verdict:
    """Who said no is left alone for a while, whoever would call."""
    said_no = [past.at for past in case.past if past.refused]
    return _rested("rest_refused", said_no, profile.rests.refused, now)


def _rested(code: str, since: list[datetime], rest: timedelta, now: datetime) -> Verdict:
    if not rest:
        return Passed(Reason("no_rest"))
    if since and now < max(since) + rest:
        facts = {"rest": _span(rest), "at": _instant(max(since))}
        return Refused(Reason(code, facts), max(since) + rest)
    return Passed(Reason(f"{code}_over", {"rest": _span(rest)}))


def _of(case: Case, outcome: AttemptOutcome) -> list[datetime]:
    return [past.at for past in case.past if past.outcome is outcome]


def _dialled(case: Case) -> Iterable[Past]:
    return (past for past in case.past if past.outcome is not AttemptOutcome.NOT_DIALLED)


def _written(profile: Profile) -> str:
    return ", ".join(f"{cap.calls} / {_span(cap.within)}" for cap in profile.caps) or "–"


def _span(span: timedelta) -> str:
    return f"{span.days} d" if span and not span % timedelta(days=1) else f"{span / timedelta(hours=1):g} h"


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
