"""Templates of configuration files: `{{name}}` and nothing else.

Asterisk's own `${…}`, `$[…]` and `%` stay as they are. The renderer is strict both ways: a name that is not
known and a value that no template uses are mistakes, so that a setting is never lost in silence.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from ctid.lab.trouble import trouble

_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


def render(text: str, values: Mapping[str, str], file: str) -> str:
    """Fill `text`; raise `Mistaken` (R510) with line and column for a name that `values` lacks."""

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        if name not in values:
            line = text.count("\n", 0, found.start()) + 1
            column = found.start() - text.rfind("\n", 0, found.start())
            known = ", ".join(sorted(values))
            raise trouble("R510", f"{file}:{line}:{column}", name=name, known=known)
        return values[name]

    return _PLACEHOLDER.sub(fill, text)


def render_folder(folder: Path, values: Mapping[str, str]) -> dict[str, str]:
    """Fill every `*.conf` of `folder`; raise `Mistaken` (R510, R511) unless names and values agree."""
    templates = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.conf"))}
    filled = {name: render(text, values, str(folder / name)) for name, text in templates.items()}
    used = {name for text in templates.values() for name in _PLACEHOLDER.findall(text)}
    for name in sorted(values.keys() - used):
        raise trouble("R511", str(folder), name=name)
    return filled
