"""Asterisk ends at `ctid/asterisk/` (law 5): above it nothing is named in Asterisk's words.

Looked at are the names in the code and the strings that are symbols (keys, codes). Docstrings, comments
and prose for people may say what they need to: a person who mends a switch must read its name.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "ctid"
ABOVE = (
    "model",
    "calls",
    "acd",
    "routing",
    "dialer",
    "centre",
    "sim",
    "ivr",
    "crm",
    "metrics",
    "api",
    "store",
    "webhooks",
)

# The product, its interfaces and drivers, and the headers of its manager interface.
WORDS = {
    "asterisk", "pjsip", "ami", "agi", "fastagi", "ari", "astdb", "chanspy", "mixmonitor",
    "accountcode", "actionid", "appdata", "bridgeuniqueid", "calleridnum", "channelid", "channelstate",
    "connectedlinenum", "destchannel", "destuniqueid", "dialstatus", "linkedid", "originateresponse",
    "uniqueid", "userevent", "varset",
}  # fmt: skip


def foreign_words(code: str) -> list[str]:
    """Asterisk's words among the names and symbols of `code`, as `line: name`."""
    tree = ast.parse(code)
    spoken = ((getattr(node, "lineno", 0), name) for node in ast.walk(tree) for name in _names(node))
    return [f"{line}: {name}" for line, name in spoken if _is_foreign(name)]


def _names(node: ast.AST) -> Iterator[str]:
    """What a node of the tree is called; a string counts if it is one symbol and not prose."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and not re.search(r"\s", node.value):
            yield node.value
        return
    for field in ("id", "attr", "arg", "name", "asname", "module"):
        value = getattr(node, field, None)
        if isinstance(value, str):
            yield value


def _is_foreign(name: str) -> bool:
    """Compare every run of the name's words: `unique_id` is Uniqueid, `InteractionId` is no ActionID."""
    parts = [part.casefold() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]
    runs = {
        "".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)
    }
    return not runs.isdisjoint(WORDS)


def files() -> list[Path]:
    return [path for folder in ABOVE for path in sorted((HOUSE / folder).rglob("*.py"))]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_a_file_above_the_switch_speaks_the_fields_words(path: Path) -> None:
    assert foreign_words(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        "import asterisk.manager",
        "from ctid.asterisk import agi_call",
        "def send_ami_action(): ...",
        "class AmiClient: ...",
        "class AGISession: ...",
        "def f(unique_id): ...",
        "x.linkedid = 1",
        "f(ChannelId=1)",
        "key = 'Uniqueid'",
        "dial = f'PJSIP/{phone}'",
        "headers['OriginateResponse']",
    ],
)
def test_a_planted_word_of_asterisk_is_found(code: str) -> None:
    assert foreign_words(code)


@pytest.mark.parametrize(
    "code",
    [
        '"""Asterisk calls this the Uniqueid."""',
        "def f():\n    '''What Asterisk calls Linkedid.'''",
        "text = 'check that Asterisk runs'",
        "family = magic = arithmetic = variable = 1",
        "from ctid.model.ids import InteractionId, LegId, switch_id",
        "verb = 'hangup'",
    ],
)
def test_the_fields_own_words_and_prose_are_let_through(code: str) -> None:
    assert foreign_words(code) == []
