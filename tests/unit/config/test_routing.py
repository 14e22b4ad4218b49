"""Routing in `config/centre.yaml`: what a queue, an agent, the site and a calendar may say, and each slip."""

from datetime import date, timedelta

import pytest

from ctid.config.centre import read_site
from ctid.config.centre_wordings import CENTRE_WORDINGS
from ctid.config.routing_wordings import ROUTING_WORDINGS
from ctid.model.ids import AgentId, QueueName
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken
from ctid.model.overflow import LeaveWord, Length, Occasion, Overflow, ToFlow, ToNumber, ToQueue, Waited
from ctid.model.routing_policy import (
    Announcements,
    CallbackInQueue,
    Dial,
    Extension,
    Preferred,
    RelaxationStep,
    Rona,
    RoutingPolicy,
)
from ctid.model.site import Queue, Site
from ctid.routing.skills import All, Any, AtLeast

SOUND = """\
name: {en: Test centre, zh: 测试中心}
region: CN
skills: [support, billing, english, trainee]
routing:
  strict: true
  never_wait_longer_than: 10m
  spare_flexible: 1
  level_is_worth: 1m
  channels:
    voice: {beside: []}
    chat: {beside: [email]}
    email: {}
agents:
  - id: "1001"
    name: Agent 1001
    phone: "1001"
    skills: {support: 3, billing: 2, english: 3}
    capacity: {voice: 1, chat: 3, total: 3}
  - {id: "1002", name: Agent 1002, phone: "1002", skills: {support: 1, trainee: 1}}
queues:
  support:
    title: {en: Support, zh: 支持}
    ring: 15s
    wrap_up: {limit: 30s, extend: 20s, times: 2}
    calendar: office
    steps:
      - after: 0s
        admits: support >= 2 and english >= 3
      - after: 20s
        admits: support >= 2 or trainee
    scored: [english]
    priority: 5
    preferred: {last_agent: 20s, account_owner: 10s}
    overflow:
      - {when: waited 3m, to: queue billing}
      - {when: length 20, to: number +12025550142}
      - {when: closed, to: voicemail}
      - {when: nobody on duty, to: callback}
      - {when: waited 5m, to: flow night}
    max_wait: 10m
    max_length: 50
    rona: {no_answer: 10s, rejected: 30s, busy: 15s, unreachable: 1m, not_ready_after: 2}
    announce: {every: 45s, position: true, wait: false}
    callback: {key: "2", dial: customer_first, retries: 0, retry_after: 5m, expires: 4h, calendar: office}
  billing:
    title: {en: Billing, zh: 账务}
    requires: {billing: 2}
    ring: 15s
    wrap_up: 30s
    calendar: office
calendars:
  office:
    zone: Asia/Shanghai
    weekly: {mon-fri: ["09:00-18:00"]}
    closed: ["2026-12-24"]
    open:
      "2026-12-26": ["10:00-12:00", "13:00-14:00"]
numbers: {"4001": main}
"""


def read(text: str = SOUND) -> Site:
    return read_site(text, "centre.yaml", flows=["main", "night"])


def changed(old: str, new: str) -> str:
    assert SOUND.count(old) >= 1, old
    return SOUND.replace(old, new, 1)


def told(text: str) -> list[Mistake]:
    with pytest.raises(Mistaken) as raised:
        read(text)
    return list(raised.value.mistakes)


def queue(name: str = "support", text: str = SOUND) -> Queue:
    return read(text).queues[QueueName(name)]


def test_a_queue_says_step_by_step_whom_its_callers_reach() -> None:
    support = AtLeast("support", 2)
    assert queue().relaxation == (
        RelaxationStep(timedelta(), All((support, AtLeast("english", 3)))),
        RelaxationStep(timedelta(seconds=20), Any((support, AtLeast("trainee")))),
    )
    assert (queue().scored, queue().priority) == (("english",), 5)


def test_what_a_queue_requires_is_its_one_step() -> None:
    assert queue("billing").relaxation == (RelaxationStep(timedelta(), All((AtLeast("billing", 2),))),)


