"""`campaigns:`, read and refused."""

from dataclasses import dataclass, replace
from datetime import time, timedelta

import pytest

from ctid.config.campaign_laws import check_lists
from ctid.config.campaigns import Outside
from ctid.config.centre import read_site
from ctid.model.attempts import AttemptOutcome, Mode
from ctid.model.campaigns import Recycling
from ctid.model.dialing import ListSeen
from ctid.model.hours import Period
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken, Text
from ctid.model.site import Trunk

SITE = """\
name: {en: Test, zh: 测试}
region: US
skills: [support]
agents: [{id: "1001", name: A, phone: "1001", skills: {support: 3}}]
queues: {support: {title: {en: S, zh: 客}, requires: {support: 1}, ring: 15s, wrap_up: 9s}}
calendars:
  office: {zone: America/New_York, weekly: {mon-fri: ["09:00-17:00"]}}
  evening: {zone: Europe/Berlin, weekly: {mon-fri: ["16:00-20:00"]}}
  late: {zone: America/Los_Angeles, weekly: {mon-fri: ["17:00-20:00"]}}
  weekend: {zone: America/New_York, weekly: {sat: ["09:00-17:00"]}}
numbers: {"4001": main}
dispositions: {sold: {en: Sold, zh: 成交}, no: {en: No, zh: 否}}
campaigns:
  renewals:
"""
LEAST = {
    "title": "{en: Renewals, zh: 续约}",
    "mode": "predictive",
    "profile": "us",
    "queue": "support",
    "lists": "[expiring]",
    "shows": '"+12025550199"',
    "seller": "Example Telecom",
    "message": "renewals-message",
}


@dataclass(frozen=True)
class Limit:
    limit: float = 0.03


@dataclass(frozen=True)
class Abandonment:
    windows: tuple[Limit, ...] = (Limit(),)


@dataclass(frozen=True)
class Hours:
    weekly: tuple[tuple[Period, ...], ...] = ((Period(time(8), time(21)),),) * 5 + ((),) * 2


@dataclass(frozen=True)
class Law:
    """A law of the United States: 15 s of ringing, 08:00–21:00 on weekdays, 3 %, consent of somebody."""

    countries: frozenset[str] = frozenset({"US"})
    ring: timedelta = timedelta(seconds=15)
    abandonment: Abandonment = Abandonment()
    hours: Hours = Hours()
    calls: int = 1


OUTSIDE = Outside(
    prompts=["renewals-message"], profiles={"us": Law(), "gb": Law(countries=frozenset({"GB"}))}
)


def campaign(**keys: str | None):
    """Read a campaign of the least keys and these; None leaves one out."""
    written = {**LEAST, **keys}
    lines = (f"    {key}: {value}\n" for key, value in written.items() if value is not None)
    site = read_site(SITE + "".join(lines), "centre.yaml", flows=["main", "news"], outside=OUTSIDE)
    return site.campaigns["renewals"]


def mistakes(**keys: str | None):
    with pytest.raises(Mistaken) as refused:
        campaign(**keys)
    return refused.value.mistakes


def test_eight_keys_are_a_campaign() -> None:
    read = campaign()
    assert (read.mode, read.profile, read.queue, read.lists) == (
        Mode.PREDICTIVE,
        "us",
        "support",
        {"expiring": 1},
    )
    assert (read.shows, read.seller, read.ring) == (
        {"": "+12025550199"},
        "Example Telecom",
        timedelta(seconds=22),
    )


def test_a_site_without_campaigns_has_none() -> None:
    assert read_site(SITE.partition("campaigns:")[0], "centre.yaml", flows=["main"]).campaigns == {}


def test_everything_that_can_be_said_is_read() -> None:
    read = campaign(
        mode="power",
        ratio="2",
        lists="{expiring: 3, expired: 1}",
        shows='{"+1212": "+12125550199", "": "+12025550199"}',
        hours="office",
        recycle="{no_answer: {after: 4h, times: 3, next_number: true}, busy: {after: 10m}, "
        "invalid: {next_number: true}}",
        only="{plan: [gold, silver], city: Boston}",
        quota="{sold: 100}",
        dispositions="[sold, no]",
        refusals="[no]",
        script="{en: Hello, zh: 您好}",
        lines="20",
        calls_per_second="0.5",
        detects_machines="true",
        false_positives="0.012",
    )
    assert (read.ratio, read.lists, read.hours) == (2.0, {"expiring": 3, "expired": 1}, "office")
    assert read.shows["+1212"] == "+12125550199"
    assert read.recycle == {
        AttemptOutcome.NO_ANSWER: Recycling(timedelta(hours=4), 3, next_number=True),
        AttemptOutcome.BUSY: Recycling(timedelta(minutes=10), 1),
        AttemptOutcome.INVALID: Recycling(None, 0, next_number=True),
    }
    assert read.only == {"plan": ("gold", "silver"), "city": ("Boston",)}
    assert (read.quota, read.dispositions, read.script) == (
        {"sold": 100},
        ("sold", "no"),
        Text("Hello", "您好"),
    )
    assert read.refusals == ("no",)
    assert (read.lines, read.calls_per_second, read.false_positives) == (20, 0.5, 0.012)


