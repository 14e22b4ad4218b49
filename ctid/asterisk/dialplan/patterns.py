"""How Asterisk orders extensions and patterns, and what they match (main/pbx.c).

Exact extensions come before patterns; of patterns, the one whose first differing place allows fewer
characters, then the one whose characters stand earlier in ASCII. `.` comes after all characters, `!` after
`.`, and a pattern that ends after one that goes on. `-` counts nowhere but inside `[…]`. Two names with the
same rank are one extension to Asterisk: `1-0-1` and `101`, `_[2-9]X` and `_NX`.
"""

from functools import lru_cache

Rank = tuple[int, bytes | tuple[tuple[int, bytes], ...]]

_ANY = 0x18000  # "."
_EARLY = 0x28000  # "!"
_END = 0x30000
_BROKEN = 0x40000  # "[" without "]"
_NAMED = {"N": "23456789", "X": "0123456789", "Z": "123456789"}
_SIGNED = bytes((byte + 128) % 256 for byte in range(256))


@lru_cache(maxsize=65536)
def rank(name: str) -> Rank:
    """Return what orders a name among those of its context, smallest first."""
    if not name.startswith("_"):
        plain = name.replace("-", "").encode(errors="surrogateescape")
        return 0, (plain + b"\0").translate(_SIGNED)
    places: list[tuple[int, bytes]] = []
    raw = _bytewise(name[1:])
    at = 0
    while at < len(raw):
        weight, characters, at = _place(raw, at)
        if weight:
            places.append((weight, _earliest_first(characters)))
    return 1, (*places, (_END, b""))


def _place(raw: str, at: int) -> tuple[int, str, int]:
    """Weigh what stands at raw[at]; no weight for what does not count. Return also where the next begins."""
    character = raw[at]
    if character == "[":
        end = raw.find("]", at)
        if end < 0:
            return _BROKEN, "", at + 1
        members, first = _members(raw[at + 1 : end])
        return (len(set(members)) << 8 | ord(first) if members else 0), members, end + 1
    if character == "-":
        return 0, "", at + 1
    if character in ".!":
        return (_ANY if character == "." else _EARLY), "", at + 1
    members = _NAMED.get(character.upper(), character)
    return len(members) << 8 | ord(members[0]), members, at + 1


def _members(inside: str) -> tuple[str, str]:
    """Spell out what stands between brackets; return it with the earliest of all that begin something.

    A range that runs backwards holds nothing, yet its beginning may be that earliest.
    """
    members: list[str] = []
    begins: list[str] = []
    at = 0
    while at < len(inside):
        is_range = inside[at + 1 : at + 2] == "-" and at + 2 < len(inside)
        last = inside[at + 2] if is_range else inside[at]
        members.extend(map(chr, range(ord(inside[at]), ord(last) + 1)))
        begins.append(inside[at])
        at += 3 if is_range else 1
    return "".join(members), min(begins, default="")


def _earliest_first(characters: str) -> bytes:
    bits = 0
    for character in set(characters):
        bits |= 1 << 255 - ord(character)
    return ((1 << 256) - 1 - bits).to_bytes(32)


@lru_cache(maxsize=65536)
def matches(pattern: str, number: str) -> bool:
    """Say whether a name of the dialplan matches what is dialled, as a whole."""
    if not pattern.startswith("_"):
        return pattern.replace("-", "") == number.replace("-", "")
    if number.startswith("_") and rank(number) == rank(pattern):
        return True
    return _fits(_bytewise(pattern[1:]), _bytewise(number.replace("-", "")))


def _bytewise(text: str) -> str:
    """Have a character for each byte, as Asterisk looks at a text."""
    return text.encode(errors="surrogateescape").decode("latin-1")


def is_for(cid: str | None, caller: str) -> bool:
    """Say whether an extension that asks for callers `cid` is for this one; an empty one is for who has
    none.
    """
    return cid is None or (matches(cid, caller) if caller else not cid)


def _fits(pattern: str, number: str) -> bool:
    at = 0
    place = 0
    while place < len(pattern):
        character = pattern[place]
        if character == "-":
            place += 1
            continue
        if at == len(number) or character == "/":
            break
        if character in ".!":
            return True
        if character == "[":
            end = pattern.find("]", place)
            if end < 0:
                return False
            inside = pattern[place + 1 : end]
            place = end + 1
            if not inside:
                continue
            if number[at] not in _members(inside)[0]:
                return False
        elif number[at] not in _NAMED.get(character.upper(), character):
            return False
        else:
            place += 1
        at += 1
    return at == len(number) and pattern[place : place + 1] in {"", "/", "!"}
