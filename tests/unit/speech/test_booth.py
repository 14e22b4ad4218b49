"""The recogniser's process: it hears, and whatever befalls it a caller gets an answer."""

import asyncio
from collections.abc import AsyncIterator

import psutil
import pytest

from ctid.ivr.speech import DIGITS, NOTHING, Heard
from ctid.model.languages import Language
from ctid.runtime.speech import open_ears
from ctid.speech.booth import Booth
from ctid.speech.recognising import RECOGNISERS, Known, choose
from pretended_recogniser import DEADLY, SLOW, TWO

PRETENDED = Known("json", "pretended_recogniser", {Language.EN: ("two",)})


def working() -> list[psutil.Process]:
    """The processes of recognisers."""
    alive = [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in alive if any("spawn_main" in word for word in child.cmdline())]


@pytest.fixture
async def booth() -> AsyncIterator[Booth]:
    it = Booth(PRETENDED, patience=20.0)
    yield it
    it.close()
    async with asyncio.timeout(20):
        while working():
            await asyncio.sleep(0.05)


async def test_a_word_is_heard_and_only_one_of_those_that_may_be_said(booth: Booth) -> None:
    assert await booth.hear(TWO, DIGITS.keys) == Heard("two", 0.9, sure=True)
    assert await booth.hear(TWO, ("yes", "no")) == NOTHING


async def test_a_recogniser_that_dies_is_begun_anew(booth: Booth) -> None:
    assert await booth.hear(DEADLY, DIGITS.keys) == NOTHING
    assert (await booth.hear(TWO, DIGITS.keys)).word == "two"


async def test_one_that_thinks_for_too_long_is_not_waited_for() -> None:
    booth = Booth(PRETENDED, patience=0.05)
    assert await booth.hear(SLOW, DIGITS.keys) == NOTHING
    for child in working():
        child.kill()
        await asyncio.to_thread(child.wait)
    booth.close()


def test_the_one_that_is_installed_is_taken_and_none_where_none_is_wanted() -> None:
    assert choose("auto") == choose("pocketsphinx") == "pocketsphinx"
    assert choose("none") == ""
    assert open_ears("none") is None


def test_without_a_recogniser_the_start_says_that_keys_are_taken(monkeypatch, caplog) -> None:
    monkeypatch.setitem(RECOGNISERS, "pocketsphinx", Known("no_such_package", "", {}))
    assert open_ears("auto") is None
    [line] = caplog.messages
    assert "no recogniser is installed" in line
    assert "ctid[speech]" in line


def test_what_was_learnt_covers_every_word_that_is_offered() -> None:
    sphinx = RECOGNISERS["pocketsphinx"].make()
    learnt = set(sphinx._judge._classes)
    assert set(RECOGNISERS["pocketsphinx"].words[Language.EN]) <= learnt
