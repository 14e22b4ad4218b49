"""What the dialer asks of the store about leads, and what it is told.

Leads stand in lanes. All of a lane came with one import, have one zone of the clock and one priority, so the
store can hand out the next of a lane by an index, however many there are; which lane is next is decided by
`ctid.dialer.selection`, in memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ctid.model.leads import Lead


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
class LeadsWanted:
    """What one campaign's book lacks: of each lane at most `limit` leads.

    Of those never called before, those after the given id; of those to be called again, the ones due until
    `due_by`, of which the first `skip` may be known already. `only` are the campaign's filters.
    `callbacks` asks for call-backs due until then, of the campaign's `batches`.
    """

    campaign: str
    lanes: Mapping[Lane, str]
    due_by: datetime
    limit: int
    skip: Mapping[Lane, int] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    batches: Sequence[int] = ()
    callbacks: bool = False


@dataclass(frozen=True, slots=True)
class LeadsFound:
    """The answer. A lane whose `fresh` (or `due`) leads are fewer than asked for has no more of them."""

    wanted: LeadsWanted
    fresh: Mapping[Lane, Sequence[Lead]] = field(default_factory=dict)
    due: Mapping[Lane, Sequence[Lead]] = field(default_factory=dict)
    callbacks: Sequence[Lead] = ()
