"""What is done about each input: one rule for every report and every command."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ctid.centre import (
    blocklist,
    callback,
    callers,
    calling_back,
    campaigns,
    condition,
    conference,
    configuration,
    consents,
    consult,
    desk,
    do_not_call,
    fallback,
    hold,
    item_offers,
    items,
    legs,
    messages,
    offers,
    outage,
    outbound,
    overflow,
    phones,
    previews,
    recording,
    recovery,
    remembering,
    standstill,
    switches,
    transfer,
    wrap_up,
)
from ctid.centre.world import World
from ctid.model import commands, reports


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed; nothing else happened."""


Input = reports.Report | commands.Command | Tick


def nothing(world: World, item: object, now: datetime) -> None:
    """Leave it to who looks at every input."""


REPORTS: dict[type, Callable[[World, Any, datetime], None]] = {
    reports.CallArrived: callers.arrived,
    reports.CallerIdentified: callers.identified,
    reports.IvrStepped: callers.stepped,
    reports.QueueAsked: overflow.asked_for_queue,
    reports.IvrLeft: callers.left_ivr,
    reports.LegHeld: calling_back.held,
    reports.KeyPressed: callback.pressed,
    reports.NumberGiven: callback.number_given,
    reports.LegReferred: transfer.referred,
    reports.LegDiverted: fallback.diverted,
    reports.PhoneUsed: fallback.phone_used,
    reports.LegAlerting: legs.alerting,
    reports.LegAnswered: legs.answered,
    reports.LegFailed: legs.failed,
    reports.LegJoined: legs.joined,
    reports.LegParted: legs.parted,
    reports.LegCleared: legs.cleared,
    **dict.fromkeys((reports.AttemptTold, reports.AttemptUnanswered, reports.ReceiptRead), nothing),
    **dict.fromkeys((reports.CampaignOpened, reports.LeadsFound, reports.LeadsLost), nothing),
    reports.CameAndWent: outage.gone_unheard,
    reports.PhoneChanged: recovery.phone_changed,
    reports.PhoneDialled: phones.dialled,
    reports.PhoneKeyed: phones.keyed,
    reports.DialRefused: phones.refused,
    reports.PopShown: lambda world, report, now: offers.popped(world, report.offer, now, shown=True),
    reports.PopNotShown: lambda world, report, now: offers.popped(world, report.offer, now, shown=False),
    reports.Remembered: remembering.remembered,
    reports.MessageLeft: messages.left,
    reports.SwitchLost: recovery.switch_lost,
    reports.SwitchSeen: recovery.switch_seen,
    reports.StoreAble: condition.store_able,
    reports.Draining: condition.draining,
    reports.StoodStill: standstill.stood_still,
    reports.RecordingAnnounced: recording.announced,
    reports.RecordingArmed: recording.armed,
    reports.RecordingMuted: recording.muted,
    reports.RecordingKept: recording.kept,
    Tick: nothing,
}

COMMANDS: dict[type, Callable[[World, Any, datetime], Any]] = {
    commands.SignOn: desk.sign_on,
    commands.SignOff: desk.sign_off,
    commands.GetReady: desk.get_ready,
    commands.GoNotReady: desk.go_not_ready,
    commands.ExtendWrapUp: wrap_up.extend,
    commands.Dispose: desk.dispose,
    commands.ChooseCustomer: desk.choose_customer,
    commands.HearConsent: desk.hear_consent,
    commands.NoteConsent: consents.note,
    commands.HoldCall: hold.hold,
    commands.RetrieveCall: hold.retrieve,
    commands.RetakeCall: hold.retake,
    commands.ClearConnection: hold.hang_up,
    commands.BlindTransfer: transfer.transfer,
    commands.Consult: consult.consult,
    commands.CompleteTransfer: consult.complete,
    commands.CancelConsult: consult.cancel,
    commands.Conference: conference.confer,
    commands.MakeCall: outbound.make_call,
    commands.PopRecord: outbound.pop_record,
    commands.AttachData: outbound.attach,
    commands.AssignMessage: messages.assign,
    commands.CloseMessage: messages.close,
    commands.ReopenMessage: messages.reopen,
    commands.PauseRecording: recording.pause,
    commands.ResumeRecording: recording.resume,
    commands.HearRecording: recording.hear,
    commands.CloseQueue: switches.close,
    commands.OpenQueue: switches.open_again,
    commands.BlockNumber: blocklist.block,
    commands.UnblockNumber: blocklist.unblock,
    commands.ApplySite: configuration.apply,
    commands.SetSkills: configuration.set_skills,
    commands.CancelCallback: callback.cancel,
    commands.BringItem: items.bring,
    commands.AcceptItem: item_offers.accept,
    commands.DeclineItem: item_offers.decline,
    commands.FinishItem: items.finish,
    commands.WithdrawItem: items.withdraw,
    commands.ForbidCallbacks: do_not_call.forbid,
    commands.AllowCallbacks: do_not_call.allow,
    commands.StartCampaign: campaigns.start,
    commands.PauseCampaign: campaigns.pause,
    commands.StopCampaign: campaigns.stop,
    commands.KillDialing: campaigns.kill,
    commands.ResumeDialing: campaigns.resume,
    commands.WrappingUp: campaigns.wrapping_up,
    commands.TakeLead: previews.take,
    commands.SkipLead: previews.skip,
    commands.DialLead: previews.dial,
}
