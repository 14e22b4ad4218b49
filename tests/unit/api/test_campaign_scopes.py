"""Who may read and who may switch campaigns: every route, and everybody who may ask."""

import pytest

from campaign_stage import RENEWALS
from ctid.api.pretend_sign_in import PretendToken
from ctid.api.routes import dialled
from ctid.api.scopes import SCOPES
from ctid.model.campaigns import CampaignState
from ctid.model.commands import KillDialing, PauseCampaign, ResumeDialing, StartCampaign, StopCampaign
from ctid.model.dialing import CampaignNow, CampaignStatus
from ctid.model.dialled import CampaignDay
from ctid.model.mistakes import Text
from ctid.model.reasons import Reason

READ, CONTROL = "campaigns:read", "campaigns:control"
ROUTES = {
    ("GET", "campaigns"): READ,
    ("GET", "campaigns/renewals"): READ,
    ("GET", "campaigns/renewals/attempts"): READ,
    ("GET", "campaigns/renewals/report"): READ,
    ("GET", "campaigns/renewals/lists"): READ,
    ("GET", "leads?number=%2B12025550142"): READ,
    ("GET", "leads/lead_1/attempts"): READ,
    ("GET", "leads/lead_1/why"): READ,
    ("POST", "campaigns/renewals/start"): CONTROL,
    ("POST", "campaigns/renewals/pause"): CONTROL,
    ("POST", "campaigns/renewals/stop"): CONTROL,
    ("POST", "dialing/kill"): CONTROL,
    ("POST", "dialing/resume"): CONTROL,
}
COMMANDS = {
    "campaigns/renewals/start": StartCampaign,
    "campaigns/renewals/pause": PauseCampaign,
    "campaigns/renewals/stop": StopCampaign,
    "dialing/kill": KillDialing,
    "dialing/resume": ResumeDialing,
}


class Nothing:
    """Nothing was dialled, and there is nobody to call."""

    async def attempts_of_campaign(self, campaign, since):
        return []

    async def attempts_of_lead(self, lead):
        return []

    async def leads_with_number(self, number):
        return []

    async def progress(self, campaign):
        return []

    async def day(self, campaign, day):
        return CampaignDay(campaign, day, 0, 0.0, 0.0, {}, {}, Text("", ""))

    async def explain(self, lead):
        return None


@pytest.fixture
def extras():
    return [lambda app: dialled.install(app, Nothing())]


@pytest.fixture
def running(world):
    status = CampaignStatus("renewals", CampaignState.RUNNING, world.now, "c", Reason("asked", {"by": "c"}))
    world.centre.dialed["renewals"] = CampaignNow(RENEWALS, status)
    return world


def bearing(world, *scopes: str) -> dict[str, str]:
    """Return the header of a program with these scopes."""
    world.records.tokens["t"] = PretendToken("watchdog", scopes)
    return {"Authorization": "Bearer t", "Accept-Language": "en"}


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_a_program_is_let_in_by_the_routes_own_scope_and_by_no_other(
    running, method: str, path: str
) -> None:
    needed = ROUTES[method, path]
    for scopes in ((), *((scope,) for scope in SCOPES if scope != needed)):
        answer = await running.client.request(method, f"/api/v1/{path}", headers=bearing(running, *scopes))
        problem = await answer.json()
        assert (answer.status, problem["code"]) == (403, "scope_missing"), scopes
        assert problem["detail"] == f"the token lacks the scope {needed}"
    assert running.centre.asked == []


@pytest.mark.parametrize(("path", "command"), COMMANDS.items())
async def test_a_program_commands_campaigns_in_its_own_name(running, path: str, command: type) -> None:
    answer = await running.client.post(f"/api/v1/{path}", headers=bearing(running, CONTROL))
    assert answer.status == 200
    [asked] = running.centre.asked
    assert (type(asked), asked.who) == (command, "watchdog")


@pytest.mark.parametrize("path", [path for (method, path) in ROUTES if method == "GET"])
async def test_a_program_reads_campaigns_and_what_was_dialled(running, path: str) -> None:
    answer = await running.client.get(f"/api/v1/{path}", headers=bearing(running, READ))
    assert answer.status == (404 if path.endswith("why") else 200)


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_an_agent_is_refused_and_who_is_not_signed_in_as_well(running, method: str, path: str) -> None:
    answer = await running.client.request(method, f"/api/v1/{path}")
    assert (answer.status, (await answer.json())["code"]) == (401, "not_signed_in")
    await running.sign_in()
    answer = await running.client.request(method, f"/api/v1/{path}")
    assert (answer.status, (await answer.json())["code"]) == (403, "supervisors_only")
    assert running.centre.asked == []


async def test_the_socket_is_for_pages_whatever_a_tokens_scopes(running) -> None:
    answer = await running.client.get("/ws", headers=bearing(running, *SCOPES))
    assert (answer.status, (await answer.json())["code"]) == (403, "people_only")
