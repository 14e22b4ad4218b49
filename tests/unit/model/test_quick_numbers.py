"""The quick reading of a number says what the thorough one says, or nothing."""

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ctid.model.phone import read_number
from ctid.model.phone_quick import any_e164, quick_e164

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
SEPARATORS = st.sampled_from(["", "", "", " ", "-", ".", "(", ")", ") "])


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """A number near a real one of a country, as somebody may write it, and where they write it."""
    home, of = draw(st.sampled_from(REGIONS)), draw(st.sampled_from(REGIONS))
    plan = phonenumbers.PhoneMetadata.metadata_for_region(of, None)
    kind = draw(st.sampled_from(["fixed_line", "mobile", "toll_free", "voip", "uan", "general_desc"]))
    described = getattr(plan, kind) or plan.general_desc
    sample = described.example_number or plan.fixed_line.example_number
    kept = draw(st.integers(0, len(sample)))
    sample = sample[:kept] + draw(st.text("0123456789", min_size=0, max_size=len(sample) - kept + 1))
    before = draw(st.sampled_from([f"+{plan.country_code}", f"00{plan.country_code}", "0", "1", "", "", "8"]))
    home = of if draw(st.booleans()) else home
    return before + "".join(digit + draw(SEPARATORS) for digit in sample), home


@pytest.mark.slow
@settings(max_examples=3000, deadline=None)
@given(written())
@example(("(212) 555-0123", "US"))
@example(("1 212 555 0123", "US"))
@example(("0131 555 0123", "GB"))
@example(("06 698 12345", "IT"))
@example(("17951 138 0013 8000", "CN"))
def test_what_is_read_quickly_is_what_is_read_thoroughly(case: tuple[str, str]) -> None:
    raw, region = case
    quick, thorough = quick_e164(raw, region), read_number(raw, region)
    assert quick in ("", thorough.e164 if thorough is not None else "")
    assert any_e164(raw, region) == (thorough.e164 if thorough is not None else "")


@pytest.mark.parametrize(
    ("raw", "region"),
    [
        ("(212) 555-0123", "US"), ("+1 212 555 0123", "US"), ("+12125550123", "CN"), ("020 7946 0018", "GB"),
        ("+8613800138000", "US"), ("138 0013 8000", "CN"), ("010 5550 0104", "CN"), ("01 23 45 67 89", "FR"),
        ("030 123456", "DE"), ("+49 1512 3456789", "US"),
    ],
)  # fmt: skip
def test_what_most_people_write_is_clear(raw: str, region: str) -> None:
    number = read_number(raw, region)
    assert number is not None
    assert quick_e164(raw, region) == number.e164
