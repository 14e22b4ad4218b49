"""Campaigns' calls in Asterisk's words: the line that dials, agents who stand by, receipts (60-dialer.conf).

The line is half of a Local channel: an `Originate` that is asynchronous passes over its PreDialGoSub, so
only a line of its own can leave a receipt before the dial. What it is told is inherited by the leg it dials.
Its other half is named after it; no id of ours begins with another, because Asterisk finds a channel by the
beginning of its id, too.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from ctid.asterisk import contract
from ctid.asterisk.ami_frames import Message, Values
from ctid.asterisk.checked import e164, move, phone_name, prompt_key, shown_number, tell, variable
from ctid.model.attempt_effects import JoinStandby, PlaceAttempt, ReadReceipt, StandBy
from ctid.model.ids import LegId, leg_id, node_of, switch_id
from ctid.model.reports import AttemptTold, AttemptUnanswered, Receipt, Report, Sign

OTHER_HALF = "half_"
SLACK = timedelta(seconds=15)  # the line ends by itself; this is a backstop
_EPOCH = date(1970, 1, 1)
_SLOTS = 3  # days for which receipts are kept


def place(effect: PlaceAttempt) -> Values:
    """Write the action that has a number dialled for an attempt. Raises `Unsendable`."""
    line = switch_id(effect.line)
    variables = {
        contract.ATTEMPT: line,
        contract.DAY: str((effect.day - _EPOCH).days),
        contract.NUMBER: e164(effect.number),
        contract.SHOW: shown_number(effect.show_number),
        contract.RING_FOR: _seconds(effect.ring),
        contract.CONNECT_WITHIN: _seconds(effect.connect_within),
        contract.LANGUAGE: effect.language,
        contract.MESSAGE: prompt_key(effect.message),
        contract.DETECTS: "yes" if effect.detects else "",
        contract.INTO_FLOW: effect.flow or "",
    }
    return {
        "Action": "Originate",
        "ActionID": line,
        "ChannelId": OTHER_HALF + line,
        "OtherChannelId": line,
        "Channel": f"Local/s@{contract.ATTEMPTS}/n",
        "Context": contract.ATTEMPTS,
        "Exten": "over",
        "Priority": "1",
        "Timeout": str(round((effect.ring + SLACK).total_seconds() * 1000)),
        "Async": "true",
        "Variable": tuple(variable(f"__{name}", value) for name, value in variables.items()),
    }


def stand_by(effect: StandBy, endpoint: str) -> Values:
    """Write the action that rings an agent's phone to stand by. Raises `Unsendable`."""
    leg = switch_id(effect.leg)
    told = {contract.STANDBY: "yes", contract.AGENT: effect.agent, contract.LANGUAGE: effect.language}
    return {
        "Action": "Originate",
        "ActionID": leg,
        "ChannelId": leg,
        "Channel": f"PJSIP/{phone_name(endpoint)}",
        "Context": contract.STANDING_BY,
        "Exten": "s",
        "Priority": "1",
        "Timeout": str(round(effect.timeout.total_seconds() * 1000)),
        "Async": "true",
        "Variable": tuple(variable(name, value) for name, value in told.items()),
    }


def join(effect: JoinStandby, agent_channel: str, caller_channel: str) -> tuple[Values, ...]:
    """Write the actions that join an agent who stands by to a caller."""
    return (
        tell(agent_channel, contract.OFFER, effect.offer),
        tell(agent_channel, contract.PEER, caller_channel),
        *((tell(agent_channel, contract.RECORD, "yes"),) if effect.record else ()),
        move(agent_channel, contract.STANDING_BY, "take"),
    )


def stand_again(agent_channel: str) -> tuple[Values, ...]:
    """Write the actions by which an agent's leg stands by again, whatever it does."""
    return tell(agent_channel, contract.HELD, ""), move(agent_channel, contract.STANDING_BY, "s")


def ask_receipt(effect: ReadReceipt) -> Values:
    """Write the action that reads an attempt's receipt."""
    slot = (effect.day - _EPOCH).days % _SLOTS
    return {"Action": "DBGet", "Family": f"ctid-attempt-{slot}", "Key": switch_id(effect.line)}


UPTIME: tuple[Values, ...] = (
    {"Action": "CoreStatus"},
    {"Action": "Getvar", "Variable": "STRFTIME(,,%Y-%m-%d %H:%M:%S)"},
)
"""How long a switch has been up: when it started and what time it is, by its own clock in its own zone."""


def uptime(answers: Iterable[Message]) -> timedelta | None:
    """Read the answers to these; None if they do not say."""
    told = list(answers)
    day, time, now = (
        "".join(message[name] for message in told) for name in ("CoreStartupDate", "CoreStartupTime", "Value")
    )
    try:
        return max(timedelta(), datetime.fromisoformat(now) - datetime.fromisoformat(f"{day} {time}"))
    except ValueError:
        return None


def read_receipt(effect: ReadReceipt, answer: Iterable[Message]) -> Receipt | None:
    """Read it; None if there is none."""
    said = next((message["Val"] for message in answer if message["Val"]), "")
    if not said:
        return None
    words: list[str] = [*said.split(" "), "", "", "", ""]
    state, rest = words[0], words[2:]
    if state == "answered":
        leg, no_more_at = leg_id(node_of(effect.line), rest[0]), contract.read_instant(rest[1])
        return Receipt(state, leg=leg, no_more_at=no_more_at)
    return Receipt(state, dial=rest[0], cause=_number(rest[1]), sip=_number(rest[2]))


def hear(event: Message, leg: LegId) -> Report:
    """Read what the dialplan tells of an attempt; `leg` is that of the event."""
    line = leg_id(node_of(leg), event["Attempt"])
    if event["State"] == "ended":
        return AttemptUnanswered(line, event["Dial"], _number(event["Cause"]), _number(event["Sip"]))
    silent = timedelta(milliseconds=_number(event["Silent"]) or 0)
    return AttemptTold(line, leg, Sign(event["State"]), event["Verdict"].lower(), event["Why"], silent)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _seconds(span: timedelta) -> str:
    return f"{span.total_seconds():.3f}"
