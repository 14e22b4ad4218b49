"""What is older than the site keeps is forgotten; what laws want to be shown is not, and no sound in use."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from compliance_world import laws
from ctid.config.compliance import read_law
from ctid.config.settings import Settings
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.model.attempts import Attempt, Evidence, Mode
from ctid.model.consents import Word
from ctid.model.languages import Language
from ctid.model.refusals import RefusalCount
from ctid.runtime.retention import EVIDENCE, forget_once
from ctid.runtime.spoken_text import SpokenText
from ctid.store.encoding import Batch
from ctid.store.store import Store as Kept

NOW = datetime.now(UTC)


class Store:
    """A store with nothing old in it."""

    async def prune_applied_sites(self):
        return 0

    async def prune_inputs(self, before):
        return 0

    prune_events = prune_attempts = prune_refusals = prune_inputs


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
    await forget_once(Store(), settings(tmp_path, **{setting: 0}), NOW, timedelta())
    assert old.exists()
    await forget_once(Store(), settings(tmp_path, **{setting: 10}), NOW, timedelta())
    assert (old.exists(), young.exists()) == (False, True)


async def test_folders_that_are_not_there_are_no_trouble(tmp_path):
    await forget_once(Store(), settings(tmp_path / "none"), NOW, timedelta())


async def test_a_name_that_is_spoken_again_is_young_again(tmp_path):
    voice = SpokenText(tmp_path / "said", lambda text, language: b"wav")
    file = Path(f"{await voice('Demo', Language.EN)}.wav")
    os.utime(file, (0, 0))
    await voice("Demo", Language.EN)
    await forget_once(Store(), settings(tmp_path), NOW, timedelta())
    assert file.exists()


def law_that_keeps(span: str) -> Rulebook:
    """The laws that come with ctid, and one more."""
    text = f"""\
title: {{en: Test, zh: 测试}}
countries: [US]
editions:
  - valid_from: "2020-01-01"
    keep: {span}
  - valid_from: "2026-01-01"
    keep: 30 days
"""
    return Rulebook([*laws(), read_law(text, "test.yaml")])


def dialled(id: str, at: datetime) -> Attempt:
    number, evidence = "+12125550142", Evidence("us", "2020-01-01", {"consent": "form"})
    return Attempt(id, "spring", "lead_1-00000002", number, "+12025550100", Mode.PREDICTIVE, evidence, at)


@pytest.mark.parametrize(
    ("span", "kept"), [("30 days", timedelta(days=3660)), ("12 years", timedelta(days=12 * 366))]
)
async def test_evidence_is_kept_as_long_as_any_edition_wants_or_any_rule_looks_back(tmp_path, span, kept):
    rules = law_that_keeps(span)
    assert rules.keeps == kept
    store = await Kept.open(f"sqlite:///{tmp_path}/ctid.db", clock=lambda: NOW)
    writer = asyncio.create_task(store.run())
    young, old = dialled("att_2", NOW - kept), dialled("att_1", NOW - kept - timedelta(seconds=1))
    word = Word("+12125550142", old.committed_at, False, "call", "", "1001", old.committed_at, "word_1")
    counts = [RefusalCount("spring", at.date(), "on_a_list", 1) for at in (NOW - kept, NOW - 2 * kept)]
    store.submit(Batch(records=(young, old, word, *counts)))
    async with asyncio.timeout(10):
        while store.status().pending:
            await asyncio.sleep(0.005)
    await forget_once(store, settings(tmp_path, keep_inputs_days=1, keep_events_days=1), NOW, rules.keeps)
    assert [one.id for one in await store.attempts_of_lead(old.lead)] == ["att_2"]
    assert await store.words([word.number]) == [word]
    assert [await store.refusals("spring", one.day) for one in counts] == [{"on_a_list": 1}, {}]
    await store.close()
    await writer


async def test_without_any_law_evidence_is_kept_for_five_years(tmp_path):
    asked = []

    class Asked(Store):
        async def prune_attempts(self, before):
            asked.append(before)
            return 0

    await forget_once(Asked(), settings(tmp_path), NOW, Rulebook([]).keeps)
    assert asked == [NOW - EVIDENCE]
    assert timedelta(days=5 * 365 + 2) <= EVIDENCE
