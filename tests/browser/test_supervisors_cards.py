"""A supervisor's cards in every state that they may show, in both languages, at an api made of memory.

With CTID_PICTURES=<directory> they are pictured.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Browser, Page, expect

from browser_stage import PICTURES
from ctid.api.app import make_app
from ctid.api.pages import Pages
from ctid.api.pretend import PretendCentre
from ctid.api.pretend_records import PretendRecords
from ctid.api.pretend_sign_in import PretendSession
from ctid.api.routes import configuration
from ctid.config.sections import SiteFiles
from ctid.lab.house import PROJECT
from ctid.model.callbacks import Callback, CallbackState
from ctid.model.do_not_call import DoNotCall
from ctid.model.ids import InteractionId, QueueName
from ctid.model.reasons import Reason
from ctid.model.routing_policy import Dial
from ctid.runtime.daemon import DIST
from ctid.runtime.sources import read_sources

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LIVE = {
    "agent": "1001", "skill": "billing", "live": 4, "file": 0, "who": "carol", "since": NOW.isoformat(),
}  # fmt: skip
PLAN: dict[str, Any] = {
    "applied_at": NOW.isoformat(),
    "applied_by": "carol",
    "changes": [
        {"path": "queues.support.ring", "before": "15s", "after": "20s"},
        {"path": "flows.main.nodes.sorry", "before": None, "after": "voicemail: {prompt: nobody-here}"},
    ],
    "drift": [LIVE],
}


class Files:
    """Files that say otherwise than what runs."""

    async def apply(self, who: str, *, discard_live: bool = False) -> Reason | None:
        return None

    async def planned(self) -> dict[str, Any]:
        return PLAN

    async def write_back(self) -> int:
        return 1


def wish(n: int, state: CallbackState, **how: Any) -> Callback:
    return Callback(
        InteractionId(f"sw1:1.{n}"), f"+1202555012{n}", QueueName("support"), Dial.AGENT_FIRST,
        NOW - timedelta(minutes=n), NOW + timedelta(hours=4), NOW - timedelta(minutes=n + 3),
        state=state, **how,
    )  # fmt: skip


@pytest.fixture
def centre() -> PretendCentre:
    """A centre that is to call back five, one in each state that has not ended, one of them held."""
    files = SiteFiles(
        centre=PROJECT / "config/centre.yaml", flows=PROJECT / "ivr", prompts=PROJECT / "ivr/prompts"
    )
    centre = PretendCentre(read_sources(files).site)
    busy = Reason("called_busy")
    wishes = (
        wish(1, CallbackState.WAITING),
        wish(2, CallbackState.WAITING),
        wish(3, CallbackState.DIALLING, attempts=1),
        wish(4, CallbackState.RESTING, attempts=1, again_at=NOW + timedelta(minutes=5), reason=busy),
        wish(5, CallbackState.UNKNOWN, attempts=2, reason=Reason("attempt_unknown")),
    )
    centre.wishes = {each.id: each for each in wishes}
    listed = {"number": "+12025550122", "who": "carol", "since": "2026-03-02 09:00:00"}
    centre.held[wishes[1].id] = Reason("do_not_call", listed)
    centre.unwanted["+12025550122"] = DoNotCall("+12025550122", True, "carol", NOW, "asked us not to")
    return centre


@pytest.fixture
async def page(centre: PretendCentre, browser: Browser) -> AsyncIterator[Page]:
    """A supervisor's page at that centre."""
    records = PretendRecords()
    records.tickets["t"] = PretendSession("supervisor", "carol", NOW + timedelta(minutes=1))
    reached = Reason("established")
    records.ended = [wish(6, CallbackState.REACHED, attempts=1, ended_at=NOW, reason=reached)]
    app = make_app(centre, records, Pages(centre.report), clock=lambda: NOW, dist=DIST)
    configuration.install(app, Files())
    async with TestClient(TestServer(app)) as client:
        context = await browser.new_context(viewport={"width": 1280, "height": 1000}, locale="en-US")
        opened = await context.new_page()
        await opened.goto(str(client.make_url("/#ticket=t")))
        yield opened
        await context.close()


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


async def chinese(page: Page) -> None:
    await page.get_by_role("button", name="中文").click()


async def test_each_state_of_a_call_back_is_told_in_words_and_only_one_that_rings_cannot_be_cancelled(
    page: Page,
) -> None:
    card = page.get_by_role("region", name="Call-backs")
    expected = {
        "+1 202-555-0121": "called when their turn comes",
        "+1 202-555-0122": "on the do-not-call list, by carol",
        "+1 202-555-0123": "is being called",
        "+1 202-555-0124": "not reached; again at",
        "+1 202-555-0125": "may have been called",
    }
    for number, words in expected.items():
        row = card.get_by_role("listitem", name=number)
        await expect(row).to_contain_text(words)
        await expect(row.get_by_role("button")).to_be_enabled(enabled="0123" not in number)
    await card.get_by_text("How the last ones ended").click()
    await expect(card).to_contain_text("+1 202-555-0126 reached")
    await picture(page, "cards")
    await chinese(page)
    await expect(page.get_by_role("region", name="回拨")).to_contain_text("轮到时即回拨")
    await picture(page, "cards-zh")


async def test_a_call_back_is_cancelled_from_the_page(page: Page, centre: PretendCentre) -> None:
    centre.interactions[InteractionId("sw1:1.1")] = None  # type: ignore[assignment]
    async with page.expect_response("**/callbacks/sw1*"):
        await page.get_by_role("button", name="Do not call back: +1 202-555-0121").click()
    assert [type(asked).__name__ for asked in centre.asked] == ["CancelCallback"]


async def test_what_the_files_say_otherwise_and_what_is_live_is_shown_place_by_place(page: Page) -> None:
    await page.get_by_role("button", name="Configuration").click()
    card = page.get_by_role("region", name="Configuration")
    await expect(card).to_contain_text("queues.support.ring15s → 20s")
    await expect(card).to_contain_text("nothing → voicemail")
    await expect(page.get_by_role("region", name="Changed live")).to_contain_text(
        "billing: live 4, file none"
    )
    await picture(page, "files")
    await chinese(page)
    await expect(page.get_by_role("region", name="坐席技能")).to_contain_text("support")
    await picture(page, "files-zh")


async def test_a_skill_that_is_changed_leaves_the_others_as_they_were(
    page: Page, centre: PretendCentre
) -> None:
    await page.get_by_role("button", name="Configuration").click()
    await page.get_by_role("button", name="Change…: Agent 1001").click()
    form = page.get_by_role("form", name="Skills of Agent 1001")
    await form.get_by_label("billing").select_option("4")
    await picture(page, "skills")
    await form.get_by_role("button", name="Give these skills now").click()
    await expect(form).to_have_count(0)
    [asked] = centre.asked
    assert asked.skills == {"support": 3, "english": 2, "mandarin": 5, "billing": 4}  # type: ignore[union-attr]
