"""Matches who waits with who is ready, until no eligible pair is left.

The line is served in order of `QueueEntry.key`; an entry that nobody ready can serve never holds
back one behind it.
"""

from collections.abc import Iterable
from datetime import datetime

from ctid.acd.entry import QueueEntry
from ctid.acd.selection import Candidate, Choice, choose
from ctid.model.ids import AgentId


def match(line: Iterable[QueueEntry], ready: Iterable[Candidate], *, now: datetime) -> list[Choice]:
    """Return the offers to make now; each ready agent and each entry is in at most one."""
    free: dict[AgentId, Candidate] = {candidate.agent.id: candidate for candidate in ready}
    choices = []
    for entry in sorted(line, key=QueueEntry.key):
        if not free:
            break
        choice = choose(entry, free.values(), now=now)
        if choice is not None:
            del free[choice.agent]
            choices.append(choice)
    return choices
