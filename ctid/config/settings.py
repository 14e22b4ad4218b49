"""Reads the settings: a TOML file, over it the environment, each mistake told where it was made.

Of the ways to say a setting, the environment wins: it is what an operator changes last. A secret may
stand in a file of its own, named by the variable with `_FILE` appended (systemd credentials, Docker
secrets). The environment is handed in and never looked up, so a test's settings are all it says.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError
from pydantic_core import ErrorDetails

from ctid.config.findings import Findings, hint, nearest, shown
from ctid.config.sections import Settings, is_secret, keys
from ctid.config.settings_wordings import SETTINGS_WORDINGS
from ctid.model.mistakes import Place, Text

__all__ = ["Settings", "read_settings", "require_secrets"]

_PREFIX = "CTID_"
_DRILLS = frozenset({"CTID_CRASH_AT", "CTID_CRASH_COUNT", "CTID_LAB"})  # of the laboratory, no settings
_AT = re.compile(r"(.*) \(at line (\d+), column (\d+)\)")
_Values = dict[str, dict[str, Any]]


def read_settings(file: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read `file` (None: only the defaults) and the `CTID_…` variables of `environ`.

    Raises Mistaken with every mistake (S101–S107). A secret that nobody set is no mistake yet: most
    commands need none (see `require_secrets`).
    """
    findings = Findings(SETTINGS_WORDINGS)
    text = _read_file(file, findings) if file else ""
    written = _read_toml(text, str(file), findings)
    findings.settle()
    spoken = _read_environment(environ, findings)
    settings = _check(written, spoken, _Whereabouts(str(file), text, spoken), findings)
    findings.settle()
    return settings


def require_secrets(settings: Settings) -> None:
    """Raise Mistaken (S108) with every secret that is needed to talk to the switch and is not set."""
    findings = Findings(SETTINGS_WORDINGS)
    for section, key in ((section, key) for section, key in keys() if section == "switch"):
        value = getattr(getattr(settings, section), key)
        if isinstance(value, SecretStr) and not value.get_secret_value():
            name = _variable(section, key)
            findings.add("S108", Place(name), what=f"{section}.{key}", variable=name)
    findings.settle()


class _Whereabouts:
    """Tells where a setting was given: by its variable, or in a line of the file."""

    def __init__(self, file: str, text: str, spoken: _Values) -> None:
        self.file = file
        self.lines = text.splitlines()
        self.spoken = spoken

    def place(self, section: str, key: str = "") -> Place:
        """Find the line by looking for the heading and the key; 0 where it was written another way."""
        if key in self.spoken.get(section, ()):
            return Place(_variable(section, key))
        inside = False
        for number, line in enumerate(self.lines, start=1):
            heading = re.match(r"\s*\[\s*([^\]\s]+)\s*\]", line)
            if heading:
                inside = heading[1] == section
            if (inside and not key) or (inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line)):
                return Place(self.file, number, len(line) - len(line.lstrip()) + 1)
        return Place(self.file)


def _read_file(file: Path, findings: Findings) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        findings.add("S101", Place(str(file)), cause=error.strerror or "?")
    except UnicodeDecodeError:
        findings.add("S101", Place(str(file)), cause=Text("it is not UTF-8", "不是 UTF-8"))
    return ""


def _read_toml(text: str, file: str, findings: Findings) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT.fullmatch(str(error))
        line, column = (int(found[2]), int(found[3])) if found else (len(text.splitlines()), 1)
        findings.add("S102", Place(file, line, column), cause=found[1] if found else str(error))
    return {}


def _read_environment(environ: Mapping[str, str], findings: Findings) -> _Values:
    """Take what `environ` says of our settings; an empty variable says nothing.

    A variable that has no `__` and resembles no setting is left to others (CTID_CONFIG, for one).
    """
    known = {_variable(section, key): (section, key) for section, key in keys()}
    files = {f"{name}_FILE": name for name, setting in known.items() if is_secret(*setting)}
    values: _Values = {}
    for name, value in sorted(environ.items()):
        if not value or not name.startswith(_PREFIX) or name in _DRILLS:
            continue
        if name in files and environ.get(files[name]):
            findings.add("S107", Place(name), other=files[name])
        elif name in known or name in files:
            section, key = known[files.get(name, name)]
            spoken = value if name in known else _read_secret(name, Path(value), findings)
            values.setdefault(section, {})[key] = spoken
        elif "__" in name or nearest(name, known):
            findings.add("S105", Place(name), what=name, hint=hint(name, known))
    return values


