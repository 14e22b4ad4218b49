"""The judge finds each kind of lie, and nothing where all agree."""

import ast
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ctid.lab import judge as judge_module
from ctid.lab.judge import judge, read_cel
from ctid.lab.stories import CallerStory, PhoneStory

START = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
CALL, LEG = "1767268800.1", "off_01"


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def cel(seconds: float, event: str, unique: str, linked: str, **more: str) -> dict[str, str]:
    caller = unique == CALL
    return {
        "eventtype": event,
        "eventtime": f"{at(seconds).timestamp():.6f}",
        "uniqueid": unique,
        "linkedid": linked,
        "channame": "PJSIP/trunk-00000001" if caller else "PJSIP/1001-00000002",
        "cid_num": "5551" if caller else "",
        "exten": "4001" if caller else "s",
        "extra": more.get("extra", ""),
    }


def bridge(name: str, technology: str = "simple_bridge") -> str:
    return json.dumps({"bridge_id": name, "bridge_technology": technology})


CALLER = CallerStory("x", "5551", "4001", at(0), at(0.1), at(30), "caller", 200)
PHONE = PhoneStory("1001", "y", "5551", at(8), at(8.1), at(10), at(30.1), "switch", 200)
CEL = [
    cel(0.0, "CHAN_START", CALL, CALL),
    cel(2.0, "BRIDGE_ENTER", CALL, CALL, extra=bridge("hold", "holding_bridge")),
    cel(8.0, "CHAN_START", LEG, LEG),
    cel(10.4, "BRIDGE_EXIT", CALL, CALL),
    cel(10.5, "BRIDGE_ENTER", LEG, LEG, extra=bridge("talk")),
    cel(10.5, "BRIDGE_ENTER", CALL, CALL, extra=bridge("talk")),
    cel(30.0, "BRIDGE_EXIT", CALL, CALL),
    cel(30.0, "CHAN_END", CALL, CALL),
    cel(30.1, "BRIDGE_EXIT", LEG, CALL),
    cel(30.1, "CHAN_END", LEG, CALL),
]
ROW = {
    "id": f"sw1:{CALL}",
    "ani": "5551",
    "dnis": "4001",
    "arrived_at": at(0.05),
    "answered_at": at(10.5),
    "ended_at": at(30),
    "outcome": "answered",
    "agent": "ann",
    "talk_seconds": 19.5,
}
AGENTS = {"ann": "1001"}
ABANDONED = {**ROW, "outcome": "abandoned_in_queue", "agent": None, "answered_at": None}


def verdict(*, callers=(CALLER,), phones=(PHONE,), rows=CEL, log=(ROW,)) -> list[str]:
    return judge(callers, phones, rows, log, phone_of=AGENTS)


def test_an_honest_log_is_found_without_fault():
    assert verdict() == []


def test_an_honest_abandoned_call_is_found_without_fault():
    missed = replace(PHONE, answered_at=None)
    rows = [row for row in CEL if "talk" not in row["extra"] and row["uniqueid"] == CALL]
    assert verdict(phones=[missed], rows=rows, log=[ABANDONED]) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ani": "5552"}, "called, the log says"),
        ({"dnis": "4002"}, "called, the log says"),
        ({"arrived_at": at(-1.2)}, "arrived at"),
        ({"ended_at": at(31.2)}, "ended at"),
        ({"ended_at": at(31.2)}, "lasted 30.000 s, the log says 31.150 s"),
        ({"ended_at": None}, "still open for the log only"),
        ({"answered_at": at(12)}, "answered at"),
        ({"answered_at": None}, "answered at 12:00:10.500, the log says nothing"),
        ({"talk_seconds": 22.0}, "talked 19.500 s, the log says 22.000 s"),
        ({"agent": "bob"}, "agent bob, but phone 1001 talked last"),
        ({"outcome": "abandoned_in_queue"}, "phone 1001 talked with the caller"),
        ({"id": "sw1:9.9"}, "not in the call log"),
        ({"id": "sw1:9.9"}, "nobody called"),
    ],
)
def test_each_false_word_in_the_log_is_found(change, words):
    assert any(words in found for found in verdict(log=[{**ROW, **change}]))


def test_a_call_that_is_missing_or_too_many_is_counted():
    assert "1 calls were made, 0 are in the log" in verdict(log=[])
    assert "1 calls were made, 2 are in the log" in verdict(log=[ROW, {**ROW, "id": "sw1:9.9"}])


def test_a_log_that_says_answered_is_refuted_by_a_phone_that_never_answered():
    assert any("no agent ever did" in found for found in verdict(phones=[replace(PHONE, answered_at=None)]))


def test_two_in_a_holding_bridge_did_not_talk():
    rows = [{**row, "extra": row["extra"].replace("simple", "holding")} for row in CEL]
    assert any("no agent ever did" in found for found in verdict(rows=rows))


