import fcntl
import json
import os
import threading
from pathlib import Path

import pytest

from ctid.lab import fetch
from ctid.lab.commands import find_program, run
from ctid.lab.fetch import RECORD, fetch_tree, is_complete
from ctid.lab.mirror import Origin
from ctid.lab.tree import cache_directory
from ctid.model.mistakes import Mistaken

needs_apt = pytest.mark.skipif(find_program("apt-get") is None, reason="this machine has no apt")


def complete(tree: Path, *packages: str) -> None:
    tree.mkdir(parents=True)
    (tree / RECORD).write_text(json.dumps(dict.fromkeys(packages, "1")))


@needs_apt
def test_a_fetch_that_fails_says_what_why_and_how_to_mend_it_and_leaves_no_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = Origin(f"file:{tmp_path}/no-such-mirror", tmp_path / "keys.gpg")
    monkeypatch.setattr(fetch, "find_origin", lambda scratch: nowhere)
    said: list[str] = []
    with pytest.raises(Mistaken) as failed:
        fetch_tree(tmp_path / "cache/tree", ("asterisk",), said.append)
    (mistake,) = failed.value.mistakes
    assert mistake.code == "R502"
    assert "apt-get update" in mistake.what.en
    assert "no-such-mirror" in mistake.why.en
    assert "CTID_DEBIAN_MIRROR" in mistake.mend.en
    assert mistake.mend.zh
    assert len(said) == 1
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["tree.lock"]


def test_a_program_that_is_not_there_is_a_mistake_in_words() -> None:
    with pytest.raises(Mistaken, match="R500 this machine has no no-such-program"):
        run(["no-such-program"], mend="x")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_cache_that_cannot_be_written_is_a_mistake_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Mistaken, match=r"R504.*CTID_CACHE"):
        fetch_tree(tmp_path / "cache/tree", ("asterisk",), print)


def test_a_cache_that_is_a_file_is_a_mistake_in_words(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(Mistaken, match=r"R504.*CTID_CACHE"):
        fetch_tree(tmp_path / "cache/tree", ("asterisk",), print)


def test_a_disk_without_room_is_told_before_anything_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "ROOM_MB", 10**12)
    said: list[str] = []
    with pytest.raises(Mistaken, match=r"R515.*MB are free.*CTID_CACHE"):
        fetch_tree(tmp_path / "cache/tree", ("asterisk",), said.append)
    assert not said


def test_a_tree_without_a_package_wanted_now_is_not_complete(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    assert not is_complete(tree, ("asterisk",))
    complete(tree, "asterisk")
    assert is_complete(tree, ("asterisk",))
    assert not is_complete(tree, ("asterisk", "sox"))


def test_who_comes_second_waits_and_finds_the_tree_fetched(tmp_path: Path) -> None:
    tree, said, waits = tmp_path / "tree", [], threading.Event()

    def say(words: str) -> None:
        said.append(words)
        waits.set()

    with (tmp_path / "tree.lock").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        second = threading.Thread(target=fetch_tree, args=(tree, ("asterisk",), say))
        second.start()
        assert waits.wait(5)
        complete(tree, "asterisk")
    second.join(5)
    assert not second.is_alive()
    assert len(said) == 1


def test_the_cache_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CTID_CACHE", str(tmp_path))
    assert cache_directory() == tmp_path
    monkeypatch.delenv("CTID_CACHE")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_directory() == tmp_path / "xdg/ctid"
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert cache_directory() == Path("/var/cache/ctid")
