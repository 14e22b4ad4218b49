"""Closed queues and blocked numbers outlive a restart."""

from datetime import UTC, datetime

from ctid.model.ids import QueueName
from ctid.model.switches import BlockedNumber, LeadsTo, QueueSwitch
from ctid.store.encoding import Batch

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def test_what_is_thrown_is_remembered_and_what_was_taken_back_is_not(store, committed):
    closed = QueueSwitch(QueueName("support"), True, "carol", AT, "storm", LeadsTo.VOICEMAIL, AT)
    blocked = BlockedNumber("+8613800138000", True, "carol", AT, "shouts")
    gone = BlockedNumber("+8613800138001", False, "carol", AT, "shouts")
    await committed(Batch(records=(closed, blocked, gone)))
    remembered = await store.remembered()
    assert (remembered.switches, remembered.blocked) == ((closed,), (blocked,))
