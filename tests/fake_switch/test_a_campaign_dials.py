"""From a file of leads to evidence: a campaign dials who may be called, once each, whatever befalls ctid."""

import asyncio
import json
import shutil
import sqlite3
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from ctid.lab.fake_house import FakeHouse
from ctid.lab.house import PROJECT
from switch_people import watch, works

CAMPAIGN = """\
campaigns:
  renewals:
    title: {en: Renewals, zh: 续约}
    mode: progressive
    profile: always
    queue: support
    lists: [expiring]
    shows: "+12025550199"
    seller: Example Telecom
    message: nobody-now
    calls_per_second: 50
"""
LAW = """\
countries: [US]
title: {en: "At any hour, for tests", zh: "任何时间（测试用）"}
editions:
  - valid_from: "2026-01-01"
    keep: 5 years
"""
FORBIDDEN = "+12025550107"


@pytest.fixture
def file(house: FakeHouse) -> Path:
    """The centre.yaml of a house that has its own, with a campaign that may call at any hour."""
    for folder in ("config", "ivr"):
        shutil.copytree(PROJECT / folder, house.folder / "files" / folder)
    house.files = house.folder / "files"
    (house.files / "config/compliance/always.yaml").write_text(LAW, "utf-8")
    file = house.files / "config/centre.yaml"
    file.write_text(file.read_text("utf-8") + CAMPAIGN, "utf-8")
    return file


async def imports(house: FakeHouse, many: int) -> None:
    rows = house.folder / "leads.csv"
    people = "".join(f"A. Customer,+1202555{n:04d},2026-01-05,form\n" for n in range(100, 100 + many))
    rows.write_text(f"name,phone,consent_at,consent_source\n{people}", "utf-8")
    await house.command("leads", "import", str(rows), "--list", "expiring")


def attempts(house: FakeHouse) -> list[dict[str, Any]]:
    """Read the rows of attempts."""
    with sqlite3.connect(next(house.folder.rglob("*.db"))) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute("SELECT * FROM attempts ORDER BY committed_at")]


async def dialled(house: FakeHouse, many: int) -> None:
    async with asyncio.timeout(60):
        while len(house.fake.dialing.dialled) < many:
            await asyncio.sleep(0.05)


async def ended(house: FakeHouse, many: int) -> None:
    async with asyncio.timeout(60):
        while sum(row["ended_at"] is not None for row in attempts(house)) < many:
            await asyncio.sleep(0.1)


async def test_a_list_is_dialled_but_for_who_may_not_be_and_each_attempt_is_evidence(
    house: FakeHouse, stack: AsyncExitStack, file: Path
) -> None:
    await imports(house, 12)
    await house.start_daemon()
    await house.command("do-not-call", "add", FORBIDDEN, "--why", "asked us not to")
    await works(house, stack, "1001")
    await house.command("campaign", "start", "renewals")
    await dialled(house, 11)
    await ended(house, 11)
    rows = attempts(house)
    assert Counter(house.fake.dialing.dialled) == Counter(row["number"] for row in rows)
    assert FORBIDDEN not in house.fake.dialing.dialled
    assert {row["outcome"] for row in rows} == {"busy"}
    evidence = [json.loads(row["evidence"]) for row in rows]
    assert {(each["profile"], each["version"]) for each in evidence} == {("always", "2026-01-01")}
    assert all("do_not_call" in each["rules"] for each in evidence)
    forbidden = await house.command("why", "lead_1-00000008")
    assert "✗ do_not_call" in forbidden
    called = await house.command("why", "lead_1-00000001")
    assert "busy" in called and "always 2026-01-01" in called


async def test_a_daemon_that_is_killed_while_it_dials_dials_nobody_twice(
    house: FakeHouse, stack: AsyncExitStack, file: Path
) -> None:
    house.fake.dialing.rings = 0.3
    await imports(house, 30)
    await house.start_daemon()
    for agent in ("1001", "1002"):
        await works(house, stack, agent)
    await house.command("campaign", "start", "renewals")
    await dialled(house, 7)
    house.kill_daemon()
    await house.start_daemon()
    await watch(house, stack)
    await dialled(house, 30)
    await ended(house, 30)
    assert set(Counter(house.fake.dialing.dialled).values()) == {1}
    assert len(attempts(house)) == 30
    days = house.folder / "days.jsonl"
    days.write_text(await house.command("journal", "export"), "utf-8")
    assert json.loads(await house.command("replay", str(days), "--json"))["difference"] is None
