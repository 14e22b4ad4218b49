"""What the centre ran on: the last ten configurations, and what is live."""

from datetime import UTC, datetime, timedelta

from ctid.model.configuration import AppliedSite, LiveSkills
from ctid.model.ids import AgentId, SkillName
from ctid.store.encoding import Batch

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BILLING = SkillName("billing")


async def test_the_last_ten_configurations_are_kept_newest_first(store, committed):
    applied = [AppliedSite(AT + timedelta(hours=n), "boss", f"name: 中心 {n}", ("main",)) for n in range(12)]
    for one in applied:
        await committed(Batch(records=(one,)))
    assert await store.applied_sites() == applied[:1:-1]
    assert await store.prune_applied_sites() == 2
    assert await store.prune_applied_sites() == 0
    assert await store.applied_sites() == applied[:1:-1]


async def test_live_skills_are_remembered_until_they_are_given_up(store, committed):
    amy = LiveSkills(AgentId("1001"), "boss", AT, {BILLING: 4})
    ben = LiveSkills(AgentId("1002"), "boss", AT, {BILLING: 0})
    await committed(Batch(records=(amy, ben)))
    assert (await store.remembered()).live_skills == (amy, ben)
    await committed(Batch(records=(LiveSkills(amy.agent, "boss", AT),)))
    assert await store.changed_live() == (ben,)
