"""The law of calling people as data: profiles, dated and named, from which a campaign chooses one.

A profile is a country's rules as `config/compliance/*.yaml` says them. Nothing in ctid knows a figure of a
law: what a rule asks stands here, and how it is asked in ctid/dialer/compliance, a rule a function. Every
part has a loosest value, its default, so that a profile is silent on what its law is silent on.

All values can be hashed: what follows from a profile is worked out once
(ctid/dialer/compliance/tightest.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import IntEnum

from ctid.model.hours import Period
from ctid.model.mistakes import Text

WHOLE_DAY = (Period(time(0), time(0)),)
ALWAYS = (WHOLE_DAY,) * 7
STRICTEST = "strictest"  # the profile that is computed from all others
INTERNAL = "internal"  # the centre's own do-not-call list, honoured by every profile


class ConsentOf(IntEnum):
    """Of whom consent is needed before they are called; each asks for all that the one before asks for."""

    NOBODY = 0
    MOBILES = 1  # whoever may have a mobile number
    CONSUMERS = 2  # mobiles, and whoever is not known to be a business
    ALL = 3


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """At most `limit` (0–1) of the people who answer within `span` may be abandoned; None: in all."""

    span: timedelta | None
    limit: float

    @property
    def name(self) -> str:
        """Name it as people do: 24 h, 30 days, campaign."""
        if self.span is None:
            return "campaign"
        hours = self.span // timedelta(hours=1)
        return f"{hours // 24} days" if hours > 24 and hours % 24 == 0 else f"{hours} h"


@dataclass(frozen=True, slots=True, order=True)
class Cap:
    """At most `calls` to one person within any stretch of `within`."""

    within: timedelta
    calls: int


@dataclass(frozen=True, slots=True)
class Abandonment:
    """How many may be left without an agent, and what they are given instead.

    `counts_false_positives`: persons whom a detector takes for machines count as abandoned. `alert_at` is
    the share (0–1) of a limit at which people are warned. `message`: who is abandoned hears who called.
    `firm`: the limits hold at every moment, not only when a window is over.
    """

    windows: tuple[Window, ...] = ()
    counts_false_positives: bool = False
    alert_at: float = 1.0
    connect_within: timedelta = timedelta.max
    message: bool = False
    firm: bool = False


@dataclass(frozen=True, slots=True)
class CallingHours:
    """When people may be called, by their own clocks: periods of Monday … Sunday, and whether on holidays."""

    weekly: tuple[tuple[Period, ...], ...] = ALWAYS
    on_holidays: bool = True


@dataclass(frozen=True, slots=True)
class Honoured:
    """The do-not-call lists to ask beside the centre's own, and how old (`oldest`) their data may be.

    A list is named for the place that it is of ("US:national", "US-TX:state"): it must have been asked for
    the people there, and for nobody else.
    """

    lists: tuple[str, ...] = ()
    oldest: timedelta = timedelta.max


@dataclass(frozen=True, slots=True)
class Rests:
    """How long somebody is left alone: after we abandoned them, after they refused; `same_day`: not called
    again on the day on which a machine was heard. A dedicated agent lifts the first and the last."""

    abandoned: timedelta = timedelta()
    refused: timedelta = timedelta()
    same_day: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """One edition of the rules. `countries` (ISO 3166) are those it is for; none: all.

    `calls` and `recordings` say whose consent is needed for calls by agents and for recorded ones.
    `returnable`: the number shown must be one at which the centre answers. `keep` is how long attempts and
    their evidence are kept. `regions` tightens it in parts of a country ("US-FL").
    """

    name: str
    version: str
    countries: frozenset[str] = frozenset()
    abandonment: Abandonment = Abandonment()
    ring: timedelta = timedelta()
    hours: CallingHours = CallingHours()
    lists: Honoured = Honoured()
    calls: ConsentOf = ConsentOf.NOBODY
    recordings: ConsentOf = ConsentOf.NOBODY
    caps: tuple[Cap, ...] = ()
    rests: Rests = Rests()
    returnable: bool = False
    keep: timedelta = timedelta()
    regions: Mapping[str, "Profile"] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Edition:
    """A profile from the day on which it came into force."""

    valid_from: date
    profile: Profile


@dataclass(frozen=True, slots=True)
class Law:
    """A file of config/compliance: one country's editions, the oldest first."""

    name: str
    title: Text
    editions: tuple[Edition, ...]
