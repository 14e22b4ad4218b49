"""The reason of an offer names the first figure in which the chosen agent differs from the next."""

from dataclasses import replace

import pytest

from ctid.acd.why import reason_of
from ctid.model.ids import AgentId
from ctid.model.mistakes import Text
from ctid.model.site import Agent, Site
from ctid.routing.skills import AtLeast
from ctid.routing.terms import SECOND, Offer, Rival, Step, Workflow

ENGLISH = Workflow("english", (Step(0, AtLeast("english")),), ("english",))
AGENTS = {AgentId(name): Agent(AgentId(name), f"Agent {name}", name, "en", {}) for name in ("1001", "1002")}
SITE = Site(Text("Centre", "中心"), "US", AGENTS, {}, (), {})
OFFER = Offer("call", "1001", 0, 0, 3, 0, 0)


@pytest.mark.parametrize(
    ("spared", "rival", "code"),
    [
        (0, Rival("1002", 0, 0, 2, 0), "best_match"),
        (0, Rival("1002", 0, 0, 2, 0, 3), "spares_scarce"),
        (0, Rival("1002", 0, 0, 1, 0, 1), "best_match"),
        (1, Rival("1002", 0, 0, 2, 0, 1), "best_match"),
        (0, Rival("1002", 0, 0, 3, 1, 3), "longest_idle"),
        (0, Rival("1002", 0, 1, 2, 0, 3), "least_load"),
    ],
)
def test_an_agent_is_spared_where_without_it_the_match_would_be_as_good(spared, rival, code) -> None:
    offer = replace(OFFER, spared=spared, rivals=(rival,))
    assert reason_of(offer, ENGLISH, SITE, 9 * SECOND).code == code
