"""Which keys a text tells callers to press, in both languages: "press three", "按三", "请按1到5", "星号键".

Read is the way in which menus are spoken, not language at large. A key counts behind a verb of pressing, and
in what goes on from there (`1 or 2`, `1 to 5`, `press 1 for sales, 2 for support`); in Chinese also where it
is called a key. What only looks like a key does not: `press one of`, `按一下`, `the four digits`.
"""

import re
from collections.abc import Iterator, Mapping
from unicodedata import normalize

from ctid.model.languages import Language

_ENGLISH_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ENGLISH = {
    **{word: str(n) for n, word in enumerate(_ENGLISH_DIGITS)},
    "star": "*",
    **dict.fromkeys(("hash", "pound", "square", "number sign"), "#"),
}
_CHINESE = {
    **{sign: str(n) for n, sign in enumerate("零一二三四五六七八九")},
    **{"〇": "0", "幺": "1", "两": "2"},
    **dict.fromkeys(("星号", "米字", "星"), "*"),
    **dict.fromkeys(("井号", "井字", "井"), "#"),
}

_NO_KEY = r"(?!\s+(?:of|more|times?|digits?|numbers?|letters?|seconds?|minutes?)\b)"
_KEY = rf"(?P<key>[0-9]{{1,4}}\b|[*#]|(?:{'|'.join(_ENGLISH)})\b){_NO_KEY}(?:\s+(?:key|button)\b)?"
_PRESS = re.compile(
    r"\b(?:press(?:ing)?|dial|hit|push|touch|enter|choose|select|use)"
    rf"(?P<called>(?:\s+(?:the|a|any|either|key|button|number|digit|from))*)\s+{_KEY}"
)
_OR = re.compile(rf"\s*(?:,\s*(?:or|and)\b|,|/|\bor\b|\band\b)\s*(?:the\s+)?{_KEY}(?!\s+(?:for|to)\b)")
_UP_TO = re.compile(rf"\s*(?:-|–|\bto\b|\bthrough\b)\s*{_KEY}")
_FROM_TO = re.compile(rf"[^.;!?]*?\bto\s+{_KEY}")
_LISTED = re.compile(rf"[^.;!?]*?[,;]\s*(?:(?:or|and)\s+)?{_KEY}\s+(?:for|to)\b")

_ZH_NO_KEY = r"(?![下次遍秒个位分天年月日声点])"
_ZH_NUMERALS = "[零一二三四五六七八九〇幺两]"
_ZH_SIGN = rf"[0-9]{{1,4}}|[*#]|{_ZH_NUMERALS}{{1,4}}|星号?|米字|井[号字]?"
_ZH_KEY = rf"[\"'“”「『\s]*(?P<key>{_ZH_SIGN}){_ZH_NO_KEY}[\"'“”」』]*"
_ZH_PRESS = re.compile(rf"[按拨选](?:下|动|择|[一两三]次)?(?:数字|号码)?键?{_ZH_KEY}(?:号?键)?")
_ZH_NAMED = re.compile(rf"(?P<key>[0-9*#]|星号?|米字|井[号字]?)号?键|(?P<sign>{_ZH_NUMERALS})号键")
_ZH_OR = re.compile(rf"\s*(?:、|或者?|和|/)\s*{_ZH_KEY}(?:号?键)?")
_ZH_UP_TO = re.compile(rf"\s*(?:到|至|-|~|—)\s*{_ZH_KEY}")


def keys_said(text: str, language: Language) -> frozenset[str]:
    """Return the keys that callers are told to press."""
    plain = normalize("NFKC", text).casefold()
    return frozenset(_in_chinese(plain) if language is Language.ZH else _in_english(plain))


def _in_english(text: str) -> Iterator[str]:
    for pressed in _PRESS.finditer(text):
        key = _read(pressed["key"], _ENGLISH)
        yield key
        end = pressed.end()
        upto = (_FROM_TO if "from" in pressed["called"] else _UP_TO).match(text, end)
        if upto is not None:
            yield from _span(key, _read(upto["key"], _ENGLISH))
        for goes_on in (_OR, _LISTED):
            while (another := goes_on.match(text, end)) is not None:
                yield _read(another["key"], _ENGLISH)
                end = another.end()


def _in_chinese(text: str) -> Iterator[str]:
    for named in _ZH_NAMED.finditer(text):
        yield _read(named["key"] or named["sign"], _CHINESE)
    for pressed in _ZH_PRESS.finditer(text):
        key = _read(pressed["key"], _CHINESE)
        yield key
        end = pressed.end()
        if (upto := _ZH_UP_TO.match(text, end)) is not None:
            yield from _span(key, _read(upto["key"], _CHINESE))
        while (another := _ZH_OR.match(text, end)) is not None:
            yield _read(another["key"], _CHINESE)
            end = another.end()


def _read(said: str, words: Mapping[str, str]) -> str:
    """Return the key that is said: one word of a language, or signs one after the other."""
    return words.get(said) or "".join(words.get(sign, sign) for sign in said)


def _span(first: str, last: str) -> Iterator[str]:
    if len(first) == len(last) == 1 and first.isdigit() and last.isdigit():
        yield from map(str, range(int(first), int(last) + 1))
