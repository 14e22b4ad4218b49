"""Do-not-call lists: the centre's own, and those of the places where the called person may be."""

from datetime import datetime

from ctid.dialer.compliance.terms import Case, Passed, Refused, Verdict
from ctid.dialer.compliance.where import Whereabouts
from ctid.model.calling_rules import INTERNAL, Profile
from ctid.model.reasons import Reason


def do_not_call(case: Case, profile: Profile, now: datetime) -> Verdict:
    """The number is on none of the lists that were asked, whether or not the profile asks for them."""
    hits = sorted(name for name, asked in case.lists.items() if asked.listed)
    if hits:
        return Refused(Reason("on_a_list", {"number": case.number.number, "lists": ", ".join(hits)}))
    return Passed(Reason("on_no_list", {"lists": ", ".join(sorted(case.lists)) or "–"}))


def lists_fresh(case: Case, profile: Profile, now: datetime) -> Verdict:
    """The lists of the called person's places were asked, and their data are not too old."""
    seen: list[str] = []
    for name in (INTERNAL, *lists_for(profile, case.where)):
        asked = case.lists.get(name)
        if asked is None:
            return Refused(Reason("list_missing", {"list": name}), about_lead=False)
        age = now - asked.as_of
        if name != INTERNAL and age > profile.lists.oldest:
            oldest = profile.lists.oldest.days
            stale = Reason("list_stale", {"list": name, "days": age.days, "oldest": oldest})
            return Refused(stale, about_lead=False)
        seen.append(f"{name} ({asked.as_of:%Y-%m-%d})")
    return Passed(Reason("lists_fresh", {"lists": ", ".join(seen)}))


def lists_for(profile: Profile, where: Whereabouts) -> tuple[str, ...]:
    """Name the lists of a profile that must be asked for somebody who may be there."""
    return tuple(name for name in profile.lists.lists if _is_of(name.partition(":")[0], where))


def _is_of(place: str, where: Whereabouts) -> bool:
    if place in where.countries:
        return True
    return any(place == region or place.startswith(f"{region}-") for region in where.regions)
