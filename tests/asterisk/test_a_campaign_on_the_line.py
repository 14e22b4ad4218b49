"""A campaign of a running daemon on a real Asterisk: a town is called, and agents talk to who answers."""

import json
from collections import Counter
from contextlib import AsyncExitStack
from datetime import datetime

import pytest

from campaign_house import attempts, ended, imports, leads, with_campaign
from ctid.lab.parties import Manner
from ctid.lab.town import Town
from live_centre import Centre
from quick_house import QuickHouse

pytestmark = pytest.mark.asterisk

PEOPLE = {
    "00": Manner(answer_after=0.3, talk=2.0),
    "02": Manner(answer_after=None),
    "10": Manner(refusal="486 Busy Here"),
    "12": Manner(refusal="404 Not Found"),
}
BY_END = {"02": "no_answer", "10": "busy", "12": "invalid"}
AFTER = {"02": "open", "10": "open", "12": "done"}
NUMBERS = [f"+1202555{n}{end}" for n in range(20, 23) for end in PEOPLE]
STANDS_BY = Manner(answer_after=0.2)


@pytest.mark.parametrize("mode", ["progressive", "predictive"])
async def test_a_town_is_called_once_each_and_who_answers_is_with_an_agent_within_two_seconds(
    house: QuickHouse, mode: str
) -> None:
    file = with_campaign(house, mode)
    file.write_text(file.read_text("utf-8").replace("ring: 22s", "ring: 3s"), "utf-8")
    await house.switch.start()
    await imports(house, NUMBERS)
    await house.start_daemon()
    async with (
        AsyncExitStack() as stack,
        Town(house.outside, house.switch.plan.trunk_port, PEOPLE) as town,
    ):
        centre = Centre(house, stack, house.site)
        for id in ("1001", "1002"):
            page = await centre.agent(id, STANDS_BY)
            assert page is not None
        everything = await centre.watch()
        await house.command("campaign", "start", "renewals")
        await everything.hears("campaign.started", within=10)
        await ended(house, len(NUMBERS), within=120)
        rows = attempts(house)
        assert Counter(story.called for story in town.stories) == dict.fromkeys(NUMBERS, 1)
    for row in rows:
        end = row["number"][-2:]
        assert json.loads(row["evidence"])["version"] == "2026-01-01"
        if end in BY_END:
            assert row["outcome"] == BY_END[end]
            assert leads(house)[row["lead"]]["state"] == AFTER[end]
        else:
            assert row["outcome"] in {"connected", "abandoned"}
    joined = [row for row in rows if row["outcome"] == "connected"]
    assert joined
    for row in joined:
        waited = datetime.fromisoformat(row["connected_at"]) - datetime.fromisoformat(row["answered_at"])
        assert waited.total_seconds() <= 2.0
