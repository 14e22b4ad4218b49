"""Campaigns as a supervisor runs them from the command line, beside a daemon that is killed."""

import json
import shutil
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from campaign_house import imports
from ctid.lab.fake_house import FakeHouse
from ctid.lab.house import PROJECT
from ctid.model.mistakes import Mistaken
from switch_people import watch

pytestmark = pytest.mark.slow

COLUMNS = "name,phone,consent_at,consent_source"
CAMPAIGN = """\
campaigns:
  renewals:
    title: {en: Renewals, zh: 续约}
    mode: progressive
    profile: us
    queue: support
    lists: [expiring]
    shows: "+12025550199"
    seller: Example Telecom
    message: nobody-now
"""


@pytest.fixture
def file(house: FakeHouse) -> Path:
    """The centre.yaml of a house that has its own, with a campaign."""
    for folder in ("config", "ivr"):
        shutil.copytree(PROJECT / folder, house.folder / "files" / folder)
    house.files = house.folder / "files"
    file = house.files / "config/centre.yaml"
    file.write_text(file.read_text("utf-8") + CAMPAIGN, "utf-8")
    return file


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


async def state(house: FakeHouse) -> str:
    [told] = json.loads(await house.command("campaign", "list", "--json"))["campaigns"]
    return str(told["state"])


async def runs(house: FakeHouse, stack: AsyncExitStack) -> None:
    """See a campaign run that may be held until the switch has been seen."""
    everything = await watch(house, stack)
    if await state(house) != "running":
        await everything.hears("campaign.started", within=10)


async def test_a_campaign_that_ran_runs_again_after_the_daemon_was_killed_and_one_that_was_killed_does_not(
    house: FakeHouse, stack: AsyncExitStack, file: Path
) -> None:
    await imports(house, ["+12025550142"])
    await house.start_daemon()
    everything = await watch(house, stack)
    assert "renewals  progressive  stopped" in await house.command("campaign", "list")
    await house.command("campaign", "start", "renewals")
    assert (await everything.hears("campaign.started", within=5))["facts"]["campaign"] == "renewals"
    house.kill_daemon()
    await house.start_daemon()
    await runs(house, stack)
    assert "all dialling was stopped by" in await house.command("campaign", "kill", "--yes")
    house.kill_daemon()
    await house.start_daemon()
    with pytest.raises(Mistaken, match="all dialling was stopped by"):
        await house.command("campaign", "start", "renewals")
    await house.command("campaign", "resume")
    assert await state(house) == "stopped"


async def test_files_with_another_campaign_are_planned_applied_and_put_back(
    house: FakeHouse, stack: AsyncExitStack, file: Path
) -> None:
    await imports(house, ["+12025550142"])
    await house.start_daemon()
    await house.command("campaign", "start", "renewals")
    await runs(house, stack)
    edit(file, "mode: progressive", "mode: power\n    ratio: 2")
    changes = json.loads(await house.command("centre", "plan", "--json"))["changes"]
    assert [change["path"] for change in changes] == ["campaigns.renewals.mode", "campaigns.renewals.ratio"]
    await house.command("centre", "apply")
    assert "renewals  power  running" in await house.command("campaign", "list")
    await house.command("centre", "rollback")
    assert "renewals  progressive  running" in await house.command("campaign", "list")
    edit(file, CAMPAIGN, "")
    everything = await watch(house, stack)
    await house.command("centre", "apply")
    stopped = await everything.hears("campaign.stopped", within=5)
    assert stopped["reason"]["code"] == "campaign_gone"


async def test_campaigns_are_checked_without_a_daemon_and_a_slip_is_told_with_its_line(
    house: FakeHouse, file: Path
) -> None:
    rows = house.folder / "leads.csv"
    rows.write_text(f"{COLUMNS}\nA. Customer,(202) 555-0142,2026-01-05,form\n", "utf-8")
    await house.command("leads", "import", str(rows), "--list", "expiring")
    assert "all right: 1 campaigns" in await house.command("campaign", "check")
    edit(file, "message: nobody-now", "message: nobody-here-at-all")
    with pytest.raises(Mistaken, match=r"centre\.yaml:\d+:\d+: C161 there is no prompt"):
        await house.command("campaign", "check")


async def test_why_a_lead_is_not_called_names_the_rules_and_a_day_without_calls_is_reported(
    house: FakeHouse, file: Path
) -> None:
    rows = house.folder / "leads.csv"
    rows.write_text(f"{COLUMNS}\nA. Customer,(202) 555-0142,,\n", "utf-8")
    with pytest.raises(Mistaken, match="C173 campaign renewals: there is no list expiring"):
        await house.command("campaign", "check")
    await house.command("leads", "import", str(rows), "--list", "expiring")
    with pytest.raises(Mistaken, match="C174 campaign renewals: 1 of 1 leads of expiring have no consent"):
        await house.command("campaign", "check")
    await house.start_daemon()
    told = await house.command("why", "lead_1-00000001")
    assert "renewals may not call +12025550142 now (us 2024-10-15)" in told
    assert "✗ consent" in told
    assert "✗ lists_fresh" in told
    assert "✓ number" in told
    assert "renewals, 2026-11-20: 0 attempts" in await house.command(
        "campaign", "report", "renewals", "--day", "2026-11-20"
    )
    with pytest.raises(Mistaken, match="there is no lead lead_9-00000009"):
        await house.command("why", "lead_9-00000009")
