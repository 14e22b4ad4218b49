"""From a value in a form to the recordings that say it, in either language."""

import re
from datetime import date, time
from decimal import Decimal

from ctid.ivr.spoken import Amount, Clock, Day, Digits, Money, Spoken, as_prompts
from ctid.ivr.steps import Form, Said

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def keys_of(said: Said) -> tuple[str, ...]:
    """Return the keys of the prompts that say a value, none where it cannot be said in its form."""
    value = _spoken(said)
    try:
        return as_prompts(value, said.language) if value is not None else ()
    except ValueError:  # larger than anybody says
        return ()


def _spoken(said: Said) -> Spoken | None:
    match said.form, said.value:
        case Form.NUMBER, int() | float():
            return Amount(Decimal(str(said.value)))
        case Form.MONEY, int() | float():
            return Money(Decimal(str(said.value)), said.currency)
        case Form.DIGITS, str(digits):
            return Digits(digits)
        case Form.DATE, date() as day:
            return Day(day)
        case Form.TIME, str(written) if found := _TIME.fullmatch(written):
            return Clock(time(int(found[1]), int(found[2])))
        case _:
            return None
