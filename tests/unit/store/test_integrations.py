"""Integrations, and messages that work once: also at once, and also after a restart."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta

from ctid.model.integrations import Integration, Right
from ctid.store.store import Store

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=4)
CRM = Integration("crm", "whsec_c2VjcmV0", frozenset({Right.CALLS, Right.POPS}))


async def test_an_integration_is_there_as_it_was_made_until_it_is_removed(store: Store) -> None:
    assert await store.add_integration(CRM, NOW)
    assert await store.integrations() == [CRM]
    assert await store.remove_integration("crm")
    assert await store.integrations() == []
    assert not await store.remove_integration("crm")


async def test_a_taken_name_keeps_its_secret(store: Store) -> None:
    await store.add_integration(CRM, NOW)
    assert not await store.add_integration(Integration("crm", "whsec_b3RoZXI=", frozenset()), NOW)
    assert await store.integrations() == [CRM]


async def test_a_message_leads_to_one_command(store: Store) -> None:
    assert await store.command_of("crm", "msg_1", NOW) is None
    assert await store.claim("crm", "msg_1", "cmd_a", now=NOW, until=LATER) is None
    assert await store.claim("crm", "msg_1", "cmd_b", now=NOW, until=LATER) == "cmd_a"
    assert await store.command_of("crm", "msg_1", NOW) == "cmd_a"
    assert await store.claim("erp", "msg_1", "cmd_c", now=NOW, until=LATER) is None


async def test_of_many_copies_at_once_one_gets_the_claim(store: Store) -> None:
    answers = await asyncio.gather(
        *(store.claim("crm", "msg_1", f"cmd_{n}", now=NOW, until=LATER) for n in range(20))
    )
    assert answers.count(None) == 1
    assert len(set(answers)) == 2


async def test_an_old_message_is_still_known_after_a_restart(
    running: Callable[[], AbstractAsyncContextManager[Store]],
) -> None:
    async with running() as store:
        await store.claim("crm", "msg_1", "cmd_a", now=NOW, until=LATER)
    async with running() as store:
        assert await store.claim("crm", "msg_1", "cmd_b", now=NOW, until=LATER) == "cmd_a"


async def test_what_nobody_needs_to_remember_goes(store: Store) -> None:
    await store.claim("crm", "msg_1", "cmd_a", now=NOW, until=LATER)
    assert await store.command_of("crm", "msg_1", LATER) is None
    await store.claim("crm", "msg_2", "cmd_b", now=LATER, until=LATER + timedelta(days=4))
    assert await store.command_of("crm", "msg_1", NOW) is None


def test_a_secret_is_not_shown_by_accident() -> None:
    assert "c2VjcmV0" not in repr(CRM)
