"""The model's effects out as AMI actions.

Originate is as powerful as a shell (any application, any variable), so nothing in it is free text: names
of variables stand here, values were made by ctid or are checked, and every value passes
`ami_frames.encode`, which refuses control characters. `ChannelId` is the offer's own id: were the same
offer rung twice, Asterisk refuses the second channel while the first lives.
"""

from collections.abc import Mapping

from ctid.asterisk import contract
from ctid.asterisk.ami_frames import Values
from ctid.asterisk.checked import e164, move, phone_name, prompt_key, shown_number, tell, variable
from ctid.model.callback_effects import AskNumber, CallBack, Promise
from ctid.model.effects import (
    BackToLine,
    ClearLeg,
    ConsultNumber,
    DialOut,
    ForwardLeg,
    MuteRecording,
    NotePlace,
    RingAgent,
    SendLeg,
    StartFlow,
    TellWaiting,
    WriteClosed,
)
from ctid.model.ids import switch_id
from ctid.model.recordings import RecordRule

NORMAL, ELSEWHERE = "16", "26"  # Q.850; 26 keeps the call out of the phone's list of missed calls

FOR_EVER = 9_999_999_999  # epoch seconds
_CAUSES = {"caller_left": ELSEWHERE}


def originate(effect: RingAgent, endpoint: str, caller_channel: str, asking_channel: str = "") -> Values:
    """Write the action that rings an agent's phone at `endpoint`; `caller_channel` waits, by name.

    With `asking_channel` the leg is joined to that one first: an agent asks another.

    The caller's number is shown only if it is E.164, and never their name: a name is what the far end
    typed, and its quotes and brackets would be read by Asterisk. Raises `Unsendable`.
    """
    variables = {
        **({contract.CONSULTS: asking_channel} if asking_channel else {}),
        contract.PEER: caller_channel,
        contract.OFFER: effect.offer,
        contract.AGENT: effect.agent,
        contract.QUEUE: effect.queue,
        contract.LANGUAGE: effect.language,
        **({contract.RECORD: "yes"} if effect.record else {}),
    }
    context = "ctid-consult" if asking_channel else "ctid-agent"
    phone = phone_name(endpoint)
    if effect.calls_back:
        return _originate(effect, phone, contract.CALLBACK, variables, effect.show_number, "agent")
    return _originate(effect, phone, context, variables, effect.show_number)


def dial_out(effect: DialOut, endpoint: str) -> Values:
    """Write the action that rings an agent's own phone at `endpoint`, to call a number from there.

    Raises `Unsendable`.
    """
    variables = {
        contract.OFFER: switch_id(effect.leg),
        contract.AGENT: effect.agent,
        contract.LANGUAGE: effect.language,
        contract.NUMBER: e164(effect.number),
        contract.SHOW: shown_number(effect.show_number),
        **({} if effect.record is RecordRule.NO else {contract.RECORD: effect.record}),
    }
    return _originate(effect, phone_name(endpoint), "ctid-dial", variables, effect.number)


def hold(caller_channel: str, agent_channel: str) -> tuple[Values, Values]:
    """Write the actions that hold a caller: the agent's leg is told to wait, then the caller is moved."""
    return tell(agent_channel, contract.HELD, "yes"), move(caller_channel, "ctid-held", "s")


def retrieve(agent_channel: str) -> Values:
    """Write the action that brings the agent's leg back to the caller."""
    return move(agent_channel, "ctid-agent", "retrieve")


def note_place(effect: NotePlace, caller_channel: str) -> tuple[Values, ...]:
    """Write the actions that give a caller another place in the line."""
    place = {
        contract.QUEUE: effect.queue,
        contract.ENTERED_AT: contract.write_instant(effect.entered_at),
        contract.PRIORITY: str(effect.priority),
        contract.SKILLS: contract.write_skills(effect.requires),
        contract.AFTER: effect.after or "",
    }
    return tuple(tell(caller_channel, name, value) for name, value in place.items())


def back_to_line(effect: BackToLine, caller_channel: str) -> tuple[Values, ...]:
    """Write the actions that give a caller another place and send them into the line."""
    place = note_place(effect, caller_channel)
    return *place, tell(caller_channel, contract.NEXT, "wait"), move(caller_channel, contract.VERBS, "wait")


def start_flow(effect: StartFlow, caller_channel: str) -> tuple[Values, Values]:
    """Write the actions that send a caller into a flow."""
    return tell(caller_channel, contract.INTO_FLOW, effect.flow), move(caller_channel, "ctid-overflow", "s")


def tell_waiting(effect: TellWaiting, caller_channel: str) -> Values:
    """Write the action by which a caller hears prompts when their lap is over. Raises `Unsendable`."""
    return tell(
        caller_channel, contract.WAIT_SAYS, "&".join(f"ctid/{prompt_key(key)}" for key in effect.prompts)
    )


def forward(effect: ForwardLeg, caller_channel: str) -> tuple[Values, ...]:
    """Write the actions that send a caller out to a number. Raises `Unsendable`."""
    return (
        tell(caller_channel, contract.NUMBER, e164(effect.number)),
        tell(caller_channel, contract.SHOW, shown_number(effect.show_number)),
        move(caller_channel, "ctid-forward", "s"),
    )


