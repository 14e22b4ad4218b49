"""Another configuration while a real caller waits: `ctid centre apply`, and the phone rings."""

import shutil

import pytest

from ctid.lab.house import PROJECT
from ctid.lab.parties import Manner
from ctid.lab.steps import press
from live_centre import Centre

pytestmark = pytest.mark.asterisk

TO_BILLING = (press("2", after=1.0), press("2", after=1.0))
SHORT_TALK = Manner(answer_after=0.5, talk=2.0)


@pytest.fixture
def files(house) -> None:
    """Give the house files of its own."""
    for folder in ("config", "ivr"):
        shutil.copytree(PROJECT / folder, house.folder / "files" / folder)
    house.files = house.folder / "files"


async def test_an_applied_file_gives_the_skill_and_the_phone_of_its_agent_rings(
    files, centre: Centre
) -> None:
    watch = await centre.watch()
    await centre.agent("1001", SHORT_TALK)
    away = await centre.agent("1003", SHORT_TALK)
    await away.not_ready("lunch")
    caller = await centre.call(*TO_BILLING)
    queued = await watch.hears("call.queued", within=30)
    file = centre.house.files / "config/centre.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("mandarin: 5}", "mandarin: 5, billing: 2}", 1), "utf-8")
    assert "1001 (Agent 1001) now answers billing, at once" in await centre.house.command("centre", "plan")
    assert not watch.told("offer.made")
    await centre.house.command("centre", "apply")
    offer = await watch.hears("offer.made", within=10)
    assert (offer["agent"], offer["interaction"]) == ("1001", queued["interaction"])
    await watch.hears("call.delivered", within=20)
    await watch.hears("call.established", within=20)
    story = await caller.wait(60)
    assert story.ended_by == "switch"
    await watch.hears("interaction.logged", within=60)
    [logged] = await centre.log()
    assert (logged["outcome"], logged["agent"], logged["queue"]) == ("answered", "1001", "billing")
