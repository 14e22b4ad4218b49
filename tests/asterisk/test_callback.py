"""Call-back in the line on a real Asterisk: the key, the promise, both ways of calling, a daemon killed."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest

from centre_fixtures import nothing_left
from ctid.lab.house import House
from ctid.lab.parties import CalledParty, Manner
from ctid.lab.steps import press
from leaks import held_by
from live_centre import TO_SUPPORT, UNKNOWN, Centre, nothing_up, the_judge_agrees

pytestmark = pytest.mark.asterisk

STAYS = Manner(answer_after=0.5, talk=None)
ASKS = (*TO_SUPPORT, press("2", after=6.0))
"""To a person, and a few seconds later the key of the call-back."""


@pytest.fixture
def configured(house: House) -> Callable[[str], dict[str, str]]:
    """Write the site's configuration with a call-back in its line; return the setting that names it."""

    def write(rule: str) -> dict[str, str]:
        before = (house.files / "config/centre.yaml").read_text()
        changed = before.replace(
            "    wrap_up: 30s\n    calendar", f"    wrap_up: 30s\n    callback: {rule}\n    calendar", 1
        )
        assert changed != before
        file = house.folder / "centre.yaml"
        file.write_text(changed)
        return {"site__centre": str(file)}

    return write


async def opened(house: House, changes: dict[str, str]) -> AsyncIterator[Centre]:
    await house.command("seed", "config/seed.yaml")
    house.folder.mkdir(parents=True, exist_ok=True)
    await house.switch.start()
    await house.start_daemon(**changes)
    before = await held_by(house)
    async with AsyncExitStack() as stack:
        yield (it := Centre(house, stack, house.site))
        await the_judge_agrees(it)
    await nothing_left(house, before)


@pytest.fixture
async def agent_first(house: House, configured: Callable[[str], dict[str, str]]) -> AsyncIterator[Centre]:
    async for centre in opened(house, configured('{key: "2"}')):
        yield centre


@pytest.fixture
async def customer_first(house: House, configured: Callable[[str], dict[str, str]]) -> AsyncIterator[Centre]:
    async for centre in opened(house, configured('{key: "2", dial: customer_first}')):
        yield centre


async def signed_on(centre: Centre, id: str):
    await centre.phone(id, STAYS)
    page = await centre.stack.enter_async_context(await centre.house.page(id))
    await page.sign_on()
    return page


async def test_the_agent_is_rung_first_then_the_customer_and_they_talk(agent_first: Centre) -> None:
    watch, page = await agent_first.watch(), await signed_on(agent_first, "1002")
    caller = await agent_first.call(*ASKS, ani=UNKNOWN)
    promised = await watch.hears("callback.promised", within=30)
    story = await caller.wait(30)
    assert story.ended_by == "switch"
    await nothing_up(agent_first)
    port = agent_first.house.switch.plan.trunk_port
    async with CalledParty(
        agent_first.house.outside, port, manner=Manner(answer_after=0.5, talk=3.0)
    ) as party:
        await page.ready()
        talk = await watch.hears("call.established", within=20)
        assert talk["interaction"] == promised["interaction"]
        await watch.hears("agent.wrap_up", within=20)
        await page.dispose(talk["interaction"], "resolved")
        logged = await watch.hears("interaction.logged", within=10)
        [theirs], [own] = party.stories, agent_first.phones["1002"].stories
    assert logged["interaction"] == promised["interaction"]
    assert own.answered_at < theirs.invited_at
    assert watch.told("callback.ended")[0]["facts"]["state"] == "reached"
    [row] = await agent_first.log()
    assert (row["outcome"], row["agent"]) == ("answered", "1002")
