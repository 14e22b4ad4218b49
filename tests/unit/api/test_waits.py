"""Why a call waits, by the api: from the live centre, else as it was written down."""

from datetime import timedelta

from ctid.model.ids import AgentId, InteractionId, OfferId, QueueName
from ctid.model.interactions import Interaction, OfferRecord, OfferState, Outcome
from ctid.model.reasons import Reason
from ctid.model.waits import Doing, InLine, Opening, People, Place, Wait

CALL, ALICE, BILLING = InteractionId("sw1:1763781000.12"), AgentId("1001"), QueueName("billing")
PATH = f"/api/v1/interactions/{CALL}/why"


def _interaction(world, **more) -> Interaction:
    more = {"queue": BILLING, "number": "+8613800138000", **more}
    return Interaction(CALL, "13800138000", "4001", world.now - timedelta(seconds=90), **more)


def _wait(world) -> Wait:
    at = world.now
    resting = Reason("does_rest", {"span": "0:30", "reason": "lunch"})
    talking = Reason("does_talk", {"span": "1:00"})
    would_do = People((Doing(ALICE, "Alice", 1, resting, at - timedelta(seconds=30)),), 3)
    adds = People((Doing(AgentId("1002"), "Bob", 2, talking, at - timedelta(minutes=1)),))
    then = Opening(at + timedelta(seconds=20), 2, "billing", adds)
    place = Place(2, 1, 1, 2, (), "billing >= 2", None, would_do, 0, then)
    entered = at - timedelta(seconds=80)
    return Wait(CALL, BILLING, entered, at, 0, Reason("waits_busy", {"many": 4}), place)


def _missed(world) -> OfferRecord:
    facts = {"agent": "Alice", "skills": "billing", "score": 2, "idle_s": 9, "next": "Bob (1/2/5 s)"}
    why, ended = Reason("longest_idle", facts), Reason("no_answer", {"rang_s": 12})
    made, over = world.now - timedelta(seconds=70), world.now - timedelta(seconds=58)
    return OfferRecord(OfferId("off_1"), CALL, ALICE, BILLING, made, why, OfferState.MISSED, over, ended)


async def _ask(world, language: str = "en"):
    answer = await world.client.get(PATH, headers={"Accept-Language": language})
    assert answer.status == 200
    return await answer.json()


async def test_a_waiting_call_is_explained_in_the_readers_language_with_all_figures(world):
    await world.sign_in()
    world.centre.interactions[CALL] = _interaction(world)
    world.centre.waits[CALL] = _wait(world)
    told = await _ask(world)
    assert told["says"] == [
        "whoever would do has something else in hand (agents: 4)",
        "callers who come first: 2; of them for the same agents: 1",
        "step 1 of 2 is open: billing >= 2",
        "in 0:20 step 2 opens: billing; agents signed on whom it adds: 1",
    ]
    place = told["wait"]["place"]
    assert (told["wait"]["waited_ms"], place["ahead"], place["competing"]) == (80_000, 2, 1)
    assert place["would_do"]["more"] == 3
    assert place["next"]["adds"]["agents"][0]["name"] == "Bob"
    assert (await _ask(world, "zh-CN"))["says"][0] == "符合条件的坐席手头都有事务（4 位）"


async def test_a_not_ready_reason_of_the_site_is_told_by_its_title(world):
    await world.sign_in()
    world.centre.interactions[CALL] = _interaction(world)
    world.centre.waits[CALL] = _wait(world)
    [alice] = (await _ask(world))["wait"]["place"]["would_do"]["agents"]
    assert alice["what"] == {
        "code": "does_rest",
        "en": "not ready for 0:30: Lunch",
        "zh": "已示忙 0:30：午餐",
        "facts": {"span": "0:30", "reason": "lunch"},
    }


async def test_what_is_over_is_told_by_its_offers_from_the_records(world):
    await world.sign_in()
    world.records.kept[CALL] = _interaction(world, outcome=Outcome.ABANDONED_IN_QUEUE)
    world.records.made = [_missed(world)]
    told = await _ask(world)
    assert (told["says"], told["wait"]) == (["the caller does not wait now"], None)
    [offer] = told["offers"]
    assert (offer["name"], offer["state"], offer["why"]["code"]) == ("Alice", "missed", "longest_idle")
    assert offer["why"]["en"].endswith("next: Bob (1/2/5 s)")
    assert offer["ended_because"]["en"] == "the phone rang 12 s without answer"


async def test_the_centre_explains_a_wait_while_the_database_is_away(world, monkeypatch):
    await world.sign_in()
    world.centre.interactions[CALL] = _interaction(world)
    world.centre.waits[CALL] = _wait(world)

    async def away(of):
        raise BlockingIOError

    monkeypatch.setattr(type(world.records), "offers", lambda self, of: away(of))
    told = await _ask(world)
    assert (told["offers"], told["wait"]["queue"]) == (None, "billing")


async def test_a_call_that_nobody_knows_cannot_be_explained(world):
    await world.sign_in()
    assert (await world.client.get(PATH)).status == 404


async def test_the_line_is_a_supervisors(world):
    world.centre.in_line = [
        InLine(
            _interaction(world), world.now - timedelta(seconds=80), 0, 1, 1, 2, expected=timedelta(minutes=2)
        ),
        InLine(_interaction(world), world.now - timedelta(seconds=70), 0, offered_to=ALICE),
    ]
    await world.sign_in("carol", role="supervisor")
    told = await (await world.client.get("/api/v1/waiting")).json()
    assert told["total"] == 2
    first, second = told["waiting"]
    assert (first["position"], first["step"], first["steps"], first["waited_ms"]) == (1, 1, 2, 80_000)
    assert first["display"] == "+86 138 0013 8000"
    assert (first["expected_ms"], second["expected_ms"]) == (120_000, None)
    assert (second["position"], second["offered_to"]) == (None, "1001")


async def test_nobody_else_sees_the_line(world):
    await world.sign_in()
    answer = await world.client.get("/api/v1/waiting")
    assert (answer.status, (await answer.json())["code"]) == (403, "supervisors_only")
