"""What parties do is written as SIPp scenarios; what happened to them is read from SIPp's log."""

import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ctid.lab import parties
from ctid.lab.parties import AgentPhone, Caller
from ctid.lab.sipp import SCENARIOS, Outside, free_port, read_messages
from ctid.lab.steps import hang_up, press, wait, write_steps
from ctid.lab.stories import tell_caller, tell_phone
from ctid.lab.templates import render
from ctid.model.mistakes import Mistaken

START = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


class Log:
    """Writes SIPp's message log as SIPp does."""

    def __init__(self) -> None:
        self.bytes = b""

    def note(
        self, after: float, way: str, start: str, cseq: str, *, call: str = "c1", more: str = ""
    ) -> None:
        body = f"{start}\r\nCall-ID: {call}\r\nCSeq: 1 {cseq}\r\n{more}\r\n".encode()
        at = (START + timedelta(seconds=after)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        head = f"{'-' * 47} {at}\nUDP message {way} [{len(body)}] bytes:\n\n"
        self.bytes += head.encode() + body + b"\n"

    @property
    def messages(self):
        return read_messages(self.bytes)


def call_from_trunk() -> Log:
    log = Log()
    caller = 'From: "x" <sip:%2B8613800138000@127.0.0.2>;tag=1\r\n'
    log.note(0, "sent", "INVITE sip:4001@127.0.0.1 SIP/2.0", "INVITE", more=caller)
    log.note(0.1, "received", "SIP/2.0 100 Trying", "INVITE")
    return log


def test_a_caller_who_hangs_up_is_told_with_all_times():
    log = call_from_trunk()
    log.note(0.25, "received", "SIP/2.0 200 OK", "INVITE")
    log.note(3.5, "sent", "BYE sip:x SIP/2.0", "BYE")
    log.note(3.6, "received", "SIP/2.0 200 OK", "BYE")
    story = tell_caller(log.messages, "4001")
    assert (story.ani, story.dnis, story.final_code) == ("+8613800138000", "4001", 200)
    assert story.invited_at == START
    assert story.answered_at == START + timedelta(seconds=0.25)
    assert (story.ended_at, story.ended_by) == (START + timedelta(seconds=3.5), "caller")


def test_a_caller_the_switch_hung_up_on_says_so():
    log = call_from_trunk()
    log.note(0.25, "received", "SIP/2.0 200 OK", "INVITE")
    log.note(9, "received", "BYE sip:x SIP/2.0", "BYE")
    story = tell_caller(log.messages, "4001")
    assert (story.ended_at, story.ended_by) == (START + timedelta(seconds=9), "switch")


def test_a_refused_caller_was_never_answered():
    log = call_from_trunk()
    log.note(0.25, "received", "SIP/2.0 486 Busy Here", "INVITE")
    story = tell_caller(log.messages, "4001")
    assert (story.answered_at, story.ended_by, story.final_code) == (None, "switch", 486)


def test_a_call_that_lives_has_no_end_and_before_the_invite_there_is_no_story():
    story = tell_caller(call_from_trunk().messages, "4001")
    assert (story.ended_at, story.ended_by, story.final_code) == (None, "", 0)
    assert tell_caller([], "4001") is None


def test_a_phone_tells_each_of_its_calls_and_not_its_registration():
    log = Log()
    log.note(0, "sent", "REGISTER sip:x SIP/2.0", "REGISTER", call="r")
    log.note(0, "received", "SIP/2.0 200 OK", "REGISTER", call="r")
    log.note(1, "received", "OPTIONS sip:x SIP/2.0", "OPTIONS", call="o")
    for call, begin in (("a", 2.0), ("b", 3.0)):
        log.note(
            begin, "received", "INVITE sip:1001@x SIP/2.0", "INVITE", call=call, more="From: <sip:7@x>\r\n"
        )
        log.note(begin + 0.1, "sent", "SIP/2.0 180 Ringing", "INVITE", call=call)
    log.note(4, "received", "CANCEL sip:1001@x SIP/2.0", "CANCEL", call="a")
    log.note(4.1, "sent", "SIP/2.0 487 Request Terminated", "INVITE", call="a")
    log.note(5, "sent", "SIP/2.0 200 OK", "INVITE", call="b")
    log.note(6, "sent", "BYE sip:x SIP/2.0", "BYE", call="b")
    missed, taken = tell_phone(log.messages, "1001")
    assert (missed.call_id, missed.ani, missed.rang_at) == ("a", "7", START + timedelta(seconds=2.1))
    assert missed.called == "1001"
    assert (missed.answered_at, missed.ended_by, missed.final_code) == (None, "switch", 487)
    assert missed.ended_at == START + timedelta(seconds=4)
    assert (taken.answered_at, taken.ended_by) == (START + timedelta(seconds=5), "phone")


def test_text_inside_a_message_is_never_taken_for_the_logs_own_lines():
    log = call_from_trunk()
    forged = f"X: \n{'-' * 47} 2020-01-01T00:00:00.000000Z\nUDP message sent [3] bytes:\n\nBYE\r\n"
    log.note(1, "received", "SIP/2.0 200 OK", "INVITE", more=forged)
    assert [message.start.split()[0] for message in log.messages] == ["INVITE", "SIP/2.0", "SIP/2.0"]


def test_a_message_that_is_still_being_written_is_left_out():
    log = call_from_trunk()
    assert len(read_messages(log.bytes[:-40])) == 1


@pytest.mark.parametrize("tones", [True, False])
def test_a_callers_steps_make_a_scenario_that_is_xml(tones):
    steps = write_steps((press("12#", after=0.5), wait(2), press("*"), hang_up(after=3)), tones=tones)
    values = {"steps": steps, "speaks": "", "port": "media_port"}
    root = ET.fromstring(render((SCENARIOS / "caller.xml").read_text("utf-8"), values, "caller.xml"))
    labels = {element.get("id") for element in root.iter("label")}
    targets = {element.get(name) for element in root.iter() for name in ("next", "ontimeout")} - {None}
    assert targets <= labels


def test_the_next_step_waits_until_the_keys_are_played():
    steps = write_steps((press("1234", after=0.5), hang_up(after=1)), tones=True)
    assert 'timeout="500"' in steps
    assert f'timeout="{1000 + 4 * 240}"' in steps


def test_a_caller_without_a_hang_up_stays_until_the_switch_hangs_up():
    assert write_steps((press("1"),), tones=True).endswith('<recv request="BYE" next="gone"/>')
    assert 'next="gone"/>' not in write_steps((hang_up(),), tones=True).splitlines()[-1]


@pytest.mark.parametrize("keys", ["", "1x", '1"/>', "１", "1\n"])
def test_what_is_no_telephone_key_cannot_be_pressed(keys):
    with pytest.raises(ValueError, match="no telephone keys"):
        press(keys)


@pytest.mark.parametrize("scenario", sorted(SCENARIOS.glob("*.xml")), ids=lambda path: path.name)
def test_every_scenario_is_xml(scenario):
    ET.fromstring(scenario.read_text("utf-8"))


def test_a_port_that_was_found_is_even():
    assert free_port("127.0.0.1") % 2 == 0


class Pretend:
    """Tools that are a shell script instead of SIPp."""

    def __init__(self, script: str) -> None:
        self._script = script

    def argv(self, program: str, *args: str) -> list[str]:
        return ["/bin/sh", "-c", self._script, program, *args]


def is_running(folder: Path) -> bool:
    pid = int(next(folder.glob("*/pid")).read_text())
    return Path(f"/proc/{pid}").exists()


async def test_a_call_that_does_not_come_about_tells_what_sipp_said(tmp_path: Path):
    caller = Caller(
        Outside(Pretend("echo no such scenario >&2; exit 255"), "127.0.0.1:1", tmp_path), "4001", "1"
    )
    await caller.start()
    with pytest.raises(Mistaken, match=r"R530.*no such scenario"):
        await caller.wait(5)


async def test_a_call_without_end_is_ended_and_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ctid.lab.sipp._PATIENCE_S", 0.1)
    stubborn = "trap '' USR1; echo $$ > pid; while :; do sleep 0.05; done"
    caller = Caller(Outside(Pretend(stubborn), "127.0.0.1:1", tmp_path), "4001", "1")
    await caller.start()
    with pytest.raises(Mistaken, match="R531"):
        await caller.wait(0.3)
    assert not is_running(tmp_path)


@pytest.mark.skipif(not shutil.which("setpriv"), reason="needs util-linux")
def test_whoever_plays_the_parties_may_be_killed_and_leaves_no_process(tmp_path: Path):
    killed = f"""
import asyncio, os, pathlib, signal
from ctid.lab.parties import Caller
from ctid.lab.sipp import Outside
class Tools:
    def argv(self, program, *args):
        return ["/bin/sh", "-c", "echo $$ > pid; while :; do sleep 0.05; done"]
async def play(folder):
    await Caller(Outside(Tools(), "127.0.0.1:1", folder), "4001", "1").start()
    while not any(pid.read_text() for pid in folder.glob("*/pid")):
        await asyncio.sleep(0.02)
    os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(play(pathlib.Path({str(tmp_path)!r})))
"""
    assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == -signal.SIGKILL
    for _ in range(100):
        if not is_running(tmp_path):
            break
        time.sleep(0.02)
    assert not is_running(tmp_path)


async def test_a_phone_that_is_not_registered_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(parties, "_REGISTER_WITHIN_S", 1.0)
    outside = Outside(Pretend("echo cannot bind >&2; exit 254"), "127.0.0.1:1", tmp_path)
    with pytest.raises(Mistaken, match=r"R532.*cannot bind"):
        async with AgentPhone(outside, "1001", "x", ip="127.0.0.1"):
            pass
