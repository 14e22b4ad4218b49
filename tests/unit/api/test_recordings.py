"""Recordings by the api: whose they are, their sound, pausing them."""

from datetime import UTC, datetime, timedelta

import pytest

from ctid.api.routes import recordings
from ctid.model.commands import HearRecording, PauseRecording, ResumeRecording
from ctid.model.ids import AgentId, InteractionId
from ctid.model.interactions import Interaction
from ctid.model.recordings import Recording

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CALL = InteractionId("sw1:1763781000.12")


class Kept:
    """Recordings of memory."""

    def __init__(self, *records):
        self.records = records

    async def recording(self, id):
        return next((each for each in self.records if each.id == id), None)

    async def recordings_of(self, interaction):
        return [each for each in self.records if each.interaction == interaction]


@pytest.fixture
def extras(tmp_path):
    def kept(id, agent, sha256="00"):
        return Recording(id, CALL, AgentId(agent), NOW, NOW + timedelta(seconds=1), sha256=sha256)

    folder = tmp_path / "kept"
    folder.mkdir()
    for name in ("off_1", "off_2"):
        (folder / f"{name}.wav").write_bytes(b"RIFF" + bytes(96))
    (tmp_path / "secret.wav").write_bytes(b"secret")
    known = Kept(
        kept("off_1", "1001"), kept("off_2", "1002"), kept("off_3", "1001", ""), kept("../secret", "1001")
    )
    return [lambda app: recordings.install(app, known, folder)]


async def test_an_agent_sees_their_own_recordings_and_a_supervisor_all(world):
    await world.sign_in()
    answer = await world.client.get("/api/v1/recordings", params={"interaction": CALL})
    own = (await answer.json())["recordings"]
    assert [(each["id"], each["complete"]) for each in own][:2] == [("off_1", True), ("off_3", False)]
    await world.sign_in("carol", role="supervisor")
    answer = await world.client.get("/api/v1/recordings", params={"interaction": CALL})
    assert len((await answer.json())["recordings"]) == 4


async def test_listening_is_told_and_ranges_are_served(world):
    await world.sign_in()
    part = await world.client.get("/api/v1/recordings/off_1/sound", headers={"Range": "bytes=0-3"})
    assert (part.status, await part.read()) == (206, b"RIFF")
    assert part.headers["Content-Type"] == "audio/wav"
    [told] = world.centre.asked
    assert isinstance(told, HearRecording)
    assert (told.recording, told.interaction, told.by) == ("off_1", CALL, "1001")


@pytest.mark.parametrize("id", ["off_2", "off_3", "off_9", "..%2Fsecret", "%2e%2e", "off_1%00", ".off_1"])
async def test_what_is_not_ones_own_or_not_complete_or_no_id_is_not_there(world, id):
    await world.sign_in()
    answer = await world.client.get(f"/api/v1/recordings/{id}/sound")
    assert answer.status == 404
    assert world.centre.asked == []


async def test_an_agent_pauses_as_themselves_and_a_supervisor_for_anybody(world):
    world.centre.interactions[CALL] = Interaction(CALL, "", "", world.now)
    await world.sign_in()
    answer = await world.client.post(f"/api/v1/calls/{CALL}/recording/pause", json={"for_s": 30})
    assert answer.status == 202
    await world.sign_in("carol", role="supervisor")
    await world.client.post(f"/api/v1/calls/{CALL}/recording/pause", json={})
    await world.client.post(f"/api/v1/calls/{CALL}/recording/resume")
    own, others, resumed = world.centre.asked
    assert own == PauseRecording(own.id, CALL, AgentId("1001"), "1001", timedelta(seconds=30))
    assert others == PauseRecording(others.id, CALL, None, "carol")
    assert resumed == ResumeRecording(resumed.id, CALL, None, "carol")
