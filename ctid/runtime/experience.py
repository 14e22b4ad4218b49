"""What the last run had learnt of handle times and patience, learnt again from its log.

Nothing of it is kept: the calls of the last day are, and the newest of them say nearly all of it, because an
outcome fades to a hundredth within a thousand (ctid/routing/estimate.py).
"""

from datetime import datetime, timedelta

from ctid.centre.prospects import Experience, learnt_from
from ctid.store.store import Store

LATELY = timedelta(days=1)
MOST = 2000  # calls


async def remembered_experience(store: Store, now: datetime) -> Experience:
    """Learn from the calls that were closed within the last day, in the order in which they were closed."""
    closed = [
        (call.closed_at, call)
        for call in await store.interactions(MOST)
        if call.closed_at is not None and now - LATELY <= call.closed_at
    ]
    return learnt_from(call for _, call in sorted(closed, key=lambda pair: pair[0]))
