"""Messages come out of the spool once, whatever dies meanwhile and whatever lies there."""

import json
import os
import shutil
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from ctid.asterisk import handover
from ctid.asterisk.handover import ABANDONED, HandOver
from ctid.model.ids import NodeId
from ctid.model.messages import MessageId, MessageKind
from ctid.model.reports import MessageLeft

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CALL = "1795329837.0"
ID = MessageId(f"vm-sw1:{CALL}")
SECONDS = 3


class Crash(BaseException):
    """The process ends here."""


@dataclass
class House:
    """A spool, our folder, the rows that are committed, and what one life of the daemon keeps in memory."""

    folder: Path
    rows: list[MessageId] = field(default_factory=list)
    told: list[MessageLeft] = field(default_factory=list)  # of this life
    away: bool = False
    now: datetime = NOW

    @property
    def notes(self) -> Path:
        return self.folder / "spool/ctid-voicemail"

    @property
    def media(self) -> Path:
        return self.folder / "media"

    def begins(self) -> HandOver:
        """Begin a life of the daemon: nothing is in memory."""
        self.told = []
        return HandOver(
            self.folder / "spool", self.media, NodeId("sw1"), self.told.append, self.known, lambda: self.now
        )

    async def known(self, id: MessageId) -> bool | None:
        return None if self.away else id in self.rows

    def commits(self) -> None:
        """Have the writer write what was told, as the centre takes a message over once in a life."""
        for id in dict.fromkeys(report.id for report in self.told):
            if id in self.rows and self.rows.count(id) > 1:
                raise AssertionError("doubled")
            if id not in self.rows:
                self.rows.append(id)

    def lay(self, name: str, **note: object) -> Path:
        self.notes.mkdir(parents=True, exist_ok=True)
        file = self.notes / name
        file.write_text(json.dumps(note))
        return file

    def lay_voicemail(self, ending: str = ".json") -> Path:
        file = self.lay(
            CALL + ending, kind="voicemail", call=CALL, ani="+12025550101", left_at=NOW.timestamp()
        )
        with wave.open(str(self.notes / f"{CALL}.wav"), "wb") as sound:
            sound.setparams((1, 2, 8000, 0, "NONE", ""))
            sound.writeframes(b"\1\2" * 8000 * SECONDS)
        return file


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


async def test_a_message_is_reported_with_its_sound_until_its_row_is_there(house: House) -> None:
    house.lay_voicemail()
    life = house.begins()
    assert await life.look()
    assert await life.look()
    [first, second] = house.told
    assert first == second
    assert (first.id, first.kind, first.ani) == (ID, MessageKind.VOICEMAIL, "+12025550101")
    assert first.duration == timedelta(seconds=SECONDS)
    assert (house.media / first.sound).stat().st_mode & 0o077 in (0, 0o044)
    house.commits()
    assert not await life.look()
    assert list(house.notes.iterdir()) == []
    assert (house.media / first.sound).is_file()


async def test_while_the_database_is_away_notes_wait(house: House) -> None:
    house.lay_voicemail()
    house.away = True
    assert not await house.begins().look()
    assert house.told == []
    assert len(list(house.notes.iterdir())) == 2


async def test_an_empty_or_missing_spool_is_no_trouble(house: House) -> None:
    assert not await house.begins().look()
    house.notes.mkdir(parents=True)
    assert not await house.begins().look()


async def test_a_wish_to_be_called_back_needs_no_sound(house: House) -> None:
    house.lay(f"{CALL}-callback.json", kind="callback_request", call=CALL, ani="1001", keyed="2025550177")
    await house.begins().look()
    [left] = house.told
    assert (left.id, left.keyed, left.sound) == (f"cb-sw1:{CALL}", "2025550177", "")


# --- every crash point --------------------------------------------------------------------------------
STEPS = [
    (os, "fsync"),
    (Path, "rename"),
    (Path, "unlink"),
    (Path, "mkdir"),
    (shutil, "copyfileobj"),
    (handover, "sync_folder"),
]


@pytest.fixture
def crashing(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Any]:
    """Have the n-th step from now on end the process: odd numbers before it, even ones after it."""

    def arm(at: int) -> Iterator[int]:
        numbers = count(1)
        monkeypatch.undo()

        def wrap(step: Callable[..., Any]) -> Callable[..., Any]:
            def cut(*args: Any, **kwargs: Any) -> Any:
                if next(numbers) == at:
                    raise Crash
                done = step(*args, **kwargs)
                if next(numbers) == at:
                    raise Crash
                return done

            return cut

        for place, name in STEPS:
            monkeypatch.setattr(place, name, wrap(getattr(place, name)))
        return numbers

    return arm


