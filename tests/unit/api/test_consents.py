"""What people say about being called, by the api: supervisors, programs and agents write it down."""

from datetime import UTC, datetime, timedelta

import pytest

from ctid.api.pretend_records import PretendToken
from ctid.api.routes import dialled
from ctid.model.commands import Dispose, ForbidCallbacks, HearConsent, NoteConsent
from ctid.model.consents import Word
from ctid.model.dialled import ConsentLedger
from ctid.model.ids import AgentId
from ctid.model.leads import AskedBack, Consent
from ctid.model.reasons import Reason

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
NUMBER = "+12025550142"
GIVEN = Word(NUMBER, AT, True, "form", "file 7", "import")
TAKEN = Word(NUMBER, AT + timedelta(days=3), False, "call", "att_1", "1001", AT, "word_1")
SAID = {"number": "(202) 555-0142", "given": False, "source": "letter", "proof": "scan 3"}
CALL = "/api/v1/interactions/sw1:1.1"


class Kept:
    """A ledger of one number."""

    async def ledger(self, number: str) -> ConsentLedger | None:
        held = Consent(AT, "form", "file 7", TAKEN.at, "call, 1001")
        return None if number == "12" else ConsentLedger(NUMBER, (GIVEN, TAKEN), held)


@pytest.fixture
def kept(extras) -> None:
    extras.append(lambda app: dialled.install(app, Kept()))


@pytest.fixture
def centre(kept, world):
    return world


async def test_the_ledger_of_a_number_tells_every_word_and_what_they_come_to(centre) -> None:
    await centre.sign_in("carol", role="supervisor")
    told = await (await centre.client.get(f"/api/v1/consents/{NUMBER}")).json()
    assert (told["number"], told["display"]) == (NUMBER, "+1 202-555-0142")
    assert [(word["given"], word["source"], word["who"]) for word in told["words"]] == [
        (True, "form", "import"), (False, "call", "1001"),
    ]  # fmt: skip
    assert told["consent"]["revoked_at"] == "2026-03-05T09:00:00.000Z"
    assert told["consent"]["revoked_by"] == "call, 1001"


async def test_what_is_no_number_has_no_ledger(centre) -> None:
    await centre.sign_in("carol", role="supervisor")
    answer = await centre.client.get("/api/v1/consents/12")
    assert (answer.status, (await answer.json())["code"]) == (422, "not_a_number")


async def test_a_supervisor_writes_down_when_and_how_it_was_said(centre) -> None:
    await centre.sign_in("carol", role="supervisor")
    answer = await centre.client.post("/api/v1/consents", json={**SAID, "at": "2026-03-01T10:00:00+01:00"})
    assert (answer.status, (await answer.json())["number"]) == (200, NUMBER)
    [asked] = centre.centre.asked
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert asked == NoteConsent(asked.id, "carol", "(202) 555-0142", False, "letter", "scan 3", at)


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({**SAID, "source": " "}, "/source"),
        ({**SAID, "given": "no"}, "/given"),
        ({**SAID, "at": "2026-03-01T10:00:00"}, "/at"),
        ({"number": NUMBER, "source": "call"}, "/given"),
        ({**SAID, "since": "x"}, "/since"),
    ],
)
async def test_half_a_word_is_refused_and_where(centre, sent, pointer) -> None:
    await centre.sign_in("carol", role="supervisor")
    answer = await centre.client.post("/api/v1/consents", json=sent)
    assert (answer.status, [one["pointer"] for one in (await answer.json())["errors"]]) == (422, [pointer])
    assert centre.centre.asked == []


@pytest.mark.parametrize(
    ("scope", "reads", "writes"),
    [("consents:read", 200, 403), ("consents:write", 403, 200), ("calls:control", 403, 403)],
)
async def test_a_program_reads_and_writes_as_its_scopes_say(centre, scope, reads, writes) -> None:
    centre.records.tokens["t"] = PretendToken("shop", (scope,))
    bearer = {"Authorization": "Bearer t"}
    for path, sent in (("consents", SAID), ("do-not-call", {"number": NUMBER})):
        looked = f"/api/v1/{path}/{NUMBER}" if path == "consents" else f"/api/v1/{path}"
        assert (await centre.client.get(looked, headers=bearer)).status == reads
        assert (await centre.client.post(f"/api/v1/{path}", json=sent, headers=bearer)).status == writes
    if writes == 200:
        noted, forbidden = centre.centre.asked
        assert isinstance(noted, NoteConsent)
        assert isinstance(forbidden, ForbidCallbacks)
        assert noted.who == forbidden.who == "shop"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_an_agent_neither_reads_nor_writes_the_ledger_of_any_number(centre, method) -> None:
    await centre.sign_in()
    path = f"/api/v1/consents/{NUMBER}" if method == "GET" else "/api/v1/consents"
    answer = await centre.client.request(method, path, json=SAID if method == "POST" else None)
    assert (answer.status, (await answer.json())["code"]) == (403, "supervisors_only")


async def test_an_agent_writes_down_what_whoever_they_talk_to_says(centre) -> None:
    await centre.sign_in()
    answer = await centre.client.post(f"{CALL}/consent", json={"given": False, "note": "by the way"})
    assert answer.status == 200
    [asked] = centre.centre.asked
    assert asked == HearConsent(asked.id, AgentId("1001"), "sw1:1.1", False, "by the way")


@pytest.mark.parametrize("own", [True, False])
async def test_a_result_says_when_they_want_to_be_called_back_and_by_whom(centre, own) -> None:
    await centre.sign_in()
    back = {"at": "2026-03-04T15:00:00Z", "own": own}
    answer = await centre.client.post(f"{CALL}/disposition", json={"code": "solved", "call_back": back})
    assert answer.status == 200
    [asked] = centre.centre.asked
    wish = AskedBack(datetime(2026, 3, 4, 15, tzinfo=UTC), AgentId("1001") if own else None)
    assert asked == Dispose(asked.id, AgentId("1001"), "sw1:1.1", "solved", "", wish)


async def test_a_call_back_that_cannot_be_is_refused_in_both_languages(centre) -> None:
    await centre.sign_in()
    centre.centre.refuses = Reason("call_back_over", {"at": "2026-03-01 10:00"})
    back = {"at": "2026-03-01T10:00:00Z"}
    answer = await centre.client.post(
        f"{CALL}/disposition", json={"code": "solved", "call_back": back}, headers={"Accept-Language": "zh"}
    )
    assert (answer.status, (await answer.json())["detail"]) == (
        409,
        "2026-03-01 10:00 UTC 已过：请选择更晚的时间",
    )
