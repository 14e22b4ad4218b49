"""What is known of campaigns while they run.

`flights` is written by whoever paces, at each decision; `talks` names the campaign and the lead of each
interaction that came of a dial. Both are only looked at here, never decided upon.
"""

from dataclasses import dataclass, field
from datetime import datetime

from ctid.model.dialing import CampaignCall, CampaignStatus, Flight, KillSwitch, Preview
from ctid.model.ids import AgentId, InteractionId


@dataclass(slots=True)
class Dialing:
    """The live state of all campaigns; `closing` says since when an agent's talk is about to end."""

    statuses: dict[str, CampaignStatus] = field(default_factory=dict)
    kill_switch: KillSwitch | None = None
    previews: dict[AgentId, Preview] = field(default_factory=dict)
    closing: dict[AgentId, datetime] = field(default_factory=dict)
    flights: dict[str, Flight] = field(default_factory=dict)
    talks: dict[InteractionId, CampaignCall] = field(default_factory=dict)

    @property
    def killed(self) -> KillSwitch | None:
        """The kill switch, if it is thrown."""
        return self.kill_switch if self.kill_switch is not None and self.kill_switch.killed else None
