"""After the talk: whose queue says so is asked what they think of it, and loses nothing if ctid is dead."""

from collections.abc import AsyncIterator

import pytest

from centre_fixtures import changed_centre
from ctid.lab.house import House
from ctid.lab.parties import Manner
from ctid.lab.steps import press
from live_centre import TO_SUPPORT, Centre

pytestmark = pytest.mark.asterisk

SHORT_TALK = Manner(answer_after=0.5, talk=2.0)
OPINION = (press("1", after=14.0), press("5", after=2.0), press("4", after=2.0))


@pytest.fixture
async def asked_after(house: House) -> AsyncIterator[Centre]:
    line = "    title: {en: Support, zh: 技术支持}"
    async with changed_centre(house, line, line, "    after: survey") as centre:
        yield centre


async def test_what_a_caller_says_after_the_talk_is_kept_with_the_call(asked_after: Centre) -> None:
    centre = asked_after
    watch = await centre.watch()
    agent = await centre.agent("1002", SHORT_TALK)
    caller = await centre.call(*TO_SUPPORT, *OPINION)
    cleared = await watch.hears("connection.cleared", within=40)
    await agent.dispose(cleared["interaction"], "resolved", "")
    left = await watch.hears("ivr.left", within=60, flow="survey")
    assert (left["facts"]["verb"], left["interaction"]) == ("hangup", cleared["interaction"])
    story = await caller.wait(30)
    assert story.ended_by == "switch"
    await watch.hears("interaction.logged", within=30)
    [logged] = await centre.log()
    assert (logged["outcome"], logged["agent"]) == ("answered", "1002")
    said = {name: logged["collected"][name] for name in ("solved", "rating_agent", "rating_again")}
    assert said == {"solved": "1", "rating_agent": "5", "rating_again": "4"}


async def test_who_hangs_up_in_the_survey_was_answered_all_the_same(asked_after: Centre) -> None:
    watch = await asked_after.watch()
    await asked_after.agent("1002", SHORT_TALK)
    caller = await asked_after.call(*TO_SUPPORT)
    await watch.hears("connection.cleared", within=40)
    await watch.hears("ivr.stepped", within=30, node="questions")
    await caller.stop()
    cleared = await watch.hears("call.cleared", within=20)
    assert cleared["facts"]["outcome"] == "answered"


async def test_with_ctid_dead_goodbye_is_said_as_ever(asked_after: Centre) -> None:
    centre = asked_after
    watch = await centre.watch()
    await centre.agent("1002", SHORT_TALK)
    caller = await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=40)
    centre.house.kill_daemon()
    story = await caller.wait(40)
    assert story.ended_by == "switch"
    await centre.house.start_daemon(site__centre=str(centre.house.folder / "site/config/centre.yaml"))
    [logged] = await centre.log()
    assert logged["outcome"] == "answered"