def test_the_limits_of_the_trunk_hold_for_all_campaigns_together() -> None:
    without = SITE.partition("campaigns:")[0]

    def read(trunk: str) -> Trunk:
        return read_site(f"{without}{trunk}", "centre.yaml", flows=["main"]).trunk

    assert read("trunk: {lines: 30, calls_per_second: 2.5}") == Trunk(30, 2.5)
    assert read("") == Trunk()
    with pytest.raises(Mistaken) as refused:
        read("trunk: {lines: 0, calls_per_second: 1000, cps: 3}")
    assert len(refused.value.mistakes) == 3


def test_an_agentless_campaign_plays_a_flow_and_needs_neither_queue_nor_message() -> None:
    assert campaign(mode="agentless", flow="news", queue=None, message=None).flow == "news"


SLIPS = [  # the slip, its code, a word of what is said
    ({"mode": "predicitve"}, "C160", "predictive"),
    ({"queue": "sales"}, "C161", "queue"),
    ({"mode": "agentless", "flow": "nwes"}, "C161", "news"),
    ({"profile": "su"}, "C161", "profile"),
    ({"hours": "nights"}, "C161", "calendar"),
    ({"message": "renewal-message"}, "C161", "renewals-message"),
    ({"dispositions": "[sold, lost]"}, "C161", "disposition"),
    ({"quota": "{no: 3}", "dispositions": "[sold]"}, "C161", "disposition"),
    ({"refusals": "[no]", "dispositions": "[sold]"}, "C161", "disposition"),
    ({"shows": None}, "C162", "call back"),
    ({"shows": "{}"}, "C162", "call back"),
    ({"shows": '"555-0199"'}, "C127", "international"),
    ({"queue": None}, "C163", "queue"),
    ({"mode": "agentless", "queue": None, "message": None}, "C164", "flow"),
    ({"message": None}, "C165", "message"),
    ({"message": None, "mode": "preview"}, "C165", "message"),
    ({"ratio": "2"}, "C166", "power"),
    ({"flow": "news"}, "C166", "agentless"),
    ({"mode": "power", "ratio": "0.5"}, "C167", "from 1 to 5"),
    ({"mode": "power", "ratio": "9"}, "C167", "from 1 to 5"),
    ({"calls_per_second": "0"}, "C167", "0.01"),
    ({"false_positives": "1.2"}, "C167", "from 0 to 1"),
    ({"detects_machines": "true"}, "C168", "measure"),
    ({"recycle": "{unknown: {after: 1h, times: 1}}"}, "C169", "unknown"),
    ({"recycle": "{connected: {after: 1h, times: 1}}"}, "C169", "connected"),
    ({"ring": "10s"}, "C170", "15s"),
    ({"hours": "weekend"}, "C171", "never meet"),
    ({"hours": "late", "profile": "gb"}, "C171", "by their own clocks"),
    ({"detects_machines": "true", "false_positives": "0.03"}, "C172", "3 %"),
    ({"lists": "[]"}, "C122", "lists"),
    ({"lists": "{expiring: 0}"}, "C139", "0"),
    ({"ratios": "2"}, "C104", "ratio"),
    ({"seller": None}, "C103", "seller"),
]  # fmt: skip


@pytest.mark.parametrize(("slip", "code", "word"), SLIPS, ids=[f"{code} {slip}" for slip, code, _ in SLIPS])
def test_a_slip_is_one_mistake_with_its_line_in_both_languages(slip, code: str, word: str) -> None:
    [mistake] = mistakes(**slip)
    assert mistake.code == code
    assert mistake.place.line >= SITE.count("\n")
    assert word in mistake.words(Language.EN)
    assert mistake.words(Language.ZH) != mistake.words(Language.EN)


def test_hours_of_another_country_are_held_against_the_clocks_of_those_who_are_called() -> None:
    assert campaign(hours="late").hours == "late"
    assert campaign(hours="evening", profile="gb").hours == "evening"


def test_what_is_not_known_here_is_not_asked() -> None:
    site = read_site(
        SITE + "".join(f"    {key}: {value}\n" for key, value in LEAST.items()), "centre.yaml", flows=["main"]
    )
    assert site.campaigns["renewals"].profile == "us"


def test_a_list_that_is_not_there_or_lacks_consents_keeps_a_campaign_from_being_started() -> None:
    wanted = campaign(lists="[expiring, bought, gone]")
    seen = {"expiring": ListSeen(100, 0), "bought": ListSeen(100, 7)}
    missing, without = sorted(check_lists(wanted, Law(), seen, "centre.yaml"), key=lambda each: each.code)
    assert (missing.code, "gone" in missing.words()) == ("C173", True)
    assert (without.code, "7 of 100 leads of bought" in without.words()) == ("C174", True)
    free = check_lists(replace(wanted, lists={"bought": 1}), replace(Law(), calls=0), seen, "centre.yaml")
    assert free == ()
