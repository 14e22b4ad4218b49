"""AMI events in, the model's reports out.

What was seen on a real Asterisk 22.10, and is relied on here:

- An originated leg that fails says so twice, in either order: `OriginateResponse` with Reason 0 for
  nearly everything (3 when its own timeout passed), and `Hangup` with the true cause. So the Hangup
  is believed, and the response only where no channel ever was: the phone has no contact.
- 486 comes as cause 17, 603 as 21, 480 and the timeout as 19, 503 as 34. A leg that ends by 18 or 19
  and never rang went to a phone that does not answer SIP at all.
- `BridgeWait` is a bridge of technology `holding_bridge`; everywhere else legs hear each other.
- `CtidLeg` with BRIDGERESULT `NONEXISTENT` means that the caller left before the agent's leg could join.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ctid.asterisk import contract, dialing
from ctid.asterisk.ami_frames import Message
from ctid.asterisk.devices import (
    endpoint_of,
    endpoint_of_channel,
    is_reachable,
    phone_of,
    phone_of_channel,
)
from ctid.model.ids import (
    BACK_PREFIX,
    CONSULT_PREFIX,
    DIAL_PREFIX,
    OFFER_PREFIX,
    STANDBY_PREFIX,
    LegId,
    NodeId,
    leg_id,
)
from ctid.model.reasons import Reason
from ctid.model.reports import (
    Arrival,
    CameAndWent,
    DialRefused,
    KeyPressed,
    LegAlerting,
    LegAnswered,
    LegCleared,
    LegDiverted,
    LegFailed,
    LegHeld,
    LegHistory,
    LegJoined,
    LegParted,
    LegReferred,
    NumberGiven,
    PhoneChanged,
    PhoneDialled,
    PhoneUsed,
    RecordingArmed,
    Report,
)

log = logging.getLogger(__name__)

RINGING, UP = "5", "6"
HOLDING = "holding_bridge"
AWAY = frozenset(("UNAVAILABLE", "INVALID", "UNKNOWN"))
REMEMBERED = 1000  # how many of the last offers' legs are remembered

_BY_CAUSE = {17: "busy", 18: "no_answer", 19: "no_answer", 20: "unreachable", 21: "rejected"}
_BY_RESPONSE = {
    "0": "unreachable",
    "1": "unreachable",
    "3": "unreachable",
    "5": "busy",
}  # of a leg that never rang
_BY_RESULT = {  # BRIDGERESULT of an agent's leg, DIALSTATUS of a number that an agent called
    "NONEXISTENT": "caller_left",
    "LATE": "caller_left",  # they hear the message already
    "BUSY": "called_busy",
    "NOANSWER": "called_no_answer",
    "CHANUNAVAIL": "called_failed",
    "CONGESTION": "called_failed",
}
_WELL = frozenset(("SUCCESS", "ANSWER"))
_NUMBER = re.compile(r"\+?[0-9]{1,32}", re.ASCII)
_OURS = (OFFER_PREFIX, DIAL_PREFIX, CONSULT_PREFIX, BACK_PREFIX, STANDBY_PREFIX)  # legs that ctid originated


@dataclass(slots=True)
class Listening:
    """Translates events as they come. Keeps the channels' names, which the `Bridge` of a leg needs.

    A name, not a Uniqueid: Bridge() takes the first channel whose Uniqueid *begins* with its argument.
    """

    node: NodeId
    report: Callable[[Report], None]
    clock: Callable[[], datetime]
    channels: dict[str, str] = field(default_factory=dict)  # Uniqueid → name of every live channel
    devices: dict[str, bool] = field(default_factory=dict)  # endpoint → reachable, as heard last
    _told_by_dialplan: dict[str, Callable[[Message], None]] = field(init=False)
    _came: dict[str, Arrival] = field(default_factory=dict)  # callers' legs
    _holding: set[str] = field(default_factory=set)  # in the line, or between two laps of it
    _originated: dict[str, datetime | None] = field(default_factory=dict)  # offer → its leg rings since

    def __post_init__(self) -> None:
        self._told_by_dialplan = {
            "CtidDial": self._dial_ended,
            "CtidEmergency": self._emergency,
            "CtidRefused": self._refused,
            "CtidRefer": lambda event: self.report(LegReferred(self._leg(event), event["To"])),
            "CtidFallback": lambda event: self.report(LegDiverted(self._leg(event))),
            "CtidNumber": lambda event: self.report(NumberGiven(self._leg(event), event["Keyed"])),
            "CtidAttempt": lambda event: self.report(dialing.hear(event, self._leg(event))),
            "CtidRecord": lambda event: self.report(RecordingArmed(leg_id(self.node, event["Recording"]))),
        }

    def wanted(self) -> dict[str, Callable[[Message], None]]:
        """Return which events are wanted, and what takes each."""
        return {
            "Newchannel": self._newchannel,
            "Newstate": self._newstate,
            "BridgeEnter": self._bridge_enter,
            "BridgeLeave": self._bridge_leave,
            "Hangup": self._hangup,
            "DTMFEnd": self._key,
            "OriginateResponse": self._originate_response,
            "UserEvent": self._user_event,
            "DeviceStateChange": self._device_state,
        }

    def correct(self, channels: dict[str, str], devices: Mapping[str, bool]) -> int:
        """Take what a whole look saw for the truth; return by how many channels we had been wrong."""
        wrong = len(channels.keys() ^ self.channels.keys())
        self.channels, self.devices = dict(channels), dict(devices)
        self._came = {unique: came for unique, came in self._came.items() if unique in channels}
        return wrong

    def _leg(self, event: Message) -> LegId:
        """Name the event's channel, and keep its name: the newest one holds."""
        unique = event["Uniqueid"]
        self.channels[unique] = event["Channel"]
        return leg_id(self.node, unique)

    def _newchannel(self, event: Message) -> None:
        leg, unique = self._leg(event), event["Uniqueid"]
        self._note_offer(unique, None)
        if event["Context"] == contract.ARRIVAL and _NUMBER.fullmatch(event["Exten"]):
            ani, now = event["CallerIDNum"], self._happened(event)
            self._came[unique] = Arrival(now, ani if _NUMBER.fullmatch(ani) else "", event["Exten"], now)
        if event["Context"] == contract.PHONES and not unique.startswith(_OURS):
            self.report(PhoneUsed(leg, phone_of_channel(event["Channel"])))

    def _note_offer(self, unique: str, rings_since: datetime | None) -> None:
        if unique.startswith(_OURS):
            self._originated[unique] = rings_since
        if len(self._originated) > REMEMBERED:
            del self._originated[next(iter(self._originated))]

    def _newstate(self, event: Message) -> None:
        leg = self._leg(event)
        if event["ChannelState"] == RINGING:
            self._note_offer(event["Uniqueid"], self.clock())
            self.report(LegAlerting(leg))
        elif event["ChannelState"] == UP:
            self.report(LegAnswered(leg))

    def _bridge_enter(self, event: Message) -> None:
        if event["BridgeTechnology"] == HOLDING:
            self._holding.add(event["Uniqueid"])
            self.report(LegHeld(self._leg(event)))
        else:
            self._holding.discard(event["Uniqueid"])
            self.report(LegJoined(self._leg(event), event["BridgeUniqueid"]))

    def _bridge_leave(self, event: Message) -> None:
        if event["BridgeTechnology"] != HOLDING:
            self.report(LegParted(self._leg(event), event["BridgeUniqueid"]))

    def _key(self, event: Message) -> None:
        """Tell a key of who waits; what is keyed in a talk (a card's number, say) is nobody's to know."""
        if event["Uniqueid"] in self._holding and event["Direction"] == "Received":
            self.report(KeyPressed(self._leg(event), event["Digit"]))

    def _hangup(self, event: Message) -> None:
        unique, cause = event["Uniqueid"], int(event["Cause"] or 0)
        leg = leg_id(self.node, unique)
        self.channels.pop(unique, None)
        self._holding.discard(unique)
        if unique.startswith(_OURS) and event["ChannelState"] != UP:
            self.report(LegFailed(leg, self._failure(unique, cause)))
            self._note_offer(unique, None)
        came = self._came.pop(unique, None)
        if came is not None:
            self.report(CameAndWent(LegHistory(leg, self._happened(event), cause, arrival=came)))
        self.report(LegCleared(leg, cause))

    def _happened(self, event: Message) -> datetime:
        """Say when it happened, in the switch's own words: it may be heard long after."""
        return contract.read_instant(event["Timestamp"]) or self.clock()

    def _failure(self, offer: str, cause: int) -> Reason:
        code, rings_since = _BY_CAUSE.get(cause, "failed"), self._originated.get(offer)
        if code != "no_answer":
            return Reason(code)
        if rings_since is None:
            return Reason("unreachable")
        return Reason(code, {"rang_s": round((self.clock() - rings_since).total_seconds())})

    def _originate_response(self, event: Message) -> None:
        """Report a failure only of a leg that never was a channel: the Hangup tells of all others."""
        offer = event["ActionID"]
        if event["Response"] == "Success" or not offer.startswith(_OURS) or offer in self._originated:
            return
        reason = Reason(_BY_RESPONSE.get(event["Reason"], "failed"))
        self.report(LegFailed(leg_id(self.node, offer), reason))

    def _user_event(self, event: Message) -> None:
        tell = self._told_by_dialplan.get(event["UserEvent"])
        if tell is not None:
            tell(event)
            return
        offer, result = event["Offer"], event["Result"]
        if event["UserEvent"] == "CtidLeg" and offer.startswith(_OURS) and result not in _WELL:
            self.report(LegFailed(leg_id(self.node, offer), Reason(_BY_RESULT.get(result, "failed"))))

    def _dial_ended(self, event: Message) -> None:
        if event["Result"] not in _WELL:
            reason = Reason(_BY_RESULT.get(event["Result"], "failed"))
            self.report(LegFailed(leg_id(self.node, event["Uniqueid"]), reason))

    def _emergency(self, event: Message) -> None:
        phone = phone_of_channel(event["Channel"])
        self.report(PhoneDialled(self._leg(event), phone, event["Number"], emergency=True))

    def _refused(self, event: Message) -> None:
        """Tell of what was dialled; the dialplan has percent-encoded it."""
        by, dialled = endpoint_of_channel(event["Channel"]), event["Dialled"]
        log.warning("%s dialled what is no number, and was refused: %s", by, dialled)
        self.report(DialRefused(self._leg(event), phone_of(by), dialled))

    def _device_state(self, event: Message) -> None:
        if endpoint := endpoint_of(event["Device"]):
            phone = phone_of(endpoint)
            before = is_reachable(phone, self.devices)
            self.devices[endpoint] = event["State"] not in AWAY
            reachable = is_reachable(phone, self.devices)
            if reachable is not None and reachable is not before:
                self.report(PhoneChanged(phone, reachable))
