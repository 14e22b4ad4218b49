"""Call-back in the line on a real Asterisk: the key, the promise, both ways of calling, a daemon killed."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest

from centre_fixtures import nothing_left
from ctid.lab.parties import BUSY, CalledParty, Manner
from ctid.lab.steps import press
from leaks import held_by
from live_centre import AT_ONCE, TO_SUPPORT, Centre, nothing_up, ready, the_judge_agrees
from quick_house import QuickHouse

pytestmark = pytest.mark.asterisk

Configured = Callable[[str], dict[str, str]]

STAYS = Manner(answer_after=0.5, talk=None)
ASKS = (*TO_SUPPORT, press("2", after=6.0), *(press("2", after=2.0) for _ in range(10)))
"""To a person, and the key of the call-back until it is heard: it is not before they are in the line."""
STRANGER, OTHER = "+12025550177", "+12025550142"
GIVES_ANOTHER = (
    *TO_SUPPORT, press("9", after=10.0), press("2", after=2.0), press("0012025550142#", after=2.0),
    press("1", after=15.0),
)  # fmt: skip
"""To a person; the key of the call-back; another number, which is read back; that it is right."""


@pytest.fixture
def configured(house: QuickHouse) -> Configured:
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


async def opened(house: QuickHouse, changes: dict[str, str]) -> AsyncIterator[Centre]:
    await house.seed()
    house.folder.mkdir(parents=True, exist_ok=True)
    await house.switch.start()
    await house.start_daemon(**changes)
    before = await held_by(house)
    async with AsyncExitStack() as stack:
        yield (it := Centre(house, stack, house.site))
        await the_judge_agrees(it)
    await nothing_left(house, before)


@pytest.fixture
async def agent_first(
    house: QuickHouse, configured: Callable[[str], dict[str, str]]
) -> AsyncIterator[Centre]:
    async for centre in opened(house, configured('{key: "2"}')):
        yield centre


@pytest.fixture
async def customer_first(
    house: QuickHouse, configured: Callable[[str], dict[str, str]]
) -> AsyncIterator[Centre]:
    async for centre in opened(house, configured('{key: "2", dial: customer_first}')):
        yield centre


@pytest.fixture
async def which_number(
    house: QuickHouse, configured: Callable[[str], dict[str, str]]
) -> AsyncIterator[Centre]:
    async for centre in opened(house, configured('{key: "9", other_number: true}')):
        yield centre


async def signed_on(centre: Centre, id: str):
    await centre.phone(id, STAYS)
    page = await centre.stack.enter_async_context(await centre.house.page(id))
    await page.sign_on()
    return page


async def test_the_agent_is_rung_first_then_the_customer_and_they_talk(agent_first: Centre) -> None:
    watch, page = await agent_first.watch(), await signed_on(agent_first, "1002")
    caller = await agent_first.call(*ASKS, ani=STRANGER)
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
    assert own.answered_at < theirs.invited_at + AT_ONCE
    assert watch.told("callback.ended")[0]["facts"]["state"] == "reached"
    [row] = await agent_first.log()
    assert (row["outcome"], row["agent"]) == ("answered", "1002")


async def test_the_customer_is_called_first_waits_at_the_old_place_and_gets_the_agent(
    customer_first: Centre,
) -> None:
    watch, page = await customer_first.watch(), await signed_on(customer_first, "1002")
    caller = await customer_first.call(*ASKS, ani=STRANGER)
    promised = await watch.hears("callback.promised", within=30)
    await caller.wait(30)
    port = customer_first.house.switch.plan.trunk_port
    async with CalledParty(customer_first.house.outside, port, manner=Manner(answer_after=0.5)) as party:
        await page.ready()
        talk = await watch.hears("call.established", within=30)
        assert talk["interaction"] == promised["interaction"]
        await page.send("POST", "/api/v1/me/hang-up")
        await watch.hears("agent.wrap_up", within=20)
        await page.dispose(talk["interaction"], "resolved")
        await watch.hears("interaction.logged", within=20)
        [theirs], [own] = party.stories, customer_first.phones["1002"].stories
    assert theirs.answered_at < own.invited_at
    whole = await watch.send("GET", f"/api/v1/interactions/{talk['interaction']}")
    kinds = [segment["kind"] for segment in whole["segments"]]
    assert kinds == ["ivr", "queue", "callback", "queue", "ring", "talk", "acw"]
    offer = watch.told("offer.made")[0]
    assert offer["at"] > theirs.answered_at.isoformat()[:19]


async def test_a_place_outlives_a_daemon_that_is_killed(
    agent_first: Centre, configured: Callable[[str], dict[str, str]]
) -> None:
    watch = await agent_first.watch()
    await signed_on(agent_first, "1002")
    caller = await agent_first.call(*ASKS, ani=STRANGER)
    promised = await watch.hears("callback.promised", within=30)
    agent_first.house.kill_daemon()  # the promise is being spoken
    story = await caller.wait(30)
    assert story.ended_by == "switch"
    await agent_first.house.start_daemon(**configured('{key: "2"}'))
    watch = await agent_first.watch()
    [wish] = (await watch.send("GET", "/api/v1/callbacks"))["callbacks"]
    assert (wish["interaction"], wish["state"]) == (promised["interaction"], "waiting")
    page = await agent_first.stack.enter_async_context(await agent_first.house.page("1002"))
    port = agent_first.house.switch.plan.trunk_port
    async with CalledParty(agent_first.house.outside, port, manner=Manner(answer_after=0.5, talk=2.0)):
        await ready(page)
        talk = await watch.hears("call.established", within=20)
        assert talk["interaction"] == promised["interaction"]
        await watch.hears("agent.wrap_up", within=20)
        await page.dispose(talk["interaction"], "resolved")
        await watch.hears("interaction.logged", within=10)


async def test_a_called_back_customer_is_held_and_taken_back(agent_first: Centre) -> None:
    watch, page = await agent_first.watch(), await signed_on(agent_first, "1002")
    caller = await agent_first.call(*ASKS, ani=STRANGER)
    await watch.hears("callback.promised", within=30)
    await caller.wait(30)
    port = agent_first.house.switch.plan.trunk_port
    async with CalledParty(agent_first.house.outside, port, manner=Manner(answer_after=0.5)):
        await page.ready()
        await watch.hears("call.established", within=20)
        await page.send("POST", "/api/v1/me/hold")
        await watch.hears("call.held", within=5)
        await page.send("POST", "/api/v1/me/retrieve")
        await watch.hears("call.retrieved", within=5)
        await page.send("POST", "/api/v1/me/hang-up")
        await watch.hears("call.cleared", within=20)


async def test_a_number_that_is_busy_gives_the_agent_back(agent_first: Centre) -> None:
    watch, page = await agent_first.watch(), await signed_on(agent_first, "1002")
    caller = await agent_first.call(*ASKS, ani=STRANGER)
    promised = await watch.hears("callback.promised", within=30)
    await caller.wait(30)
    port = agent_first.house.switch.plan.trunk_port
    async with CalledParty(agent_first.house.outside, port, manner=BUSY):
        await page.ready()
        failed = await watch.hears("callback.failed", within=20)
        assert failed["reason"]["code"] == "called_busy"
        await watch.hears("offer.withdrawn", within=5)
        await nothing_up(agent_first)
    assert await page.state() == "ready"
    await watch.send("DELETE", f"/api/v1/callbacks/{promised['interaction']}")
    ended = await watch.hears("callback.ended", within=5)
    assert ended["facts"]["state"] == "cancelled"


async def test_a_caller_keys_in_another_number_hears_it_read_back_and_is_called_there(
    which_number: Centre,
) -> None:
    watch, page = await which_number.watch(), await signed_on(which_number, "1002")
    caller = await which_number.call(*GIVES_ANOTHER, ani=STRANGER)
    promised = await watch.hears("callback.promised", within=60)
    assert promised["facts"]["number"] == OTHER
    await caller.wait(30)
    port = which_number.house.switch.plan.trunk_port
    async with CalledParty(which_number.house.outside, port, manner=Manner(answer_after=0.5, talk=2.0)):
        await page.ready()
        dialled = await watch.hears("callback.dialled", within=20)
        assert dialled["facts"]["number"] == OTHER
        talk = await watch.hears("call.established", within=20)
        assert talk["interaction"] == promised["interaction"]
        await watch.hears("agent.wrap_up", within=20)
        await page.dispose(talk["interaction"], "resolved")
        await watch.hears("interaction.logged", within=10)


async def test_a_number_on_the_do_not_call_list_is_refused_and_the_caller_waits_on_for_an_agent(
    which_number: Centre,
) -> None:
    watch, page = await which_number.watch(), await signed_on(which_number, "1002")
    listed = await watch.send("POST", "/api/v1/do-not-call", number="001 (202) 555-0142", why="asked us")
    assert [entry["number"] for entry in listed["do_not_call"]] == [OTHER]
    await which_number.call(*GIVES_ANOTHER, ani=STRANGER)
    refused = await watch.hears("call.refused", within=60)
    assert refused["reason"]["code"] == "do_not_call"
    await page.ready()
    talk = await watch.hears("call.established", within=30)
    assert talk["interaction"] == refused["interaction"]
    await page.send("POST", "/api/v1/me/hang-up")
    await watch.hears("agent.wrap_up", within=20)
    await page.dispose(talk["interaction"], "resolved")
    await watch.hears("interaction.logged", within=20)
