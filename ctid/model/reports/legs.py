"""What becomes of legs, one by one, as the switch tells it."""

from dataclasses import dataclass

from ctid.model.ids import LegId
from ctid.model.reasons import Reason
from ctid.model.recordings import Recording


@dataclass(frozen=True, slots=True)
class LegAlerting:
    """The far phone rings (CSTA Delivered)."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class LegAnswered:
    """The far end answered."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class LegFailed:
    """A leg that we asked for did not come about."""

    leg: LegId
    reason: Reason


@dataclass(frozen=True, slots=True)
class LegHeld:
    """A caller's leg entered the holding bridge: it waits."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A caller who waits pressed a key."""

    leg: LegId
    key: str


@dataclass(frozen=True, slots=True)
class NumberGiven:
    """A caller who waits said at which number to call back: as `keyed`, or ("") the one they call from."""

    leg: LegId
    keyed: str


@dataclass(frozen=True, slots=True)
class LegDiverted:
    """A caller went over to the switch's own queue, because ctid was away (CSTA Diverted)."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class PhoneUsed:
    """A phone got a leg that ctid did not originate: the native queue rings it, or its owner dials."""

    leg: LegId
    phone: str


@dataclass(frozen=True, slots=True)
class LegJoined:
    """A leg entered a bridge in which legs hear each other."""

    leg: LegId
    bridge: str


@dataclass(frozen=True, slots=True)
class LegParted:
    """A leg left such a bridge."""

    leg: LegId
    bridge: str


@dataclass(frozen=True, slots=True)
class LegCleared:
    """A leg is gone. `cause` is a Q.850 cause."""

    leg: LegId
    cause: int


@dataclass(frozen=True, slots=True)
class LegReferred:
    """A caller's leg was handed on by the agent's phone itself (SIP REFER) and waits; `to` is digits."""

    leg: LegId
    to: str


@dataclass(frozen=True, slots=True)
class PhoneChanged:
    """An agent's phone became reachable or unreachable."""

    phone: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class RecordingAnnounced:
    """A caller has heard to the end that the talk is recorded."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class RecordingArmed:
    """An agent's leg is recorded from the moment it is joined to somebody."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class RecordingMuted:
    """The switch did what `MuteRecording` asked."""

    leg: LegId
    muted: bool


@dataclass(frozen=True, slots=True)
class RecordingKept:
    """The sound of a talk that is over is complete and in its place; without a `sha256` there was none."""

    recording: Recording
