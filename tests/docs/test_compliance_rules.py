"""The page of the rules of calling says what the files say, and its example can be read."""

import re
import runpy
from pathlib import Path

from ctid.config.compliance import read_law
from ctid.config.compliance_wordings import COMPLIANCE_WORDINGS
from ctid.dialer.compliance.judge import RULES

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference/compliance.md").read_text("utf-8")


def test_the_tables_of_the_laws_are_todays() -> None:
    assert runpy.run_path(str(DOCS / "rules.py"))["page"]() == PAGE, "run: .venv/bin/python docs/rules.py"


def test_every_rule_is_described() -> None:
    rules = PAGE.partition("## Rules")[2].partition("## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", rules, re.MULTILINE) == list(RULES)


def test_the_example_of_a_law_is_a_sound_one() -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None and read_law(example[1], "example.yaml").editions


def test_every_code_of_a_law_is_in_the_range_that_is_told() -> None:
    first, last = min(COMPLIANCE_WORDINGS), max(COMPLIANCE_WORDINGS)
    assert f"{first}–{last}" in PAGE
