"""What a switch is to be: its ports, its secrets, its phones and the project's files it is made of."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ctid.lab.ports import Ports, free_ports, free_sip_port
from ctid.model.languages import Language
from ctid.model.site import Emergency

_PROJECT = Path(__file__).resolve().parents[2]


def new_secret() -> str:
    """Draw a password that nobody guesses (256 bits)."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Sources:
    """The project's files. `prompts` holds one folder a language with the sounds of `ctid/…`."""

    templates: Path = _PROJECT / "config/asterisk"
    dialplan: Path = _PROJECT / "dialplan"
    agi_scripts: Path = _PROJECT / "agi_scripts"
    prompts: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """An agent's phone: the name of its SIP endpoint, also its user name, and its password.

    The agent's browser is a second endpoint (`name` with "-web") with a password of its own.
    """

    name: str
    language: Language = Language.EN
    secret: str = field(default_factory=new_secret, repr=False)
    browser_secret: str = field(default_factory=new_secret, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A switch to be. Everything but the phones and the daemon's FastAGI port has a sensible default."""

    phones: tuple[Phone, ...]
    agi_port: int
    ports: Ports = field(default_factory=free_ports)
    sources: Sources = Sources()
    sip_address: str = "127.0.0.1"
    emergency: Emergency = field(default_factory=Emergency)
    trunk_address: str = "127.0.0.2"
    trunk_port: int = field(default_factory=lambda: free_sip_port("127.0.0.2"))
    events_secret: str = field(default_factory=new_secret, repr=False)
    actions_secret: str = field(default_factory=new_secret, repr=False)

    def phone(self, name: str) -> Phone:
        """Find a phone by its name; KeyError if it is not planned."""
        return {phone.name: phone for phone in self.phones}[name]

    def template_values(self, run: Path, modules: Path) -> Mapping[str, str]:
        """Write the values that every template but the phones' may use."""
        return {
            "run": str(run),
            "modules": str(modules),
            "sip_address": self.sip_address,
            "sip_port": str(self.ports.sip),
            "trunk_address": self.trunk_address,
            "trunk_port": str(self.trunk_port),
            "ami_port": str(self.ports.ami),
            "http_port": str(self.ports.http),
            "rtp_first": str(self.ports.rtp_first),
            "rtp_last": str(self.ports.rtp_last),
            "agi_port": str(self.agi_port),
            "emergency": "|".join(self.emergency.numbers),
            "emergency_show": self.emergency.show_number,
            "events_secret": self.events_secret,
            "actions_secret": self.actions_secret,
        }
