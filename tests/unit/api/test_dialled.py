"""What was dialled by the api: attempts with their evidence, a campaign's day, why a lead was not called."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from campaign_stage import RENEWALS
from ctid.api.routes import dialled
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Evidence, Mode
from ctid.model.campaigns import CampaignState
from ctid.model.consents import Word
from ctid.model.dialing import CampaignNow, CampaignStatus
from ctid.model.dialled import CallJudged, CampaignDay, ConsentLedger, LeadExplained, ListProgress, RuleSays
from ctid.model.do_not_call import DoNotCall
from ctid.model.languages import Language
from ctid.model.leads import Consent, Lead, LeadNumber
from ctid.model.mistakes import Text
from ctid.model.reasons import Reason
from ctid.runtime import campaign_words

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEAD = Lead("lead_1-00000001", "expiring", (LeadNumber("+12025550142"),), "A. Customer")


WORDS = (
    Word("+12025550142", AT, True, "form", "file 7", "import"),
    Word("+12025550142", AT, False, "call", "att_1", "1001", AT, "word_1"),
)


def attempt(n: int) -> Attempt:
    return Attempt(
        f"att_{n}", "renewals", LEAD.id, "+12025550142", "+12025550199", Mode.PREDICTIVE,
        Evidence("us", "2024-10-15", {"calling_hours": "10:14 in America/New_York"}), AT,
        AttemptState.ENDED, AttemptOutcome.NO_ANSWER, dialled_at=AT, ended_at=AT, cause=19, sip=480,
    )  # fmt: skip


@dataclass
class Kept:
    """What was dialled, kept in memory."""

    made: list[Attempt] = field(default_factory=lambda: [attempt(1), attempt(2)])
    asked: list[object] = field(default_factory=list)

    async def attempts_of_campaign(self, campaign: str, since: datetime) -> Sequence[Attempt]:
        self.asked.append((campaign, since))
        return self.made

    async def attempts_of_lead(self, lead: str) -> Sequence[Attempt]:
        return [each for each in self.made if each.lead == lead]

    async def day(self, campaign: str, day: date) -> CampaignDay:
        return CampaignDay(campaign, day, 2, 1.0, 0.0, {"no_answer": 2}, {"calling_hours": 3}, Text("a", "b"))

    async def ledger(self, number: str) -> ConsentLedger | None:
        if number == "12":
            return None
        held = Consent(AT, "form", "file 7", AT, "call, 1001")
        return ConsentLedger("+12025550142", WORDS, held)

    async def leads_with_number(self, number: str) -> Sequence[Lead]:
        return [LEAD] if number == LEAD.numbers[0].number else []

    async def progress(self, campaign: str) -> Sequence[ListProgress]:
        return [ListProgress("expiring", 200, fresh=40, calling=2, again=7, callbacks=1)]

    async def explain(self, lead: str) -> LeadExplained | None:
        rules = (
            RuleSays("ring", True, Reason("established")),
            RuleSays("calling_hours", False, Reason("queue_full", {"queue": "a", "waiting": 1}), AT),
        )
        judged = CallJudged("renewals", "+12025550142", "us", "2024-10-15", rules)
        unwanted = (DoNotCall("+12025550142", True, "1001", AT, "never, att_1"),)
        told = LeadExplained(LEAD, AT, (judged,), self.made, WORDS, unwanted)
        return told if lead == LEAD.id else None


@pytest.fixture
def kept(extras) -> Kept:
    kept = Kept()
    extras.append(lambda app: dialled.install(app, kept))
    return kept


@pytest.fixture
async def boss(kept, world):
    """A supervisor's session at a centre with one campaign."""
    status = CampaignStatus("renewals", CampaignState.RUNNING, AT, "c", Reason("asked", {"by": "c"}))
    world.centre.dialed["renewals"] = CampaignNow(RENEWALS, status)
    await world.sign_in("carol", role="supervisor")
    return world.client


@pytest.mark.parametrize(
    "path",
    [
        *("campaigns/renewals/attempts", "campaigns/renewals/report", "campaigns/renewals/lists"),
        *("leads/l/attempts", "leads/l/why", "leads?number=1"),
    ],
)
async def test_only_a_supervisor_looks_at_what_was_dialled(kept, world, path: str) -> None:
    await world.sign_in()
    assert (await world.client.get(f"/api/v1/{path}")).status == 403


