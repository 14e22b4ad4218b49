"""The one policy of calls out of the house: nothing is allowed that no rule allows."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ctid.model.hours import Calendar, Period
from ctid.model.ids import AgentId
from ctid.model.mistakes import Text
from ctid.model.outbound_policy import Allowed, Used, judge
from ctid.model.reasons import Reason
from ctid.model.site import Caps, NightLock, Outbound, Site

AGENT = AgentId("1001")
SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = Calendar(SHANGHAI, {day: (Period(time(9), time(18)),) for day in range(1, 8)})
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)  # in Shanghai
NIGHT = datetime(2026, 11, 22, 12, tzinfo=UTC)
RULES = Outbound(
    show_number="+861055500000",
    destinations={"+8610": "local", "+1": "abroad", "+1202": "partner"},
    night=NightLock("office", frozenset({"abroad"})),
    numbers={"sales": "+861055500001"},
    caps=Caps(3, timedelta(minutes=10), SHANGHAI),
)
SITE = Site(Text("T", "测"), "CN", {}, {}, (), {}, calendars={"office": OFFICE}, outbound=RULES)


def why(judged: Allowed | Reason) -> str:
    return judged.code if isinstance(judged, Reason) else "allowed"


@pytest.mark.parametrize(
    ("dialled", "number", "cost"),
    [
        ("010 5550 1234", "+861055501234", "local"),
        ("+12025550142", "+12025550142", "partner"),
        ("+13035550142", "+13035550142", "abroad"),
    ],
)
def test_what_is_dialled_gets_a_number_a_class_and_a_number_to_show(
    dialled: str, number: str, cost: str
) -> None:
    assert judge(SITE, AGENT, dialled, NOON) == Allowed(number, cost, "+861055500000")


@pytest.mark.parametrize(
    ("dialled", "code"),
    [
        ("+442079460000", "number_refused"),
        ("110", "short_number"),
        ("+19005550142", "costly_number"),
        ("+12025550142&PJSIP/1001", "not_a_number"),
        ("١٢٠٢٥٥٥٠١٤٢", "not_a_number"),
        ("＋１２０２５５５０１４２", "not_a_number"),
        ("", "not_a_number"),
    ],
)
def test_whatever_no_rule_allows_is_refused(dialled: str, code: str) -> None:
    assert why(judge(SITE, AGENT, dialled, NOON)) == code


def test_a_site_without_the_section_calls_nobody() -> None:
    assert why(judge(replace(SITE, outbound=Outbound()), AGENT, "+12025550142", NOON)) == "number_refused"


def test_at_night_only_the_locked_classes_are_refused() -> None:
    assert why(judge(SITE, AGENT, "+13035550142", NIGHT)) == "night_lock"
    assert why(judge(SITE, AGENT, "+12025550142", NIGHT)) == "allowed"
    everything = replace(SITE, outbound=replace(RULES, night=NightLock("office")))
    assert why(judge(everything, AGENT, "+12025550142", NIGHT)) == "night_lock"


def test_caps_count_the_day_of_their_own_zone() -> None:
    yesterday = [Used(datetime(2026, 11, 21, 15, 59, tzinfo=UTC), timedelta(hours=9))] * 9
    today = [Used(datetime(2026, 11, 21, 16, 1, tzinfo=UTC), timedelta(minutes=2))] * 2
    assert why(judge(SITE, AGENT, "+12025550142", NOON, [*yesterday, *today])) == "allowed"
    assert why(judge(SITE, AGENT, "+12025550142", NOON, [*today, Used(NOON)])) == "calls_used_up"
    assert (
        why(judge(SITE, AGENT, "+12025550142", NOON, [Used(NOON, timedelta(minutes=10))]))
        == "minutes_used_up"
    )


def test_the_number_shown_is_chosen_or_the_agents_own_or_the_sites() -> None:
    own = replace(SITE, outbound=replace(RULES, number_of={AGENT: "sales"}))
    shown = [judge(own, agent, "+12025550142", NOON).show_number for agent in (AGENT, AgentId("1002"))]
    assert shown == ["+861055500001", "+861055500000"]
    assert judge(SITE, AGENT, "+12025550142", NOON, show="sales").show_number == "+861055500001"
    assert why(judge(SITE, AGENT, "+12025550142", NOON, show="mine")) == "unknown_caller_id"
