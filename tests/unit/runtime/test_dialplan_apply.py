"""Applying a dialplan: only what is ours is written, and what Asterisk did not take is taken back."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import pretend_console
from ctid.asterisk.dialplan.mark import is_intact, marked
from ctid.model.mistakes import Mistaken
from ctid.runtime import dialplan_apply as work
from ctid.runtime.dialplan_generations import KEPT

PROJECT = Path(__file__).parents[3]
MAIN = '[general]\n#tryinclude "dialplan/*.conf"\n'
ONE = {"10-one.conf": b"[one]\nexten => 1,1,Answer()\n same => n,Hangup()\n"}
TWO = {"10-one.conf": b"[one]\nexten => 1,1,Hangup()\n", "20-two.conf": b"[two]\nexten => 2,1,NoOp\n"}


def ours(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {name: marked(text) for name, text in files.items()}


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> work.Target:
    (tmp_path / "dialplan").mkdir()
    (tmp_path / "extensions.conf").write_text(MAIN)
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    return work.Target(tmp_path, control=(sys.executable, pretend_console.__file__, str(tmp_path)))


def pretend(target: work.Target, told: str) -> None:
    (target.etc / "pretend").write_text(told)


def lying(target: work.Target) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in target.folder.iterdir()}


def codes(error: pytest.ExceptionInfo[Mistaken]) -> list[str]:
    return [mistake.code for mistake in error.value.mistakes]


async def test_what_is_applied_lies_there_marked_and_is_a_generation(target: work.Target) -> None:
    number = await work.apply(target, ours(ONE))
    assert lying(target) == ours(ONE)
    assert all(is_intact(text) for text in lying(target).values())
    assert (target.generations.current, target.generations.pending) == (number, None)
    assert await work.verify(target) == ()


async def test_a_file_that_is_no_longer_wanted_goes_if_it_is_ours(target: work.Target) -> None:
    (target.folder / "90-theirs.conf").write_bytes(b"[theirs]\n")
    await work.apply(target, ours(TWO))
    await work.apply(target, ours(ONE))
    assert set(lying(target)) == {"10-one.conf", "90-theirs.conf"}


async def test_what_asterisk_did_not_load_is_taken_back(target: work.Target) -> None:
    first = await work.apply(target, ours(ONE))
    pretend(target, "add '9' =>  1. Dial(SIP/elsewhere)")
    with pytest.raises(Mistaken) as error:
        await work.apply(target, ours(TWO))
    assert codes(error) == ["R606"]
    assert "Dial(SIP/elsewhere)" in error.value.words()
    assert lying(target) == ours(ONE)
    assert (target.generations.current, target.generations.pending) == (first, None)


async def test_what_asterisk_would_leave_out_is_never_written(target: work.Target) -> None:
    twice = {"10-one.conf": b"[one]\nexten => 1,1,Answer()\nexten => 1,1,Hangup()\n"}
    with pytest.raises(Mistaken) as error:
        await work.apply(target, ours(twice))
    assert codes(error) == ["R604"]
    assert "dialplan/10-one.conf:3:10" in error.value.words()
    assert lying(target) == {}


async def test_a_file_of_somebody_else_is_not_touched(target: work.Target) -> None:
    (target.folder / "10-one.conf").write_bytes(b"[mine]\n")
    with pytest.raises(Mistaken) as error:
        await work.apply(target, ours(ONE))
    assert codes(error) == ["R602"]
    assert lying(target) == {"10-one.conf": b"[mine]\n"}


async def test_a_file_of_ours_that_was_changed_by_hand_is_not_touched(target: work.Target) -> None:
    await work.apply(target, ours(ONE))
    changed = marked(ONE["10-one.conf"]) + b" same => n,NoOp\n"
    (target.folder / "10-one.conf").write_bytes(changed)
    with pytest.raises(Mistaken) as error:
        await work.apply(target, ours(TWO))
    assert codes(error) == ["R603"]
    assert lying(target) == {"10-one.conf": changed}


async def test_a_folder_that_asterisk_does_not_read_is_told(target: work.Target) -> None:
    (target.etc / "extensions.conf").write_text("[general]\n")
    with pytest.raises(Mistaken) as error:
        await work.apply(target, ours(ONE))
    assert codes(error) == ["R605"]


async def test_a_crash_between_writing_and_reloading_is_seen_and_mended_both_ways(
    target: work.Target,
) -> None:
    first = await work.apply(target, ours(ONE))
    pretend(target, "kill")
    crash(target)
    pretend(target, "")
    assert lying(target) == ours(TWO)
    with pytest.raises(Mistaken) as error:
        await work.verify(target)
    assert codes(error) == ["R608"]
    assert await work.rollback(target) == first
    assert lying(target) == ours(ONE)
    assert await work.verify(target) == ()
    await work.apply(target, ours(TWO))
    assert lying(target) == ours(TWO)


def crash(target: work.Target) -> None:
    """Apply in a process of its own, which the console kills."""
    code = (
        "import asyncio, sys; from pathlib import Path; from ctid.runtime import dialplan_apply as work;"
        "from test_dialplan_apply import TWO, ours;"
        "asyncio.run(work.apply(work.Target(Path(sys.argv[1]), control=sys.argv[2:]), ours(TWO)))"
    )
    path = os.pathsep.join([str(PROJECT), str(PROJECT / "tests/stage"), str(Path(__file__).parent)])
    argv = [sys.executable, "-c", code, str(target.etc), *target.control]
    done = subprocess.run(argv, env={**os.environ, "PYTHONPATH": path}, check=False)
    assert done.returncode == -9


async def test_a_deaf_console_is_told(target: work.Target) -> None:
    pretend(target, "deaf")
    with pytest.raises(Mistaken) as error:
        await work.apply(target, ours(ONE))
    assert codes(error) == ["R609"]
    with pytest.raises(Mistaken) as error:
        await work.verify(work.Target(target.etc))
    assert codes(error) == ["R608"]


async def test_rollback_goes_back_one_by_one_until_there_is_no_more(target: work.Target) -> None:
    numbers = [await work.apply(target, ours(files)) for files in (ONE, TWO, ONE)]
    assert await work.rollback(target) == numbers[1]
    assert lying(target) == ours(TWO)
    assert await work.rollback(target) == numbers[0]
    with pytest.raises(Mistaken) as error:
        await work.rollback(target)
    assert codes(error) == ["R610"]


def test_the_last_ten_generations_are_kept(target: work.Target) -> None:
    generations = target.generations
    numbers = []
    for _ in range(14):
        numbers.append(generations.begin(ours(ONE)))
        generations.settle(numbers[-1])
    assert list(generations.numbers()) == numbers[-KEPT:]


def test_what_would_change_is_told_without_marks(target: work.Target) -> None:
    work.lay(target, ours(ONE))
    found = work.changes(target, ours(TWO))
    assert [(each.name, each.before, each.after) for each in found] == [
        ("10-one.conf", ONE["10-one.conf"], TWO["10-one.conf"]),
        ("20-two.conf", None, TWO["20-two.conf"]),
    ]