def test_what_happens_to_those_who_wait_stands_in_the_site() -> None:
    support, seconds, minutes = queue(), lambda n: timedelta(seconds=n), lambda n: timedelta(minutes=n)
    assert support.preferred == {Preferred.LAST_AGENT: seconds(20), Preferred.ACCOUNT_OWNER: seconds(10)}
    assert support.overflow == (
        Overflow(Waited(minutes(3)), ToQueue(QueueName("billing"))),
        Overflow(Length(20), ToNumber("+12025550142")),
        Overflow(Occasion.CLOSED, LeaveWord.VOICEMAIL),
        Overflow(Occasion.NOBODY_ON_DUTY, LeaveWord.CALLBACK),
        Overflow(Waited(minutes(5)), ToFlow("night")),
    )
    assert (support.max_wait, support.max_length) == (minutes(10), 50)
    assert (support.wrap_up, support.extension) == (seconds(30), Extension(seconds(20), 2))
    assert support.rona == Rona(seconds(10), seconds(30), seconds(15), seconds(60), 2)
    assert support.announce == Announcements(seconds(45), position=True, wait=False)
    assert support.callback == CallbackInQueue(
        "2", Dial.CUSTOMER_FIRST, 0, minutes(5), timedelta(hours=4), "office"
    )


def test_a_caller_may_be_asked_for_another_number_where_the_file_says_so() -> None:
    site = read_site(
        changed("4h, calendar: office}", "4h, other_number: true}"), "c", flows=["main", "night"]
    )
    rule = site.queues[QueueName("support")].callback
    assert rule is not None
    assert (rule.other_number, rule.calendar) == (True, None)


def test_a_file_of_an_older_ctid_routes_as_it_did() -> None:
    billing = queue("billing")
    assert (billing.priority, billing.overflow, billing.max_wait, billing.max_length) == (0, (), None, None)
    assert (billing.extension, billing.announce, billing.callback) == (None, None, None)
    assert billing.rona.not_ready_after == 1
    assert (
        read(
            SOUND[: SOUND.index("routing:")] + SOUND[SOUND.index("agents:") :].replace(", chat: 3", "")
        ).routing
        == RoutingPolicy()
    )


def test_the_site_says_what_priority_and_levels_are_worth_and_what_may_be_in_hand_together() -> None:
    site = read()
    assert site.routing == RoutingPolicy(
        strict=True,
        never_wait_longer_than=timedelta(minutes=10),
        spare_flexible=1,
        level_is_worth=timedelta(minutes=1),
        beside={"voice": frozenset(), "chat": frozenset({"email"}), "email": frozenset({"voice", "chat"})},
    )
    assert (site.agents[AgentId("1001")].capacity, site.agents[AgentId("1001")].total) == (
        {"voice": 1, "chat": 3},
        3,
    )
    assert (site.agents[AgentId("1002")].capacity, site.agents[AgentId("1002")].total) == ({"voice": 1}, None)


def test_who_has_a_scarce_skill_is_spared_where_the_site_says_by_how_much() -> None:
    assert read().routing.spare_scarce == 0
    assert read(SOUND.replace("spare_flexible: 1", "spare_scarce: 2")).routing.spare_scarce == 2


def test_days_with_hours_of_their_own_are_read() -> None:
    days = read().calendars["office"].days
    assert days[date(2026, 12, 24)] == ()
    assert [period.start.hour for period in days[date(2026, 12, 26)]] == [10, 13]


