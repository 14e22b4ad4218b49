from datetime import datetime, timedelta, timezone

import pytest

from ctid.api import encode
from ctid.model.languages import Language
from ctid.model.reasons import Reason


def test_an_instant_of_any_zone_is_written_in_utc_with_milliseconds():
    shanghai = timezone(timedelta(hours=8))
    assert encode.instant(datetime(2026, 3, 2, 7, 0, 0, 999_999, shanghai)) == "2026-03-01T23:00:00.999Z"
    assert encode.instant(None) is None


@pytest.mark.parametrize(("seconds", "written"), [(0, 0), (2.5, 2500), (0.0019, 1), (86_400, 86_400_000)])
def test_a_span_is_written_in_whole_milliseconds(seconds, written):
    assert encode.milliseconds(timedelta(seconds=seconds)) == written


def test_a_hidden_number_stays_empty():
    assert encode.number("") == {"number": "", "masked": "", "display": ""}


def test_a_reason_is_written_in_both_languages():
    why = Reason("busy")
    written = {"en": why.words(Language.EN), "zh": why.words(Language.ZH), "facts": {}}
    assert encode.reason(why) == {"code": "busy", **written}
    assert encode.reason(None) is None
