"""The keeper: whatever it is interrupted at, each recording is handed over once and no sound is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ctid.model.ids import AgentId, InteractionId, NodeId, OfferId, QueueName
from ctid.model.interactions import OfferRecord, OfferState
from ctid.model.reasons import Reason
from ctid.model.recordings import Recording
from ctid.runtime.recordings import Keeper
from ctid.store.sound_files import kept_file, raw_file

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CALL = InteractionId("sw1:1.1")
OVER = Recording("off_1", CALL, AgentId("1002"), NOW - timedelta(seconds=9), NOW - timedelta(seconds=5))
SOUND = bytes(32_000)


class Stage:
    """A centre and a store of memory: what is reported is committed when the test says so."""

    def __init__(self, folder: Path) -> None:
        self.spool, self.folder = folder / "spool", folder / "kept"
        self.spool.mkdir()
        self.open: list[Recording] = []
        self.rows: dict[str, Recording] = {}
        self.offers: dict[str, OfferRecord] = {}
        self.reported: list[Recording] = []
        self.now = NOW

    def finished_recordings(self) -> list[Recording]:
        return self.open

    async def recording(self, id: str) -> Recording | None:
        return self.rows.get(id)

    async def offer(self, id: str) -> OfferRecord | None:
        return self.offers.get(id)

    def commit(self) -> None:

        self.rows |= {each.id: replace(each, kept_at=NOW) for each in self.reported}
        self.open = [each for each in self.open if each.id not in self.rows]

    def keeper(self) -> Keeper:
        """Begin a run: nothing of an earlier one is remembered."""
        centre: Any = self
        return Keeper(
            centre, centre, node=NodeId("sw1"), folders=(self.spool, self.folder),
            report=lambda kept: self.reported.append(kept.recording), clock=lambda: self.now,
        )  # fmt: skip


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    stage = Stage(tmp_path)
    stage.open = [OVER]
    stage.rows["off_1"] = OVER  # written while it went on
    raw_file(stage.spool, "off_1").write_bytes(SOUND)
    return stage


async def test_the_raw_file_goes_only_when_its_record_is_committed(stage: Stage) -> None:
    keeper = stage.keeper()
    for _ in range(3):
        await keeper.look()
    [reported] = stage.reported
    assert (reported.duration_ms, reported.channels) == (1000, 2)
    assert raw_file(stage.spool, "off_1").exists()
    stage.commit()
    await keeper.look()
    assert list(stage.spool.iterdir()) == []
    assert kept_file(stage.folder, "off_1").exists()


async def test_a_crash_before_the_commit_hands_the_same_sound_over_again(stage: Stage) -> None:
    await stage.keeper().look()
    await stage.keeper().look()
    first, second = stage.reported
    assert first == second
    stage.commit()
    await stage.keeper().look()
    assert len(stage.reported) == 2
    assert list(stage.spool.iterdir()) == []


async def test_a_talk_that_has_just_ended_is_left_to_the_switch_for_a_moment(stage: Stage) -> None:
    stage.now = NOW - timedelta(seconds=4)
    await stage.keeper().look()
    assert stage.reported == []


async def test_a_recording_without_sound_is_told_as_such(stage: Stage) -> None:
    raw_file(stage.spool, "off_1").unlink()
    await stage.keeper().look()
    [reported] = stage.reported
    assert reported.sha256 == ""


async def test_a_talk_that_lived_while_ctid_was_away_is_found_by_its_file(stage: Stage) -> None:
    stage.open, stage.rows = [], {}
    offer = OfferId("off_1")
    made = OfferRecord(
        offer, CALL, AgentId("1002"), QueueName("support"), NOW, Reason("only_one"), OfferState.MISSED
    )
    stage.offers["off_1"] = made
    stage.now = datetime.now(UTC)
    await stage.keeper().look()
    assert stage.reported == []  # perhaps it is only not known yet
    stage.now += timedelta(minutes=2)
    await stage.keeper().look()
    [found] = stage.reported
    assert (found.interaction, found.agent) == (CALL, "1002")


async def test_a_full_disk_keeps_the_raw_file_and_the_next_round_tries_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    keeper = stage.keeper()
    with monkeypatch.context() as patch:
        patch.setattr("ctid.runtime.recordings.hand_over", full)
        with pytest.raises(OSError, match="No space"):
            await keeper.look()
    assert raw_file(stage.spool, "off_1").exists()
    await keeper.look()
    assert len(stage.reported) == 1


async def test_a_file_with_a_strange_name_is_never_touched(stage: Stage) -> None:
    stage.open = []
    strange = stage.spool / "x;rm.raw"
    strange.write_bytes(SOUND)
    stage.now = datetime.now(UTC) + timedelta(days=1)
    await stage.keeper().look()
    assert strange.exists()
    assert stage.reported == []
