"""The routers that are measured beside each other, by name; each call of one makes it anew."""

from collections.abc import Callable
from typing import TypeAlias

from ctid.routing.indexed import IndexedRouter
from ctid.routing.terms import SECOND, Router, Rules
from floor.app_queue import AppQueue, Strategy

Make: TypeAlias = Callable[[], Router]

DAY = 86_400 * SECOND
CAP = 300 * SECOND


def ours(rules: Rules) -> Make:
    """Return what makes the product's router with these rules."""
    return lambda: IndexedRouter(rules)


OURS: dict[str, Make] = {
    "fcfs": ours(Rules(head_start=0, alpha=0)),  # longest wait to longest idle, whatever the match
    "ageing": ours(Rules()),  # best match; one point of priority is worth a minute of waiting
    "sparing": ours(Rules(scarce=2)),  # the same, and who can do what few others free can is spared
    "alpha": ours(Rules(alpha=60 * SECOND)),  # the same, and a level is worth a minute of idle time
    "strict": ours(Rules(head_start=DAY, cap=CAP)),  # priority first, until somebody has waited five minutes
    "priority": ours(Rules(head_start=DAY)),  # priority first, for ever
}
APP_QUEUE: dict[str, Make] = {
    "rrmemory": lambda: AppQueue(Strategy.RRMEMORY),
    "leastrecent": lambda: AppQueue(Strategy.LEASTRECENT),
    "force_longest": lambda: AppQueue(Strategy.RRMEMORY, force_longest=True),
}
POOLED = "pooled"  # "ageing", where everybody has every skill

ROUTERS = OURS | APP_QUEUE | {POOLED: OURS["ageing"]}
