"""The scripts that Asterisk runs itself, spoken to as Asterisk speaks, and cut off as a crash does."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).parents[3] / "agi_scripts"
CALL = "1795329837.0"
Answer = Callable[[str], str | None]


def runs(tmp_path: Path, script: str, answer: Answer, *, ani: str = "+12025550101") -> list[str]:
    """Run a script; `answer` says what each command is answered with, None cuts the line. Return commands."""
    head = {"agi_uniqueid": CALL, "agi_callerid": ani, "agi_language": "zh"}
    environment = {"AST_SPOOL_DIR": str(tmp_path), "PATH": os.environ["PATH"], "LANG": "en_GB.UTF-8"}
    with subprocess.Popen(
        [sys.executable, SCRIPTS / script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        lines = [f"{name}: {value}" for name, value in head.items()]
        process.stdin.write("\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape"))
        process.stdin.flush()
        commands = []
        for line in process.stdout:
            commands.append(line.decode("utf-8", "surrogateescape").strip())
            said = answer(commands[-1])
            if said is None:
                process.stdin.close()
                break
            process.stdin.write(f"{said}\n".encode())
            process.stdin.flush()
        process.wait(10)
        assert process.stderr.read() == b""
    return commands


def keys(*pressed: str, record: Path | None = None) -> Answer:
    """Answer as Asterisk does for a caller who presses these keys, one entry for each GET DATA."""
    left = list(pressed)

    def answer(command: str) -> str:
        if command.startswith("GET VARIABLE"):
            return "200 result=1 (4001)" if "DNIS" in command else "200 result=0"
        if command.startswith("GET DATA"):
            return f"200 result={left.pop(0) if left else ''}"
        if command.startswith("RECORD FILE") and record is not None:
            record.write_bytes(b"RIFF")
        return "200 result=0"

    return answer


def spool(tmp_path: Path) -> Path:
    return tmp_path / "ctid-voicemail"


def note(tmp_path: Path, ending: str) -> dict[str, Any]:
    return dict(json.loads((spool(tmp_path) / f"{CALL}{ending}").read_text()))


def voicemail(tmp_path: Path) -> Path:
    spool(tmp_path).mkdir()
    return spool(tmp_path) / f"{CALL}.wav"


def test_a_voicemail_leaves_a_note_beside_its_sound(tmp_path: Path) -> None:
    runs(tmp_path, "voicemail.py", keys(record=voicemail(tmp_path)))
    left = note(tmp_path, ".json")
    assert (left["kind"], left["call"], left["dnis"]) == ("voicemail", CALL, "4001")
    assert (left["language"], left["sound"]) == ("zh", f"{CALL}.wav")
    assert sorted(path.suffix for path in spool(tmp_path).iterdir()) == [".json", ".wav"]


def test_a_caller_who_leaves_before_the_tone_leaves_nothing(tmp_path: Path) -> None:
    runs(tmp_path, "voicemail.py", keys())
    assert list(spool(tmp_path).iterdir()) == []


@pytest.mark.parametrize(
    "said", ["200 result=-1", "511 Command Not Permitted on a dead channel or intercept"]
)
def test_a_caller_who_hangs_up_while_speaking_has_left_a_message(tmp_path: Path, said: str) -> None:
    recorded = keys(record=voicemail(tmp_path))
    runs(tmp_path, "voicemail.py", lambda line: (recorded(line), said)[line.startswith("RECORD")])
    assert note(tmp_path, ".json")["ani"] == "+12025550101"


def test_what_was_recorded_when_asterisk_died_is_a_message(tmp_path: Path) -> None:
    recorded = keys(record=voicemail(tmp_path))

    def dies(command: str) -> str | None:
        said = recorded(command)
        return None if command.startswith("RECORD") else said

    runs(tmp_path, "voicemail.py", dies)
    assert note(tmp_path, ".json")["call"] == CALL


def test_a_number_of_broken_utf8_loses_no_message(tmp_path: Path) -> None:
    runs(tmp_path, "voicemail.py", keys(record=voicemail(tmp_path)), ani="\udcff12")
    assert "12" in note(tmp_path, ".json")["ani"]


def test_key_1_asks_for_a_call_back_at_the_callers_own_number(tmp_path: Path) -> None:
    commands = runs(tmp_path, "callback.py", keys("1"))
    left = note(tmp_path, "-callback.json")
    assert (left["kind"], left["keyed"], left["ani"]) == ("callback_request", "", "+12025550101")
    assert 'SAY DIGITS "12025550101" ""' in commands
    assert 'SET VARIABLE "CTID_CALLBACK" "kept"' in commands


def test_another_number_is_kept_once_it_is_confirmed(tmp_path: Path) -> None:
    commands = runs(tmp_path, "callback.py", keys("2", "2025550177", "2", "2025550178", "1"))
    assert note(tmp_path, "-callback.json")["keyed"] == "2025550178"
    assert 'SAY DIGITS "2025550177" ""' in commands


@pytest.mark.parametrize(
    "pressed",
    [
        ("2", "123", "1234", "*69#", "2025550177", "1"),  # three tries, too short or no digits
        ("2", "2025550177", "", "2025550177", "2", "2025550177", "2"),  # never confirmed
        ("", "", ""),  # nobody says anything
    ],
)
def test_what_was_not_said_in_full_is_no_wish(tmp_path: Path, pressed: tuple[str, ...]) -> None:
    commands = runs(tmp_path, "callback.py", keys(*pressed))
    assert not spool(tmp_path).exists()
    assert not any("kept" in command for command in commands)


@pytest.mark.parametrize("ani", ["anonymous", "", "123", "+1202555017\N{ARABIC-INDIC DIGIT ONE}", "1" * 16])
def test_a_caller_without_a_usable_number_keys_one_in(tmp_path: Path, ani: str) -> None:
    runs(tmp_path, "callback.py", keys("2025550177", "1"), ani=ani)
    assert note(tmp_path, "-callback.json")["keyed"] == "2025550177"


def test_a_caller_who_hangs_up_after_the_wish_has_left_it(tmp_path: Path) -> None:
    wishes = keys("1")
    runs(tmp_path, "callback.py", lambda line: None if line.startswith("SET VARIABLE") else wishes(line))
    assert note(tmp_path, "-callback.json")["kind"] == "callback_request"
