from datetime import timedelta

import pytest

from ctid.api.routes import customers
from ctid.model.commands import ChooseCustomer, Dispose
from ctid.model.customers import Customer
from ctid.model.events import Event, EventKind, Published
from ctid.model.ids import AgentId, InteractionId
from ctid.model.interactions import Interaction, Segment, SegmentKind
from ctid.model.reasons import Reason

CALL = InteractionId("sw1:1763781000.12")
PATH = f"/api/v1/interactions/{CALL}"


def _interaction(world, number: int = 0, **more) -> Interaction:
    at = world.now + timedelta(minutes=number)
    id = CALL if number == 0 else InteractionId(f"sw1:{number}")
    return Interaction(id, "13800138000", "4001", at, number="+8613800138000", **more)


async def test_a_live_interaction_is_told_as_it_is_now_with_its_segments(world):
    await world.sign_in()
    talk = Segment(SegmentKind.TALK, world.now, agent=AgentId("1001"))
    world.records.kept[CALL] = _interaction(world)
    world.centre.interactions[CALL] = _interaction(world, note="newer", segments=(talk,))
    answer = await (await world.client.get(PATH)).json()
    assert answer["note"] == "newer"
    assert (answer["display"], answer["masked"]) == ("+86 138 0013 8000", "+86•••••••••00")
    assert answer["segments"] == [
        {
            "kind": "talk",
            "started_at": "2026-03-02T09:30:00.123Z",
            "ended_at": None,
            "queue": None,
            "agent": "1001",
            "offer": None,
            "detail": "",
        }
    ]


async def test_a_closed_interaction_comes_from_the_records(world):
    await world.sign_in()
    world.records.kept[CALL] = _interaction(world)
    assert (await (await world.client.get(PATH)).json())["id"] == CALL


@pytest.mark.parametrize("path", [PATH, f"{PATH}/events", "/api/v1/customers/cus_9"])
async def test_what_nobody_knows_is_not_found(world, path):
    await world.sign_in()
    assert (await world.client.get(path)).status == 404


async def test_interactions_are_listed_newest_first_page_by_page(world):
    await world.sign_in()
    for number in (1, 2, 3):
        made = _interaction(world, number)
        world.records.kept[made.id] = made
    first = await (await world.client.get("/api/v1/interactions?limit=2")).json()
    assert [each["id"] for each in first["interactions"]] == ["sw1:3", "sw1:2"]
    assert "segments" not in first["interactions"][0]
    answer = await world.client.get(f"/api/v1/interactions?limit=2&before={first['next']}")
    second = await answer.json()
    assert [each["id"] for each in second["interactions"]] == ["sw1:1"]
    assert second["next"] is None


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "order=up"])
async def test_a_wrong_listing_is_refused(world, query):
    await world.sign_in()
    answer = await world.client.get(f"/api/v1/interactions?{query}")
    assert answer.status == 422
    assert (await answer.json())["errors"][0]["pointer"] == f"/{query.partition('=')[0]}"


async def test_an_interactions_events_are_told_with_their_reasons(world):
    await world.sign_in()
    event = Event(
        EventKind.OFFER_MISSED, world.now, CALL, AgentId("1001"), None, Reason("busy"), {"rang_s": 3}
    )
    world.records.events = [Published(7, 3, event)]
    assert await (await world.client.get(f"{PATH}/events")).json() == {
        "events": [
            {
                "kind": "event",
                "seq": 7,
                "call_seq": 3,
                "id": "evt_7",
                "type": "offer.missed",
                "at": "2026-03-02T09:30:00.123Z",
                "interaction": CALL,
                "agent": "1001",
                "offer": None,
                "reason": {"code": "busy", "en": "the phone was busy", "zh": "话机忙", "facts": {}},
                "facts": {"rang_s": 3},
            }
        ]
    }


async def test_an_agent_disposes_an_interaction_in_their_own_name(world):
    await world.sign_in()
    answer = await world.client.post(f"{PATH}/disposition", json={"code": "solved", "note": "线路已修复\nok"})
    assert answer.status == 200
    assert (await answer.json())["status"]["state"] == "ready"
    [command] = world.centre.asked
    assert command == Dispose(command.id, AgentId("1001"), CALL, "solved", "线路已修复\nok")


async def test_another_agents_interaction_cannot_be_disposed(world):
    await world.sign_in("1002")
    world.centre.refuses = Reason("not_yours")
    answer = await world.client.post(f"{PATH}/disposition", json={"code": "solved"})
    assert answer.status == 409
    assert (await answer.json())["code"] == "not_yours"
    assert world.centre.asked[0].agent == "1002"


