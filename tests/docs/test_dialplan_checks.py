"""The page about checks of dialplans names every code as it is."""

import re
from pathlib import Path

from ctid.asterisk.dialplan.checks.words import WAIVER_CODE, WARNINGS, WORDS

PAGE = (Path(__file__).parents[2] / "docs/reference/dialplan-checks.md").read_text("utf-8")


def test_every_code_is_described_with_its_severity() -> None:
    described = dict(re.findall(r"^\| `(D\d{3})` \| (\w+) \|", PAGE, re.MULTILINE))
    assert described == {code: "warning" if code in WARNINGS else "error" for code in WORDS}
    assert WAIVER_CODE in PAGE
