"""A plan in words and as JSON."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ctid.config.centre import read_site
from ctid.config.difference import Change
from ctid.model.configuration import AppliedSite, LiveSkills
from ctid.model.ids import AgentId, QueueName, SkillName
from ctid.model.languages import Language
from ctid.runtime.plan import as_json, elsewhere, plan_of
from ctid.runtime.plan_words import told

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEXT = Path("config/centre.yaml").read_text("utf-8")
APPLIED = AppliedSite(NOW, "boss", TEXT, ("main",))
SITE = read_site(TEXT, "centre.yaml", flows={"main"})
SUPPORT, BILLING = QueueName("support"), QueueName("billing")
AMY = AgentId("1001")
LIVE = LiveSkills(AMY, "boss", NOW, {SkillName("billing"): 4, SkillName("english"): 0})


def edited(old: str, new: str):
    assert old in TEXT
    return read_site(TEXT.replace(old, new, 1), "centre.yaml", flows={"main"})


def words(plan, language: Language = Language.EN) -> list[str]:
    return [line.plain for line in told(plan, language)]


def test_a_file_that_was_applied_changes_nothing() -> None:
    plan = plan_of(SITE, APPLIED, [], {SUPPORT: 3})
    assert words(plan) == ["nothing would change"]
    assert words(plan, Language.ZH) == ["没有变更"]
    assert as_json(plan)["waiting"] == {}


def test_a_plan_says_what_changes_what_that_means_and_who_waits() -> None:
    after = edited("{support: 2, billing: 5, english: 3, mandarin: 5}", "{billing: 5, english: 3}")
    plan = plan_of(after, APPLIED, [], {SUPPORT: 3, BILLING: 1})
    assert words(plan) == [
        "what changes in the file",
        "  - agents.1003.skills.support: 2",
        "  - agents.1003.skills.mandarin: 5",
        "what that means",
        "  1003 (Agent 1003) no longer answers support",
        "who waits",
        "  3 wait in support: they keep their places, under the new rules",
    ]
    assert words(plan, Language.ZH)[-1] == "  support 中有 3 人排队：位置不变，按新规则分配"


def test_another_rule_of_the_site_touches_all_who_wait() -> None:
    plan = plan_of(edited("worth: 60s", "worth: 90s"), APPLIED, [], {SUPPORT: 3, BILLING: 1})
    assert plan.touched == {SUPPORT: 3, BILLING: 1}


def test_a_queue_that_goes_with_callers_in_it_is_in_the_way() -> None:
    start, end = TEXT.index("  billing:\n    title:"), TEXT.index("# Opening hours")
    plan = plan_of(edited(TEXT[start:end], ""), APPLIED, [], {SUPPORT: 3, BILLING: 1})
    assert plan.in_the_way == {BILLING: 1}
    assert words(plan)[-1] == (
        "  billing is to go and 1 wait in it: this will be refused; close the queue first"
    )


def test_drift_is_told_against_the_file_and_no_longer_once_the_file_says_it() -> None:
    plan = plan_of(SITE, APPLIED, [LIVE], {})
    assert words(plan) == [
        "changed live, not in the file",
        "  1001: live: billing 4, file: billing none (boss, 2026-11-22 09:00:00 UTC)",
        "  1001: live: english none, file: english 2 (boss, 2026-11-22 09:00:00 UTC)",
    ]
    after = edited("{support: 3, english: 2, mandarin: 5}", "{support: 3, billing: 4, mandarin: 5}")
    plan = plan_of(after, APPLIED, [LIVE], {})
    assert plan.drift == []
    assert len(plan.changes) == 2
    assert plan.reaches == []  # they answered billing before


def test_without_a_daemon_or_anything_applied_a_plan_says_so() -> None:
    assert words(plan_of(SITE, APPLIED, [], None))[0].startswith("no daemon answers")
    assert words(plan_of(SITE, None, [], None)) == [
        "nothing was ever applied: a daemon that starts runs on this file",
        "nothing would change",
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Change("agents.1004", None, "…"), "pjsip.conf"),
        (Change("agents.1001.phone", "1001", "1009"), "pjsip.conf"),
        (Change("agents.1001.skills.billing", None, "3"), None),
        (Change("agents.1004", "…", None), None),
        (Change("queues.new", None, "…"), "whisper-NAME"),
        (Change("emergency.numbers", "110", "112"), "CTID_EMERGENCY"),
    ],
)
def test_what_is_needed_beside_the_file_is_said(change: Change, says: str | None) -> None:
    beside = elsewhere(change)
    assert (says in beside.en) if says else beside is None
