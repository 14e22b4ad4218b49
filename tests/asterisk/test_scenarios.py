"""The scenarios of the shipped flows on a real Asterisk: a call goes the way that it goes in simulation."""

from pathlib import Path

import pytest

from ctid.config.sections import SiteFiles
from ctid.lab.house import House
from ctid.runtime import ivr_call
from ctid.runtime.ivr_test import SCENARIOS, scenarios_in
from ctid.runtime.sources import Sources

pytestmark = pytest.mark.asterisk

REPLAYED = {
    "an_order_in_chinese",
    "a_bill_in_english",
    "somebody_who_knows_the_way",
    "the_menu_is_heard_again",
    "nothing_is_ever_pressed",
    "wrong_keys_in_the_menu",
    "no_good_order_number",
    "nobody_for_support",
    "nobody_for_bills",
    "gone_in_the_menu",
}
"""Of main.yaml. What is known of customers and what others answer is pretended in the rest, and no number
leads to the other flows: `ctid ivr call` says so of each."""


async def test_every_scenario_that_can_be_replayed_goes_the_same_way_on_a_real_asterisk(
    house: House, sources: Sources
) -> None:
    files = SiteFiles()
    scenarios = scenarios_in(Path(files.flows) / SCENARIOS, sources.flows)
    await ivr_call.start(house, files)
    compared = await ivr_call.replay_in(house, sources, ivr_call.compare(sources, scenarios))
    assert {one.scenario.name: one.differs for one in compared if one.differs} == {}
    assert {one.scenario.name for one in compared if one.replayed is not None} == REPLAYED
    assert all(one.skipped is not None for one in compared if one.replayed is None)
    for one in compared:
        assert one.replayed is None or one.replayed.heard
    words = house.log.read_text()
    assert "ERROR" not in words and "Traceback" not in words, words[-2000:]
