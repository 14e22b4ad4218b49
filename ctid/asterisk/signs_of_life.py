"""What tells the dialplan that ctid is there, as AMI actions."""

from datetime import datetime

from ctid.asterisk import contract
from ctid.asterisk.ami_frames import Values


def take_over() -> Values:
    """Write the action by which ctid alone hands out calls again: to the native queue every agent is busy.

    Say first that ctid lives: a lap of the native queue that begins in between would undo it.
    """
    return {"Action": "Setvar", "Variable": "DEVICE_STATE(Custom:ctid)", "Value": "INUSE"}


def say_alive(at: datetime, since: datetime) -> tuple[Values, Values]:
    """Write the actions that tell the dialplan that ctid lives, and since when without a break."""
    marks = {contract.ALIVE_SINCE: since, contract.ALIVE_AT: at}
    first, second = (
        {"Action": "Setvar", "Variable": name, "Value": str(int(mark.timestamp()))}
        for name, mark in marks.items()
    )
    return first, second
