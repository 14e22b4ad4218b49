"""P21: a place whose caller is away never blocks a reachable caller behind it, and keeps its key.

Whatever callers, agents, customers, chance and crashes do: nobody waits beside a free agent, no place is
lost, no number is called twice at once, no attempt is made twice, and in the end nothing is left.
"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callback_town import ACTIONS, QUEUE, Town, with_callback
from ctid.model.ids import AgentId, FlowName, SkillName
from ctid.model.mistakes import Text
from ctid.model.routing_policy import Dial
from ctid.model.site import Agent, NotReadyReason, Outbound, Queue, Site

SUPPORT = SkillName("support")
SITE = Site(
    name=Text("Test", "测试"),
    region="US",
    agents={AgentId(id): Agent(AgentId(id), id, id, {SUPPORT: 3}) for id in ("1001", "1002")},
    queues={
        QUEUE: Queue(
            QUEUE, Text("Support", "客服"), {SUPPORT: 1}, timedelta(seconds=12), timedelta(seconds=30)
        )
    },
    skills=(SUPPORT,),
    numbers={"4001": FlowName("main")},
    not_ready_reasons={"lunch": NotReadyReason("lunch", Text("Lunch", "午餐"))},
    outbound=Outbound(("+1202",), "+12025550000"),
)
STEPS = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 11)), min_size=60, max_size=120)


@pytest.mark.parametrize("dial", Dial)
@given(steps=STEPS)
@settings(max_examples=60, deadline=None)
def test_p21_a_place_blocks_nobody_keeps_its_key_and_comes_to_an_end(dial: Dial, steps) -> None:
    town = Town(with_callback(SITE, dial), datetime(2026, 11, 22, 9, tzinfo=UTC))
    for act, n in steps:
        act(town, n)
        assert not town.faults
    town.closes()
    assert not town.faults
