"""Messages over REST: read, heard in parts, assigned, closed; by agents, supervisors and programs."""

from datetime import timedelta
from pathlib import Path

import pytest

from ctid.api.audience import concerned
from ctid.api.pretend_sign_in import PretendToken
from ctid.api.routes import messages
from ctid.model.commands import Asker, AssignMessage, CloseMessage, ReopenMessage
from ctid.model.events import Event, EventKind, Published
from ctid.model.messages import Message, MessageId, MessageKind, MessageState
from ctid.model.reasons import Reason

ID = MessageId("vm-sw1:1763781000.12")
PATH = f"/api/v1/messages/{ID}"
SOUND = bytes(range(100))


def _message(world, number: int = 0, **more) -> Message:
    id = ID if number == 0 else MessageId(f"vm-sw1:{number}")
    at = world.now + timedelta(minutes=number)
    return Message(id, MessageKind.VOICEMAIL, "sw1:1763781000.12", at, number="+8613800138000", **more)


@pytest.fixture
def extras(tmp_path: Path):
    (tmp_path / "a.wav").write_bytes(SOUND)
    return [lambda app: messages.install(app, tmp_path)]


@pytest.fixture
def left(world):
    message = _message(world, sound="a.wav", duration=timedelta(seconds=2.5))
    world.records.left[ID] = message
    world.centre.left[ID] = message
    return world


async def test_a_message_is_told(left):
    await left.sign_in()
    told = await (await left.client.get(PATH)).json()
    assert (told["display"], told["duration_ms"], told["sound"]) == ("+86 138 0013 8000", 2500, True)
    assert (await left.client.get("/api/v1/messages/vm-none")).status == 404


async def test_messages_are_listed_newest_first_by_state_page_by_page(left):
    await left.sign_in()
    for number in (1, 2, 3):
        state = MessageState.CLOSED if number == 2 else MessageState.NEW
        left.records.left[MessageId(f"vm-sw1:{number}")] = _message(left, number, state=state)
    page = await (await left.client.get("/api/v1/messages?limit=2")).json()
    assert [each["id"] for each in page["messages"]] == ["vm-sw1:3", "vm-sw1:2"]
    assert page["next"] == "vm-sw1:2"
    page = await (await left.client.get("/api/v1/messages?state=closed,assigned")).json()
    assert [each["id"] for each in page["messages"]] == ["vm-sw1:2"]
    assert (await left.client.get("/api/v1/messages?state=gone")).status == 422


async def test_a_sound_is_played_whole_and_in_parts(left):
    await left.sign_in()
    answer = await left.client.get(f"{PATH}/sound")
    assert (answer.status, await answer.read()) == (200, SOUND)
    assert answer.headers["Content-Type"] == "audio/wav"
    assert answer.headers["Content-Disposition"] == 'inline; filename="a.wav"'
    part = await left.client.get(f"{PATH}/sound", headers={"Range": "bytes=10-19"})
    assert (part.status, await part.read()) == (206, SOUND[10:20])
    assert part.headers["Content-Range"] == "bytes 10-19/100"


@pytest.mark.parametrize("sound", ["", "gone.wav"])
async def test_where_there_is_nothing_to_hear_nothing_is_found(left, sound):
    await left.sign_in()
    left.centre.left[ID] = _message(left, sound=sound)
    assert (await left.client.get(f"{PATH}/sound")).status == 404


async def test_nobody_hears_a_message_without_a_session(left):
    for path in (PATH, f"{PATH}/sound", "/api/v1/messages"):
        assert (await left.client.get(path)).status == 401


async def test_an_agent_takes_and_closes(left):
    await left.sign_in()
    assert (await left.client.post(f"{PATH}/assign", json={})).status == 200
    assert (await left.client.post(f"{PATH}/assign", json={"agent": "1002"})).status == 200
    assert (await left.client.post(f"{PATH}/close", json={"code": "solved", "note": "x"})).status == 200
    mine, theirs, closed = left.centre.asked
    me = Asker("1001", agent=True)
    assert mine == AssignMessage(mine.id, ID, "1001", me)
    assert theirs == AssignMessage(theirs.id, ID, "1002", me)
    assert closed == CloseMessage(closed.id, ID, me, "solved", "x")


async def test_a_supervisor_must_say_who_gets_it(left):
    await left.sign_in("boss", "supervisor")
    assert (await left.client.post(f"{PATH}/assign", json={})).status == 422
    assert (await left.client.post(f"{PATH}/assign", json={"agent": "1001"})).status == 200
    assert (await left.client.post(f"{PATH}/reopen")).status == 200
    given, reopened = left.centre.asked
    assert given.by == reopened.by == Asker("boss", agent=False)
    assert isinstance(reopened, ReopenMessage)


async def test_a_refusal_names_its_rule(left):
    await left.sign_in()
    left.centre.refuses = Reason("message_taken", {"message": ID, "agent": "1002"})
    answer = await left.client.post(f"{PATH}/close", json={"code": "solved"})
    assert (answer.status, (await answer.json())["code"]) == (409, "message_taken")


@pytest.mark.parametrize(
    ("scope", "reads", "writes"), [("messages:read", 200, 403), ("calls:read", 403, 403)]
)
async def test_a_program_does_what_its_scopes_say(left, scope, reads, writes):
    left.records.tokens["t"] = PretendToken("crm", (scope,))
    bearer = {"Authorization": "Bearer t"}
    assert (await left.client.get(f"{PATH}/sound", headers=bearer)).status == reads
    answer = await left.client.post(f"{PATH}/close", json={"code": "solved"}, headers=bearer)
    assert answer.status == writes


async def test_a_program_closes_in_its_own_name(left):
    left.records.tokens["t"] = PretendToken("crm", ("messages:write",))
    bearer = {"Authorization": "Bearer t"}
    assert (await left.client.post(f"{PATH}/close", json={"code": "solved"}, headers=bearer)).status == 200
    [closed] = left.centre.asked
    assert closed.by == Asker("crm", agent=False)


@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind.startswith("message.")])
def test_everybody_hears_of_messages_for_anybody_may_take_one(world, kind):
    assert concerned(Published(1, None, Event(kind, world.now, agent="1001")), {}) is None
