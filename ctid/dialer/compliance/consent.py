"""Whether the called person agreed to be called, where the law wants that, and has not taken it back.

A mobile is whatever may be one: in some countries (North America) a number does not tell, and there only
the list it came from can say that it is none.
"""

from datetime import datetime

import phonenumbers
from phonenumbers import PhoneNumberType

from ctid.dialer.compliance.terms import Case, Passed, Refused, Verdict
from ctid.model.attempts import Mode
from ctid.model.calling_rules import ConsentOf, Profile
from ctid.model.reasons import Reason

_NO_MOBILE = {PhoneNumberType.FIXED_LINE, PhoneNumberType.TOLL_FREE, PhoneNumberType.VOIP}


def consent(case: Case, profile: Profile, now: datetime) -> Verdict:
    """There is consent, given before now, if somebody like this must have given it."""
    needed = profile.recordings if case.campaign.mode is Mode.AGENTLESS else profile.calls
    given = case.lead.consent
    if not _is_needed(needed, case):
        return Passed(Reason("consent_not_needed", {"of": needed.name.lower()}))
    if given is None or given.given_at > now or not given.source:
        return Refused(Reason("no_consent", {"of": needed.name.lower()}))
    return Passed(Reason("consent_given", {"at": f"{given.given_at:%Y-%m-%d %H:%M}", "source": given.source}))


def revocation(case: Case, profile: Profile, now: datetime) -> Verdict:
    """Consent has not been taken back: from the moment it is written down, whatever its date, it holds."""
    given = case.lead.consent
    if given is None or given.revoked_at is None:
        return Passed(Reason("not_revoked"))
    at, by = f"{given.revoked_at:%Y-%m-%d %H:%M}", given.revoked_by or "–"
    return Refused(Reason("consent_revoked", {"at": at, "by": by}))


def _is_needed(of: ConsentOf, case: Case) -> bool:
    if of in (ConsentOf.NOBODY, ConsentOf.ALL):
        return of is ConsentOf.ALL
    return _may_be_mobile(case) or (of is ConsentOf.CONSUMERS and not case.business)


def _may_be_mobile(case: Case) -> bool:
    """Say whether the number may be a mobile: by its plan, or where that does not tell by its list."""
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(case.number.number))
    except phonenumbers.NumberParseException:
        return True
    if kind is PhoneNumberType.FIXED_LINE_OR_MOBILE:
        return case.number.kind != "fixed"
    return kind not in _NO_MOBILE or case.number.kind == "mobile"
