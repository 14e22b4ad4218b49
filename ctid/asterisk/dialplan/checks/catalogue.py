"""The names of Asterisk's applications and functions, out of the documentation that is installed with it.

`core-en_US.xml` holds exactly what the installed version knows. Where there is none, a snapshot of
Asterisk 22 that is kept beside this file (`names.json`) stands in; `script/dialplan-names` writes it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_NAMED = re.compile(r'<(application|function) name="([^"]+)"[^>]*?(?:module="([^"]*)")?\s*>')
_MODULE = re.compile(r'<module [^>]*name="([^"]+)"[^>]*>(.*?)</module>', re.DOTALL)
_REPLACED = re.compile(r"<replacement>([^<]*)</replacement>")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Applications by their names in small letters (Asterisk does not mind), functions (Asterisk does).

    `deprecated` has, for an application in small letters or a function, the module that replaces its own.
    """

    applications: Mapping[str, str]
    functions: frozenset[str]
    deprecated: Mapping[str, str]

    def as_json(self) -> str:
        """Write it down."""
        told = {
            "applications": sorted(self.applications.values()),
            "functions": sorted(self.functions),
            "deprecated": dict(sorted(self.deprecated.items())),
        }
        return json.dumps(told, indent=0) + "\n"


def read_catalogue(xml: str) -> Catalogue:
    """Read Asterisk's documentation."""
    replaced = {
        name: (_REPLACED.findall(body) or [""])[0]
        for name, body in _MODULE.findall(xml)
        if "<deprecated_in>" in body
    }
    found = _NAMED.findall(xml)
    deprecated = {
        name.lower() if kind == "application" else name: replaced[module]
        for kind, name, module in found
        if module in replaced
    }
    applications = {name.lower(): name for kind, name, _ in found if kind == "application"}
    return Catalogue(
        applications, frozenset(name for kind, name, _ in found if kind == "function"), deprecated
    )


@cache
def bundled() -> Catalogue:
    """Return the snapshot."""
    told = json.loads(files(__package__).joinpath("names.json").read_text("utf-8"))
    applications = {name.lower(): name for name in told["applications"]}
    return Catalogue(applications, frozenset(told["functions"]), told["deprecated"])
