"""What `config/centre.yaml` may say, and how each slip in it is told."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from ctid.config.centre import read_site
from ctid.config.centre_wordings import CENTRE_WORDINGS
from ctid.model.hours import Period
from ctid.model.ids import AgentId, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken

SHIPPED = Path(__file__).parents[3] / "config" / "centre.yaml"

SOUND = """\
name: {en: Test centre, zh: 测试中心}
region: CN
skills: [support, billing]
agents:
  - id: "1001"
    name: Agent 1001
    phone: "1001"
    language: zh
    skills: {support: 3}
  - id: "1002"
    name: Agent 1002
    phone: "1002"
    skills: {support: 1, billing: 5}
queues:
  support:
    title: {en: Support, zh: 支持}
    requires: {support: 1}
    ring: 15s
    wrap_up: 1m30s
    calendar: office
calendars:
  office:
    zone: Asia/Shanghai
    holidays: CN
    weekly:
      mon-fri: ["09:00-12:00", "13:00-18:00"]
      sat: ["10:00-24:00"]
numbers:
  "4001": main
dispositions:
  resolved: {en: Resolved, zh: 已解决}
not_ready_reasons:
  lunch: {en: Lunch, zh: 午餐}
"""

AGENT_1003 = '  - {id: "1003", name: Agent 1003, phone: "1003", skills: {support: 1}}\nqueues:\n'


def mistakes(text: str) -> list[Mistake]:
    with pytest.raises(Mistaken) as raised:
        read_site(text, "centre.yaml", flows=["main", "night"])
    return list(raised.value.mistakes)


def changed(old: str, new: str) -> str:
    assert SOUND.count(old) >= 1, old
    return SOUND.replace(old, new, 1)


def test_a_sound_file_becomes_a_site_in_which_every_value_stands() -> None:
    site = read_site(SOUND, "centre.yaml", flows=["main"])
    assert (site.name.zh, site.region, site.skills) == ("测试中心", "CN", ("support", "billing"))
    agent = site.agents[AgentId("1001")]
    assert (agent.phone, agent.language, agent.skills) == ("1001", Language.ZH, {"support": 3})
    assert site.agents[AgentId("1002")].language is Language.EN
    queue = site.queues[QueueName("support")]
    assert queue.requires == {SkillName("support"): 1}
    assert (queue.ring, queue.wrap_up) == (timedelta(seconds=15), timedelta(seconds=90))
    assert (queue.calendar, queue.title.en) == ("office", "Support")
    assert site.numbers == {"4001": "main"}
    assert site.dispositions["resolved"].title.zh == "已解决"


def test_the_shipped_centre_is_sound_and_has_the_agents_the_tutorial_names() -> None:
    site = read_site(SHIPPED.read_text("utf-8"), str(SHIPPED), flows=["main"])
    assert list(site.agents) == ["1001", "1002", "1003"]
    assert set(site.queues) == {"support", "billing"}
    assert site.calendars["always"].is_open(datetime(2026, 1, 1, 3, tzinfo=UTC))


def test_hours_are_read_as_periods_of_each_day_with_24_00_as_the_midnight_after() -> None:
    weekly = read_site(SOUND, "centre.yaml", flows=["main"]).calendars["office"].weekly
    assert set(weekly) == {1, 2, 3, 4, 5, 6}
    assert weekly[5] == (Period(time(9), time(12)), Period(time(13), time(18)))
    assert weekly[6] == (Period(time(10), time(0)),)


def test_a_run_of_days_may_pass_the_end_of_the_week() -> None:
    site = read_site(changed("mon-fri:", "sun-tue:"), "centre.yaml", flows=["main"])
    assert set(site.calendars["office"].weekly) == {7, 1, 2, 6}


def test_the_two_reasons_of_the_centre_itself_are_there_and_may_be_reworded() -> None:
    reasons = read_site(SOUND, "c", flows=["main"]).not_ready_reasons
    assert set(reasons) == {"lunch", "rona", "phone"}
    reworded = read_site(changed("  lunch: {en: Lunch", "  rona: {en: Missed"), "c", flows=["main"])
    assert reworded.not_ready_reasons["rona"].title.en == "Missed"


# Each row: a change to the sound file, then the one mistake it must give: code, line, column, a word of it.
SLIPS = [
    ("skills: {support: 3}", "skills: {suport: 3}", "C105", 9, 14, "did you mean support?"),
    ('id: "1002"', 'id: "1001"', "C106", 10, 9, "centre.yaml:5:9"),
    ('phone: "1002"', 'phone: "1001"', "C107", 12, 12, "centre.yaml:7:12"),
    ("skills: {support: 3}", "skills: {support: 6}", "C108", 9, 23, "6"),
    ("skills: {support: 3}", "skills: {support: 0}", "C108", 9, 23, "0"),
    ("skills: {support: 3}", 'skills: {support: "3"}', "C102", 9, 23, "whole number"),
    ("skills: {support: 3}", "skills: {support: true}", "C102", 9, 23, "whole number"),
    ("calendar: office", "calendar: ofice", "C109", 20, 15, "did you mean office?"),
    ('"4001": main', '"4001": mian', "C110", 29, 11, "did you mean main?"),
    (
        '"4001": main',
        '"4001": main\noutbound: {allow: ["1202"], show_number: "+12025550199"}',
        "C127", 30, 20, "+1202",
    ),
    ("    wrap_up: 1m30s\n", "    wrap_up: 1m30s\n    record: anounce\n", "C128", 20, 13, "announce"),
    ('"4001": main', '"40-01": main', "C111", 29, 3, "40-01"),
    ('"4001": main', '"４００１": main', "C111", 29, 3, "４００１"),
    ("ring: 15s", "ring: 15", "C112", 18, 11, "15s"),
    ("ring: 15s", "ring: 0s", "C112", 18, 11, "0s"),
    ("ring: 15s", "ring: -5s", "C112", 18, 11, "-5s"),
    ("ring: 15s", "ring: soon", "C112", 18, 11, "soon"),
    ("10:00-24:00", "10:00", "C113", 27, 13, "10:00"),
    ("10:00-24:00", "10:00-24:30", "C113", 27, 13, "24:30"),
    ("10:00-24:00", "24:10-24:20", "C113", 27, 13, "24:10"),
    ("10:00-24:00", "10:00-18:60", "C113", 27, 13, "18:60"),
    ("10:00-24:00", "22:00-06:00", "C114", 27, 13, "22:00-06:00"),
    ("10:00-24:00", "10:00-10:00", "C114", 27, 13, "10:00-10:00"),
    ("13:00-18:00", "11:00-18:00", "C115", 26, 32, "centre.yaml:26:17"),
    ("      sat:", "      fri:", "C115", 27, 13, "centre.yaml:26:17"),
    ("sat:", "saturday:", "C116", 27, 7, "did you mean sat?"),
    ("mon-fri:", "mon-fry:", "C116", 26, 7, "did you mean fri?"),
    ("Asia/Shanghai", "Asia/Shangai", "C117", 23, 11, "did you mean Asia/Shanghai?"),
    ("Asia/Shanghai", "../../etc/passwd", "C117", 23, 11, "no time zone"),
    ("region: CN", "region: CHN", "C119", 2, 9, "did you mean"),
    ("region: CN", "region: cn", "C119", 2, 9, "did you mean CN?"),
    ("holidays: CN", "holidays: XX", "C120", 24, 15, "XX"),
    ("requires: {support: 1}", "requires: {support: 4}", "C121", 17, 15, "support >= 4"),
    ("requires: {support: 1}", "requires: {support: 2, billing: 2}", "C121", 17, 15, "support >= 2 and"),
    ('phone: "1002"', 'phone: "1002&PJSIP/x"', "C123", 12, 12, "1002&PJSIP/x"),
    ("  support:\n", "  sup port:\n", "C123", 15, 3, "sup port"),
    ('id: "1002"', "id: 1002", "C124", 10, 9, "quotes"),
    ("language: zh", "language: zn", "C125", 8, 15, "zh"),
    ("[support, billing]", "[support, billing, support]", "C126", 3, 28, "centre.yaml:3:10"),
    ("    wrap_up: 1m30s\n", "", "C103", 16, 5, "wrap_up"),
    ("    language: zh", "    langauge: zh", "C104", 8, 5, "did you mean language?"),
    ("dispositions:", "disposition:", "C104", 30, 1, "did you mean dispositions?"),
    ("name: Agent 1001", "name: ' '", "C102", 6, 11, "text"),
    ("{en: Resolved, zh: 已解决}", "Resolved", "C102", 31, 13, "pairs"),
    ("{en: Resolved, zh: 已解决}", "{en: Resolved}", "C103", 31, 13, "zh"),
    ('sat: ["10:00-24:00"]', 'sat: "10:00-24:00"', "C102", 27, 12, "a list"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "line", "column", "word"), SLIPS)
def test_one_slip_is_told_once_at_its_place(
    old: str, new: str, code: str, line: int, column: int, word: str
) -> None:
    told = mistakes(changed(old, new))
    assert [mistake.code for mistake in told] == [code]
    assert (told[0].place.line, told[0].place.column) == (line, column)
    assert word in told[0].words()


def test_a_mistake_is_told_in_chinese_too() -> None:
    (told,) = mistakes(changed("calendar: office", "calendar: ofice"))
    what, why, mend = '没有名为 "ofice" 的日历', "队列将无法判断服务时间", "是否想写 office？"
    assert told.words(Language.ZH) == f"centre.yaml:20:15: C109 {what} · {why} → {mend}"


@pytest.mark.parametrize(
    ("kept", "key", "empty"),
    [
        ("skills", "skills", "[]"),
        ("agents", "agents", "[]"),
        ("numbers", "numbers", "{}"),
        ("queues", "queues", "{}"),
    ],
)
def test_a_centre_without_any_of_what_it_needs_is_refused(kept: str, key: str, empty: str) -> None:
    sections = {part.split(":")[0]: part for part in _sections(SOUND)}
    sections[kept] = f"{key}: {empty}\n"
    assert "C122" in {mistake.code for mistake in mistakes("".join(sections.values()))}


def _sections(text: str) -> list[str]:
    parts: list[str] = []
    for line in text.splitlines(keepends=True):
        if line[0] not in " ":
            parts.append(line)
        else:
            parts[-1] += line
    return parts


def test_a_calendar_that_never_opens_is_refused() -> None:
    text = changed('      sat: ["10:00-24:00"]\n', "").replace('["09:00-12:00", "13:00-18:00"]', "[]")
    assert [mistake.code for mistake in mistakes(text)] == ["C118"]


def test_an_overlap_on_five_days_is_told_once() -> None:
    text = changed('["09:00-12:00", "13:00-18:00"]', '["09:00-12:00", "11:00-18:00"]')
    assert [mistake.code for mistake in mistakes(text)] == ["C115"]


def test_every_mistake_is_told_in_the_order_of_the_file() -> None:
    text = (
        SOUND.replace("ring: 15s", "ring: soon")
        .replace("{support: 3}", "{suport: 9}")
        .replace(": main", ": x")
    )
    told = mistakes(text)
    assert [mistake.code for mistake in told] == ["C105", "C108", "C112", "C110"]
    assert [mistake.place.line for mistake in told] == sorted(mistake.place.line for mistake in told)


def test_a_queue_is_not_blamed_for_an_agent_whose_skill_is_misspelt() -> None:
    text = changed("{support: 1, billing: 5}", "{support: 1, biling: 5}").replace(
        "requires: {support: 1}", "requires: {billing: 1}"
    )
    assert [mistake.code for mistake in mistakes(text)] == ["C105"]


def test_an_agent_who_has_just_the_least_level_can_answer() -> None:
    text = changed("requires: {support: 1}", "requires: {support: 3}")
    assert read_site(text, "centre.yaml", flows=["main"]).queues[QueueName("support")].requires == {
        "support": 3
    }


def test_a_third_agent_with_the_same_phone_is_told_where_the_first_is() -> None:
    text = SOUND.replace("queues:\n", AGENT_1003.replace('phone: "1003"', 'phone: "1001"'))
    assert "centre.yaml:7:12" in mistakes(text)[0].words()


@pytest.mark.parametrize("text", ["", "# nothing but a remark\n", "null\n"])
def test_an_empty_file_is_told_as_empty(text: str) -> None:
    assert [mistake.code for mistake in mistakes(text)] == ["C101"]


@pytest.mark.parametrize("text", ["- a list\n", "just words\n", "12\n"])
def test_a_file_that_holds_no_pairs_is_told_so_without_listing_every_missing_key(text: str) -> None:
    assert [mistake.code for mistake in mistakes(text)] == ["C102"]


@pytest.mark.parametrize(
    "text", ["name: [", "name: {en: a\n", "\tname: x", "a: 1\na: 2\n", "a: &x b\nc: *x\n"]
)
def test_what_is_no_yaml_is_told_with_its_place(text: str) -> None:
    told = mistakes(text)
    assert all(mistake.code.startswith("Y") and mistake.place.line for mistake in told)


@pytest.mark.parametrize(
    "value", ["", "12", "1.5", "true", "x y", "''", "[]", "{}", "[[]]", "{a: {}}", "[1, ~]"]
)
def test_any_value_in_any_place_is_read_or_told_but_never_a_crash(value: str) -> None:
    lines = SOUND.splitlines()
    for number, line in enumerate(lines):
        key, colon, _ = line.partition(":")
        text = "\n".join([*lines[:number], f"{key}{colon} {value}", *lines[number + 1 :]])
        try:
            read_site(text, "centre.yaml", flows=["main"])
        except Mistaken as mistaken:
            assert mistaken.words() and mistaken.words(Language.ZH)


def test_a_mapping_without_anything_names_every_key_that_must_be_there() -> None:
    told = mistakes("{}\n")
    assert {mistake.code for mistake in told} == {"C103"}
    assert len(told) == 6


def test_every_code_is_reached_by_a_test_and_worded_in_both_languages() -> None:
    reached = {row[2] for row in SLIPS} | {"C101", "C118", "C122"}
    reached |= {"C129", "C130", "C131", "C132", "C133"}  # test_outbound.py
    assert reached == set(CENTRE_WORDINGS)
    for wording in CENTRE_WORDINGS.values():
        for text in (wording.what, wording.why, wording.mend):
            assert text.en and text.zh
            assert text.en == "{hint}" or text.en != text.zh
