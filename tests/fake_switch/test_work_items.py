"""Work of other channels through the whole daemon: the api, the database, a kill, the log."""

from contextlib import AsyncExitStack

import pytest

from ctid.lab.fake_house import FakeHouse
from ctid.store.fold import differences
from ctid.store.store import Store
from item_house import PATH, a_program, with_channels
from switch_people import watch, works

pytestmark = pytest.mark.slow


async def test_a_chat_outlives_a_kill_with_its_agent_and_comes_into_the_log(
    house: FakeHouse, stack: AsyncExitStack
) -> None:
    with_channels(house)
    await house.start_daemon()
    program = await stack.enter_async_context(a_program(house))
    everything = await watch(house, stack)
    agent = await works(house, stack, "1002")
    first, second = await program.brings("k-1"), await program.brings("k-2")
    third = await program.brings("k-3")
    assert (await program.brings("k-1"))["id"] == first["id"]
    offered = await everything.hears("offer.made", interaction=first["id"])
    assert (offered["agent"], offered["facts"]["channel"]) == ("1002", "chat")
    await agent.send("POST", f"{PATH}/{first['id']}/accept")
    assert (await program.sees(third["id"]))["state"] == "waiting"  # two at once are enough

    house.kill_daemon()
    await house.start_daemon()
    assert [(await program.sees(one["id"]))["state"] for one in (first, second, third)] == [
        "open", "offered", "waiting",
    ]  # fmt: skip
    everything, agent = await watch(house, stack), await stack.enter_async_context(await house.page("1002"))
    await agent.send("POST", f"{PATH}/{first['id']}/finish", code="resolved")
    await everything.hears("interaction.logged", interaction=first["id"], within=10)
    assert (await program.sees(third["id"]))["state"] == "offered"
    [row] = [
        row
        for row in (await everything.send("GET", "/api/v1/interactions"))["interactions"]
        if row["id"] == first["id"]
    ]
    assert (row["channel"], row["outcome"], row["agent"], row["disposition"]) == (
        "chat", "answered", "1002", "resolved",
    )  # fmt: skip
    assert "support" in await house.command("why", third["id"])
    await house.stop_daemon()
    store = await Store.open(f"sqlite+aiosqlite:///{house.database}", clock=lambda: None)
    try:
        assert await differences(store) == []
    finally:
        await store.close()
