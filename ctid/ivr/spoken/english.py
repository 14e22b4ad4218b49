"""Values in English as it is spoken in the United States: no “and” within a number.

Years go in pairs (twenty twenty-six, nineteen oh five), but the first years of a millennium are numbers (two
thousand six). Of the clock, :00 is not said, and a minute below ten has its “oh”; noon and midnight are
words.
"""

from decimal import ROUND_HALF_UP, Decimal

from ctid.ivr.spoken.values import LARGEST, Amount, Clock, Count, Day, Digits, Measure, Money, Spoken
from ctid.ivr.spoken.vocabulary import MONEY, MONTHS, ONES, ORDINALS, PAUSE, TENS

Words = tuple[str, ...]

_GROUPS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_MEASURES = {
    Measure.PEOPLE: ("person", "people"),
    Measure.ITEMS: ("item", "items"),
    Measure.MINUTES: ("minute", "minutes"),
    Measure.HOURS: ("hour", "hours"),
    Measure.DAYS: ("day", "days"),
}


def words(value: Spoken) -> Words:
    """Put a value into words."""
    match value:
        case Amount(number):
            return _amount(number)
        case Count(number, of):
            return _several(number, _MEASURES[of])
        case Digits(digits):
            return tuple(ONES[int(digit)] if digit in "0123456789" else PAUSE for digit in digits)
        case Money(total, currency):
            return _money(total, currency)
        case Day(day):
            return (MONTHS[day.month - 1], *_ordinal(day.day), *_year(day.year))
        case Clock(time):
            return _clock(time.hour, time.minute)


def whole(number: int) -> Words:
    """Read a whole number. Raises ValueError from 10¹⁶."""
    if abs(number) >= LARGEST:
        raise ValueError(f"{number} is larger than a number that is said")
    if number < 0:
        return ("minus", *whole(-number))
    for size, unit in _GROUPS:
        if number >= size:
            front, rest = divmod(number, size)
            return (*whole(front), unit, *(whole(rest) if rest else ()))
    if number < 20:
        return (ONES[number],)
    tens, ones = divmod(number, 10)
    return (TENS[tens], *((ONES[ones],) if ones else ()))


def _amount(number: Decimal) -> Words:
    sign, rest = ("minus",) if number < 0 else (), abs(number)
    before, _, after = f"{rest:f}".partition(".")
    decimals = ("point", *(ONES[int(digit)] for digit in after)) if after.strip("0") else ()
    return (*sign, *whole(int(before)), *decimals)


def _several(number: int, of: tuple[str, str]) -> Words:
    one, several = of
    return (*whole(number), one if number == 1 else several)


def _money(total: Decimal, currency: str) -> Words:
    cents = int((abs(total) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    unit, hundredth, _ = MONEY[currency]
    sign = ("minus",) if total < 0 and cents else ()
    amount, rest = divmod(cents, 100)
    front = _several(amount, unit) if amount or not rest else ()
    after = _several(rest, hundredth) if rest else ()
    return (*sign, *front, *(("and",) if front and after else ()), *after)


def _ordinal(day: int) -> Words:
    if day <= 20:
        return (ORDINALS[day],)
    tens, ones = divmod(day, 10)
    return (TENS[tens], ORDINALS[ones]) if ones else ("thirtieth",)


def _year(year: int) -> Words:
    century, rest = divmod(year, 100)
    if century % 10 == 0 and rest < 10:
        return whole(year)
    if not rest:
        return (*whole(century), "hundred")
    return (*whole(century), *(("oh", ONES[rest]) if rest < 10 else whole(rest)))


def _clock(hour: int, minute: int) -> Words:
    if not minute and hour in (0, 12):
        return ("noon" if hour else "midnight",)
    minutes = () if not minute else ("oh", ONES[minute]) if minute < 10 else whole(minute)
    return (*whole(hour % 12 or 12), *minutes, "p.m." if hour >= 12 else "a.m.")
