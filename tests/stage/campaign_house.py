"""A house with a campaign of its own, people to call, and a law that lets them be called at any hour."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ctid.lab.house import PROJECT, House
from ctid.model.ids import lead_id
from ctid.runtime.clock import SystemClock
from ctid.runtime.lead_import import ImportOrder, import_leads
from ctid.store.store import Store

CAMPAIGN = """\
campaigns:
  renewals:
    title: {{en: Renewals, zh: 续约}}
    mode: {mode}
    profile: always
    queue: support
    lists: [expiring]
    shows: "+12025550199"
    seller: Example Telecom
    message: nobody-now
    ring: 22s
    calls_per_second: 50
"""
LAW = """\
countries: [US]
title: {en: "At any hour, for tests", zh: "任何时间（测试用）"}
editions:
  - valid_from: "2026-01-01"
    keep: 5 years
"""

COUNTED = """\
    abandonment:
      at_most: {24h: 3%, campaign: 3%}
      counts_false_positives: true
      alert_at: 80%
      connect_within: 2s
      message: true
"""


def with_campaign(house: House, mode: str = "progressive") -> Path:
    """Give a house files of its own, with the campaign `renewals`; return its centre.yaml."""
    return with_files(house, CAMPAIGN.format(mode=mode))


def with_files(house: House, campaigns: str) -> Path:
    """Give a house files of its own, with these campaigns; return its centre.yaml."""
    for folder in ("config", "ivr"):
        shutil.copytree(PROJECT / folder, house.folder / "files" / folder)
    house.files = house.folder / "files"
    (house.files / "config/compliance/always.yaml").write_text(LAW, "utf-8")
    file = house.files / "config/centre.yaml"
    file.write_text(file.read_text("utf-8") + campaigns, "utf-8")
    return file


async def imports(house: House, numbers: Iterable[str], to: str = "expiring") -> None:
    """Import people by their numbers (E.164) to a list: what `ctid leads import` does, but for its start."""
    rows = house.folder / "leads.csv"
    people = "".join(f"A. Customer,{number},2026-01-05,form\n" for number in numbers)
    rows.write_text(f"name,phone,consent_at,consent_source\n{people}", "utf-8")
    store = await Store.open(f"sqlite+aiosqlite:///{house.database}", clock=lambda: datetime.now(UTC))
    try:
        order = ImportOrder(rows, to, house.site.region)
        done = await asyncio.to_thread(import_leads, store, order, SystemClock(), lambda *_: None)
    finally:
        await store.close()
    assert not done.refused, done.told


def attempts(house: House) -> list[dict[str, Any]]:
    """Read the rows of attempts, the first one first."""
    return _rows(house, "SELECT * FROM attempts ORDER BY committed_at, id")


def leads(house: House) -> dict[str, dict[str, Any]]:
    """Read the rows of leads by their ids."""
    return {row["id"]: row for row in _rows(house, "SELECT * FROM leads")}


def nth_lead(number: int) -> str:
    """Name a lead by its row in the only import, the first one 1."""
    return lead_id(1, number)


async def comes_true(true: Callable[[], bool], within: float = 60.0) -> None:
    """Wait until something is so that nobody tells of: what another process has written."""
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.05)


async def ended(house: House, many: int, within: float = 60.0) -> None:
    """Wait until so many attempts have ended."""
    await comes_true(lambda: sum(row["ended_at"] is not None for row in attempts(house)) >= many, within)


def _rows(house: House, query: str) -> list[dict[str, Any]]:
    with sqlite3.connect(house.folder / "ctid.db") as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(query)]
