"""The model's effects out as AMI actions.

Originate is as powerful as a shell (any application, any variable), so nothing in it is free text: names
of variables stand here, values were made by ctid or are checked, and every value passes
`ami_frames.encode`, which refuses control characters. `ChannelId` is the offer's own id: were the same
offer rung twice, Asterisk refuses the second channel while the first lives.
"""

import re
from datetime import datetime

from ctid.asterisk import contract
from ctid.asterisk.ami_frames import Unsendable, Values
from ctid.model.effects import ClearLeg, RingAgent
from ctid.model.ids import switch_id

_PHONE = re.compile(r"[A-Za-z0-9_.-]+")
_E164 = re.compile(r"\+[0-9]{7,15}")

NORMAL, ELSEWHERE = "16", "26"  # Q.850; 26 keeps the call out of the phone's list of missed calls
_CAUSES = {"caller_left": ELSEWHERE}


def originate(effect: RingAgent, endpoint: str, caller_channel: str) -> Values:
    """Write the action that rings an agent's phone at `endpoint`; `caller_channel` waits, by name.

    The caller's number is shown only if it is E.164, and never their name: a name is what the far end
    typed, and its quotes and brackets would be read by Asterisk. Raises `Unsendable`.
    """
    if not _PHONE.fullmatch(endpoint):
        raise Unsendable(f"{endpoint!r} is no name of a phone")
    variables = {
        contract.PEER: caller_channel,
        contract.OFFER: effect.offer,
        contract.AGENT: effect.agent,
        contract.QUEUE: effect.queue,
        contract.LANGUAGE: effect.language,
    }
    values: dict[str, str | tuple[str, ...]] = {
        "Action": "Originate",
        "ActionID": effect.offer,
        "ChannelId": switch_id(effect.leg),
        "Channel": f"PJSIP/{endpoint}",
        "Context": "ctid-agent",
        "Exten": "s",
        "Priority": "1",
        "Timeout": str(round(effect.timeout.total_seconds() * 1000)),
        "Async": "true",
        "Variable": tuple(_variable(name, value) for name, value in variables.items()),
    }
    if _E164.fullmatch(effect.show_number):
        values["CallerID"] = f"<{effect.show_number}>"
    return values


def hang_up(effect: ClearLeg) -> Values:
    """Write the action that ends a leg. Asterisk finds a channel by its Uniqueid too."""
    cause = _CAUSES.get(effect.reason.code, NORMAL)
    return {"Action": "Hangup", "Channel": switch_id(effect.leg), "Cause": cause}


def say_alive(at: datetime) -> Values:
    """Write the action that tells the waiting laps that ctid lives."""
    return {"Action": "Setvar", "Variable": contract.ALIVE_AT, "Value": str(int(at.timestamp()))}


def _variable(name: str, value: str) -> str:
    if "," in value:
        raise Unsendable(f"the value of {name} holds a comma, at which Asterisk splits: {value!r}")
    return f"{name}={value}"
