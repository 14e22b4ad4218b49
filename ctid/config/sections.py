"""The settings, section by section, with their defaults: all of it on one machine, on loopback."""

import re
import shlex
from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from ctid.model.webhooks import is_secret as is_signing_key

Port = Annotated[int, Field(ge=0, le=65_535)]
Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Host = Annotated[str, Field(pattern=r"^[A-Za-z0-9.:_-]+$")]


def _split(value: object) -> object:
    """Let a variable hold a list: parts between commas."""
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


def _words(value: object) -> object:
    """Read a command as a shell does."""
    return shlex.split(value) if isinstance(value, str) else value


def _none_if_blank(value: object) -> object:
    return None if value == "" else value


def _web_socket(value: str) -> str:
    if value and not re.fullmatch(r"wss?://[^\s/?#]+[^\s#]*", value):
        raise PydanticCustomError("web_socket_url", "no WebSocket URL")
    return value


def _days(value: object) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,5}", str(value)):
        raise PydanticCustomError("days", "no number of days")
    return int(str(value))


Days = Annotated[int, BeforeValidator(_days)]
WebSocketUrl = Annotated[str, AfterValidator(_web_socket)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_split)]
Command = Annotated[tuple[str, ...], BeforeValidator(_words)]
File = Annotated[Path | None, BeforeValidator(_none_if_blank)]


def _signing_key(value: SecretStr) -> SecretStr:
    key = value.get_secret_value()
    if key and not is_signing_key(key):
        raise PydanticCustomError("signing_key", "no signing key")
    return value


FlowsSecret = Annotated[SecretStr, AfterValidator(_signing_key)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Switch(_Section):
    """The Asterisk that carries the calls: its name in every leg's id, and its two manager users.

    `cel_file` is its event log, read at start for calls that lived while ctid was away; None reads nothing.
    `spool` is its spool directory, where messages wait that callers leave; None collects none.
    `sounds` is where it looks for sounds; prompts are put there, and None means that nobody can look.
    `documentation` names its applications and functions for checks; without it a snapshot does.
    `sip_url` is where agents' browsers register ("" where none does), `phone_secrets_file` their passwords.
    `control` are the words before a command of Asterisk's console, which ends a frozen holder of a login.
    """

    node: Word = "sw1"
    host: Host = "127.0.0.1"
    ami_port: Port = 5038
    events_user: Word = "events"
    events_secret: SecretStr = SecretStr("")
    actions_user: Word = "actions"
    actions_secret: SecretStr = SecretStr("")
    cel_file: File = Path("/var/log/asterisk/cel-custom/Master.csv")
    spool: File = Path("/var/spool/asterisk")
    sounds: File = Path("/var/lib/asterisk/sounds")
    documentation: File = Path("/usr/share/asterisk/documentation/core-en_US.xml")
    sip_url: WebSocketUrl = ""
    phone_secrets_file: File = None
    control: Command = ()


class Agi(_Section):
    """Where Asterisk asks what to do with a call (FastAGI has no password: only `allow` may ask)."""

    host: Host = "127.0.0.1"
    port: Port = 4573
    allow: Networks = (IPv4Network("127.0.0.1/32"),)


class Http(_Section):
    """Where the pages and the REST interface are served; port 0 lets the system choose."""

    host: Host = "127.0.0.1"
    port: Port = 8080


class Store(_Section):
    """The database (SQLAlchemy's URL; a secret, because it may hold a password), and our folder of sounds.

    `keep_inputs_days` is how long a day can be replayed, `keep_events_days` how long events can be read;
    `keep_answers_days` is how long what callers said to flows is kept, `keep_spoken_days` a name that was
    spoken for a greeting and is not used any more. 0 keeps them for ever. The log of calls is always kept.
    """

    url: SecretStr = SecretStr("sqlite+aiosqlite:///run/ctid.db")
    media: Path = Path("run/media")
    keep_inputs_days: Days = 14
    keep_events_days: Days = 400
    keep_answers_days: Days = 400
    keep_spoken_days: Days = 30


class SiteFiles(_Section):
    """The files of the site; relative paths start in the directory ctid was started in."""

    centre: Path = Path("config/centre.yaml")
    flows: Path = Path("ivr")
    prompts: Path = Path("ivr/prompts")
    laws: Path = Path("config/compliance")


class Prompts(_Section):
    """Who speaks the prompts (an engine; better ones need a voice's file for each language), and where
    people's recordings are kept."""

    engine: Literal["espeak", "piper", "sherpa"] = "espeak"
    voice_en: File = None
    voice_zh: File = None
    recorded: Path = Path("ivr/prompts/recorded")
    drafts: Path = Path("run/prompts")


class Speech(_Section):
    """Who hears what callers say: a recogniser, `auto` for one that is installed, or `none`."""

    recogniser: Literal["auto", "none", "pocketsphinx"] = "auto"


class Webhooks(_Section):
    """Whom to tell what happens: a file of endpoints (None: only those made through the API).

    `flows_secret` signs what flows ask of servers; without it they ask nothing. The rest says what is allowed
    beyond https to public addresses: for receivers on the site's own network.
    """

    endpoints: File = None
    flows_secret: FlowsSecret = SecretStr("")
    allow_http: bool = False
    allow_ports: Annotated[tuple[Port, ...], BeforeValidator(_split)] = (443, 8443)
    allow_hosts: Annotated[tuple[Host, ...], BeforeValidator(_split)] = ()
    allow_networks: Networks = ()


class Recordings(_Section):
    """Where Asterisk writes what it records, and where complete recordings are kept."""

    spool: Path = Path("/var/spool/asterisk/monitor/ctid")
    folder: Path = Path("run/recordings")


class Privacy(_Section):
    """Who sees telephone numbers whole: everybody, or (masked) supervisors only."""

    mask_numbers: bool = False


class Log(_Section):
    """How much is logged."""

    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(_Section):
    """All settings. Made directly it holds the defaults: it never looks at the process or a file."""

    switch: Switch = Switch()
    agi: Agi = Agi()
    http: Http = Http()
    store: Store = Store()
    site: SiteFiles = SiteFiles()
    prompts: Prompts = Prompts()
    speech: Speech = Speech()
    webhooks: Webhooks = Webhooks()
    recordings: Recordings = Recordings()
    privacy: Privacy = Privacy()
    log: Log = Log()


def keys() -> Iterator[tuple[str, str]]:
    """Yield every setting as (section, key)."""
    for section in Settings.model_fields:
        yield from ((section, key) for key in _fields(section))


def is_secret(section: str, key: str) -> bool:
    """Say whether a setting must never be shown."""
    return _fields(section)[key].annotation is SecretStr


def _fields(section: str) -> dict[str, FieldInfo]:
    fields: dict[str, FieldInfo] = type(getattr(Settings(), section)).model_fields
    return fields