def test_a_caller_whom_the_switch_never_saw_is_found():
    assert any("CEL knows no such leg" in found for found in verdict(callers=[replace(CALLER, ani="7")]))


def test_a_caller_still_on_the_line_of_a_closed_call_is_found():
    alive = replace(CALLER, ended_at=None, ended_by="")
    assert any("still open for the caller only" in found for found in verdict(callers=[alive]))


def test_a_phone_rung_twice_at_once_is_found_and_one_call_after_the_other_is_not():
    second = replace(PHONE, call_id="z", invited_at=at(29), answered_at=None, ended_at=at(35))
    assert any("phone 1001: rung at 12:00:29.000" in found for found in verdict(phones=[second, PHONE]))
    assert verdict(phones=[PHONE, replace(second, invited_at=at(30.2))]) == []
    assert verdict(phones=[PHONE, replace(second, phone="1002")]) == []


def test_two_calls_of_one_number_each_find_their_own_leg():
    later = [{**row, "eventtime": str(float(row["eventtime"]) + 1.0)} for row in CEL]
    later = [{**row, "uniqueid": row["uniqueid"] + "b", "linkedid": row["linkedid"] + "b"} for row in later]
    again = replace(CALLER, invited_at=at(1.0), ended_at=at(31))
    other = replace(PHONE, phone="1002", invited_at=at(9), answered_at=at(11), ended_at=at(31.1))
    rows = [{**row, "channame": row["channame"].replace("1001", "1002")} for row in later]
    row = {**ROW, "id": f"sw1:{CALL}b", "arrived_at": at(1), "answered_at": at(11.5), "ended_at": at(31)}
    log = [{**row, "agent": "1002"}, ROW]
    assert judge([again, CALLER], [PHONE, other], [*rows, *CEL], log, phone_of=AGENTS) == []


def test_two_calls_of_one_number_at_one_moment_are_two_calls():
    rows = [{**row, "uniqueid": row["uniqueid"] + "b", "linkedid": row["linkedid"] + "b"} for row in CEL]
    rows = [{**row, "channame": row["channame"].replace("1001", "1002")} for row in rows]
    log = [ROW, {**ROW, "id": f"sw1:{CALL}b", "agent": "1002"}]
    phones = [PHONE, replace(PHONE, phone="1002")]
    assert verdict(callers=[CALLER, CALLER], phones=phones, rows=[*CEL, *rows], log=log) == []


def test_cel_is_read_as_asterisk_writes_it():
    begin = '"BRIDGE_ENTER","1767268810.500000","u","l","PJSIP/1001-1","c\u2028","s","Bridge","",'
    (row,) = read_cel(begin + '"{""bridge_id"":""b""}","5"\r\n')
    assert (row["uniqueid"], row["extra"], row["cid_num"]) == ("u", '{"bridge_id":"b"}', "5")


def test_the_judge_imports_nothing_but_the_standard_library():
    tree = ast.parse(Path(judge_module.__file__).read_text("utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert {str(module).partition(".")[0] for module in modules} <= sys.stdlib_module_names


def handed_on():
    """The caller talked with 1001, then with 1002."""
    other = "1763781008.9"
    second = replace(PHONE, phone="1002", call_id="z", answered_at=at(18.1), ended_at=at(30.1))
    first = replace(PHONE, ended_at=at(18.0))
    rows = [
        *CEL[:6],
        cel(17.9, "BRIDGE_EXIT", CALL, CALL),
        cel(18.0, "BRIDGE_EXIT", LEG, CALL),
        cel(18.0, "CHAN_END", LEG, CALL),
        {**cel(18.0, "CHAN_START", other, CALL), "channame": "PJSIP/1002-00000003"},
        cel(18.5, "BRIDGE_ENTER", other, CALL, extra=bridge("talk2")),
        cel(18.5, "BRIDGE_ENTER", CALL, CALL, extra=bridge("talk2")),
        cel(30.0, "BRIDGE_EXIT", CALL, CALL),
        cel(30.0, "CHAN_END", CALL, CALL),
        cel(30.1, "BRIDGE_EXIT", other, CALL),
        cel(30.1, "CHAN_END", other, CALL),
    ]
    return [first, second], rows


@pytest.mark.parametrize(("agent", "fair"), [("1002", True), ("ann", False)])
def test_of_a_call_that_was_handed_on_the_log_must_name_who_talked_last(agent: str, fair: bool):
    phones, rows = handed_on()
    row = {**ROW, "agent": agent, "talk_seconds": 7.4 + 11.5}
    found = verdict(phones=phones, rows=rows, log=[row])
    assert found == ([] if fair else [f"call {CALL}: the log says agent ann, but phone 1002 talked last"])
