"""All words that values are spoken with, a prompt each: what it says, and the key it is recorded under.

The keys are the same wherever the words mean the same, so one list tells a speaker what to record. Words that
only one language has (两, 幺, “oh”) are prompts of that language alone.
"""

from collections.abc import Mapping

from ctid.model.languages import Language

PAUSE = "…"  # a third of a second of silence

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
)
_ONES = f"{_ONES} seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_MONTHS = "January February March April May June July August September October November December"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)

ONES = tuple(_ONES.split())
TENS = ("", "ten", *_TENS.split())
MONTHS = tuple(_MONTHS.split())
ORDINALS = ("", *_ORDINALS.split())
DIGITS = "零一二三四五六七八九"

# ISO 4217 code → (one, several) of the whole and of the hundredth in English; both in Chinese.
MONEY: Mapping[str, tuple[tuple[str, str], tuple[str, str], tuple[str, str]]] = {
    "CNY": (("yuan", "yuan"), ("fen", "fen"), ("元", "分")),
    "USD": (("dollar", "dollars"), ("cent", "cents"), ("美元", "美分")),
    "EUR": (("euro", "euros"), ("cent", "cents"), ("欧元", "欧分")),
    "GBP": (("pound", "pounds"), ("penny", "pence"), ("英镑", "便士")),
    "HKD": (("Hong Kong dollar", "Hong Kong dollars"), ("cent", "cents"), ("港元", "港分")),
}

_ENGLISH = {
    **{f"{number}": word for number, word in enumerate(ONES)},
    **{f"{tens}0": word for tens, word in enumerate(TENS) if tens > 1},
    **{f"month-{month}": word for month, word in enumerate(MONTHS, start=1)},
    **{f"ordinal-{day}": word for day, word in enumerate(ORDINALS) if day},
    "ordinal-30": "thirtieth",
    "hundred": "hundred",
    "thousand": "thousand",
    "million": "million",
    "billion": "billion",
    "trillion": "trillion",
    "and": "and",
    "minus": "minus",
    "point": "point",
    "oh": "oh",
    "am": "a.m.",
    "pm": "p.m.",
    "noon": "noon",
    "midnight": "midnight",
    "person": "person",
    "people": "people",
    "item": "item",
    "items": "items",
    "minute": "minute",
    "minutes": "minutes",
    "hour": "hour",
    "hours": "hours",
    "day": "day",
    "days": "days",
    "yuan": "yuan",
    "fen": "fen",
    "cent": "cent",
    "cents": "cents",
    "dollar": "dollar",
    "dollars": "dollars",
    "euro": "euro",
    "euros": "euros",
    "pound": "pound",
    "pounds": "pounds",
    "penny": "penny",
    "pence": "pence",
    "hong-kong-dollar": "Hong Kong dollar",
    "hong-kong-dollars": "Hong Kong dollars",
    "pause": PAUSE,
}

_CHINESE = {
    **{f"{number}": word for number, word in enumerate(DIGITS)},
    "liang": "两",
    "yao": "幺",
    "10": "十",
    "hundred": "百",
    "thousand": "千",
    "wan": "万",
    "yi": "亿",
    "trillion": "兆",
    "minus": "负",
    "point": "点",
    "small-hours": "凌晨",
    "am": "上午",
    "noon": "中午",
    "pm": "下午",
    "evening": "晚上",
    "year": "年",
    "month": "月",
    "date": "日",
    "person": "位",
    "item": "个",
    "minute": "分钟",
    "hour": "小时",
    "day": "天",
    "yuan": "元",
    "jiao": "角",
    "fen": "分",
    "dollar": "美元",
    "cent": "美分",
    "euro": "欧元",
    "euro-cent": "欧分",
    "pound": "英镑",
    "penny": "便士",
    "hong-kong-dollar": "港元",
    "hong-kong-cent": "港分",
    "pause": PAUSE,
}

WORDS: Mapping[Language, Mapping[str, str]] = {
    language: {f"word-{key}": word for key, word in said.items()}
    for language, said in ((Language.EN, _ENGLISH), (Language.ZH, _CHINESE))
}
"""Prompt key → what it says."""

KEYS: Mapping[Language, Mapping[str, str]] = {
    language: {word: key for key, word in said.items()} for language, said in WORDS.items()
}
"""Word → prompt key."""