async def test_an_attempt_is_told_with_its_evidence(boss) -> None:
    [told, _] = (await (await boss.get(f"/api/v1/leads/{LEAD.id}/attempts")).json())["attempts"]
    assert told["evidence"] == {
        "profile": "us", "version": "2024-10-15", "rules": {"calling_hours": "10:14 in America/New_York"},
    }  # fmt: skip
    assert (told["outcome"], told["cause"], told["sip"]) == ("no_answer", 19, 480)
    assert (told["committed_at"], told["answered_at"]) == ("2026-03-02T09:00:00.000Z", None)


async def test_of_a_campaigns_attempts_the_last_are_told(boss, kept, world) -> None:
    path = "/api/v1/campaigns/renewals/attempts"
    [told] = (await (await boss.get(path, params={"limit": 1})).json())["attempts"]
    assert told["id"] == "att_2"
    assert kept.asked == [("renewals", world.now - dialled.LOOKED_BACK)]
    assert (await boss.get("/api/v1/campaigns/nobody/attempts")).status == 404


async def test_a_campaigns_day_is_reported_in_figures_and_words(boss) -> None:
    told = await (await boss.get("/api/v1/campaigns/renewals/report", params={"day": "2026-03-01"})).json()
    assert (told["day"], told["refused"], told["text"]["zh"]) == ("2026-03-01", {"calling_hours": 3}, "b")
    assert (await (await boss.get("/api/v1/campaigns/renewals/report")).json())["day"] == "2026-03-02"
    wrong = await boss.get("/api/v1/campaigns/renewals/report", params={"day": "yesterday"})
    assert wrong.status == 422


async def test_why_a_lead_is_not_called_names_every_rule(boss) -> None:
    told = await (await boss.get(f"/api/v1/leads/{LEAD.id}/why")).json()
    [judged] = told["calls"]
    assert judged["allowed"] is False
    assert [(rule["rule"], rule["allows"]) for rule in judged["rules"]] == [
        ("ring", True), ("calling_hours", False),
    ]  # fmt: skip
    assert judged["rules"][1]["not_before"] == "2026-03-02T09:00:00.000Z"
    assert len(told["attempts"]) == 2
    unknown = await boss.get("/api/v1/leads/nobody/why")
    assert (unknown.status, (await unknown.json())["detail"]) == (404, "there is no lead nobody")


async def test_why_a_lead_is_not_called_tells_who_said_what_and_who_wrote_it_down(boss) -> None:
    told = await (await boss.get(f"/api/v1/leads/{LEAD.id}/why")).json()
    assert [(word["given"], word["who"], word["proof"]) for word in told["words"]] == [
        (True, "import", "file 7"), (False, "1001", "att_1"),
    ]  # fmt: skip
    [entry] = told["unwanted"]
    assert (entry["number"], entry["who"], entry["why"]) == ("+12025550142", "1001", "never, att_1")
    english, chinese = ("\n".join(campaign_words.lead(told, language)) for language in Language)
    assert (
        "2026-03-02 09:00:00 UTC  +12025550142 took back their consent · call, written down by 1001"
        in english
    )
    assert "撤回同意 · 方式：call，登记人：1001 · att_1" in chinese
    assert "was put on the do-not-call list by 1001: never, att_1" in english


async def test_a_lead_is_found_by_its_number_however_it_is_written(boss) -> None:
    told = await (await boss.get("/api/v1/leads", params={"number": "001 (202) 555-0142"})).json()
    assert told["leads"] == [
        {"lead": LEAD.id, "name": "A. Customer", "list": "expiring", "state": "open"},
    ]  # fmt: skip
    assert (await (await boss.get("/api/v1/leads", params={"number": "+12025550143"})).json())["leads"] == []
    wrong = await boss.get("/api/v1/leads", params={"number": "nobody"})
    assert (wrong.status, (await wrong.json())["errors"][0]["pointer"]) == (422, "/number")


async def test_how_far_each_list_has_come_is_told(boss) -> None:
    told = await (await boss.get("/api/v1/campaigns/renewals/lists")).json()
    assert told["lists"] == [
        {
            "list": "expiring", "leads": 200, "fresh": 40, "calling": 2, "again": 7, "callbacks": 1,
            "share": 0.75,
        }
    ]  # fmt: skip
    assert (await boss.get("/api/v1/campaigns/nobody/lists")).status == 404
