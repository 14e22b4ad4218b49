"""The variables on a caller's leg, written and read again."""

from datetime import UTC, datetime

import pytest

from ctid.asterisk.contract import (
    read_instant,
    read_language,
    read_place,
    read_skills,
    write_instant,
    write_skills,
)
from ctid.model.ids import QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.reports import KeptPlace

AT = datetime(2026, 3, 2, 9, 0, 0, 125000, tzinfo=UTC)
PLACE = {
    "CTID_QUEUE": "support",
    "CTID_ENTERED_AT": "1772442000.125",
    "CTID_SKILLS": "a:2",
    "CTID_PRIORITY": "3",
}


def test_an_instant_survives_the_leg() -> None:
    assert write_instant(AT) == "1772442000.125"
    assert read_instant(write_instant(AT)) == AT


@pytest.mark.parametrize("text", ["", "soon", "1e9", "-1", "9" * 40, "٣"])
def test_what_is_no_instant_is_none(text: str) -> None:
    assert read_instant(text) is None


def test_skills_survive_the_leg() -> None:
    skills = {SkillName("billing"): 2, SkillName("mandarin"): 1}
    assert write_skills(skills) == "billing:2+mandarin:1"
    assert read_skills(write_skills(skills)) == skills
    assert read_skills("") == read_skills("billing") == {}


def test_a_place_is_read_only_if_queue_and_time_are_there() -> None:
    assert read_place(PLACE) == KeptPlace(QueueName("support"), {SkillName("a"): 2}, 3, AT)
    assert read_place(PLACE | {"CTID_PRIORITY": "high"}) == KeptPlace(
        QueueName("support"), {SkillName("a"): 2}, 0, AT
    )
    assert read_place(PLACE | {"CTID_QUEUE": ""}) is None
    assert read_place(PLACE | {"CTID_ENTERED_AT": ""}) is None


def test_an_unknown_language_is_english() -> None:
    assert (read_language("zh"), read_language("fr"), read_language("")) == (
        Language.ZH,
        Language.EN,
        Language.EN,
    )
