"""What the judge says: evidence, reasons in words, which refusal speaks, consent, lists."""

import ast
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from compliance_world import LAWS as FOLDER
from compliance_world import laws
from ctid.config.compliance import read_law
from ctid.dialer.compliance.history import looks_back, past_of
from ctid.dialer.compliance.judge import RULES, explain, judge
from ctid.dialer.compliance.ledger import consent_of
from ctid.dialer.compliance.lists import lists_for
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.dialer.compliance.terms import Allowed, Asked, Case, Past, Refused
from ctid.dialer.compliance.tightest import within
from ctid.dialer.compliance.where import whereabouts
from ctid.dialer.pacing.terms import Tally
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Evidence, Mode
from ctid.model.campaigns import Campaign
from ctid.model.compliance_words import COMPLIANCE_WORDS
from ctid.model.consents import Word
from ctid.model.languages import Language
from ctid.model.leads import Consent, Lead, LeadNumber
from ctid.model.mistakes import Text
from ctid.model.phone_quick import any_e164
from ctid.model.report_words import OUTCOMES, REFUSALS

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # Monday, 13:00 in New York
US = Rulebook(laws()).at("us", NOW)
CAMPAIGN = Campaign("spring", Text("Spring", "春季"), Mode.PREDICTIVE, "us", {"l": 1}, {}, "Seller")
LEAD = Lead("1", "l", (LeadNumber("+12125550142"),), consent=Consent(NOW - timedelta(days=1), "form"))
LISTS = {name: Asked(NOW - timedelta(days=3), listed=False) for name in ("internal", "US:national")}
OLD = {**LISTS, "US:national": Asked(NOW - timedelta(days=32), listed=False)}
TALLIES = (Tally("30 days", 1000, 20), Tally("campaign", 1000, 20))
CASE = Case(CAMPAIGN, LEAD, LEAD.numbers[0], "+12025550143", "US", (), LISTS, TALLIES, returnable=True)


def test_what_is_allowed_carries_what_every_rule_saw_and_the_version_of_the_rules():
    allowed = judge(CASE, US, NOW)
    assert isinstance(allowed, Allowed)
    assert (allowed.number, allowed.shown) == ("+12125550142", "+12025550143")
    assert (allowed.evidence.profile, allowed.evidence.version) == ("us", "2024-10-15")
    assert set(allowed.evidence.rules) == set(RULES)
    assert "Mon 13:00 America/New_York" in allowed.evidence.rules["calling_hours"]
    assert "08:00–21:00" in allowed.evidence.rules["calling_hours"]


def of_campaign(**facts) -> Case:
    return replace(CASE, campaign=replace(CAMPAIGN, **facts))


def counted(*tallies: Tally) -> Case:
    return replace(CASE, tallies=(TALLIES[0], *tallies))


def agreed(consent: Consent | None) -> Case:
    return replace(CASE, lead=replace(LEAD, consent=consent))


def refusals(case: Case, now: datetime = NOW) -> dict[str, Refused]:
    return {name: v for name, v in explain(case, US, now).items() if isinstance(v, Refused)}


@pytest.mark.parametrize(
    ("rule", "code", "case"),
    [
        ("number", "costly_number", replace(CASE, number=LeadNumber("+19005550142"))),
        ("number", "not_a_number", replace(CASE, number=LeadNumber("2125550142"))),
        ("jurisdiction", "another_law", replace(CASE, number=LeadNumber("+33612345678"))),
        ("caller_id", "no_caller_id", replace(CASE, shown="")),
        ("caller_id", "caller_id_dead", replace(CASE, returnable=False)),
        ("ring", "ring_too_short", of_campaign(ring=timedelta(seconds=14))),
        ("message", "no_message", of_campaign(seller="")),
        ("machine_detection", "detector_unmeasured", of_campaign(detects_machines=True)),
        ("abandonment", "too_many_abandoned", counted(Tally("campaign", 100, 9))),
        ("abandonment", "not_counted", counted()),
        ("do_not_call", "on_a_list", replace(CASE, lists={**LISTS, "internal": Asked(NOW, listed=True)})),
        ("lists_fresh", "list_missing", replace(CASE, lists={"internal": LISTS["internal"]})),
        ("lists_fresh", "list_stale", replace(CASE, lists=OLD)),
        ("consent", "no_consent", agreed(None)),
        ("consent", "no_consent", agreed(Consent(NOW + timedelta(1), "form"))),
        ("revocation", "consent_revoked", agreed(Consent(NOW, "form", "", NOW))),
        ("under_way", "attempt_under_way", replace(CASE, past=(Past(NOW, None),))),
        ("under_way", "attempt_unknown", replace(CASE, past=(Past(NOW, AttemptOutcome.UNKNOWN),))),
    ],
)  # fmt: skip
def test_each_rule_refuses_alone_and_says_why_in_both_languages(rule, code, case):
    found = refusals(case)
    assert found[rule].reason.code == code
    assert set(found) == {rule} or "number" in found or "jurisdiction" in found
    for language in Language:
        assert "?" not in found[rule].reason.words(language)


def test_a_lead_that_is_refused_for_good_is_told_before_one_that_must_wait():
    night = NOW + timedelta(hours=12)
    listed = replace(CASE, lists={**LISTS, "internal": Asked(NOW, listed=True)})
    assert judge(CASE, US, night).not_before == datetime(2026, 11, 24, 13, tzinfo=UTC)
    assert judge(listed, US, night).reason.code == "on_a_list"
    assert judge(listed, US, night).not_before is None


