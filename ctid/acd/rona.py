"""How long an agent who missed an offer gets no other."""

from datetime import timedelta

from ctid.model.agents import AgentStatus
from ctid.model.routing_policy import Rona


def back_off(rules: Rona, cause: str, missing: AgentStatus) -> timedelta | None:
    """Return for how long an agent who now misses an offer backs off; None: until they say ready.

    `cause` is the code of the reason why it was missed.
    """
    if missing.missed + 1 >= rules.not_ready_after or missing.then is not None:
        return None
    return span_of(rules, cause)


def span_of(rules: Rona, cause: str) -> timedelta:
    """Return how long is backed off for a cause."""
    spans = {
        "no_answer": rules.no_answer,
        "not_accepted": rules.no_answer,
        "overdue": rules.no_answer,  # the switch has not said, and nobody has answered
        "rejected": rules.rejected,
        "declined": rules.rejected,
        "busy": rules.busy,
    }
    return spans.get(cause, rules.unreachable)
