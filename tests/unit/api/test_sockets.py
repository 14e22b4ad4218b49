import asyncio

import pytest
from aiohttp import WSMsgType

from ctid.api import stream as stream_module
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId, OfferId
from ctid.model.reasons import Reason
from ctid.model.reports import PopNotShown, PopShown

ALICE, BOB = AgentId("1001"), AgentId("1002")
CALL = "sw1:1763781000.12"
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "\u202egnp.exe",
    "\"\\u0000'`${x}",
    "\u2028\u2029\x1b[2J",
    "陈晨 \U0001f600",
    "\udcff",
]


def _event(world, kind: EventKind, agent: str | None = None, **more) -> Event:
    return Event(kind, world.now, more.pop("interaction", CALL), AgentId(agent) if agent else None, **more)


async def _settle(condition) -> None:
    async with asyncio.timeout(2):
        while not condition():
            await asyncio.sleep(0.005)


async def test_a_page_is_greeted_with_where_things_stand(world):
    await world.sign_in()
    world.publish(41, _event(world, EventKind.SWITCH_UP, interaction=None))
    hello = await (await world.page()).receive_json(timeout=2)
    assert (hello["kind"], hello["seq"], hello["pop"]) == ("hello", 41, None)
    assert hello["status"]["state"] == "ready"


async def test_a_reloaded_page_is_shown_the_pop_again_with_the_calls_story(world, make_pop):
    await world.sign_in()
    world.centre.pops[ALICE] = make_pop()
    world.publish(1, _event(world, EventKind.CALL_ARRIVED))
    world.publish(2, _event(world, EventKind.CALL_QUEUED))
    hello = await (await world.page()).receive_json(timeout=2)
    assert hello["pop"]["offer"] == "off_01"
    assert [each["type"] for each in hello["pop"]["timeline"]] == ["call.arrived", "call.queued"]


async def test_a_pop_says_who_calls_and_why_and_how_long_they_waited(world, make_pop):
    await world.sign_in()
    page = await world.page()
    await page.receive_json(timeout=2)
    world.publish(1, _event(world, EventKind.CALL_ARRIVED))
    world.pages.show(make_pop())
    pop = await page.receive_json(timeout=2)
    assert [each["seq"] for each in pop.pop("timeline")] == [1]
    [match] = pop.pop("matches")
    assert match["customer"]["numbers"] == ["+8613800138000"]
    assert (match["score"], match["reasons"][0]["code"]) == (90, "number_exact")
    assert pop == {
        "kind": "pop",
        "offer": "off_01",
        "interaction": CALL,
        "queue": "billing",
        "queue_title": {"en": "Billing", "zh": "账单"},
        "reason": {
            "code": "only_one",
            "en": "Alice is the only free agent for billing:2",
            "zh": "Alice 是唯一可服务 billing:2 的空闲坐席",
            "facts": {"agent": "Alice", "skills": "billing:2"},
        },
        "waited_ms": 2500,
        "asked_back_at": None,
        "number": "+8613800138000",
        "masked": "+86•••••••••00",
        "display": "+86 138 0013 8000",
        "identification_reason": None,
        "collected": {"account": "42"},
    }


async def test_only_the_first_page_that_acknowledges_counts(world, make_pop):
    await world.sign_in()
    first, second = await world.page(), await world.page()
    world.pages.show(make_pop())
    for page in (first, second, first):
        await page.send_json({"kind": "pop_shown", "offer": "off_01"})
    await _settle(lambda: world.centre.reported)
    await asyncio.sleep(0.05)
    assert world.centre.reported == [PopShown(OfferId("off_01"))]


async def test_an_acknowledgement_of_another_offer_is_fenced_off(world, make_pop):
    await world.sign_in()
    page = await world.page()
    world.pages.show(make_pop(offer=OfferId("off_01")))
    world.pages.show(make_pop(offer=OfferId("off_02")))
    await page.send_json({"kind": "pop_shown", "offer": "off_01"})
    await page.send_json({"kind": "pop_shown", "offer": "off_02"})
    await _settle(lambda: world.centre.reported)
    assert world.centre.reported == [PopShown(OfferId("off_02"))]


async def test_another_agent_cannot_acknowledge(world, make_pop):
    await world.sign_in("1002")
    page = await world.page()
    world.pages.show(make_pop(agent=ALICE))
    await page.send_json({"kind": "pop_shown", "offer": "off_01"})
    await page.close()
    assert world.centre.reported == [PopNotShown(OfferId("off_01"))]


async def test_an_agent_without_a_page_is_reported_at_once(world, make_pop):
    world.pages.show(make_pop())
    assert world.centre.reported == [PopNotShown(OfferId("off_01"))]