def test_what_is_amiss_with_the_campaign_is_no_fault_of_the_lead():
    assert not judge(replace(CASE, shown=""), US, NOW).about_lead
    assert judge(replace(CASE, lead=replace(LEAD, consent=None)), US, NOW).about_lead


def test_a_call_that_would_still_ring_after_hours_is_not_begun():
    almost_nine = datetime(2026, 11, 24, 1, 59, 38, tzinfo=UTC)  # 20:59:38 in New York
    assert isinstance(judge(CASE, US, almost_nine - timedelta(seconds=1)), Allowed)
    assert judge(CASE, US, almost_nine).reason.code == "outside_hours"


def test_an_agent_who_is_held_for_the_call_lifts_the_limits_of_abandonment():
    lost = replace(CASE, tallies=(Tally("30 days", 100, 9), Tally("campaign", 100, 9)))
    assert isinstance(judge(lost, US, NOW), Refused)
    assert isinstance(judge(replace(lost, dedicated=True), US, NOW), Allowed)


def test_a_fixed_line_of_america_needs_no_consent_when_the_list_says_that_it_is_one():
    without = replace(CASE, lead=replace(LEAD, consent=None))
    assert isinstance(judge(replace(without, number=LeadNumber("+12125550142", "fixed")), US, NOW), Allowed)
    recorded = replace(without.campaign, mode=Mode.AGENTLESS)
    recorded_case = replace(without, number=LeadNumber("+12125550142", "fixed"), campaign=recorded)
    assert judge(recorded_case, US, NOW).reason.code == "no_consent"


def test_every_reason_of_compliance_has_words_and_no_words_are_idle():
    folder = Path(__file__).parents[4] / "ctid/dialer/compliance"
    strings = {
        node.value
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {code for code in COMPLIANCE_WORDS if code.removesuffix("_over") not in strings} == set()


@pytest.mark.parametrize(
    ("number", "asked"),
    [
        ("+12125550142", ("US:national",)),
        ("+12145550142", ("US-TX:state", "US:national")),
        ("+18005550142", ("US-IN:state", "US-PA:state", "US-TX:state", "US:national")),  # of no known state
    ],
)
def test_the_lists_of_all_places_where_somebody_may_be_are_asked(number, asked):
    where = whereabouts(number)
    assert lists_for(within(US, where.regions), where) == asked


def test_a_changed_law_holds_from_the_next_decision_on():
    text = (FOLDER / "us.yaml").read_text("utf-8")
    assert isinstance(judge(CASE, Rulebook([read_law(text, "us.yaml")]).at("us", NOW), NOW), Allowed)
    changed = Rulebook([read_law(text.replace("08:00-21:00", "14:00-21:00"), "us.yaml")])
    assert judge(CASE, changed.at("us", NOW), NOW).reason.code == "outside_hours"


@pytest.mark.parametrize(
    "raw", ["(212) 555-0142", "1 212 555 0142", "+1 212-555-0142", "2125550142", " 011 1 212 555 0142"]
)
def test_all_writings_of_a_number_on_a_list_are_one(raw):
    assert any_e164(raw.strip(), "US") == "+12125550142"


def test_what_is_no_number_is_told_and_not_kept():
    assert any_e164("=1+1", "US") == ""
    assert any_e164("020 7946 0142", "GB") == any_e164("+44 (0)20 7946 0142", "US") == "+442079460142"


def test_the_ledger_holds_the_last_word_whatever_the_order_in_which_words_came():
    given = Word("+12125550142", NOW, True, "form", "file 1")
    taken = Word("+12125550142", NOW + timedelta(hours=1), False, "call")
    again = Word("+12125550142", NOW + timedelta(hours=2), True, "letter")
    said = [given, taken, again]
    for seed in range(6):
        shuffled = Random(seed).sample([*said, *said], 6)
        assert consent_of(shuffled) == Consent(again.at, "letter")
    assert consent_of([taken, given]) == Consent(NOW, "form", "file 1", taken.at, "call")
    assert consent_of([given, replace(given, given=False)]).revoked_at == NOW
    assert consent_of([taken]).revoked_at == taken.at
    assert consent_of([]) is None


@pytest.mark.parametrize(("law", "days"), [("us", 2), ("gb", 3), ("fr", 60)])
def test_the_history_that_is_asked_for_goes_back_as_far_as_any_rule_looks(law, days):
    assert looks_back(Rulebook(laws()).at(law, NOW)) == timedelta(days=days)


def test_a_stored_attempt_is_remembered_by_the_last_moment_known_of_it():
    made = Attempt(
        "a", "c", "1", "+12125550142", "", Mode.POWER, Evidence("us", "1"), NOW, disposition="no thanks"
    )
    assert past_of(made, {"no thanks"}) == Past(NOW, None, refused=True)
    ended = replace(made, outcome=AttemptOutcome.BUSY, ended_at=NOW + timedelta(minutes=1))
    assert past_of(ended, ()) == Past(NOW + timedelta(minutes=1), AttemptOutcome.BUSY)
    lost = replace(made, state=AttemptState.UNKNOWN)
    assert past_of(lost, ()).outcome is AttemptOutcome.UNKNOWN


def test_every_reason_of_a_refusal_and_every_outcome_has_its_title_in_reports() -> None:
    folder = Path(judge.__globals__["__file__"]).parent
    code = "".join(file.read_text("utf-8") for file in sorted(folder.glob("*.py")))
    written = set(re.findall(r'Refused\(\s*Reason\(\s*"(\w+)"', code))
    written |= {"list_stale", "rest_abandoned", "rest_refused"}  # which are put together
    assert "rest_abandoned" in code and "list_stale" in code
    assert written - set(REFUSALS) == set()
    assert set(OUTCOMES) == set(AttemptOutcome)