# Each row: a change to the sound file, then the one mistake it must give: code, line, column, a word of it.
SLIPS = [
    ("english, trainee]", "english, trainee, not]", "C134", 3, 46, "not"),
    ("admits: support >= 2 and english >= 3", 'admits: ""', "C135", 28, 18, "condition"),
    ("support >= 2 and english >= 3", "support >= 2 and", "C135", 28, 33, "condition"),
    ("support >= 2 and english >= 3", "support and (english", "C136", 28, 29, "parenthesis"),
    ("support >= 2 and english >= 3", '"support and (english"', "C136", 28, 30, "parenthesis"),
    ("support >= 2 and english >= 3", "'support) and english'", "C136", 28, 25, "parenthesis"),
    ("support >= 2 and english >= 3", "support > 2", "C137", 28, 25, ">"),
    ("support >= 2 and english >= 3", "support and englsh", "C105", 28, 29, "did you mean english?"),
    ("support >= 2 and english >= 3", "support and english >= 6", "C108", 28, 40, "6"),
    ("support >= 2 and english >= 3", '"support and \\x65nglish >= 6"', "C108", 28, 17, "6"),
    ("support >= 2 and english >= 3", " or ".join(["support"] * 25), "C138", 28, 281, "24"),
    ("support >= 2 and english >= 3", "5", "C102", 28, 17, "text"),
    ("priority: 5", "priority: 101", "C139", 32, 15, "from 0 to 100"),
    ("priority: 5", "priority: high", "C139", 32, 15, "high"),
    ("    priority: 5\n", "    priority: 5\n    requires: {support: 1}\n", "C140", 33, 15, "steps"),
    ("after: 0s", "after: 5s", "C141", 27, 16, "5s"),
    ("after: 20s", "after: 0s", "C142", 29, 16, "0s"),
    ("after: 20s", "after: soon", "C112", 29, 16, "soon"),
    (
        "support >= 2 or trainee", "support >= 3",
        "C143", 30, 17, "an agent with english 3, support 2 is admitted at 0s and not at 20s",
    ),
    ("support >= 2 or trainee", "not support", "C143", 30, 17, "english 3, support 2"),
    ("when: waited 3m", "when: waited long", "C146", 35, 16, "waited long"),
    ("when: length 20", "when: length 0", "C146", 36, 16, "length 0"),
    ("when: closed", "when: shut", "C146", 37, 16, "shut"),
    ("to: queue billing", "to: queue bilng", "C148", 35, 37, "did you mean billing?"),
    ("to: flow night", "to: flow nigth", "C148", 39, 36, "did you mean night?"),
    ("to: number +12025550142", "to: number 5550142", "C147", 36, 31, "5550142"),
    ("to: voicemail", "to: voicemial", "C147", 37, 28, "voicemial"),
    ("to: voicemail", "to: queue billing", "C150", 37, 28, "office"),
    ("to: callback", "to: queue support", "C149", 38, 36, "support → support"),
    (
        "    requires: {billing: 2}\n",
        "    requires: {billing: 2}\n    overflow: [{when: length 3, to: queue support}]\n",
        "C149", 48, 37, "support → billing → support",
    ),
    ("  never_wait_longer_than: 10m\n", "", "C151", 5, 11, "never_wait_longer_than"),
    ("beside: [email]", "beside: [fax]", "C152", 11, 21, "fax"),
    ("beside: [email]", "beside: [chat]", "C152", 11, 21, "chat"),
    ("{voice: 1, chat: 3, total: 3}", "{voice: 1, chta: 3}", "C152", 18, 26, "did you mean chat?"),
    ("{voice: 1, chat: 3, total: 3}", "{voice: -1}", "C139", 18, 23, "-1"),
    ("strict: true", 'strict: "yes"', "C102", 5, 11, "true or false"),
    ("last_agent: 20s", "last_agnt: 20s", "C153", 33, 17, "did you mean last_agent?"),
    ('["2026-12-24"]', "[2026-12-32]", "C154", 55, 14, "2026-12-32"),
    ('["2026-12-24"]', "[20261224]", "C124", 55, 14, "quotes"),
    ('"2026-12-26":', '"24.12.":', "C154", 57, 7, "24.12."),
    ('"2026-12-26":', '"2026-12-24":', "C155", 57, 7, "centre.yaml:55:14"),
    ('"13:00-14:00"', '"11:00-14:00"', "C115", 57, 37, "centre.yaml:57:22"),
    ('key: "2"', "key: 2", "C124", 44, 21, "quotes"),
    ('key: "2"', 'key: "22"', "C156", 44, 21, "22"),
    ("dial: customer_first", "dial: agent_frist", "C157", 44, 32, "did you mean agent_first?"),
    ("expires: 4h, calendar: office", "expires: 4h, calendar: offic", "C109", 44, 100, "office?"),
    ("scored: [english]", "scored: [englich]", "C105", 31, 14, "did you mean english?"),
    ("extend: 20s, ", "", "C103", 24, 14, "extend"),
    ("every: 45s, ", "", "C103", 43, 15, "every"),
    ("max_wait: 10m", "max_wait: 0s", "C112", 40, 15, "0s"),
    ("max_length: 50", "max_length: 0", "C139", 41, 17, "from 1"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "line", "column", "word"), SLIPS)
