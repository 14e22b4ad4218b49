"""How callers reach agents, as `config/centre.yaml` says it: rules of one queue, and those of the site."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from ctid.routing.skills import Expression


@dataclass(frozen=True, slots=True)
class RelaxationStep:
    """From `after` of waiting on, agents whom `admits` admits may answer too."""

    after: timedelta
    admits: Expression


class Preferred(StrEnum):
    """An agent whom a caller already has: theirs the call is first (sticky)."""

    LAST_AGENT = "last_agent"  # whom they talked to last
    ACCOUNT_OWNER = "account_owner"  # whom the customer is assigned to


@dataclass(frozen=True, slots=True)
class Rona:
    """How long an agent gets no offers after one was missed, by cause; not ready after so many in a row."""

    no_answer: timedelta = timedelta(seconds=10)
    rejected: timedelta = timedelta(seconds=30)
    busy: timedelta = timedelta(seconds=15)
    unreachable: timedelta = timedelta(seconds=60)
    not_ready_after: int = 1


@dataclass(frozen=True, slots=True)
class Extension:
    """An agent may make wrap-up longer `by` this, so many `times`."""

    by: timedelta
    times: int = 1


MOST_SAID = 30
"""There is a prompt for every number up to this."""


@dataclass(frozen=True, slots=True)
class Announcements:
    """What a waiting caller is told `every` so often."""

    every: timedelta
    position: bool = True
    wait: bool = True


class Dial(StrEnum):
    """Whose phone a call-back rings first."""

    AGENT_FIRST = "agent_first"
    CUSTOMER_FIRST = "customer_first"


@dataclass(frozen=True, slots=True)
class CallbackInQueue:
    """A waiting caller who presses `key` keeps the place, hangs up and is called when the turn comes.

    With `other_number` they are asked at which number: their own, or one that they key in and confirm.
    Nobody is called while `calendar` is closed, nor once `expires` has passed since they asked.
    """

    key: str
    dial: Dial = Dial.AGENT_FIRST
    retries: int = 2
    retry_after: timedelta = timedelta(minutes=5)
    expires: timedelta = timedelta(hours=4)
    calendar: str | None = None
    other_number: bool = False


VOICE = "voice"


@dataclass(frozen=True, slots=True)
class RoutingPolicy:
    """What holds for the whole site.

    `strict` lets every point of priority come before any wait that is shorter than `never_wait_longer_than`
    (there must be one: else the lowest could wait for ever); without it a point is worth `priority_is_worth`
    of waiting. `spare_flexible` is what each skill of an agent takes off the score, `spare_scarce` what the
    last free agent with a skill not asked for has taken off it (of two each half of it, of three a third),
    `level_is_worth` the idle time that one point of score is worth (None: the score decides first). `beside`
    says which other channels may be in hand beside a channel.
    """

    priority_is_worth: timedelta = timedelta(seconds=60)
    strict: bool = False
    never_wait_longer_than: timedelta | None = None
    spare_flexible: int = 0
    spare_scarce: int = 0
    level_is_worth: timedelta | None = None
    beside: Mapping[str, frozenset[str]] = field(default_factory=lambda: {VOICE: frozenset()})
