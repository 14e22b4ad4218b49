"""Looking back on what was dialled, from what is written down: a campaign's day, why a lead is not called."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from compliance_world import laws
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Evidence, Mode
from ctid.model.campaigns import Campaign
from ctid.model.consents import Word
from ctid.model.dialing import WindowTally
from ctid.model.do_not_call import DoNotCall
from ctid.model.hours import Calendar
from ctid.model.languages import Language
from ctid.model.leads import Consent, Lead, LeadNumber
from ctid.model.mistakes import Text
from ctid.model.refusals import RefusalCount
from ctid.runtime.dialled import Dialled
from ctid.store.encoding import Batch
from ctid.store.store import Store
from town_site import SITE

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)  # Monday, 13:00 in New York
MONDAY = date(2026, 11, 23)
NUMBER = "+12125550142"
CAMPAIGN = Campaign(
    "spring", Text("Spring", "春季"), Mode.PREDICTIVE, "us", {"all": 1}, {"": "+12025550100"}, "Seller",
    hours="office",
)  # fmt: skip
OFFICE = Calendar(ZoneInfo("America/New_York"), {})
LEAD = Lead("lead_1-00000002", "all", (LeadNumber(NUMBER),), consent=Consent(NOW, "form", "file 7"), batch=1)
GONE = Word(NUMBER, NOW, False, "call", "att_7", "1001", NOW, "word_1")


def attempt(n: int, at: datetime, outcome: AttemptOutcome, campaign: str = "spring") -> Attempt:
    return Attempt(
        f"att_{n}", campaign, LEAD.id, NUMBER, "+12025550100", Mode.PREDICTIVE, Evidence("us", "2024-10-15"),
        at, AttemptState.ENDED, outcome, answered_at=at, ended_at=at + timedelta(seconds=1),
    )  # fmt: skip


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(f"sqlite:///{tmp_path}/ctid.db", clock=lambda: NOW)
    writer = asyncio.create_task(opened.run())
    with opened.staging("all", dry=False) as staging:
        staging.begin("list.csv", NOW)
        staging.write([(2, LEAD)], NOW)
        staging.publish(NOW)
    try:
        yield opened
    finally:
        await opened.close()
        await writer


@pytest.fixture
def dialled(store: Store) -> Dialled:
    site = replace(SITE, campaigns={"spring": CAMPAIGN}, calendars={"office": OFFICE})
    unwanted = {NUMBER: DoNotCall(NUMBER, True, "1001", NOW, "never, att_7")}
    return Dialled(store, lambda: site, lambda: Rulebook(laws()), lambda: unwanted, lambda: NOW)


async def kept(store: Store, *records: object) -> None:
    store.submit(Batch(records=records))  # type: ignore[arg-type]
    async with asyncio.timeout(10):
        while store.status().pending:
            await asyncio.sleep(0.005)


async def test_a_day_is_that_of_the_campaigns_clock_with_its_refusals_and_the_windows_of_the_law(
    store: Store, dialled: Dialled
) -> None:
    before, noon = datetime(2026, 11, 23, 4, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=UTC)
    after = datetime(2026, 11, 24, 6, tzinfo=UTC)
    await kept(
        store,
        attempt(1, before, AttemptOutcome.ABANDONED),  # Sunday 23:00 there
        attempt(2, noon, AttemptOutcome.CONNECTED),
        attempt(3, noon, AttemptOutcome.ABANDONED),
        attempt(4, noon, AttemptOutcome.BUSY),
        attempt(5, after, AttemptOutcome.CONNECTED),
        attempt(6, noon, AttemptOutcome.CONNECTED, "autumn"),
        RefusalCount("spring", MONDAY, "outside_hours", 41),
        RefusalCount("spring", MONDAY, "on_a_list", 2),
        RefusalCount("spring", MONDAY - timedelta(days=1), "on_a_list", 9),
        RefusalCount("autumn", MONDAY, "on_a_list", 5),
    )
    day = await dialled.day("spring", MONDAY)
    assert (day.attempts, day.abandoned, day.live, day.share) == (3, 1, 2.0, 0.5)
    assert day.outcomes == {"connected": 1, "abandoned": 1, "busy": 1}
    assert day.refused == {"on_a_list": 2, "outside_hours": 41}
    assert (day.worst, day.worst_at) == (0.5, "12:00")
    assert [*day.windows] == [WindowTally("30 days", 3, 2, 0.03), WindowTally("campaign", 3, 2, 0.03)]
    assert "outside the hours 41, on a do-not-call list 2" in day.words.en


async def test_a_count_that_went_on_is_one_row(store: Store, dialled: Dialled) -> None:
    for many in (1, 2, 3):
        await kept(store, RefusalCount("spring", MONDAY, "outside_hours", many))
    assert (await dialled.day("spring", MONDAY)).refused == {"outside_hours": 3}
    assert (await store.remembered()).refusals == (RefusalCount("spring", MONDAY, "outside_hours", 3),)


async def test_why_a_lead_is_not_called_says_that_consent_was_taken_back_when_and_by_whom(
    store: Store, dialled: Dialled
) -> None:
    await kept(store, GONE)
    told = await dialled.explain(LEAD.id)
    assert told is not None
    [judged] = told.calls
    rules = {rule.rule: rule for rule in judged.rules}
    assert not rules["revocation"].allows
    said = rules["revocation"].reason.words(Language.EN)
    assert said == "they took back their consent (2026-11-23 18:00 UTC; call, 1001)"
    assert [(word.given, word.who, word.proof) for word in told.words] == [
        (True, "import", "file 7"), (False, "1001", "att_7"),
    ]  # fmt: skip
    assert [entry.who for entry in told.unwanted] == ["1001"]


async def test_the_ledger_of_a_number_holds_what_came_with_lists_and_what_was_said_since(
    store: Store, dialled: Dialled
) -> None:
    await kept(store, replace(GONE, at=NOW + timedelta(hours=1)))
    ledger = await dialled.ledger("(212) 555-0142")
    assert ledger is not None
    assert [word.given for word in ledger.words] == [True, False]
    assert ledger.consent == Consent(NOW, "form", "file 7", NOW + timedelta(hours=1), "call, 1001")
    assert await dialled.ledger("12") is None