async def test_a_last_page_that_goes_before_it_acknowledged_is_reported(world, make_pop):
    await world.sign_in()
    page = await world.page()
    await page.receive_json(timeout=2)
    world.pages.show(make_pop())
    await page.close()
    await _settle(lambda: world.centre.reported)
    assert world.centre.reported == [PopNotShown(OfferId("off_01"))]


async def _heard(world, *events: Event) -> list[str]:
    page = await world.page()
    await page.receive_json(timeout=2)
    for seq, event in enumerate(events, 1):
        world.publish(seq, event)
    mark = _event(world, EventKind.SWITCH_UP, interaction=None)
    world.publish(99, mark)
    heard = []
    while (message := await page.receive_json(timeout=2)).get("seq") != 99:
        if message["kind"] == "event":
            heard.append(message["type"])
    return heard


async def test_an_agent_hears_of_themselves_and_of_calls_once_offered_to_them(world):
    await world.sign_in()
    assert await _heard(
        world,
        _event(world, EventKind.CALL_ARRIVED),
        _event(world, EventKind.AGENT_CHANGED, BOB, interaction=None),
        _event(world, EventKind.PHONE_CHANGED, ALICE, interaction=None),
        _event(world, EventKind.OFFER_MADE, ALICE),
        _event(world, EventKind.CALL_ESTABLISHED, ALICE),
        _event(world, EventKind.CALL_CLEARED),
        _event(world, EventKind.CALL_ARRIVED, interaction="sw1:2"),
        _event(world, EventKind.INTERACTION_LOGGED),
        _event(world, EventKind.INTERACTION_DISPOSED, BOB),
    ) == [
        "phone.changed",
        "offer.made",
        "call.established",
        "call.cleared",
        "interaction.logged",
        "interaction.disposed",
    ]


async def test_a_supervisor_hears_everything_and_is_shown_no_pop(world, make_pop):
    await world.sign_in("1001", role="supervisor")
    world.pages.show(make_pop())
    assert world.centre.reported == [PopNotShown(OfferId("off_01"))]
    assert await _heard(
        world,
        _event(world, EventKind.CALL_ARRIVED),
        _event(world, EventKind.AGENT_CHANGED, BOB, interaction=None),
    ) == ["call.arrived", "agent.changed"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_comes_through_unchanged_as_text(world, make_pop, text):
    await world.sign_in()
    page = await world.page()
    await page.receive_json(timeout=2)
    world.pages.show(make_pop(name=text, note=text))
    customer = (await page.receive_json(timeout=2))["matches"][0]["customer"]
    assert (customer["name"], customer["note"]) == (text, text)
    reason = Reason("best_match", {"agent": text, "skills": text, "score": 1, "idle_s": 1})
    world.publish(1, _event(world, EventKind.OFFER_MADE, ALICE, reason=reason, facts={"name": text}))
    event = await page.receive_json(timeout=2)
    assert event["facts"] == {"name": text}
    assert text in event["reason"]["zh"]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("{", 1008),
        ('{"kind":"pop_shown"}', 1008),
        ('{"kind":"dial","offer":"off_01"}', 1008),
        ('{"kind":"pop_shown","offer":"off_01","agent":"1002"}', 1008),
        ("[" * 9_000, 1008),
        ("x" * 20_000, 1009),
        (b"\x00", 1003),
    ],
)
async def test_a_page_that_breaks_the_protocol_is_closed(world, message, code):
    await world.sign_in()
    page = await world.page()
    await page.receive_json(timeout=2)
    await (page.send_bytes(message) if isinstance(message, bytes) else page.send_str(message))
    closed = await page.receive(timeout=2)
    assert closed.type is WSMsgType.CLOSE
    assert closed.data == code


async def test_a_page_that_does_not_read_is_cut_off_and_others_miss_nothing(world):
    await world.sign_in()
    reading, stalled = await world.page(), await world.page()
    await reading.receive_json(timeout=2)
    stalled._conn.protocol.pause_reading()
    wide = {"filler": "x" * 30_000}
    pages = world.pages._of_agent[ALICE]
    sent = 0
    while len(pages) == 2:
        sent += 1
        assert sent < 5_000
        world.publish(sent, _event(world, EventKind.PHONE_CHANGED, ALICE, interaction=None, facts=wide))
        assert (await reading.receive_json(timeout=2))["seq"] == sent
    assert sent > stream_module.WAITING_LINES
    world.publish(sent + 1, _event(world, EventKind.PHONE_CHANGED, ALICE, interaction=None))
    assert (await reading.receive_json(timeout=2))["seq"] == sent + 1


async def test_an_ordinary_request_to_the_socket_is_a_problem(world):
    await world.sign_in()
    answer = await world.client.get("/ws", headers={"Origin": world.origin})
    assert answer.status == 400
    assert (await answer.json())["code"] == "malformed"