def test_one_slip_is_told_once_at_its_place(
    old: str, new: str, code: str, line: int, column: int, word: str
) -> None:
    mistakes = told(changed(old, new))
    assert [(m.code, m.place.line, m.place.column) for m in mistakes] == [(code, line, column)]
    assert word in mistakes[0].words()


def test_a_step_that_takes_somebody_away_is_told_in_chinese_too() -> None:
    (mistake,) = told(changed("support >= 2 or trainee", "support >= 3"))
    assert mistake.what[Language.ZH] == "具备 english 3, support 2 的坐席在 0s 时可以接听，到 20s 时却不可以"


def test_every_slip_in_one_expression_is_told_at_its_own_place() -> None:
    mistakes = told(changed("support >= 2 and english >= 3", "suport >= 7 and (englis or trainee >= 0)"))
    assert [(m.code, m.place.column) for m in mistakes] == [
        ("C105", 17), ("C108", 27), ("C105", 34), ("C108", 55),
    ]  # fmt: skip


def test_every_circle_of_overflows_is_told() -> None:
    text = SOUND.replace("to: callback", "to: queue support").replace(
        "    requires: {billing: 2}\n",
        "    requires: {billing: 2}\n    overflow: [{when: length 3, to: queue support}]\n",
    )
    assert [m.code for m in told(text)] == ["C149", "C149"]


def test_a_queue_whose_last_step_nobody_meets_is_refused() -> None:
    (mistake,) = told(changed("requires: {billing: 2}", "steps: [{after: 0s, admits: billing and trainee}]"))
    assert (mistake.code, mistake.place.line, mistake.place.column) == ("C121", 47, 33)
    assert "billing and trainee" in mistake.words()


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("support >= 2 and english >= 3", "support >= 4 and english >= 3", "C145", 28),
        ("support >= 2 or trainee", "support >= 2", "C144", 30),
        ("support >= 2 or trainee", "support >= 2 and english >= 3", "C144", 30),
    ],
)
def test_a_step_that_brings_nobody_today_is_remarked_and_stops_nothing(
    old: str, new: str, code: str, line: int
) -> None:
    remarks: list[Mistake] = []
    assert read_site(changed(old, new), "centre.yaml", flows=["main", "night"], remark=remarks.append)
    assert [(remark.code, remark.place.line) for remark in remarks] == [(code, line)]


def test_a_sound_file_is_not_remarked_upon() -> None:
    remarks: list[Mistake] = []
    read_site(SOUND, "centre.yaml", flows=["main", "night"], remark=remarks.append)
    assert remarks == []


def test_a_calendar_that_opens_on_named_days_alone_is_one() -> None:
    text = changed('{mon-fri: ["09:00-18:00"]}', "{}")
    assert read(text).calendars["office"].days
    closed = text.replace('["10:00-12:00", "13:00-14:00"]', "[]")
    assert [mistake.code for mistake in told(closed)] == ["C118"]


@pytest.mark.parametrize("value", ["", "12", "x y", "[]", "{a: {}}", "[1, ~]"])
def test_any_value_in_any_place_is_read_or_told_but_never_a_crash(value: str) -> None:
    lines = SOUND.splitlines()
    for number, line in enumerate(lines):
        key, colon, _ = line.partition(":")
        text = "\n".join([*lines[:number], f"{key}{colon} {value}", *lines[number + 1 :]])
        try:
            read(text)
        except Mistaken as mistaken:
            assert mistaken.words() and mistaken.words(Language.ZH)


def test_every_code_is_reached_by_a_test_and_worded_in_both_languages() -> None:
    reached = {row[2] for row in SLIPS} | {"C144", "C145"}
    assert set(ROUTING_WORDINGS) == reached - set(CENTRE_WORDINGS)
    for wording in ROUTING_WORDINGS.values():
        for text in (wording.what, wording.why, wording.mend):
            assert text.en and text.zh
            assert text.en == "{hint}" or text.en != text.zh