@pytest.mark.parametrize("committed", [True, False], ids=["row committed", "row lost with the process"])
async def test_a_crash_at_any_step_neither_loses_nor_doubles_a_message(
    tmp_path: Path, crashing: Callable[[int], Any], monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    for at in count(1):
        house = House(tmp_path / f"{committed}-{at}")
        house.lay_voicemail()
        crashed = await lives_until_crash(house, lambda at=at: crashing(at), committed)
        monkeypatch.undo()
        assert house.rows or (house.notes / f"{CALL}.json").exists(), f"step {at}: the note is lost"
        before = list(house.rows)
        await lives_on(house)
        assert house.rows == [ID]
        assert not (before and house.told), f"step {at}: told again"
        assert list(house.notes.iterdir()) == []
        [kept] = house.media.iterdir()
        assert kept.stat().st_size == 44 + 2 * 8000 * SECONDS
        if not crashed:
            assert at > 10  # there were steps to crash at
            return


async def lives_until_crash(house: House, arm: Callable[[], Any], committed: bool) -> bool:
    life = house.begins()
    arm()
    try:
        for _ in range(3):
            await life.look()
            if committed:
                house.commits()
    except Crash:
        return True
    house.commits()
    return False


async def lives_on(house: House) -> None:
    life = house.begins()
    for _ in range(3):
        await life.look()
        house.commits()


async def test_a_note_that_was_taken_over_is_not_told_again_after_a_restart(house: House) -> None:
    house.lay_voicemail()
    await house.begins().look()
    house.commits()
    await house.begins().look()
    assert house.told == []


# --- scripts that died ----------------------------------------------------------------------------------
async def test_a_begun_note_whose_script_died_is_taken_when_it_is_old(house: House) -> None:
    part = house.lay_voicemail(".part")
    house.now = datetime.now(UTC)
    await house.begins().look()
    assert house.told == []
    old = (house.now - ABANDONED - timedelta(seconds=1)).timestamp()
    os.utime(part, (old, old))
    await lives_on(house)
    assert house.rows == [ID]
    assert list(house.notes.iterdir()) == []


async def test_a_begun_note_without_a_sound_goes_when_it_is_old(house: House) -> None:
    part = house.lay(f"{CALL}.part", kind="voicemail", call=CALL)
    os.utime(part, (1, 1))
    await house.begins().look()
    assert list(house.notes.iterdir()) == []
    assert house.told == []


async def test_a_recording_that_died_with_asterisk_is_heard_to_its_end(house: House) -> None:
    house.lay_voicemail()
    sound = house.notes / f"{CALL}.wav"
    whole = sound.read_bytes()
    sound.write_bytes(whole[:4] + bytes(4) + whole[8:40] + bytes(4) + whole[44:])
    await house.begins().look()
    assert house.told[0].duration == timedelta(seconds=SECONDS)
    assert (house.media / house.told[0].sound).read_bytes() == whole


# --- what is no note --------------------------------------------------------------------------------------
def link(house: House) -> None:
    (house.notes / f"{CALL}.json").symlink_to("/etc/passwd")


def pipe(house: House) -> None:
    os.mkfifo(house.notes / f"{CALL}.json")


def folder(house: House) -> None:
    (house.notes / f"{CALL}.json").mkdir()


def huge(house: House) -> None:
    (house.notes / f"{CALL}.json").write_bytes(b" " * 1_000_000)


def another_name(house: House) -> None:
    house.lay("other.json", kind="voicemail", call=CALL)


def broken_name(house: House) -> None:
    Path(os.fsdecode(os.fsencode(house.notes) + b"/\xff\n.json")).write_text("{}")


def linked_sound(house: House) -> None:
    house.lay_voicemail()
    (house.notes / f"{CALL}.wav").unlink()
    (house.notes / f"{CALL}.wav").symlink_to("/etc/passwd")


@pytest.mark.parametrize("lay", [link, pipe, folder, huge, another_name, broken_name, linked_sound])
async def test_what_is_no_note_is_put_aside_and_the_others_are_taken(
    house: House, lay: Callable[[House], None], caplog: pytest.LogCaptureFixture
) -> None:
    house.notes.mkdir(parents=True)
    lay(house)
    house.lay("1.2-callback.json", kind="callback_request", call="1.2")
    await lives_on(house)
    assert house.rows == ["cb-sw1:1.2"]
    assert [path.name for path in house.notes.iterdir()] == ["refused"]
    assert list((house.notes / "refused").iterdir())
    assert not house.media.exists() or not list(house.media.glob("*.wav"))
    [line] = [line for line in caplog.messages if "no note" in line]
    assert line.isprintable()
