"""Values in Mandarin as it is spoken on the telephone.

- A number is read in groups of four digits, each followed by its unit: 万, 亿, 兆. One 零 stands for any run
  of zeros between two digits that are said; none at the end. 10 to 19 begin with 十, but only at the very
  start.
- 2 is 两 when it is counted: before a measure word, before 千, and before 万, 亿 and 兆 when it is all that
  stands there. It is 二 at a number's end, before 十 and 百, and among digits.
- 1 is 幺 in numbers that are read digit by digit, where 一 would be heard as 七.
- Money says 角 and 分 and a 零 where the 角 are missing: 一百元零五分.
"""

from decimal import ROUND_HALF_UP, Decimal

from ctid.ivr.spoken.values import LARGEST, Amount, Clock, Count, Day, Digits, Measure, Money, Spoken
from ctid.ivr.spoken.vocabulary import DIGITS, MONEY, PAUSE

Words = tuple[str, ...]

_GROUPS = ((10**12, "兆"), (10**8, "亿"), (10**4, "万"))
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))
_MEASURES = {
    Measure.PEOPLE: "位",
    Measure.ITEMS: "个",
    Measure.MINUTES: "分钟",
    Measure.HOURS: "小时",
    Measure.DAYS: "天",
}
_PARTS_OF_THE_DAY = ((18, "晚上"), (13, "下午"), (12, "中午"), (6, "上午"), (0, "凌晨"))


def words(value: Spoken) -> Words:
    """Put a value into words."""
    match value:
        case Amount(number):
            return _amount(number)
        case Count(number, of):
            return (*_counted(number), _MEASURES[of])
        case Digits(digits):
            return tuple(_digit(character) for character in digits)
        case Money(total, currency):
            return _money(total, currency)
        case Day(day):
            year = (DIGITS[int(digit)] for digit in f"{day.year:04}")
            return (*year, "年", *whole(day.month), "月", *whole(day.day), "日")
        case Clock(time):
            return _clock(time.hour, time.minute)


def whole(number: int, two: str = "两") -> Words:
    """Read a whole number; `two` is what 2 is before 千, 万, 亿 and 兆: 二 as it is written, 两 as spoken.

    Raises ValueError from 10¹⁶.
    """
    if abs(number) >= LARGEST:
        raise ValueError(f"{number} is larger than a number that is said")
    if number < 0:
        return ("负", *whole(-number, two))
    return _number(number, two, first=True) if number else ("零",)


def _number(number: int, two: str, *, first: bool) -> Words:
    for size, unit in _GROUPS:
        if number >= size:
            front, rest = divmod(number, size)
            said = (two,) if front == 2 else _number(front, two, first=first)
            zero = ("零",) if 0 < rest < size // 10 else ()
            return (*said, unit, *zero, *(_number(rest, two, first=False) if rest else ()))
    return _group(number, two, first=first)


def _group(number: int, two: str, *, first: bool) -> Words:
    """Read 1 to 9999."""
    if first and 10 <= number < 20:
        return ("十", *_group_rest(number - 10))
    for size, unit in _PLACES:
        if number >= size:
            front, rest = divmod(number, size)
            digit = two if (front, unit) == (2, "千") else DIGITS[front]
            zero = ("零",) if 0 < rest < size // 10 else ()
            return (digit, unit, *zero, *_group_rest(rest))
    return (DIGITS[number],)


def _group_rest(number: int) -> Words:
    return _group(number, "二", first=False) if number else ()


def _counted(number: int) -> Words:
    return ("两",) if number == 2 else whole(number)


def _digit(character: str) -> str:
    if character == "1":
        return "幺"
    return DIGITS[int(character)] if character in "0123456789" else PAUSE


def _amount(number: Decimal) -> Words:
    sign, rest = ("负",) if number < 0 else (), abs(number)
    before, _, after = f"{rest:f}".partition(".")
    decimals = ("点", *(DIGITS[int(digit)] for digit in after)) if after.strip("0") else ()
    return (*sign, *whole(int(before)), *decimals)


def _money(total: Decimal, currency: str) -> Words:
    cents = int((abs(total) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    unit, hundredth = MONEY[currency][2]
    sign = ("负",) if total < 0 and cents else ()
    amount, rest = divmod(cents, 100)
    front = (*_counted(amount), unit) if amount or not rest else ()
    return (
        *sign,
        *front,
        *(_jiao_and_fen(rest, bool(front)) if currency == "CNY" else _parts(rest, hundredth)),
    )


def _parts(number: int, hundredth: str) -> Words:
    return (*_counted(number), hundredth) if number else ()


def _jiao_and_fen(number: int, after_yuan: bool) -> Words:
    jiao, fen = divmod(number, 10)
    said = _parts(jiao, "角")
    gap = ("零",) if fen and not jiao and after_yuan else ()
    return (*said, *gap, *_parts(fen, "分"))


def _clock(hour: int, minute: int) -> Words:
    part = next(name for first, name in _PARTS_OF_THE_DAY if hour >= first)
    twelve = hour - 12 if hour > 12 else hour
    minutes = (*(("零",) if minute < 10 else ()), *whole(minute), "分") if minute else ()
    return (part, *_counted(twelve), "点", *minutes)
