"""Asterisk's channel event log, rows as a real one wrote them."""

from datetime import UTC, datetime
from pathlib import Path

from ctid.asterisk.cel import histories_since, leg_histories
from ctid.model.ids import LegId, NodeId
from ctid.model.reports import LegHistory

NODE = NodeId("sw1")


def row(kind: str, at: str, unique: str, extra: str = "") -> str:
    fields = (
        kind,
        at,
        unique,
        unique,
        "PJSIP/trunk-00000000",
        "ctid-do",
        "wait",
        "",
        "",
        extra,
        "+33142278186",
    )
    return ",".join('"' + field.replace('"', '""') + '"' for field in fields) + "\n"


ROWS = [
    row("CHAN_START", "1795319770.000000", "1.0"),
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


def test_a_leg_that_ended_is_told_with_its_cause_and_when_it_talked() -> None:
    first, second = leg_histories(ROWS, NODE)
    assert first == LegHistory(LegId("sw1:1.0"), at(91), 16, at(80.5), at(90.25))
    assert second == LegHistory(LegId("sw1:off_1"), at(95), 0, None, None)


def test_only_what_histories_since_is_told(tmp_path: Path) -> None:
    file = tmp_path / "Master.csv"
    file.write_text("".join(ROWS))
    assert [leg.leg for leg in histories_since(file, NODE, at(95))] == ["sw1:off_1"]


def test_no_file_tells_nothing(tmp_path: Path) -> None:
    assert histories_since(tmp_path / "none.csv", NODE, at(0)) == ()
