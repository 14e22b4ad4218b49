"""A recorded day that may be shown around: callers' numbers and names replaced, the same each time.

A pseudonym stands for the same number wherever it comes up, written nationally or internationally, so that
the day still replays: what was equal stays equal, and a number keeps its length and how it begins (which is
what rules look at). Its last six digits are drawn from a secret that is made for one export and kept
nowhere. What people typed (keys, notes) is treated as a name is. The site's own names stay: they are in its
configuration, which the day needs.
"""

import hmac
import json
import re
from typing import Any

from ctid.model.site import Site
from ctid.runtime.replay import recorded_site

NUMBER = re.compile(r"(?<![\w.:-])\+?[0-9]{7,15}(?![\w.])")
SHOWN = 6  # digits that are replaced
SAME = 9  # digits by which a number is known again
SHORTEST = 3  # letters of a name that is looked for elsewhere too
WRITTEN = ("address", "ani_name", "company", "external_id", "name", "note", "proof", "title", "url")
OWN = frozenset(("centre", "laws"))  # of a configuration that was applied
PRIVATE = frozenset((*WRITTEN, "value", "collected", "attached", "data", "fields"))


class Mask:
    """Replaces what names a person in a line's values. `secret` makes the pseudonyms."""

    def __init__(self, secret: bytes, site: Site | None = None) -> None:
        self._secret = secret
        self._known = _names(site)
        self._heard: set[str] = set()  # names and notes that came up: replaced wherever they stand

    def line(self, text: str) -> str:
        """Return a line masked; one that begins a run tells whose names are no secret, and stays."""
        value = json.loads(text)
        if "begins" in value:
            self._known = _names(recorded_site(value["begins"]))
            return text
        return json.dumps(self(value), separators=(",", ":"))

    def __call__(self, value: Any, *, private: bool = False) -> Any:
        """Return a value as a line holds it, masked; `private` replaces every text in it."""
        if isinstance(value, dict):
            self._hear(value)
            return {
                name: one if name in OWN else self(one, private=private or _is_private(name, value))
                for name, one in value.items()
            }
        if isinstance(value, list):
            return [self(one, private=private) for one in value]
        if not isinstance(value, str) or not value or value in self._known:
            return value
        masked = NUMBER.sub(lambda found: self._number(found[0]), value)
        if masked != value or not (private or value in self._heard):
            return masked
        return self._name(value)

    def _hear(self, fields: dict[str, Any]) -> None:
        told = (fields[name] for name in WRITTEN if name in fields)
        self._heard.update(text for text in told if isinstance(text, str) and len(text) >= SHORTEST)

    def _number(self, number: str) -> str:
        if number in self._known:
            return number
        drawn = int(self._drawn(number.lstrip("+")[-SAME:]), 16) % 10**SHOWN
        return f"{number[:-SHOWN]}{drawn:0{SHOWN}}"

    def _name(self, name: str) -> str:
        return f"name-{self._drawn(name)[:8]}"

    def _drawn(self, text: str) -> str:
        return hmac.digest(self._secret, text.encode("utf-8", "surrogatepass"), "sha256").hex()


def _is_private(name: str, fields: dict[str, Any]) -> bool:
    """Say whether a field names a person; what a list says of a lead does, the facts of an event do not."""
    return name in PRIVATE or (name == "facts" and "outcomes" in fields)


def _names(site: Site | None) -> frozenset[str]:
    """Name what is no secret: agents, and the numbers that campaigns show."""
    if site is None:
        return frozenset()
    shown = (number for campaign in site.campaigns.values() for number in campaign.shows.values())
    return frozenset((*(agent.name for agent in site.agents.values()), *shown))
