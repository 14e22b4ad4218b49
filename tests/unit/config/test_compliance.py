"""What a law may say, and how each slip in it is told."""

import re
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from ctid.config.compliance import read_law, read_laws
from ctid.config.compliance_wordings import COMPLIANCE_WORDINGS
from ctid.model.calling_rules import Cap, ConsentOf, Profile, Window
from ctid.model.hours import Period
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken

FOLDER = Path(__file__).parents[3] / "config/compliance"
HEAD = "title: {en: Somewhere, zh: 某地}\ncountries: [US]\neditions:\n"
EDITION = '  - {valid_from: "2026-01-01", keep: 5 years%s}\n'
ABANDONMENT = (
    ", abandonment: {at_most: {24h: %s}, counts_false_positives: true, alert_at: 80%%, connect_within: 2s,"
    " message: true}"
)


def read(more: str = "", *, text: str | None = None, file: str = "somewhere.yaml"):
    return read_law(HEAD + EDITION % more if text is None else text, file)


def mistakes(*args, **kwargs):
    with pytest.raises(Mistaken) as caught:
        read(*args, **kwargs)
    assert caught.value.words(Language.EN) != caught.value.words(Language.ZH)
    return [(each.code, each.place.line, each.place.column) for each in caught.value.mistakes]


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_law_can_be_read_and_names_the_source_of_its_figures(file):
    text = file.read_text("utf-8")
    law = read_law(text, str(file))
    assert law.name == file.stem and law.editions
    assert text.startswith("# Not legal advice.")
    first = text.split("- valid_from")[1].partition("regions:")[0]
    figures = re.findall(
        r"^ +(?:ring|keep|oldest|hours|attempts|after_\w+|consent\w*):.*$", first, re.MULTILINE
    )
    assert len(figures) >= 3 and [line for line in figures if "#" not in line] == []


def test_what_an_edition_leaves_out_its_law_does_not_ask_for():
    (edition,) = read().editions
    assert edition.valid_from == date(2026, 1, 1)
    assert edition.profile == Profile(
        "somewhere", "2026-01-01", frozenset({"US"}), keep=timedelta(days=5 * 366)
    )


def test_all_that_can_be_said_is_read():
    (edition,) = read(
        ", ring: 15s, attempts: {24h: 3, 30 days: 4}, consent: consumers, consent_to_recordings: all,"
        " returnable_caller_id: true, do_not_call: {lists: ['US:national'], oldest: 31 days},"
        " rests: {after_abandoned: 72h, after_refusal: 60 days, after_machine_same_day: true},"
        " hours: {weekly: {mon-fri: ['09:00-12:00']}, holidays: false},"
        " abandonment: {at_most: {24h: 3%, campaign: 2.5%}, counts_false_positives: true, alert_at: 80%,"
        " connect_within: 2s, message: true}, regions: {US-FL: {attempts: {24h: 1}}}"
    ).editions
    profile = edition.profile
    assert profile.abandonment.windows == (Window(timedelta(hours=24), 0.03), Window(None, 0.025))
    assert [window.name for window in profile.abandonment.windows] == ["24 h", "campaign"]
    assert profile.caps == (Cap(timedelta(days=1), 3), Cap(timedelta(days=30), 4))
    assert (profile.calls, profile.recordings) == (ConsentOf.CONSUMERS, ConsentOf.ALL)
    assert profile.hours.weekly == ((Period(time(9), time(12)),),) * 5 + ((),) * 2
    assert (profile.rests.abandoned, profile.rests.refused) == (timedelta(hours=72), timedelta(days=60))
    assert profile.regions["US-FL"].caps == (Cap(timedelta(days=1), 1),)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (", regions: {GB-SCT: {ring: 15s}}", "L304"),
        (", regions: {Florida: {ring: 15s}}", "L304"),
        (ABANDONMENT % "3", "L305"),
        (ABANDONMENT % "300%", "L305"),
        (", rests: {after_refusal: two months}", "L306"),
        (", hours: {weekly: {}, holidays: true}", "L307"),
        (", do_not_call: {lists: [national], oldest: 31 days}", "L308"),
        (", consent: everybody", "L309"),
        (", attempts: {24h: 3, 1 day: 4}", "L310"),
        (", attempts: {24h: 0}", "C139"),
        (", ring: 0s", "C112"),
        (", rings: 15s", "C104"),
    ],
)  # fmt: skip
def test_each_slip_is_told_where_it_is(more, code):
    ((found, line, column),) = mistakes(more)
    assert (found, line) == (code, 4) and column > 40


def test_editions_go_by_date_and_keep_their_evidence():
    text = HEAD + EDITION % "" + '  - {valid_from: "2025-01-01"}\n'
    assert mistakes(text=text) == [("L303", 5, 5), ("L302", 5, 5)]
    assert mistakes(text=HEAD + "  - {valid_from: 2026-02-30, keep: 1 year}\n") == [("C154", 4, 18)]


def test_the_mistakes_of_all_laws_are_told_at_once():
    one, two = HEAD + EDITION % ", ring: 0s", HEAD + EDITION % ", consent: you"
    with pytest.raises(Mistaken) as caught:
        read_laws([("one.yaml", one), ("two.yaml", two), ("us.yaml", HEAD + EDITION % "")])
    assert [(each.place.file, each.code) for each in caught.value.mistakes] == [
        ("one.yaml", "C112"),
        ("two.yaml", "L309"),
    ]


def test_no_file_is_called_strictest():
    assert mistakes(file="strictest.yaml") == [("L301", 1, 1)]


def test_every_wording_is_reached_by_a_test_of_this_file():
    text = Path(__file__).read_text("utf-8")
    assert [code for code in COMPLIANCE_WORDINGS if f'"{code}"' not in text] == []