def _read_secret(name: str, file: Path, findings: Findings) -> str:
    """Read a secret; the newline that editors leave at its end is no part of it."""
    try:
        secret = file.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        cause = getattr(error, "strerror", None) or "UTF-8"
        findings.add("S106", Place(name), found=shown(str(file)), cause=cause)
        return ""
    if not secret:
        findings.add("S106", Place(name), found=shown(str(file)), cause=Text("it is empty", "为空"))
    return secret


def _check(written: dict[str, Any], spoken: _Values, where: _Whereabouts, findings: Findings) -> Settings:
    """Lay the environment over the file and let Pydantic check it; its errors become ours."""
    merged = dict(written)
    for section, values in spoken.items():
        under = merged.get(section, {})
        merged[section] = {**under, **values} if isinstance(under, dict) else under
    try:
        return Settings.model_validate(merged)
    except ValidationError as error:
        told: set[tuple[str, str]] = set()
        for one in error.errors(include_url=False):
            section, key = str(one["loc"][0]), str(one["loc"][1]) if len(one["loc"]) > 1 else ""
            if (section, key) not in told:  # a union complains once for each of its members
                told.add((section, key))
                _tell(section, key, one, where, findings)
    return Settings()


def _tell(section: str, key: str, error: ErrorDetails, where: _Whereabouts, findings: Findings) -> None:
    """Turn one of Pydantic's errors into a mistake at its place, without showing a secret."""
    what = f"[{section}] {key}".rstrip()
    place = where.place(section, key)
    if error["type"] == "extra_forbidden":
        known = {other for name, other in keys() if name == section} if key else set(Settings.model_fields)
        findings.add("S103", place, what=what, hint=hint(key or section, known))
        return
    found = "•••" if key and is_secret(section, key) else shown(error["input"])
    findings.add("S104", place, what=what, found=found, expected=_expected(error))


def _expected(error: ErrorDetails) -> Text:
    """Say what belongs in a setting, by the kind of Pydantic's error."""
    if error["type"] == "literal_error":
        choices = str(error["ctx"]["expected"])
        return Text(f"one of {choices}", f"其中之一：{choices.replace(' or ', ', ')}")
    return _EXPECTED.get(error["type"], Text(error["msg"], error["msg"]))


_PORT = Text("a port, a whole number from 0 to 65535", "端口（0 到 65535 的整数）")
_TEXT = Text("text in quotes", "带引号的文本")
_NETWORK = Text("an address or a network like 192.0.2.0/24", "地址或网段，如 192.0.2.0/24")
_SECTION = Text("a section, written [name], with settings below", "一个节（写成 [name]，其下为设置）")
_PLAIN = Text("a plain name without spaces or signs", "不含空格和符号的名称")

_EXPECTED = {
    "int_parsing": _PORT,
    "int_type": _PORT,
    "int_from_float": _PORT,
    "greater_than_equal": _PORT,
    "less_than_equal": _PORT,
    "string_type": _TEXT,
    "path_type": _TEXT,
    "string_pattern_mismatch": _PLAIN,
    "web_socket_url": Text(
        "a URL like wss://sip.example.com/ws", "WebSocket 地址，如 wss://sip.example.com/ws"
    ),
    "signing_key": Text(
        "a signing key: `whsec_` and 24–64 bytes in base64", "签名密钥：`whsec_` 加 24–64 字节的 base64"
    ),
    "ip_v4_network": _NETWORK,
    "ip_v6_network": _NETWORK,
    "tuple_type": _NETWORK,
    "model_type": _SECTION,
    "days": Text("a whole number of days (0: for ever)", "整数天数（0 表示永久）"),
}


def _variable(section: str, key: str) -> str:
    return f"{_PREFIX}{section}__{key}".upper()
