"""Real calls on a real Asterisk: from the trunk through the menu to an agent, and all that may go wrong."""

import asyncio

import pytest

from ctid.lab.parties import BUSY, REJECTING, SILENT, Manner
from ctid.lab.steps import hang_up, press
from live_centre import KNOWN, SHARED, TO_SUPPORT, UNKNOWN, Centre, ready

pytestmark = pytest.mark.asterisk

SHORT_TALK = Manner(answer_after=0.5, talk=2.0)


async def test_a_call_goes_through_menu_queue_pop_ring_talk_and_wrap_up_to_the_log(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", SHORT_TALK)
    caller = await centre.call(press("2", after=1.0), press("1", after=1.0), press("12345#", after=1.0))
    wrap_up = await watch.hears("agent.wrap_up", within=40)
    await page.dispose(wrap_up["interaction"], "resolved", "all fine")
    story = await caller.wait(30)
    await watch.hears("interaction.logged")

    shown, rings = watch.told("pop.shown")[0], watch.told("call.delivered")[0]
    assert shown["at"] < rings["at"]
    [pop] = page.pops
    assert pop["matches"][0]["customer"]["name"] == "Demo Customer One"
    assert pop["collected"]["order_no"] == "12345"
    assert pop["reason"]["code"] in {"only_one", "best_match"}
    [logged] = await centre.log()
    assert (logged["outcome"], logged["agent"], logged["disposition"]) == ("answered", "1002", "resolved")
    assert story.ended_by == "switch"


async def test_a_caller_gives_up_in_the_menu(centre: Centre) -> None:
    watch = await centre.watch()
    await centre.call(press("2", after=1.0), hang_up(after=1.0))
    await watch.hears("interaction.logged", within=20)
    assert [row["outcome"] for row in await centre.log()] == ["abandoned_in_ivr"]


async def test_a_caller_gives_up_in_the_queue_while_the_phone_rings(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", SILENT)
    caller = await centre.call(*TO_SUPPORT)
    await watch.hears("call.delivered", within=20)
    await asyncio.sleep(0.5)
    await caller.stop()
    await watch.hears("interaction.logged", within=20)
    assert [row["outcome"] for row in await centre.log()] == ["abandoned_in_queue"]
    assert await page.state() == "ready"


async def test_an_agent_who_does_not_answer_is_passed_over_and_the_caller_keeps_the_place(
    centre: Centre,
) -> None:
    watch = await centre.watch()
    silent = await centre.agent("1002", SILENT)
    await centre.phone("1001", SHORT_TALK)
    await centre.call(*TO_SUPPORT)
    await watch.hears("call.delivered", within=20)
    await centre.agent("1001")
    missed = await watch.hears("offer.missed", within=30)
    assert (missed["agent"], missed["reason"]["code"]) == ("1002", "no_answer")
    talk = await watch.hears("call.established", within=20)
    assert talk["agent"] == "1001"
    assert talk["facts"]["waited_ms"] > 14_000
    status = (await silent.send("GET", "/api/v1/me"))["status"]
    assert (status["state"], status["reason"]["facts"]["reason"]) == ("not_ready", "rona")
    await watch.hears("call.cleared", within=20)


@pytest.mark.parametrize(("manner", "cause"), [(BUSY, "busy"), (REJECTING, "rejected")])
async def test_a_phone_that_refuses_passes_the_call_on(centre: Centre, manner: Manner, cause: str) -> None:
    watch = await centre.watch()
    await centre.agent("1002", manner)
    await centre.phone("1001", SHORT_TALK)
    await centre.call(*TO_SUPPORT)
    missed = await watch.hears("offer.missed", within=20)
    assert (missed["agent"], missed["reason"]["code"]) == ("1002", cause)
    await centre.agent("1001")
    assert (await watch.hears("call.established", within=20))["agent"] == "1001"
    await watch.hears("call.cleared", within=20)


async def test_an_unregistered_phone_takes_its_agent_away(centre: Centre) -> None:
    watch = await centre.watch()
    gone = await centre.agent("1002", SHORT_TALK)
    await centre.agent("1001", SHORT_TALK)
    await centre.phones["1002"].stop()
    await watch.hears("phone.changed", phone="1002", reachable=0)
    assert await gone.state() == "not_ready"
    await centre.call(*TO_SUPPORT)
    assert (await watch.hears("call.established", within=30))["agent"] == "1001"
    await watch.hears("call.cleared", within=20)


async def test_with_nobody_signed_on_the_caller_may_leave_a_message(centre: Centre) -> None:
    watch = await centre.watch()
    caller = await centre.call(*TO_SUPPORT, press("#", after=20.0))
    refused = await watch.hears("call.refused", within=20)
    assert refused["reason"]["code"] == "nobody_signed_on"
    await caller.wait(60)
    await watch.hears("interaction.logged", within=10)
    assert [row["outcome"] for row in await centre.log()] == ["voicemail"]
    left = await watch.hears("message.left", within=20)
    assert (left["facts"]["what"], left["facts"]["interaction"]) == ("voicemail", refused["interaction"])


async def test_an_unknown_caller_pops_as_a_new_customer(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", SHORT_TALK)
    await centre.call(*TO_SUPPORT, ani=UNKNOWN)
    await watch.hears("call.established", within=30)
    [pop] = page.pops
    assert pop["matches"] == []
    assert pop["number"] == UNKNOWN
    assert pop["identification_reason"]["code"] == "no_customer"
    created = await page.send("POST", "/api/v1/customers", name="New One", number=UNKNOWN)
    await page.send("POST", f"/api/v1/interactions/{pop['interaction']}/customer", customer=created["id"])
    await watch.hears("call.cleared", within=20)
    [row] = await centre.log()
    assert row["customer"] == created["id"]


async def test_a_number_that_two_customers_share_shows_both_with_reasons(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", SHORT_TALK)
    await centre.call(*TO_SUPPORT, ani=SHARED)
    await watch.hears("call.cleared", within=40)
    [pop] = page.pops
    assert len(pop["matches"]) == 2
    assert all(match["reasons"] for match in pop["matches"])


async def test_two_calls_and_one_agent_are_answered_one_after_the_other(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", SHORT_TALK)
    await centre.call(*TO_SUPPORT, ani=KNOWN)
    await asyncio.sleep(1.0)
    await centre.call(*TO_SUPPORT, ani=UNKNOWN)
    first = await watch.hears("agent.wrap_up", within=40)
    await page.dispose(first["interaction"], "resolved")
    second = await watch.until(
        lambda line: line.get("type") == "agent.wrap_up" and line["interaction"] != first["interaction"],
        within=40,
    )
    await page.dispose(second["interaction"], "resolved")
    arrived = [line["interaction"] for line in watch.told("call.arrived")]
    assert [first["interaction"], second["interaction"]] == arrived


async def test_a_killed_daemon_readopts_a_waiting_caller_and_has_it_answered(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", SHORT_TALK)
    await page.not_ready("break")
    caller = await centre.call(*TO_SUPPORT)
    queued = await watch.hears("call.queued", within=20)
    await asyncio.sleep(2.0)
    centre.house.kill_daemon()
    await asyncio.sleep(1.0)
    assert caller.story is not None
    assert caller.story.ended_at is None
    await centre.house.start_daemon()
    watch, page = (
        await centre.watch(),
        await centre.stack.enter_async_context(await centre.house.page("1002")),
    )
    await ready(page)
    talk = await watch.hears("call.established", within=20)
    assert talk["interaction"] == queued["interaction"]
    assert talk["facts"]["waited_ms"] > 3_000
    await watch.hears("call.cleared", within=20)


async def test_a_conversation_goes_on_while_the_daemon_is_dead(centre: Centre) -> None:
    watch = await centre.watch()
    await centre.agent("1002", Manner(answer_after=0.5, talk=8.0))
    caller = await centre.call(*TO_SUPPORT)
    talk = await watch.hears("call.established", within=30)
    centre.house.kill_daemon()
    await asyncio.sleep(3.0)
    assert caller.story is not None
    assert caller.story.ended_at is None
    await centre.house.start_daemon()
    watch = await centre.watch()
    cleared = await watch.hears("call.cleared", within=30)
    assert cleared["interaction"] == talk["interaction"]
    assert [row["outcome"] for row in await centre.log()] == ["answered"]


async def test_a_conversation_that_ends_while_the_daemon_is_dead_is_logged_with_its_true_times(
    centre: Centre,
) -> None:
    watch = await centre.watch()
    await centre.agent("1002", Manner(answer_after=0.5, talk=3.0))
    caller = await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=30)
    centre.house.kill_daemon()
    story = await caller.wait(30)
    await asyncio.sleep(2.0)
    await centre.house.start_daemon()
    [row] = await centre.log()
    assert row["outcome"] == "answered"
    assert story.ended_at is not None