async def test_an_agent_says_who_the_caller_is(world):
    await world.sign_in()
    world.records.customers["cus_1"] = Customer("cus_1", "Chen")
    answer = await world.client.post(f"{PATH}/customer", json={"customer": "cus_1"})
    assert answer.status == 200
    [command] = world.centre.asked
    assert command == ChooseCustomer(command.id, AgentId("1001"), CALL, "cus_1")


async def test_a_customer_who_does_not_exist_cannot_be_chosen(world):
    await world.sign_in()
    answer = await world.client.post(f"{PATH}/customer", json={"customer": "cus_1"})
    assert answer.status == 404
    assert world.centre.asked == []


async def test_a_new_customer_is_written_down_with_an_e164_number(world):
    await world.sign_in()
    sent = {"name": " 陈晨 ", "number": "138 0013 8000", "language": "zh", "owner": "1001"}
    answer = await world.client.post("/api/v1/customers", json=sent)
    assert answer.status == 201
    customer = await answer.json()
    assert (customer["name"], customer["numbers"]) == ("陈晨", ["+8613800138000"])
    assert (customer["language"], customer["owner"]) == ("zh", "1001")
    assert await (await world.client.get(answer.headers["Location"])).json() == customer


async def test_a_customers_id_that_is_taken_is_never_written_over(world, monkeypatch):
    await world.sign_in()
    names = iter(["1", "1", "2"])
    monkeypatch.setattr(customers.secrets, "token_hex", lambda size: next(names))
    for name in ("Chen", "Li"):
        assert (await world.client.post("/api/v1/customers", json={"name": name})).status == 201
    assert {each.id: each.name for each in world.records.customers.values()} == {
        "cus_1": "Chen",
        "cus_2": "Li",
    }


async def test_a_new_customer_may_have_hidden_their_number(world):
    await world.sign_in()
    answer = await world.client.post("/api/v1/customers", json={"name": "Chen"})
    assert (await answer.json())["numbers"] == []


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"name": "Chen", "number": "12"}, "/number"),
        ({"name": "Chen", "number": "sip:evil@example"}, "/number"),
        ({"name": "  "}, "/name"),
        ({"name": "Chen", "language": "fr"}, "/language"),
        ({"name": "Chen", "tier": "gold"}, "/tier"),
        ({"name": "Chen", "owner": "nobody"}, "/owner"),
    ],
)
async def test_a_wrong_new_customer_is_not_written_down(world, sent, pointer):
    await world.sign_in()
    answer = await world.client.post("/api/v1/customers", json=sent)
    assert answer.status == 422
    assert [each["pointer"] for each in (await answer.json())["errors"]] == [pointer]
    assert world.records.customers == {}


FACTS = {
    "birthday": "1990-10-01",
    "tickets": [
        {"number": "7001", "state": "waiting", "subject": "Router", "items": 0, "due": None, "open": True}
    ],
    "orders": [
        {"number": "4711", "state": "packed", "subject": "", "items": 2, "due": "2026-12-01", "open": False}
    ],
}


async def test_facts_of_a_customer_are_read_as_they_were_put(world):
    await world.sign_in()
    world.records.customers["cus_1"] = Customer("cus_1", "Chen")
    nothing = await world.client.get("/api/v1/customers/cus_1/facts")
    assert await nothing.json() == {"birthday": None, "tickets": [], "orders": []}
    put = await world.client.put("/api/v1/customers/cus_1/facts", json=FACTS)
    assert (put.status, await put.json()) == (200, FACTS)
    assert await (await world.client.get("/api/v1/customers/cus_1/facts")).json() == FACTS


async def test_nobody_has_no_facts(world):
    await world.sign_in()
    for answer in (
        await world.client.get("/api/v1/customers/cus_9/facts"),
        await world.client.put("/api/v1/customers/cus_9/facts", json=FACTS),
    ):
        assert answer.status == 404


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"birthday": "soon"}, "/birthday"),
        ({"orders": [{"number": "7"}]}, "/orders/0/state"),
        ({"tickets": [{"number": "7", "state": "new", "colour": "red"}]}, "/tickets/0/colour"),
    ],
)
async def test_facts_that_are_none_are_refused_with_their_place(world, sent, pointer):
    await world.sign_in()
    world.records.customers["cus_1"] = Customer("cus_1", "Chen")
    answer = await world.client.put("/api/v1/customers/cus_1/facts", json=sent)
    problem = await answer.json()
    assert (problem["code"], [fault["pointer"] for fault in problem["errors"]]) == ("invalid", [pointer])
