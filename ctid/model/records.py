"""What is written down, each value over the last one of the same id."""

from ctid.model.agents import AgentStatus
from ctid.model.attempts import Attempt
from ctid.model.callbacks import Callback
from ctid.model.configuration import AppliedSite, LiveSkills
from ctid.model.consents import Word
from ctid.model.dialing import CampaignStatus, KillSwitch
from ctid.model.do_not_call import DoNotCall
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.leads import Lead
from ctid.model.messages import Message
from ctid.model.recordings import Recording
from ctid.model.refusals import RefusalCount
from ctid.model.switches import BlockedNumber, QueueSwitch
from ctid.model.work_items import WorkItem

Record = (
    Interaction | AgentStatus | OfferRecord | Message | Recording | QueueSwitch | BlockedNumber | Callback
    | AppliedSite | LiveSkills | WorkItem | DoNotCall | CampaignStatus | KillSwitch
    | Lead | Attempt | Word | RefusalCount
)  # fmt: skip
