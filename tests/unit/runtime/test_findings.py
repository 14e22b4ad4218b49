"""What checks have found, as people, programs, editors and code hosts read it."""

import json

import pytest
from jsonschema import Draft202012Validator

from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Place, Severity, Text
from ctid.model.waivers import Waived
from ctid.runtime.findings import Findings, Format, written

EN, ZH = Language.EN, Language.ZH


def mistake(code, place, severity=Severity.ERROR, what="100 % wrong, see: a\nb"):
    return Mistake(code, place, Text(what, "错了"), Text("why", "原因"), Text("mend", "修正"), severity)


FINDINGS = Findings(
    files=2,
    found=(
        mistake("I101", Place("ivr/my flow.yaml", 5, 8)),
        mistake("I108", Place("ivr/a,b:c.yaml", 7, 1), Severity.WARNING, "long"),
        mistake("R102", Place("ivr")),
    ),
    waived=(Waived(mistake("I109", Place("ivr/s.yaml", 16, 3), Severity.WARNING), "no person there"),),
)
NOTHING = Findings(1, (), ())


def test_text_is_one_line_a_finding_in_the_language_of_the_reader():
    assert written(FINDINGS, Format.TEXT, ZH).splitlines()[1] == (
        "ivr/a,b:c.yaml:7:1: I108（警告） 错了 · 原因 → 修正"
    )
    assert written(NOTHING, Format.TEXT, EN) == ""


def test_json_has_every_fact_in_both_languages_and_the_reason_of_a_waiver():
    told = json.loads(written(FINDINGS, Format.JSON, EN))
    assert told[1] == {
        "code": "I108",
        "severity": "warning",
        "file": "ivr/a,b:c.yaml",
        "line": 7,
        "column": 1,
        "what": {"en": "long", "zh": "错了"},
        "why": {"en": "why", "zh": "原因"},
        "mend": {"en": "mend", "zh": "修正"},
    }
    assert [one.get("waived") for one in told] == [None, None, None, "no person there"]


def _object(required=(), **properties):
    """The schema of an object of the standard: no other property may be there."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _list(of):
    return {"type": "array", "items": of, "uniqueItems": True}


TEXT = {"type": "string"}
COUNT = {"type": "integer", "minimum": 1}
SARIF = _object(
    ("version", "runs"),
    **{
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": _list(
            _object(
                ("tool",),
                tool=_object(
                    ("driver",),
                    driver=_object(
                        ("name",), name=TEXT, version=TEXT, rules=_list(_object(("id",), id=TEXT))
                    ),
                ),
                columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                results=_list(
                    _object(
                        ("message",),
                        ruleId=TEXT,
                        level={"enum": ["none", "note", "warning", "error"]},
                        message=_object(("text",), text=TEXT),
                        locations=_list(
                            _object(
                                physicalLocation=_object(
                                    ("artifactLocation",),
                                    artifactLocation=_object(uri={"type": "string", "pattern": "^[^ ]+$"}),
                                    region=_object(startLine=COUNT, startColumn=COUNT),
                                )
                            )
                        ),
                        suppressions=_list(
                            _object(
                                ("kind",),
                                kind={"enum": ["inSource", "external"]},
                                status={"enum": ["accepted", "underReview", "rejected"]},
                                justification=TEXT,
                            )
                        ),
                    )
                ),
            )
        ),
    },
)
"""What the standard (OASIS SARIF 2.1.0, section 3) says of the objects that are written, and of no others."""


@pytest.mark.parametrize("findings", [FINDINGS, NOTHING])
def test_sarif_is_what_the_standard_allows(findings):
    Draft202012Validator(SARIF).validate(json.loads(written(findings, Format.SARIF, EN)))


def test_sarif_names_rules_levels_places_and_what_is_suppressed():
    (run,) = json.loads(written(FINDINGS, Format.SARIF, EN))["runs"]
    results = run["results"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {one["ruleId"] for one in results}
    assert [one["level"] for one in results] == ["error", "warning", "error", "warning"]
    places = [one["locations"][0]["physicalLocation"] for one in results]
    assert places[0]["artifactLocation"]["uri"] == "ivr/my%20flow.yaml"
    assert places[0]["region"] == {"startLine": 5, "startColumn": 8}
    assert "region" not in places[2]
    assert [bool(one.get("suppressions")) for one in results] == [False, False, False, True]
    assert results[3]["suppressions"][0]["justification"] == "no person there"


def test_annotations_escape_what_would_end_them():
    lines = written(FINDINGS, Format.GITHUB, EN).splitlines()
    assert lines == [
        "::error file=ivr/my flow.yaml,line=5,col=8,title=I101::100 %25 wrong, see: a%0Ab · why → mend",
        "::warning file=ivr/a%2Cb%3Ac.yaml,line=7,col=1,title=I108::long · why → mend",
        "::error file=ivr,title=R102::100 %25 wrong, see: a%0Ab · why → mend",
    ]


def test_the_summary_counts():
    assert FINDINGS.summary()[EN] == "files: 2 · errors: 2 · warnings: 1 · waived: 1"
    assert not FINDINGS.passed and NOTHING.passed
