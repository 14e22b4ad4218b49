"""The scenarios of the shipped flows on a real Asterisk: a call goes the way that it goes in simulation."""

from pathlib import Path

import pytest

from ctid.config.sections import SiteFiles
from ctid.lab.house import House
from ctid.runtime import ivr_call
from ctid.runtime.ivr_test import SCENARIOS, scenarios_in
from ctid.runtime.sources import Sources

pytestmark = pytest.mark.asterisk


async def test_every_shipped_scenario_goes_the_same_way_on_a_real_asterisk(
    house: House, sources: Sources
) -> None:
    files = SiteFiles()
    scenarios = scenarios_in(Path(files.flows) / SCENARIOS, sources.flows)
    await ivr_call.start(house, files)
    compared = await ivr_call.replay_in(house, ivr_call.compare(sources, scenarios))
    assert {one.scenario.name: one.differs for one in compared if one.differs} == {}
    assert {one.scenario.name: one.skipped for one in compared if one.skipped} == {}
    replayed = {(one.scenario.flow, one.scenario.name) for one in compared if one.replayed is not None}
    assert replayed == {(one.flow, one.name) for one in scenarios}
    for one in compared:
        assert one.replayed is not None and one.replayed.heard
    words = house.log.read_text()
    assert "ERROR" not in words and "Traceback" not in words, words[-2000:]
