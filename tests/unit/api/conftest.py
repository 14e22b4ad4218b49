from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from as_documented import as_documented
from ctid.api.app import make_app
from ctid.api.pages import Pages
from ctid.api.pretend import PretendCentre
from ctid.api.pretend_records import PretendRecords
from ctid.api.pretend_sign_in import PretendSession
from ctid.api.routes import docs
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.customers import Customer, Identification, Match
from ctid.model.effects import PopCustomer
from ctid.model.events import Event, Published
from ctid.model.ids import AgentId, CustomerId, InteractionId, OfferId, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.model.reasons import Reason
from ctid.model.site import Agent, Disposition, NotReadyReason, Queue, Site

NOW = datetime(2026, 3, 2, 9, 30, 0, 123_456, tzinfo=UTC)
ALICE, BOB = AgentId("1001"), AgentId("1002")
CALL, OFFER = InteractionId("sw1:1763781000.12"), OfferId("off_01")


def _site() -> Site:
    skills = {SkillName("billing"): 2}
    return Site(
        name=Text("Help desk", "服务台"),
        region="CN",
        agents={
            ALICE: Agent(ALICE, "Alice", "1001", skills),
            BOB: Agent(BOB, "Bob", "1002", skills, Language.ZH),
        },
        queues={
            QueueName("billing"): Queue(
                QueueName("billing"),
                Text("Billing", "账单"),
                skills,
                timedelta(seconds=15),
                timedelta(seconds=30),
            )
        },
        skills=(SkillName("billing"),),
        numbers={},
        dispositions={"solved": Disposition("solved", Text("Solved", "已解决"))},
        not_ready_reasons={"lunch": NotReadyReason("lunch", Text("Lunch", "午餐"))},
    )


@dataclass
class World:
    """The api with everything round it made of memory; `client` has no cookie until `sign_in`."""

    client: TestClient[Any, Any]
    centre: PretendCentre
    records: PretendRecords
    pages: Pages
    dist: Path
    now: datetime = NOW

    @property
    def origin(self) -> str:
        return str(self.client.make_url("/")).rstrip("/")

    def publish(self, seq: int, event: Event) -> None:
        """Tell an event that has become durable."""
        self.pages.publish([Published(seq, None, event)])

    async def sign_in(self, subject: str = ALICE, role: str = "agent") -> None:
        self.records.tickets["t1"] = PretendSession(role, subject, self.now + timedelta(seconds=30))
        answer = await self.client.post("/api/v1/session", json={"ticket": "t1"})
        assert answer.status == 200

    async def page(self) -> Any:
        return await self.client.ws_connect("/ws", origin=self.origin)


@pytest.fixture
def extras() -> list[Callable[[web.Application], None]]:
    """What a test adds to the application before it is served."""
    return []


@pytest.fixture
async def world(tmp_path: Path, extras: list[Callable[[web.Application], None]]) -> AsyncIterator[World]:
    centre, records = PretendCentre(_site()), PretendRecords()
    centre.agents[ALICE] = AgentStatus(ALICE, AgentState.READY, NOW, Reason("signed_on"))
    pages = Pages(centre.report)
    made: list[World] = []
    app = make_app(centre, records, pages, clock=lambda: made[0].now, dist=tmp_path / "dist")
    for add in extras:
        add(app)
    untold: list[str] = []
    app.middlewares.insert(0, as_documented(lambda app: app[docs.DOCUMENT], untold))
    async with TestClient(TestServer(app)) as client:
        made.append(World(client, centre, records, pages, tmp_path / "dist"))
        yield made[0]
    assert untold == []


@pytest.fixture
def make_pop() -> Callable[..., PopCustomer]:
    def make(
        agent: AgentId = ALICE, offer: OfferId = OFFER, name: str = "Chen", note: str = ""
    ) -> PopCustomer:
        customer = Customer(CustomerId("cus_1"), name, ("+8613800138000",), note=note)
        match = Match(customer, 90, (Reason("number_exact", {"number": "+8613800138000"}),))
        return PopCustomer(
            offer=offer,
            agent=agent,
            interaction=CALL,
            queue=QueueName("billing"),
            queue_title={"en": "Billing", "zh": "账单"},
            identification=Identification("+8613800138000", (match,)),
            reason=Reason("only_one", {"agent": "Alice", "skills": "billing:2"}),
            waited=timedelta(seconds=2.5),
            collected={"account": "42"},
        )

    return make
