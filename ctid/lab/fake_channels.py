"""Channels and bridges as Asterisk has them, and the events it tells of them, field by field."""

import asyncio
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ctid.lab.fake_manager import Fields

DOWN, RING, RINGING, UP = "0", "4", "5", "6"
HOLDING, TALK = "holding_bridge", "simple_bridge"
_STATES = {DOWN: "Down", RING: "Ring", RINGING: "Ringing", UP: "Up"}
_CAUSES = {16: "Normal Clearing", 17: "User busy", 19: "User alerting, no answer", 21: "Call Rejected"}
SHOWN = ("CTID_CALL", "CTID_OFFER")  # channelvars of manager.conf


@dataclass(eq=False)
class Bridge:
    """A bridge and who is in it."""

    unique: str
    technology: str
    members: list["Channel"] = field(default_factory=list)


@dataclass(eq=False)
class Channel:
    """A channel. `task` runs its dialplan; `gone` is set at its end."""

    unique: str
    name: str
    ani: str = ""
    ani_name: str = ""
    context: str = ""
    exten: str = "s"
    state: str = DOWN
    variables: dict[str, str] = field(default_factory=dict)
    bridge: Bridge | None = None
    task: "asyncio.Task[None] | None" = None
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    def fields(self) -> list[tuple[str, str]]:
        """Write the snapshot that every event of a channel carries."""
        return [
            ("Channel", self.name),
            ("ChannelState", self.state),
            ("ChannelStateDesc", _STATES[self.state]),
            ("CallerIDNum", self.ani or "<unknown>"),
            ("CallerIDName", self.ani_name or "<unknown>"),
            ("ConnectedLineNum", "<unknown>"),
            ("ConnectedLineName", "<unknown>"),
            ("Language", self.variables.get("CHANNEL(language)", "en")),
            ("AccountCode", ""),
            ("Context", self.context),
            ("Exten", self.exten),
            ("Priority", "1"),
            ("Uniqueid", self.unique),
            ("Linkedid", self.unique),
            *self.shown(),
        ]

    def shown(self) -> list[tuple[str, str]]:
        """Write the variables that travel on every event."""
        return [(f"ChanVariable({self.name})", f"{name}={self.variables.get(name, '')}") for name in SHOWN]


class Board:
    """All channels and bridges. `tell` sends an event."""

    def __init__(self, tell: Callable[[str, Fields], None]) -> None:
        self.channels: dict[str, Channel] = {}
        self.bridges: dict[str, Bridge] = {}
        self.calls = 0
        self._tell = tell
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """Count."""
        return next(self._numbers)

    def find(self, name: str) -> Channel | None:
        """Find a channel by its name or its Uniqueid."""
        return next((c for c in self.channels.values() if name in (c.name, c.unique)), None)

    def new(self, channel: Channel) -> None:
        """Let a channel begin."""
        self.calls += 1
        self.channels[channel.unique] = channel
        self._tell("Newchannel", channel.fields())

    def turn(self, channel: Channel, state: str) -> None:
        """Let a channel ring or be up."""
        channel.state = state
        self._tell("Newstate", channel.fields())

    def enter(self, channel: Channel, unique: str, technology: str) -> None:
        """Put a channel into a bridge, which begins with its first member."""
        self.leave(channel)
        bridge = self.bridges.setdefault(unique, Bridge(unique, technology))
        bridge.members.append(channel)
        channel.bridge = bridge
        self._tell("BridgeEnter", [*_about(bridge), *channel.fields()])

    def leave(self, channel: Channel) -> None:
        """Take a channel out of its bridge, if it is in one."""
        bridge, channel.bridge = channel.bridge, None
        if bridge is not None:
            bridge.members.remove(channel)
            self._tell("BridgeLeave", [*_about(bridge), *channel.fields()])
            if not bridge.members:
                del self.bridges[bridge.unique]

    def hang_up(self, channel: Channel, cause: int) -> None:
        """End a channel; ending it twice is no harm."""
        if self.channels.pop(channel.unique, None) is not None:
            self.leave(channel)
            words = ("Cause-txt", _CAUSES.get(cause, "Unknown"))
            self._tell("Hangup", [*channel.fields(), ("Cause", str(cause)), words])
            channel.gone.set()

    def status(self, channel: Channel, wanted: str) -> Fields:
        """Write a channel as `Status` lists it, with the `wanted` variables."""
        seconds = int((datetime.now(UTC) - channel.started).total_seconds())
        return [
            ("Event", "Status"),
            ("Privilege", "Call"),
            *channel.fields(),
            ("Type", "PJSIP"),
            ("DNID", channel.exten),
            ("EffectiveConnectedLineNum", "<unknown>"),
            ("EffectiveConnectedLineName", "<unknown>"),
            ("TimeToHangup", "0"),
            ("BridgeID", channel.bridge.unique if channel.bridge is not None else ""),
            ("Application", ""),
            ("Data", ""),
            ("Nativeformats", "(ulaw)"),
            ("Readformat", "ulaw"),
            ("Readtrans", ""),
            ("Writeformat", "ulaw"),
            ("Writetrans", ""),
            ("Callgroup", "0"),
            ("Pickupgroup", "0"),
            ("Seconds", str(seconds)),
            *(("Variable", f"{name}={_value(channel.variables, name)}") for name in wanted.split(",")),
        ]

    def listed(self, bridge: Bridge) -> Fields:
        """Write a bridge as `BridgeList` lists it."""
        return [("Event", "BridgeListItem"), *_about(bridge)]


def _value(variables: Mapping[str, str], name: str) -> str:
    return variables.get(name, "")


def _about(bridge: Bridge) -> Fields:
    return [
        ("BridgeUniqueid", bridge.unique),
        ("BridgeType", "base" if bridge.technology == HOLDING else "basic"),
        ("BridgeTechnology", bridge.technology),
        ("BridgeCreator", "<unknown>"),
        ("BridgeName", "<unknown>"),
        ("BridgeNumChannels", str(len(bridge.members))),
        ("BridgeVideoSourceMode", "none"),
    ]
