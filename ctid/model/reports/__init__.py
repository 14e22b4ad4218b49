"""What the world tells the centre. Every one of these may come late, twice or next to its neighbour.

Reports come from the switch, and from the ports that carried out an effect. None of them is a wish.
"""

from ctid.model.lead_queries import CampaignOpened, LeadsFound, LeadsLost
from ctid.model.reports.attempts import AttemptTold, AttemptUnanswered, Receipt, ReceiptRead, Sign
from ctid.model.reports.callers import CallArrived, IvrLeft, IvrStepped, MessageLeft, QueueAsked
from ctid.model.reports.legs import (
    KeyPressed,
    LegAlerting,
    LegAnswered,
    LegCleared,
    LegDiverted,
    LegFailed,
    LegHeld,
    LegJoined,
    LegParted,
    LegReferred,
    NumberGiven,
    PhoneChanged,
    PhoneUsed,
    RecordingAnnounced,
    RecordingArmed,
    RecordingKept,
    RecordingMuted,
)
from ctid.model.reports.phones import DialRefused, PhoneDialled, PhoneKeyed
from ctid.model.reports.ports import CallerIdentified, Draining, PopNotShown, PopShown, Remembered, StoreAble
from ctid.model.reports.switch import (
    Arrival,
    CameAndWent,
    KeptPlace,
    LegHistory,
    SeenLeg,
    StoodStill,
    SwitchLost,
    SwitchSeen,
)

Report = (
    SwitchLost | SwitchSeen | CallArrived | IvrStepped | QueueAsked | IvrLeft
    | LegAlerting | LegAnswered | LegFailed | LegHeld | LegJoined | LegParted | LegCleared
    | PhoneDialled | PhoneKeyed | DialRefused
    | PhoneChanged | LegDiverted | PhoneUsed | CallerIdentified | PopShown | PopNotShown | Remembered
    | LegReferred | MessageLeft | KeyPressed | NumberGiven
    | RecordingAnnounced | RecordingArmed | RecordingMuted | RecordingKept
    | AttemptTold | AttemptUnanswered | ReceiptRead | CampaignOpened | LeadsFound | LeadsLost
    | CameAndWent | StoreAble | Draining | StoodStill
)  # fmt: skip

__all__ = [
    "Arrival",
    "AttemptTold",
    "AttemptUnanswered",
    "CallArrived",
    "CallerIdentified",
    "CameAndWent",
    "CampaignOpened",
    "DialRefused",
    "Draining",
    "IvrLeft",
    "IvrStepped",
    "KeptPlace",
    "KeyPressed",
    "LeadsFound",
    "LeadsLost",
    "LegAlerting",
    "LegAnswered",
    "LegCleared",
    "LegDiverted",
    "LegFailed",
    "LegHeld",
    "LegHistory",
    "LegJoined",
    "LegParted",
    "LegReferred",
    "MessageLeft",
    "NumberGiven",
    "PhoneChanged",
    "PhoneDialled",
    "PhoneKeyed",
    "PhoneUsed",
    "PopNotShown",
    "PopShown",
    "QueueAsked",
    "Receipt",
    "ReceiptRead",
    "RecordingAnnounced",
    "RecordingArmed",
    "RecordingKept",
    "RecordingMuted",
    "Remembered",
    "Report",
    "SeenLeg",
    "Sign",
    "StoodStill",
    "StoreAble",
    "SwitchLost",
    "SwitchSeen",
]
