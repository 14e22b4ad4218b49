"""Which numbers are never dialled on anybody's word, whatever the site allows besides.

What a person or a program wrote is read as E.164 or refused, never cleaned up. Refused as well are numbers
whose price the caller cannot know (premium rate, shared cost, universal access, personal numbers, pagers,
and the networks that belong to no country: satellites, +882, +979 …) and short numbers, among which are
the emergency services: a program must not call those. The plans of the world are phonenumbers' (ITU-T E.164).
"""

import re

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberType

from ctid.model.phone import PhoneNumber, read_number
from ctid.model.reasons import Reason

_SHORT = re.compile(r"[0-9]{1,6}")
_LONGEST_EMERGENCY = 5  # digits
_NO_COUNTRY = "001"  # what the library calls the region of numbers that belong to none
_COSTLY = {
    PhoneNumberType.PREMIUM_RATE: "premium_rate",
    PhoneNumberType.SHARED_COST: "shared_cost",
    PhoneNumberType.UAN: "universal_access",
    PhoneNumberType.PERSONAL_NUMBER: "personal_number",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.VOICEMAIL: "voicemail",
}


def read_dialable(raw: str, region: str) -> PhoneNumber | Reason:
    """Read a number that may be dialled from `region`, or say why it may not.

    The reasons are `not_a_number`, `short_number` and `costly_number`.
    """
    number = read_number(raw, region)
    if _is_short(raw, region, valid=number is not None):
        return Reason("short_number", {"number": raw.strip()})
    if number is None:
        return Reason("not_a_number", {"number": raw})
    costly = _costly(number)
    return Reason("costly_number", {"number": number.e164, "type": costly}) if costly else number


def emergency_numbers(region: str) -> tuple[str, ...]:
    """Name the emergency numbers of a region, as phonenumbers knows them."""
    plan = PhoneMetadata.short_metadata_for_region(region)
    lengths = plan.emergency.possible_length if plan is not None and plan.emergency is not None else ()
    written = (
        f"{n:0{length}}" for length in lengths if length <= _LONGEST_EMERGENCY for n in range(10**length)
    )
    return tuple(number for number in written if phonenumbers.is_emergency_number(number, region))


def _is_short(raw: str, region: str, *, valid: bool) -> bool:
    """Say whether it is a short number; where whole numbers are short, only the emergency services are."""
    digits = re.sub(r"[ ().-]", "", raw)
    if not _SHORT.fullmatch(digits):
        return False
    return not valid or phonenumbers.is_emergency_number(digits, region)


def _costly(number: PhoneNumber) -> str:
    parsed = phonenumbers.parse(number.e164)
    kind = phonenumbers.number_type(parsed)
    if kind in _COSTLY:
        return _COSTLY[kind]
    country = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return "no_country" if country == _NO_COUNTRY and kind != PhoneNumberType.TOLL_FREE else ""
