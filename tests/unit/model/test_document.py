from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.model.document import MAX_CHARACTERS, MAX_DEPTH, MAX_NODES, read_document
from ctid.model.durations import read_duration, write_duration
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken, Place


def test_every_value_knows_its_line_and_column():
    root = read_document("a: 1\nb:\n  - x\n  - {c: true}\n", "f.yaml")
    assert root.is_mapping and not root.is_sequence and not root.is_scalar
    assert [(key.value, key.place, value.place) for key, value in root.items()] == [
        ("a", Place("f.yaml", 1, 1), Place("f.yaml", 1, 4)),
        ("b", Place("f.yaml", 2, 1), Place("f.yaml", 3, 3)),
    ]
    members = root.get("b").elements()
    assert members[0].value == "x" and members[0].place == Place("f.yaml", 3, 5)
    assert members[1].get("c").value is True and members[1].get("d") is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2026-01-01", "2026-01-01"),
        ("'010'", "010"),
        ("=", "="),
        ("5", 5),
        ("1.5", 1.5),
        ("true", True),
        ("False", False),
        ("null", None),
        ("", None),
        ("!!str 5", "5"),
    ],
)
def test_a_scalar_is_read_without_surprises(written, value):
    found = read_document(f"a: {written}\n", "f").get("a")
    assert found.value == value and type(found.value) is type(value)


def test_an_empty_document_is_an_empty_value():
    assert read_document("# nothing yet\n", "f").value is None


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: [1\n", "Y001", 2, 1),
        ("a:\n\tb: 1\n", "Y001", 2, 1),
        ("a: b\n--- \nc: d\n", "Y001", 2, 1),
        ("a: b\nc: \x07\n", "Y001", 2, 4),
        ("a: 1\nb: 2\na: 3\n", "Y002", 3, 1),
        ("1: x\n", "Y003", 1, 1),
        ("a:\n  true: x\n", "Y003", 2, 3),
        ("<<: {a: 1}\n", "Y003", 1, 1),
        ("[a, b]: x\n", "Y003", 1, 1),
        ("a: &x {b: 1}\nc: *x\n", "Y004", 2, 4),
        ("%YAML 1.1\n---\na: yes\n", "Y004", 2, 1),
        ("a: !python/name:os.system x\n", "Y004", 1, 4),
        ("a: !!set {b}\n", "Y004", 1, 4),
        ("a: " + "[" * (MAX_DEPTH + 5) + "]" * (MAX_DEPTH + 5), "Y005", 1, 3 + MAX_DEPTH),
        ("[" + "a," * MAX_NODES + "]", "Y005", 1, 2 * MAX_NODES),
        ("a" * (MAX_CHARACTERS + 1), "Y005", 1, 1),
        ("a: 0215550100\n", "Y006", 1, 4),
        ("a: .inf\n", "Y006", 1, 4),
        ("a: " + "9" * 5000, "Y006", 1, 4),
    ],
)
def test_what_is_refused_is_refused_at_its_place(text, code, line, column):
    with pytest.raises(Mistaken) as caught:
        read_document(text, "f")
    (mistake,) = caught.value.mistakes
    assert (mistake.code, mistake.place) == (code, Place("f", line, column))
    assert mistake.words(Language.ZH) != mistake.words(Language.EN)


def test_all_wrong_keys_are_told_at_once():
    with pytest.raises(Mistaken) as caught:
        read_document("1: x\na: 1\na: 2\n2: y\n", "f")
    assert [mistake.place.line for mistake in caught.value.mistakes] == [1, 3, 4]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("5s", timedelta(seconds=5)),
        ("500ms", timedelta(milliseconds=500)),
        ("10m", timedelta(minutes=10)),
        ("1h30m", timedelta(minutes=90)),
        ("1m500ms", timedelta(minutes=1, milliseconds=500)),
        ("0s", timedelta()),
        ("", None),
        ("5", None),
        ("-5s", None),
        ("5 s", None),
        ("5s5m", None),
        ("٥s", None),
        ("9999999999h", None),
    ],
)
def test_a_duration_is_read_as_people_write_it(text, span):
    assert read_duration(text) == span


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("a: no ring", 7),
        ("a: 'no ring'", 8),
        ('a: "no ring"', 8),
        ("{a: no ring, b: c}", 8),
        ('a: "no\\u0020ring"', 4),
        ("a: 'no ring, it''s'", 4),
        ("a: no\n  ring", 4),
        ("a: |\n  no ring", 4),
    ],
)
def test_a_place_within_text_is_known_where_the_text_is_written_as_it_is_meant(written, column):
    text = read_document(written, "f").get("a")
    assert text.place_at(text.value.index("ring")).column == column


@given(st.integers(0, 10**9).map(lambda units: timedelta(milliseconds=units)))
def test_a_span_that_is_written_is_read_again(span):
    assert read_duration(write_duration(span)) == span
