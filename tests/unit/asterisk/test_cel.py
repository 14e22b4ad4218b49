"""Asterisk's channel event log, rows as a real one wrote them."""

from datetime import UTC, datetime
from pathlib import Path

from ctid.asterisk.cel import histories_since, leg_histories
from ctid.model.ids import LegId, NodeId
from ctid.model.reports import Arrival, LegHistory

NODE = NodeId("sw1")


def row(
    kind: str, at: str, unique: str, extra: str = "", context: str = "ctid-do", exten: str = "wait"
) -> str:
    fields = (
        kind,
        at,
        unique,
        unique,
        "PJSIP/trunk-00000000",
        context,
        exten,
        "",
        "",
        extra,
        "+33142278186",
    )
    return ",".join('"' + field.replace('"', '""') + '"' for field in fields) + "\n"


ROWS = [
    row("CHAN_START", "1795319770.000000", "1.0"),
    row("ANSWER", "1795319771.000000", "1.0"),
    row("BRIDGE_ENTER", "1795319772.000000", "1.0", '{"bridge_id":"h","bridge_technology":"holding_bridge"}'),
    row("BRIDGE_EXIT", "1795319780.000000", "1.0", '{"bridge_id":"h","bridge_technology":"holding_bridge"}'),
    row("BRIDGE_ENTER", "1795319780.500000", "1.0", '{"bridge_id":"t","bridge_technology":"simple_bridge"}'),
    row("BRIDGE_EXIT", "1795319790.250000", "1.0", '{"bridge_id":"t","bridge_technology":"native_rtp"}'),
    "half a row\n",
    row("HANGUP", "nonsense", "9.9"),
    row("HANGUP", "1795319791.000000", "1.0", '{"hangupcause":16,"hangupsource":"","dialstatus":""}'),
    row("HANGUP", "1795319795.000000", "off_1", "no json"),
    row("CHAN_START", "1795319796.000000", "2.0"),
]


def at(second: float) -> datetime:
    return datetime.fromtimestamp(1795319700 + second, UTC)


def test_a_leg_that_ended_is_told_with_its_cause_and_when_it_was_answered_and_talked() -> None:
    first, second = leg_histories(ROWS, NODE)
    assert first == LegHistory(
        LegId("sw1:1.0"), at(91), 16, at(80.5), at(90.25), verb="wait", answered_at=at(71)
    )
    assert second == LegHistory(LegId("sw1:off_1"), at(95), 0, None, None, verb="wait")


def test_only_what_histories_since_is_told(tmp_path: Path) -> None:
    file = tmp_path / "Master.csv"
    file.write_text("".join(ROWS))
    assert [leg.leg for leg in histories_since(file, NODE, at(95), at(99))] == ["sw1:off_1"]


def test_no_file_tells_nothing(tmp_path: Path) -> None:
    assert histories_since(tmp_path / "none.csv", NODE, at(0), at(99)) == ()


def arrives(at: str, unique: str, dnis: str = "4001") -> str:
    return row("CHAN_START", at, unique, "", "ctid-in", dnis)


def test_a_caller_is_told_with_their_arrival_and_what_was_done_for_them_at_the_end() -> None:
    rows = [
        arrives("1795319700.5", "3.0"),
        row("HANGUP", "1795319730.5", "3.0", '{"hangupcause":16}', "ctid-do", "voicemail"),
    ]
    [leg] = leg_histories(rows, NODE)
    assert leg.arrival == Arrival(at(0.5), "+33142278186", "4001", at(30.5))
    assert (leg.ended_at, leg.verb) == (at(30.5), "voicemail")


def test_a_number_that_was_refused_never_was_a_call() -> None:
    rows = [arrives("1795319700", "3.0", "500&x"), row("HANGUP", "1795319701", "3.0", "", "ctid-in", "bad")]
    [leg] = leg_histories(rows, NODE)
    assert leg.arrival is None


def test_a_child_of_a_callers_leg_is_no_caller() -> None:
    rows = [arrives("1795319700", "3.0").replace('"3.0","3.0"', '"3.1","3.0"')]
    assert list(leg_histories(rows, NODE)) == []


def test_whom_a_caller_met_is_told_by_the_phone_browser_or_not() -> None:
    bridge = '{"bridge_id":"t","bridge_technology":"simple_bridge"}'
    agent = row("BRIDGE_ENTER", "1795319711", "off_1", bridge, "ctid-agent", "s")
    rows = [
        arrives("1795319700", "3.0"),
        row("BRIDGE_ENTER", "1795319710", "3.0", bridge),
        agent.replace("PJSIP/trunk-00000000", "PJSIP/1002-web-00000001"),
        row("HANGUP", "1795319720", "3.0"),
    ]
    [caller, _] = leg_histories(rows, NODE)
    assert caller.peer == "1002"


def test_who_died_with_the_switch_is_told_only_if_they_came_since_and_before_it_was_looked_at(
    tmp_path: Path,
) -> None:
    file = tmp_path / "Master.csv"
    file.write_text("".join(arrives(f"17953197{n}", f"{n}.0") for n in (10, 20, 30)))
    told = histories_since(file, NODE, at(15), at(25))
    assert [leg.leg for leg in told] == ["sw1:20.0"]
