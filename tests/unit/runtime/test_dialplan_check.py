"""`ctid dialplan check`, as somebody at a keyboard, a git hook or a code host sees it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.runtime.dialplan_commands import dialplan

PROJECT = Path(__file__).parents[3]
TEXT = """\
[in]
exten => 1,1,Goto(otu,1,1)
exten => _.,1,Hangup() ; ctid:ignore D145 everything ends here
[out]
exten => _X.,1,Dial(PJSIP/${FILTER(0-9,${EXTEN})}@trunk)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "extensions.conf").write_text(TEXT)
    return tmp_path / "extensions.conf"


def run(*words: object, language: Language = Language.EN, **switch: object) -> Result:
    said = {"documentation": "", "sounds": "", **switch}
    settings = Settings.model_validate({"switch": said, "site": {"prompts": PROJECT / "ivr/prompts"}})
    commands = dialplan(lambda _: settings, lambda: language)
    return CliRunner().invoke(commands, ["check", *(str(word) for word in words)])


def test_an_error_is_told_at_its_place_and_ends_in_one(file: Path) -> None:
    result = run(file)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{file}:2:19: D131 there is no context [otu]")
    assert 'did you mean "out"?' in result.stdout
    assert "errors: 1 · warnings: 0 · waived: 1" in result.stderr


def test_a_warning_alone_is_let_through(file: Path) -> None:
    file.write_text("[in]\nexten => _.,1,Hangup()\n")
    result = run(file, language=Language.ZH)
    assert result.exit_code == 0
    assert "D145（警告）" in result.stdout


def test_our_own_dialplan_has_nothing_to_mend() -> None:
    result = run(PROJECT / "dialplan", "--pjsip", PROJECT / "config/asterisk/pjsip.conf")
    assert (result.exit_code, result.stdout) == (0, "")


def test_programs_read_json_sarif_and_annotations(file: Path) -> None:
    told = json.loads(run(file, "--format", "json").stdout)
    assert [(each["code"], each.get("waived")) for each in told] == [
        ("D131", None),
        ("D145", "everything ends here"),
    ]
    (sarif,) = json.loads(run(file, "--format", "sarif").stdout)["runs"]
    assert [each["ruleId"] for each in sarif["results"]] == ["D131", "D145"]
    assert run(file, "--format", "github").stdout.startswith(
        f"::error file={file},line=2,col=19,title=D131::"
    )


def test_endpoints_beside_the_file_say_where_strangers_come_from(file: Path) -> None:
    (file.parent / "pjsip.conf").write_text("[trunk]\ntype=endpoint\ncontext=out\n")
    assert {"D151", "D142"} <= _codes(run(file, "--format", "json"))
    (file.parent / "pjsip.conf").write_text("[phone]\ntype=endpoint\ncontext=out\nauth=phone\n")
    assert "D151" not in _codes(run(file, "--format", "json"))
    assert "D151" in _codes(run(file, "--format", "json", "--inbound", "out"))
    assert "D142" not in _codes(run(file, "--format", "json", "--root", "in"))


def test_names_come_from_the_installed_asterisk(file: Path, tmp_path: Path) -> None:
    xml = tmp_path / "core-en_US.xml"
    xml.write_text('<docs><application name="Goto" language="en_US" module="pbx">\n</application></docs>')
    assert "D121" in _codes(run(file, "--format", "json", documentation=xml))


def test_sounds_are_looked_up_in_asterisks_folder(file: Path, tmp_path: Path) -> None:
    for name in ("sounds/en/hello.gsm", "sounds/zh/ctid/goodbye.wav"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    file.write_text("[a]\nexten => 1,1,Playback(hello&ctid/goodbye&ctid/good-buy)\n")
    told = json.loads(run(file, "--format", "json", sounds=tmp_path / "sounds").stdout)
    assert [each["what"]["en"] for each in told] == [
        "the sound hello is missing in: zh",
        "the sound ctid/good-buy is missing in: en, zh",
    ]


@pytest.mark.parametrize("name", ["gone.conf", "."])
def test_a_dialplan_that_is_not_there_is_told(name: str, tmp_path: Path) -> None:
    result = run(tmp_path / name)
    assert isinstance(result.exception, Mistaken)
    assert result.exception.mistakes[0].code == "R614"


def _codes(result: Result) -> set[str]:
    return {each["code"] for each in json.loads(result.stdout)}
