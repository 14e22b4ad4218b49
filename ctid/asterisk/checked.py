"""Values that may stand in an action, and the two actions that most others are made of.

A name of a phone, a number and a prompt are what they look like or the action is not sent; all else that is
sent was made by ctid. `ami_frames.encode` refuses control characters whatever comes.
"""

import re

from ctid.asterisk.ami_frames import Unsendable, Values

_PHONE = re.compile(r"[A-Za-z0-9_.-]+")
_E164 = re.compile(r"\+[0-9]{7,15}")
_PROMPT = re.compile(r"[a-z0-9-]+")


def phone_name(endpoint: str) -> str:
    """Let the name of an endpoint pass. Raises `Unsendable`."""
    if not _PHONE.fullmatch(endpoint):
        raise Unsendable(f"{endpoint!r} is no name of a phone")
    return endpoint


def e164(number: str) -> str:
    """Let a number pass. Raises `Unsendable`."""
    if not _E164.fullmatch(number):
        raise Unsendable(f"{number!r} is no E.164 number")
    return number


def shown_number(number: str) -> str:
    """Return a number that may be shown, "" for any other."""
    return number if _E164.fullmatch(number) else ""


def prompt_key(key: str) -> str:
    """Let the key of a prompt pass. Raises `Unsendable`."""
    if not _PROMPT.fullmatch(key):
        raise Unsendable(f"{key!r} is no name of a prompt")
    return key


def variable(name: str, value: str) -> str:
    """Write a variable of an Originate. Raises `Unsendable`."""
    if "," in value:
        raise Unsendable(f"the value of {name} holds a comma, at which Asterisk splits: {value!r}")
    return f"{name}={value}"


def tell(channel: str, name: str, value: str) -> Values:
    """Write the action that sets a variable of a channel."""
    return {"Action": "Setvar", "Channel": channel, "Variable": name, "Value": value}


def move(channel: str, context: str, extension: str) -> Values:
    """Write the action that moves a channel in the dialplan."""
    return {
        "Action": "Redirect",
        "Channel": channel,
        "Context": context,
        "Exten": extension,
        "Priority": "1",
    }
