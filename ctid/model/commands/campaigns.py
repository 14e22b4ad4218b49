"""What supervisors ask of campaigns, and agents of the leads that they are shown."""

from dataclasses import dataclass

from ctid.model.ids import AgentId


@dataclass(frozen=True, slots=True)
class StartCampaign:
    """A supervisor has a campaign dial, or dial again."""

    id: str
    who: str
    campaign: str


@dataclass(frozen=True, slots=True)
class PauseCampaign:
    """A supervisor has a campaign begin no call for a while; calls under way go on."""

    id: str
    who: str
    campaign: str


@dataclass(frozen=True, slots=True)
class StopCampaign:
    """A supervisor ends a campaign; calls under way go on."""

    id: str
    who: str
    campaign: str


@dataclass(frozen=True, slots=True)
class KillDialing:
    """A supervisor stops every campaign; whatever only rings is hung up at once, and none starts again."""

    id: str
    who: str


@dataclass(frozen=True, slots=True)
class ResumeDialing:
    """A supervisor lets campaigns be started again; each is started by hand."""

    id: str
    who: str


@dataclass(frozen=True, slots=True)
class TakeLead:
    """The agent wants the next lead of a preview campaign shown."""

    id: str
    agent: AgentId
    campaign: str


@dataclass(frozen=True, slots=True)
class SkipLead:
    """The agent does not call the lead that is shown to them; `why` is their own words."""

    id: str
    agent: AgentId
    lead: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class DialLead:
    """The agent has the lead called that is shown to them, at one of its numbers (E.164; "" is the first)."""

    id: str
    agent: AgentId
    lead: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class WrappingUp:
    """The agent says, still talking, that the call is about to end."""

    id: str
    agent: AgentId


CampaignOrder = StartCampaign | PauseCampaign | StopCampaign | KillDialing | ResumeDialing
CampaignCommand = CampaignOrder | TakeLead | SkipLead | DialLead | WrappingUp
