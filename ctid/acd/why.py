"""Why an agent was chosen: the reason that an offer carries, made from the figures it was decided by.

The figures are compared in the order in which the router compares them (ctid/routing/terms.py), so the first
that differs from the next agent's is the reason.
"""

from ctid.model.ids import AgentId
from ctid.model.reasons import Reason
from ctid.model.site import Site
from ctid.routing.skill_text import in_words
from ctid.routing.terms import SECOND, Offer, Rival, Workflow

PREFERRED = -1  # the ring of an agent for whom alone a caller waits


def reason_of(offer: Offer, workflow: Workflow, site: Site, now: int) -> Reason:
    """Say why this agent, and who would have been next; `now` in microseconds, as the router counts."""
    return Reason(
        _code(offer),
        {
            "agent": _name(site, offer.agent),
            "skills": in_words(workflow.steps[max(offer.ring, 0)].admits),
            "step": offer.ring + 1,
            "score": offer.score,
            "idle_s": (now - offer.since) // SECOND,
            "next": ", ".join(_rival(site, rival, now) for rival in offer.rivals) or "–",
        },
    )


def _code(offer: Offer) -> str:
    if offer.ring == PREFERRED:
        return "preferred"
    if not offer.rivals:
        return "only_one"
    rival = offer.rivals[0]
    if rival.ring != offer.ring:
        return "inner_ring"
    if rival.load != offer.load:
        return "least_load"
    if rival.score == offer.score:
        return "longest_idle"
    unspared = rival.score + rival.spared
    return "spares_scarce" if unspared >= offer.score + offer.spared else "best_match"


def _rival(site: Site, rival: Rival, now: int) -> str:
    """Say who was next with the figures alone: they read the same in every language."""
    idle = (now - rival.since) // SECOND
    return f"{_name(site, rival.agent)} ({rival.ring + 1}/{rival.score}/{idle} s)"


def _name(site: Site, agent: str) -> str:
    return site.agents[AgentId(agent)].name
