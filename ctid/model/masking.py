"""Telephone numbers masked in whatever is shown to those who may not see them.

It looks at text, not at fields: a reason's words, a note and a caller's key presses hold numbers too, and a
field added tomorrow is masked without anybody thinking of it. Seven digits or more that stand together, with
the separators that people write, are a number; three of the first and two of the last characters stay. What
looks like one by chance (an order number) is masked as well. Left alone are only names of our own making,
by their keys, and instants, which no seven digits stand together in.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

_NUMBER = re.compile(r"\+?[0-9](?:[ ().-]{0,2}[0-9]){6,}", re.ASCII)
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.,]+(?:Z|[+-][0-9:]+)?", re.ASCII)
_OWN = re.compile(  # ids of interactions, offers, commands, events, customers
    r"(?:[A-Za-z0-9_-]+:(?:[0-9]+\.[0-9]+|(?:off|dial)_[0-9a-z]+))|(?:(?:off|dial|cmd|evt|msg|whe|cus|item)_[0-9a-z]+)",
    re.ASCII,
)
_SPARED = re.compile(f"(?:{_INSTANT.pattern})|(?:{_OWN.pattern})", re.ASCII)
OWN_KEYS = frozenset({"sha256", "secret", "user", "url", "phone"})

Json = Any


def masked(text: str) -> str:
    """Mask every number in a text."""
    parts: list[str] = []
    at = 0
    for spared in _SPARED.finditer(text):
        parts += [_NUMBER.sub(_hide, text[at : spared.start()]), spared[0]]
        at = spared.end()
    return "".join([*parts, _NUMBER.sub(_hide, text[at:])])


def masked_json(value: Json) -> Json:
    """Mask every number in all texts of a JSON value, names of fields among them."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Mapping):
        return {
            masked(key): each if key in OWN_KEYS and isinstance(each, str) else masked_json(each)
            for key, each in value.items()
        }
    if isinstance(value, Sequence):
        return [masked_json(each) for each in value]
    return value


def _hide(found: re.Match[str]) -> str:
    number = found[0]
    return f"{number[:3]}{'•' * (len(number) - 5)}{number[-2:]}"
