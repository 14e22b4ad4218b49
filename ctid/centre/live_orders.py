"""What people want of campaigns: which of them dial, whether all is killed, the leads that agents look at."""

from dataclasses import dataclass, field

from ctid.model.dialing import CampaignStatus, KillSwitch, Preview
from ctid.model.ids import AgentId


@dataclass(slots=True)
class Orders:
    """The last word on each campaign, and on all of them."""

    statuses: dict[str, CampaignStatus] = field(default_factory=dict)
    kill_switch: KillSwitch | None = None
    previews: dict[AgentId, Preview] = field(default_factory=dict)

    @property
    def killed(self) -> KillSwitch | None:
        """The kill switch, if it is thrown."""
        return self.kill_switch if self.kill_switch is not None and self.kill_switch.killed else None
