"""What people ask of the centre. Each is answered by one `AnswerCommand` with the same id."""

from ctid.model.commands.calls import (
    AttachData,
    BlindTransfer,
    CancelConsult,
    ClearConnection,
    CompleteTransfer,
    Conference,
    Consult,
    HearRecording,
    HoldCall,
    MakeCall,
    PauseRecording,
    PopRecord,
    ResumeRecording,
    RetakeCall,
    RetrieveCall,
)
from ctid.model.commands.campaigns import (
    CampaignCommand,
    DialLead,
    KillDialing,
    PauseCampaign,
    ResumeDialing,
    SkipLead,
    StartCampaign,
    StopCampaign,
    TakeLead,
    WrappingUp,
)
from ctid.model.commands.consents import ConsentCommand, HearConsent, NoteConsent
from ctid.model.commands.items import AcceptItem, BringItem, DeclineItem, FinishItem, WithdrawItem
from ctid.model.commands.messages import Asker, AssignMessage, CloseMessage, ReopenMessage
from ctid.model.commands.supervising import (
    AllowCallbacks,
    ApplySite,
    BlockNumber,
    CancelCallback,
    CloseQueue,
    ForbidCallbacks,
    OpenQueue,
    SetSkills,
    UnblockNumber,
)
from ctid.model.commands.work import (
    ChooseCustomer,
    Dispose,
    ExtendWrapUp,
    GetReady,
    GoNotReady,
    SignOff,
    SignOn,
)

Command = (
    SignOn | SignOff | GetReady | GoNotReady | ExtendWrapUp | Dispose | ChooseCustomer
    | HoldCall | RetrieveCall | RetakeCall | ClearConnection | MakeCall | PopRecord | AttachData
    | AssignMessage | CloseMessage | ReopenMessage
    | BlindTransfer | Consult | CompleteTransfer | CancelConsult | Conference
    | BringItem | AcceptItem | DeclineItem | FinishItem | WithdrawItem
    | PauseRecording | ResumeRecording | HearRecording
    | CloseQueue | OpenQueue | BlockNumber | UnblockNumber | CancelCallback | ApplySite | SetSkills
    | ForbidCallbacks | AllowCallbacks | CampaignCommand | ConsentCommand
)  # fmt: skip

__all__ = [
    "AcceptItem",
    "AllowCallbacks",
    "ApplySite",
    "Asker",
    "AssignMessage",
    "AttachData",
    "BlindTransfer",
    "BlockNumber",
    "BringItem",
    "CampaignCommand",
    "CancelCallback",
    "CancelConsult",
    "ChooseCustomer",
    "ClearConnection",
    "CloseMessage",
    "CloseQueue",
    "Command",
    "CompleteTransfer",
    "Conference",
    "ConsentCommand",
    "Consult",
    "DeclineItem",
    "DialLead",
    "Dispose",
    "ExtendWrapUp",
    "FinishItem",
    "ForbidCallbacks",
    "GetReady",
    "GoNotReady",
    "HearConsent",
    "HearRecording",
    "HoldCall",
    "KillDialing",
    "MakeCall",
    "NoteConsent",
    "OpenQueue",
    "PauseCampaign",
    "PauseRecording",
    "PopRecord",
    "ReopenMessage",
    "ResumeDialing",
    "ResumeRecording",
    "RetakeCall",
    "RetrieveCall",
    "SetSkills",
    "SignOff",
    "SignOn",
    "SkipLead",
    "StartCampaign",
    "StopCampaign",
    "TakeLead",
    "UnblockNumber",
    "WithdrawItem",
    "WrappingUp",
]
