"""Sounds are forgotten when they are older than the site keeps, and not while they are used."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.runtime.retention import forget_once
from ctid.runtime.spoken_text import SpokenText

NOW = datetime.now(UTC)


class Store:
    """A store with nothing old in it."""

    async def prune_applied_sites(self):
        return 0

    async def prune_inputs(self, before):
        return 0

    prune_events = prune_attempts = prune_inputs


def settings(folder: Path, **days: int) -> Settings:
    return Settings.model_validate({"switch": {"spool": folder}, "store": {"media": folder, **days}})


def sound(folder: Path, days: int) -> Path:
    """Lay a sound down that is so many days old."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{days}.wav"
    file.write_bytes(b"wav")
    at = (NOW - timedelta(days=days)).timestamp()
    os.utime(file, (at, at))
    return file


@pytest.mark.parametrize(
    ("folder", "setting"), [("ctid-recorded", "keep_answers_days"), ("said", "keep_spoken_days")]
)
async def test_what_is_too_old_goes_and_the_rest_stays(tmp_path, folder, setting):
    old, young = sound(tmp_path / folder, 11), sound(tmp_path / folder, 9)
    await forget_once(Store(), settings(tmp_path, **{setting: 0}), NOW)
    assert old.exists()
    await forget_once(Store(), settings(tmp_path, **{setting: 10}), NOW)
    assert (old.exists(), young.exists()) == (False, True)


async def test_folders_that_are_not_there_are_no_trouble(tmp_path):
    await forget_once(Store(), settings(tmp_path / "none"), NOW)


async def test_a_name_that_is_spoken_again_is_young_again(tmp_path):
    voice = SpokenText(tmp_path / "said", lambda text, language: b"wav")
    file = Path(f"{await voice('Demo', Language.EN)}.wav")
    os.utime(file, (0, 0))
    await voice("Demo", Language.EN)
    await forget_once(Store(), settings(tmp_path), NOW)
    assert file.exists()
