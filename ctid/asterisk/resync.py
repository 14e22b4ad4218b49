"""A whole look at a switch: every channel, every bridge, every phone, as one `SwitchSeen`.

Events are what one hears; this is what one sees. It is taken on every connect and once a minute, with
the rights of the actions user only (CoreStatus, Status, BridgeList, DeviceStateList). `Status` names
every channel's bridge, so no bridge is asked for its members. A bridge that was made between two of the
questions is not known yet; its legs are then said to talk, which the next event or look corrects.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ctid.asterisk import contract
from ctid.asterisk.ami_frames import Message, Values, unescape
from ctid.asterisk.devices import endpoint_of, phone_of_channel, phones_of
from ctid.asterisk.from_switch import AWAY, HOLDING, RINGING, UP
from ctid.model.ids import (
    BACK_PREFIX,
    DIAL_PREFIX,
    OFFER_PREFIX,
    STANDBY_PREFIX,
    AgentId,
    LegId,
    NodeId,
    leg_id,
)
from ctid.model.reports import LegHistory, SeenLeg, SwitchSeen

Act = Callable[[Values], Awaitable[list[Message]]]


@dataclass(frozen=True, slots=True)
class Look:
    """The answers to one round of questions, still in Asterisk's words."""

    channels: tuple[Message, ...]
    holding: frozenset[str]  # the bridges in which nobody hears anybody
    devices: tuple[Message, ...]
    started: str  # when Asterisk started, in its own words: a change means that it started anew
    at: datetime

    def names(self) -> dict[str, str]:
        """Return the name of every live channel by its Uniqueid."""
        return {channel["Uniqueid"]: channel["Channel"] for channel in self.channels}

    def reachable(self) -> dict[str, bool]:
        """Say of every endpoint whether it is reachable."""
        return {
            endpoint: device["State"] not in AWAY
            for device in self.devices
            if (endpoint := endpoint_of(device["Device"]))
        }

    def seen(
        self, node: NodeId, *, histories: Iterable[LegHistory] = (), restarted: bool = False
    ) -> SwitchSeen:
        """Say it in the model's words."""
        members: dict[str, list[LegId]] = {}
        for channel in self.channels:
            members.setdefault(channel["BridgeID"], []).append(leg_id(node, channel["Uniqueid"]))
        uniques = {name: unique for unique, name in self.names().items()}
        legs: list[SeenLeg] = []
        for channel in self.channels:
            leg = self._leg(node, channel, members[channel["BridgeID"]])
            if toward := uniques.get(channel.variables.get(contract.PEER, "")):
                leg = replace(leg, toward=leg_id(node, toward))
            legs.append(leg)
        return SwitchSeen(node, tuple(legs), phones_of(self.reachable()), tuple(histories), restarted)

    def _leg(self, node: NodeId, channel: Message, together: list[LegId]) -> SeenLeg:
        unique, bridge = channel["Uniqueid"], channel["BridgeID"]
        leg, variables = leg_id(node, unique), channel.variables
        caller = variables.get(contract.CALL) == unique
        talking = bridge and bridge not in self.holding
        agent = variables.get(contract.AGENT) if unique.startswith((OFFER_PREFIX, STANDBY_PREFIX)) else None
        ours = caller or unique.startswith((OFFER_PREFIX, DIAL_PREFIX, BACK_PREFIX, STANDBY_PREFIX))
        return SeenLeg(
            leg=leg,
            caller=caller,
            answered=channel["ChannelState"] == UP,
            ringing=channel["ChannelState"] == RINGING,
            holding=bridge in self.holding,
            peers=tuple(other for other in together if other != leg) if talking else (),
            ani=channel["CallerIDNum"],
            ani_name=unescape(channel["CallerIDName"]),
            dnis=variables.get(contract.DNIS, ""),
            started_at=self.at - timedelta(seconds=int(channel["Seconds"] or 0)),
            flow=variables.get(contract.FLOW, ""),
            language=contract.read_language(variables.get(contract.LANGUAGE, "")),
            verb=variables.get(contract.NEXT, ""),
            place=contract.read_place(variables) if caller else None,
            agent=AgentId(agent) if agent else None,
            announced=caller and variables.get(contract.ANNOUNCED) == "yes",
            recorded=variables.get(contract.RECORD) == "on",
            paused=variables.get(contract.REC_PAUSED) == "yes",
            phone="" if ours else phone_of_channel(channel["Channel"]),
            diverted=caller and channel["Context"] == contract.FALLBACK,
        )


async def look(act: Act, clock: Callable[[], datetime]) -> Look:
    """Ask everything. Raises what `act` raises."""
    [core] = await act({"Action": "CoreStatus"})
    channels = await act({"Action": "Status", "Variables": ",".join(contract.OF_ALL)})
    listed = await act({"Action": "BridgeList"})
    devices = await act({"Action": "DeviceStateList"})
    return Look(
        _items(channels, "Status"),
        frozenset(
            bridge["BridgeUniqueid"]
            for bridge in _items(listed, "BridgeListItem")
            if bridge["BridgeTechnology"] == HOLDING
        ),
        _items(devices, "DeviceStateChange"),
        f"{core['CoreStartupDate']} {core['CoreStartupTime']}",
        clock(),
    )


def _items(messages: Iterable[Message], event: str) -> tuple[Message, ...]:
    return tuple(message for message in messages if message["Event"] == event)
