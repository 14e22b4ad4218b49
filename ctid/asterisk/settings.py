"""What must be known of Asterisk to reach it; the classes of `ctid.config` have this shape."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from ctid.asterisk.agi_protocol import Network
from ctid.asterisk.agi_server import AgiAddress
from ctid.asterisk.ami_connection import ManagerUser, Pace
from ctid.asterisk.link import Switch
from ctid.model.ids import NodeId


class Secret(Protocol):
    """A word that does not print itself."""

    def get_secret_value(self) -> str:
        """Return it."""


class SwitchSettings(Protocol):
    """A switch: its name in every leg's id, its manager's address and two users, its channel event log."""

    @property
    def node(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def ami_port(self) -> int: ...
    @property
    def events_user(self) -> str: ...
    @property
    def events_secret(self) -> Secret: ...
    @property
    def actions_user(self) -> str: ...
    @property
    def actions_secret(self) -> Secret: ...
    @property
    def cel_file(self) -> Path | None: ...
    @property
    def sounds(self) -> Path | None: ...
    @property
    def control(self) -> tuple[str, ...]: ...


class AgiSettings(Protocol):
    """Where Asterisk asks what to do with a call, and which peers may ask."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def allow(self) -> Sequence[Network]: ...


def switch_of(settings: SwitchSettings, pace: Pace) -> Switch:
    """Read the settings of a switch."""
    host, port = settings.host, settings.ami_port
    events, actions = settings.events_secret.get_secret_value(), settings.actions_secret.get_secret_value()
    return Switch(
        NodeId(settings.node),
        ManagerUser(host, port, settings.events_user, events, events=True),
        ManagerUser(host, port, settings.actions_user, actions, events=False),
        settings.cel_file,
        pace=pace,
        control=settings.control,
    )


def address_of(settings: AgiSettings) -> AgiAddress:
    """Read where FastAGI listens."""
    return AgiAddress(settings.host, settings.port, tuple(settings.allow))
