"""What happened to a party, told from the messages that SIPp saw. Times are aware UTC with microseconds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from ctid.lab.sipp import SipMessage

_USER = re.compile(r"<sips?:([^@;>]*)@")
_ASKED_FOR = re.compile(r"INVITE sips?:([^@;>]*)@")


@dataclass(frozen=True, slots=True)
class CallerStory:
    """One call from the trunk. While it lives, `ended_by` is "" (then "caller" or "switch").

    `final_code` is the INVITE's final answer, 0 before it.
    """

    call_id: str
    ani: str
    dnis: str
    invited_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    final_code: int


@dataclass(frozen=True, slots=True)
class PhoneStory:
    """One call to a phone. `ended_by` is "phone" or "switch", "" while it lives.

    `called` is whom the INVITE asks for: the phone itself, or a number where the phone is the world outside.
    """

    phone: str
    call_id: str
    ani: str
    invited_at: datetime
    rang_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    final_code: int
    called: str = ""


def tell_caller(messages: Sequence[SipMessage], dnis: str) -> CallerStory | None:
    """Tell the caller's call, or None if no INVITE went out."""
    invite = next((message for message in messages if message.sent and message.method == "INVITE"), None)
    if invite is None:
        return None
    code, answered_at = _final(messages)
    ended_at, ended_by = _ending(messages, "caller")
    return CallerStory(invite.call_id, _user(invite), dnis, invite.at, answered_at, ended_at, ended_by, code)


def tell_phone(messages: Sequence[SipMessage], phone: str) -> list[PhoneStory]:
    """Tell every call that came to the phone, in the order they came."""
    calls: dict[str, list[SipMessage]] = {}
    for message in messages:
        if message.call_id in calls:
            calls[message.call_id].append(message)
        elif message.method == "INVITE" and not message.sent:
            calls[message.call_id] = [message]
    return [_tell_one(call, phone) for call in calls.values()]


def _tell_one(call: Sequence[SipMessage], phone: str) -> PhoneStory:
    code, answered_at = _final(call)
    ended_at, ended_by = _ending(call, "phone")
    rang_at = next((message.at for message in call if message.code == 180), None)
    invite = call[0]
    ani, called = _user(invite), _first(_ASKED_FOR, invite.start)
    return PhoneStory(
        phone, invite.call_id, ani, invite.at, rang_at, answered_at, ended_at, ended_by, code, called
    )


def _final(call: Sequence[SipMessage]) -> tuple[int, datetime | None]:
    """Return the INVITE's final code (0 if none came) and, for a 200, when it was answered."""
    final = next((message for message in call if message.code >= 200 and message.answers("INVITE")), None)
    if final is None:
        return 0, None
    return final.code, final.at if final.code < 300 else None


def _ending(call: Sequence[SipMessage], us: str) -> tuple[datetime | None, str]:
    """Return when the call ended and by whom: the first BYE, CANCEL or refusal, by whoever sent it."""
    for message in call:
        refused = message.code >= 300 and message.answers("INVITE")
        if refused or message.method in ("BYE", "CANCEL"):
            return message.at, us if message.sent else "switch"
    return None, ""


def _user(invite: SipMessage) -> str:
    return _first(_USER, invite.headers.get("from", ""))


def _first(wanted: re.Pattern[str], text: str) -> str:
    found = wanted.search(text)
    return unquote(found[1]) if found else ""
