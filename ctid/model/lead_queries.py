"""What the dialer asks of the store about leads, and what it is told.

Leads stand in lanes. All of a lane came with one import, have one zone of the clock and one priority, so the
store can hand out the next of a lane by an index, however many there are; which lane is next is decided by
`ctid.dialer.selection`, in memory. What has been read of a lane is a cursor that only goes forward: what was
read once is not read again, so an answer that is late, or older than a commit under way, does no harm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ctid.model.attempts import Attempt
from ctid.model.do_not_call_lists import Listing
from ctid.model.leads import Lead

Due = tuple[datetime, str]  # when, and of those due together the id
NOTHING_READ: Due = (datetime.min.replace(tzinfo=UTC), "")


@dataclass(frozen=True, slots=True, order=True)
class Lane:
    """Leads of one import (`batch`) that are alike in zone and priority."""

    batch: int
    zone: str
    priority: int


@dataclass(frozen=True, slots=True)
class LeadBatch:
    """An import that may be dialled from, and how many leads each of its lanes was given."""

    id: int
    list: str
    lanes: Mapping[Lane, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LaneWanted:
    """Of a lane those never called after the id `fresh` (None: no more), those due again after `due`."""

    fresh: str | None
    due: Due


@dataclass(frozen=True, slots=True)
class LeadsWanted:
    """What one campaign's book lacks: of each lane at most `limit` new leads, and as many due by `due_by`.

    `only` are the campaign's filters. `callbacks` asks for those due by then, after the last that was read,
    of the campaign's `batches`. `past_since`: how far back the rules look at earlier attempts (None: not).
    """

    campaign: str
    lanes: Mapping[Lane, LaneWanted]
    due_by: datetime
    limit: int
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    batches: Sequence[int] = ()
    callbacks: Due = NOTHING_READ
    past_since: datetime | None = None
    most_callbacks: int = 10_000


@dataclass(frozen=True, slots=True)
class LeadsFound:
    """The answer. Fewer than asked for are all that there are.

    With the leads comes what the rules will ask of them, so that they need not wait for it then: the
    do-not-call lists on which their numbers stand, and earlier attempts to these numbers and leads.
    """

    wanted: LeadsWanted
    fresh: Mapping[Lane, Sequence[Lead]] = field(default_factory=dict)
    due: Mapping[Lane, Sequence[Lead]] = field(default_factory=dict)
    callbacks: Sequence[Lead] = ()
    listed: Mapping[str, Sequence[Listing]] = field(default_factory=dict)
    past: Sequence[Attempt] = ()
