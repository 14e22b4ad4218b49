"""Telephone numbers as E.164 (ITU-T), read from whatever a trunk or a person wrote."""

import re
from dataclasses import dataclass

import phonenumbers


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number that could be dialled from anywhere: `+` and at most 15 ASCII digits (ITU-T E.164)."""

    e164: str

    def display(self) -> str:
        """Write it as people of its country do, with the country's code."""
        return phonenumbers.format_number(
            phonenumbers.parse(self.e164), phonenumbers.PhoneNumberFormat.INTERNATIONAL
        )

    def masked(self) -> str:
        """Hide all but the country's first digits and the last two."""
        return f"{self.e164[:3]}{'•' * max(0, len(self.e164) - 5)}{self.e164[-2:]}"


LONGEST = len("+") + 15
WRITTEN = re.compile(r"[ (]{0,4}\+?[0-9() .-]{1,40}")


def e164(raw: str, region: str) -> str:
    """Write `raw`, seen from `region`, in E.164; "" if it is no number."""
    number = read_number(raw, region)
    return number.e164 if number is not None else ""


def read_number(raw: str, region: str) -> PhoneNumber | None:
    """Read `raw` as a number seen from `region` (ISO 3166 alpha-2); None if it is none.

    Only ASCII digits and the usual separators are accepted: Arabic-Indic or full-width digits, letters
    and dial-string tricks are no numbers (they are refused, never cleaned up).
    """
    if not WRITTEN.fullmatch(raw):
        return None
    try:
        parsed = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        return None
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(parsed) or len(e164) > LONGEST:  # some plans allow longer at home
        return None
    return PhoneNumber(e164)
