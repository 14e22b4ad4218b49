"""What campaigns were doing, and the switch above them, outlive a restart."""

from dataclasses import replace
from datetime import UTC, datetime

from ctid.model.campaigns import CampaignState
from ctid.model.dialing import CampaignStatus, KillSwitch
from ctid.model.reasons import Reason
from ctid.store.encoding import Batch

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
RUNS = CampaignStatus("renewals", CampaignState.RUNNING, AT, "carol", Reason("asked", {"by": "carol"}))


async def test_the_last_word_on_each_campaign_is_remembered(store, committed):
    paused = replace(RUNS, state=CampaignState.PAUSED)
    other = replace(RUNS, campaign="news")
    await committed(Batch(records=(RUNS,)))
    await committed(Batch(records=(paused, other)))
    assert (await store.remembered()).campaigns == (other, paused)


async def test_the_kill_switch_is_remembered_as_it_was_left(store, committed):
    assert (await store.remembered()).kill_switch is None
    for killed in (True, False):
        await committed(Batch(records=(KillSwitch(killed, "carol", AT),)))
        assert (await store.remembered()).kill_switch == KillSwitch(killed, "carol", AT)