def consult_number(effect: ConsultNumber, caller_channel: str, asking_channel: str) -> Values:
    """Write the action that calls a party outside whom an agent asks. Raises `Unsendable`."""
    variables = {
        contract.CONSULTS: asking_channel,
        contract.PEER: caller_channel,
        contract.OFFER: switch_id(effect.leg),
        contract.LANGUAGE: effect.language,
    }
    device = f"{e164(effect.number)}@trunk"
    return _originate(effect, device, "ctid-consult", variables, effect.show_number)


def ask_number(effect: AskNumber, caller_channel: str) -> Values:
    """Write the action that has a waiting caller asked at which number to call back."""
    return move(caller_channel, contract.CALLBACK, "which" if effect.own else "number")


def promise(effect: Promise, caller_channel: str) -> Values:
    """Write the action that takes a waiting caller away to be told that they will be called back, or not."""
    return move(caller_channel, contract.CALLBACK, "promise" if effect.kept else "sorry")


def call_back(effect: CallBack) -> Values:
    """Write the action that calls a customer back; their leg gets the place. Raises `Unsendable`."""
    variables = {
        contract.QUEUE: effect.queue,
        contract.ENTERED_AT: contract.write_instant(effect.entered_at),
        contract.PRIORITY: str(effect.priority),
        contract.SKILLS: contract.write_skills(effect.requires),
        contract.LANGUAGE: effect.language,
        **({contract.PEER: switch_id(effect.agent_leg)} if effect.agent_leg is not None else {}),
    }
    device = f"{e164(effect.number)}@trunk"
    return _originate(effect, device, contract.CALLBACK, variables, effect.show_number, "customer")


def _originate(
    effect: RingAgent | DialOut | ConsultNumber | CallBack,
    device: str,
    context: str,
    variables: Mapping[str, str],
    show_number: str,
    extension: str = "s",
) -> Values:
    """Write the action that rings a device; its channel gets the id of the leg."""
    leg, shown = switch_id(effect.leg), shown_number(show_number)
    return {
        "Action": "Originate",
        "ActionID": leg,
        "ChannelId": leg,
        "Channel": f"PJSIP/{device}",
        "Context": context,
        "Exten": extension,
        "Priority": "1",
        "Timeout": str(round(effect.timeout.total_seconds() * 1000)),
        "Async": "true",
        "Variable": tuple(variable(name, value) for name, value in variables.items()),
        **({"CallerID": f"<{shown}>"} if shown else {}),
    }


def await_party(agent_channel: str) -> Values:
    """Write the action that lets an agent hear ringing until the party they ask has answered."""
    return move(agent_channel, "ctid-consult", "asks")


def join_all(conference: str, caller_channel: str, others: tuple[str, str]) -> tuple[Values, ...]:
    """Write the actions that put three legs into one conference, the two who talk in one move."""
    return (
        *(tell(channel, contract.CONFERENCE, conference) for channel in others),
        move(caller_channel, "ctid-conference", "caller"),
        {
            **move(others[0], "ctid-conference", "other"),
            "ExtraChannel": others[1],
            "ExtraContext": "ctid-conference",
            "ExtraExten": "other",
            "ExtraPriority": "1",
        },
    )


def mute(effect: MuteRecording, channel: str) -> tuple[Values, Values]:
    """Write the actions that pause a recording or let it go on; the channel remembers a pause.

    In this order a crash between the two leaves the recording muted.
    """
    state = {
        "Action": "MixMonitorMute",
        "Channel": channel,
        "Direction": "both",
        "State": "1" if effect.muted else "0",
    }
    noted = tell(channel, contract.REC_PAUSED, "yes" if effect.muted else "")
    return (state, noted) if effect.muted else (noted, state)


def hang_up(effect: ClearLeg) -> Values:
    """Write the action that ends a leg. Asterisk finds a channel by its Uniqueid too."""
    cause = _CAUSES.get(effect.reason.code, NORMAL)
    return {"Action": "Hangup", "Channel": switch_id(effect.leg), "Cause": cause}


def send(effect: SendLeg) -> tuple[Values, ...]:
    """Write the actions that take a caller away to be told something. Raises `Unsendable`."""
    channel = switch_id(effect.leg)
    told = {contract.SAYS: prompt_key(effect.says), contract.LEADS_TO: effect.leads_to.value}
    return *(tell(channel, name, value) for name, value in told.items()), move(channel, "ctid-told", "s")


def say_closed(effect: WriteClosed) -> tuple[Values, Values]:
    """Write the actions that tell the dialplan whether everything is closed. Raises `Unsendable`."""
    says = prompt_key(effect.says) if effect.closed else ""
    until = int(effect.until.timestamp()) if effect.until is not None else FOR_EVER
    return (
        {"Action": "Setvar", "Variable": contract.CLOSED_SAYS, "Value": says},
        {
            "Action": "Setvar",
            "Variable": contract.CLOSED_UNTIL,
            "Value": str(until if effect.closed else 0),
        },
    )
