"""`campaigns:`, read and refused."""

from datetime import timedelta

import pytest

from ctid.config.campaigns import Outside
from ctid.config.centre import read_site
from ctid.model.attempts import AttemptOutcome, Mode
from ctid.model.campaigns import Recycling
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken, Text

SITE = """\
name: {en: Test, zh: 测试}
region: US
skills: [support]
agents: [{id: "1001", name: A, phone: "1001", skills: {support: 3}}]
queues: {support: {title: {en: S, zh: 客}, requires: {support: 1}, ring: 15s, wrap_up: 9s}}
calendars: {office: {zone: America/New_York, weekly: {mon-fri: ["09:00-17:00"]}}}
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
OUTSIDE = Outside(prompts=["renewals-message"], profiles=["us", "strictest"])


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
    assert (read.lines, read.calls_per_second, read.false_positives) == (20, 0.5, 0.012)


def test_an_agentless_campaign_plays_a_flow_and_needs_neither_queue_nor_message() -> None:
    assert campaign(mode="agentless", flow="news", queue=None, message=None).flow == "news"


def test_agents_who_look_first_leave_nobody_waiting_so_there_need_be_no_message() -> None:
    assert campaign(mode="preview", message=None).message == "campaign-message"


SLIPS = [  # the slip, its code, a word of what is said
    ({"mode": "predicitve"}, "C160", "predictive"),
    ({"queue": "sales"}, "C161", "queue"),
    ({"mode": "agentless", "flow": "nwes"}, "C161", "news"),
    ({"profile": "su"}, "C161", "profile"),
    ({"hours": "nights"}, "C161", "calendar"),
    ({"message": "renewal-message"}, "C161", "renewals-message"),
    ({"dispositions": "[sold, lost]"}, "C161", "disposition"),
    ({"quota": "{no: 3}", "dispositions": "[sold]"}, "C161", "disposition"),
    ({"shows": None}, "C162", "call back"),
    ({"shows": "{}"}, "C162", "call back"),
    ({"shows": '"555-0199"'}, "C127", "international"),
    ({"queue": None}, "C163", "queue"),
    ({"mode": "agentless", "queue": None, "message": None}, "C164", "flow"),
    ({"message": None}, "C165", "message"),
    ({"ratio": "2"}, "C166", "power"),
    ({"flow": "news"}, "C166", "agentless"),
    ({"mode": "power", "ratio": "0.5"}, "C167", "from 1 to 5"),
    ({"mode": "power", "ratio": "9"}, "C167", "from 1 to 5"),
    ({"calls_per_second": "0"}, "C167", "0.01"),
    ({"false_positives": "1.2"}, "C167", "from 0 to 1"),
    ({"detects_machines": "true"}, "C168", "measure"),
    ({"recycle": "{unknown: {after: 1h, times: 1}}"}, "C169", "unknown"),
    ({"recycle": "{connected: {after: 1h, times: 1}}"}, "C169", "connected"),
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
