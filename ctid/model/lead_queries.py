"""What the dialer asks of the store about leads, and what it is told.

Leads stand in lanes. All of a lane came with one import, have one zone of the clock and one priority, so the
store can hand out the next of a lane by an index, however many there are; which lane is next is decided by
`ctid.dialer.selection`, in memory. What has been read of a lane is a cursor that only goes forward: what was
read once is not read again, so an answer that is late, or older than a commit under way, does no harm.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ctid.model.attempts import Attempt, AttemptOutcome
from ctid.model.consents import Word
from ctid.model.do_not_call_lists import DoNotCallList, Listing
from ctid.model.leads import Lead
from ctid.model.tried import Tried

Due = tuple[datetime, str]  # when, and of those due together the id
AHEAD = timedelta(minutes=5)  # how far into the future is read
NOTHING_READ: Due = (datetime.min.replace(tzinfo=UTC), "")


@dataclass(frozen=True, slots=True, order=True)
class Lane:
    """Leads of one import (`batch`) that are alike in zone and priority."""

    batch: int
    zone: str
    priority: int


def lane_of(lead: Lead) -> Lane:
    """Return the lane in which a lead stands."""
    return Lane(lead.batch, lead.zone, lead.priority)


@dataclass(frozen=True, slots=True)
class LeadBatch:
    """An import that may be dialled from, and how many leads each of its lanes was given."""

    id: int
    list: str
    lanes: tuple[tuple[Lane, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LaneWanted:
    """Of a lane those never called after the id `fresh` (None: no more), those due again after `due`."""

    lane: Lane
    fresh: str | None
    due: Due


@dataclass(frozen=True, slots=True)
class LeadsWanted:
    """What one campaign's book lacks: of each lane at most `limit` new leads, and as many due by `due_by`.

    `only` are the campaign's filters. `callbacks` asks for those due by then, after the last that was read,
    of the campaign's `batches`, which were those of its `lists`. `past_since`: how far back the rules look
    at earlier attempts (None: not).
    """

    campaign: str
    lanes: tuple[LaneWanted, ...]
    due_by: datetime
    limit: int
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lists: tuple[str, ...] = ()
    batches: tuple[int, ...] = ()
    callbacks: Due = NOTHING_READ
    past_since: datetime | None = None
    most_callbacks: int = 10_000


@dataclass(frozen=True, slots=True)
class LeadsFound:
    """The answer. Fewer than asked for are all that there are.

    With the leads comes what the rules will ask of them, so that they need not wait for it then: the
    do-not-call lists on which their numbers stand, earlier attempts to these numbers and leads, and what
    their owners said (`words`) since they were imported. `asked` are the lists in force, `batches` the
    imports that may be dialled from by now; `left`: somebody of them is still to be called, now or later.
    """

    wanted: LeadsWanted
    fresh: tuple[Lead, ...] = ()
    due: tuple[Lead, ...] = ()
    callbacks: tuple[Lead, ...] = ()
    listed: Mapping[str, tuple[Listing, ...]] = field(default_factory=dict)
    past: tuple[Attempt, ...] = ()
    asked: tuple[DoNotCallList, ...] = ()
    batches: tuple[int, ...] = ()
    left: bool = True
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadsLost:
    """What a campaign asked of the store was not answered."""

    campaign: str


@dataclass(frozen=True, slots=True)
class Answered:
    """So many attempts (`many`) that were answered in the minute from `at` on came to `outcome`."""

    at: datetime
    outcome: AttemptOutcome
    many: int


@dataclass(frozen=True, slots=True)
class CampaignOpened:
    """What a campaign begins with: its imports, what came of its calls before `until`, the lists in force.

    `tried` are its latest dials, counted by what they have in common, the first ones first.
    """

    campaign: str
    until: datetime
    batches: tuple[LeadBatch, ...] = ()
    given: Mapping[str, int] = field(default_factory=dict)  # dispositions
    answered: tuple[Answered, ...] = ()
    asked: tuple[DoNotCallList, ...] = ()
    tried: tuple[Tried, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenCampaign:
    """Read what a campaign begins with; answered by `CampaignOpened`.

    Of its attempts those count that were written down from `since` on (None: ever) and have ended, less those
    that were `under_way` when it was asked, at `until`: how they end is heard of. Their ids say it, and no
    instant: a clock may have been set. So many of its `latest` dials are told as `tried`.
    """

    campaign: str
    lists: tuple[str, ...]
    since: datetime | None
    until: datetime
    latest: int = 0
    under_way: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindLeads:
    """Read leads; answered by `LeadsFound`."""

    wanted: LeadsWanted
