"""A campaign's latest dials, counted by what they have in common: what is learnt of who answers when.

They are taken from the last one back, so this costs the same after years. How often a lead had been dialled
before, and the best that had come of it, is asked of an index for each dial.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection, Select, case, func, select

from ctid.model.attempts import AttemptOutcome
from ctid.model.lead_queries import OpenCampaign
from ctid.model.leads import LeadNumber
from ctid.model.tried import ANSWERED, BEST_FIRST, TELLING, Tried
from ctid.store.attempt_tables import attempts
from ctid.store.lead_tables import leads

_Alike: TypeAlias = tuple[datetime, str, str, int, AttemptOutcome | None]

_HOUR = {"minute": 0, "second": 0, "microsecond": 0}
_earlier = attempts.alias("earlier")
_RANK = case(
    {outcome.value: place for place, outcome in enumerate(BEST_FIRST)}, value=_earlier.c.outcome
)  # the least is the best


def tried_of(connection: Connection, ask: OpenCampaign) -> tuple[Tried, ...]:
    """Count the latest dials that tell of whom was called; those of leads that are gone are left out."""
    if not ask.latest:
        return ()
    came: defaultdict[_Alike, list[bool]] = defaultdict(list)
    for row in connection.execute(_dials(ask)):
        hour, best = row.committed_at.replace(**_HOUR), BEST_FIRST[row.best] if row.best is not None else None
        alike = hour, row.zone, _kind(row.numbers, row.number), row.before, best
        came[alike].append(row.outcome in ANSWERED)
    return tuple(Tried(*alike, len(each), sum(each)) for alike, each in came.items())


def _dials(ask: OpenCampaign) -> Select[tuple[object, ...]]:
    a = attempts.c
    latest = (
        select(a.lead, a.number, a.committed_at, a.outcome)
        .where(a.campaign == ask.campaign, a.outcome.in_(TELLING), a.ended_at < ask.until)
        .order_by(a.committed_at.desc())
        .limit(ask.latest)
        .subquery()
    )
    before = (_earlier.c.lead == latest.c.lead) & (_earlier.c.committed_at < latest.c.committed_at)
    query = select(
        latest,
        leads.c.zone,
        leads.c.numbers,
        select(func.count()).select_from(_earlier).where(before).scalar_subquery().label("before"),
        select(func.min(_RANK)).where(before).scalar_subquery().label("best"),
    )
    return query.join_from(latest, leads, leads.c.id == latest.c.lead).order_by(latest.c.committed_at)


def _kind(numbers: Sequence[LeadNumber], number: str) -> str:
    return next((one.kind for one in numbers if one.number == number), "")
