"""What callers' menus are made of: who begins a session, and whom its flow asks."""

from collections.abc import Callable
from dataclasses import dataclass

from ctid.asterisk.ivr_outside import Outside
from ctid.ivr.session import Session


@dataclass(frozen=True, slots=True)
class Menus:
    """`session_for` takes the number dialled and the flow that is asked for, as `AsteriskPort` does."""

    session_for: Callable[[str, str], Session | None]
    outside: Outside
