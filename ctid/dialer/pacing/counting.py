"""What every mode counts: who is free, what is in flight, and the most that anything may start."""

from ctid.dialer.pacing.terms import Doing, Observation


def free(seen: Observation) -> int:
    """Return how many agents are idle and will take a call."""
    return sum(agent.doing is Doing.IDLE and not agent.leaving for agent in seen.agents)


def unpromised(seen: Observation) -> int:
    """Return how many free agents are left if every call in flight comes to want one."""
    return max(free(seen) - len(seen.calls), 0)


def allowed(lines: int, seen: Observation) -> int:
    """Return `lines`, or the room there is."""
    return max(min(lines, seen.room), 0)
