"""`ctid ivr check` on copies of the site that ships."""

import json
import re
import shutil
import wave
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ctid.cli import app

ROOT = Path(__file__).parents[3]


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A site of its own; words are English, and no recordings are at hand."""
    shutil.copytree(ROOT / "ivr", tmp_path / "ivr")
    (tmp_path / "config").mkdir()
    shutil.copy(ROOT / "config/centre.yaml", tmp_path / "config")
    (tmp_path / "config/ctid.toml").write_text('[switch]\nsounds = "sounds"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CTID_LANGUAGE", "en")
    return tmp_path


def edit(file, right, wrong):
    text = file.read_text("utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong), "utf-8")


def check(*arguments):
    return CliRunner().invoke(app, ["ivr", "check", *arguments])


def test_the_site_that_ships_passes(house):
    done = check()
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "files: 4 · errors: 0 · warnings: 0 · waived: 2\n"


def test_an_error_is_told_with_its_place_and_fails(house):
    edit(house / "ivr/main.yaml", "next: welcome\n", "next: welcom\n")
    done = check()
    assert done.exit_code == 1
    assert re.match(r"ivr/main.yaml:\d+:11: I101 ", done.stdout)


def test_warnings_alone_do_not_fail(house):
    edit(house / "ivr/prompts/main.en.yaml", "press 3.", "press 4.")
    done = check("main")
    assert done.exit_code == 0 and " I115 (warning) " in done.stdout


def test_only_the_flows_that_are_named_are_told_of(house):
    edit(house / "ivr/main.yaml", "next: welcome\n", "next: welcom\n")
    assert check("orders", "ivr/survey.yaml").exit_code == 0
    assert check("ivr/main.yaml").exit_code == 1


def test_a_flow_may_be_checked_before_it_is_put_beside_the_others(house):
    (house / "ivr/after_hours.yaml").rename(house / "draft.yaml")
    assert check("draft.yaml").exit_code == 0


def test_what_is_wrong_around_the_flows_is_told_too(house):
    edit(house / "config/centre.yaml", "support:", "suport:")
    done = check("--format", "json")
    assert done.exit_code == 1
    assert {"config/centre.yaml"} <= {one["file"] for one in json.loads(done.stdout)}


def test_a_file_that_is_no_yaml_is_told(house):
    (house / "ivr/main.yaml").write_text("a: [", "utf-8")
    done = check("main")
    assert done.exit_code == 1 and done.stdout.startswith("ivr/main.yaml:1:")


def test_a_flow_that_is_not_there_is_told(house):
    done = check("mian")
    assert done.exit_code == 1 and 'did you mean "main"?' in str(done.exception)


def test_recordings_are_measured_where_they_are_at_hand(house):
    folder = house / "sounds/en/ctid"
    folder.mkdir(parents=True)
    with wave.open(str(folder / "main-menu.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(2 * 8000 * 31))
    (folder / "ask-order.wav").write_bytes(b"no sound")
    assert "I108 (warning) what is said here takes about 31 s" in check("main").stdout


def test_ctid_check_tells_the_same_warnings(house):
    edit(house / "ivr/prompts/main.en.yaml", "press 3.", "press 4.")
    done = CliRunner().invoke(app, ["check"])
    assert done.exit_code == 0 and "I115 (warning)" in done.stderr and "I116 (warning)" in done.stderr
