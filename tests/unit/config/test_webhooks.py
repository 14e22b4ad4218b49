"""What the file of webhook endpoints may say, and how each slip in it is told."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ctid.config.webhooks import WEBHOOK_WORDINGS, read_webhooks
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken, Text
from ctid.model.webhooks import Secret

SHIPPED = Path(__file__).parents[3] / "config" / "webhooks.yaml"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def objection(url):
    return None if url.startswith("https://") else Text("not https", "不是 https")


def read(text):
    return read_webhooks(text, "webhooks.yaml", objection=objection, now=NOW)


def mistakes(text):
    with pytest.raises(Mistaken) as caught:
        read(text)
    for language in Language:
        assert KEY not in caught.value.words(language) and "c2hvcnQ" not in caught.value.words(language)
    return [(each.code, each.place.line, each.place.column) for each in caught.value.mistakes]


def test_the_shipped_file_defines_none():
    assert read(SHIPPED.read_text("utf-8")) == ()


def test_an_endpoint_is_named_by_its_key_and_wants_everything_unless_it_says_what(tmp_path):
    keys = tmp_path / "keys"
    keys.write_text(f"{KEY}\n{KEY[:-1]}A\n")
    one, two = read(
        f"endpoints:\n  crm:\n    url: https://a/\n    secrets: [{KEY}]\n"
        f"  erp: {{url: https://b/, types: [call.*], secrets_file: '{keys}', description: ERP}}\n"
    )
    assert (one.id, one.types, one.secrets, one.in_file) == ("whe_crm", ("*",), (Secret(KEY),), True)
    assert (two.id, two.types, two.description, len(two.secrets)) == ("whe_erp", ("call.*",), "ERP", 2)
    assert KEY not in repr(one)


@pytest.mark.parametrize(
    ("endpoint", "found"),
    [
        (f"{{url: http://a/, secrets: [{KEY}]}}", [("W101", 2, 14)]),
        (f"{{url: https://a/, types: [call.ended], secrets: [{KEY}]}}", [("W102", 2, 34)]),
        ("{url: https://a/}", [("W103", 2, 8)]),
        (f"{{url: https://a/, secrets: [{KEY}], secrets_file: x}}", [("W103", 2, 8), ("W105", 2, 91)]),
        ("{url: https://a/, secrets: [whsec_c2hvcnQ=]}", [("W104", 2, 35)]),
        (f"{{url: https://a/, secrets: [{KEY}, {KEY}, {KEY}]}}", [("W104", 2, 35)]),
        ("{url: https://a/, secrets: []}", [("C122", 2, 35), ("W104", 2, 35)]),
        ("{url: https://a/, secrets_file: /nowhere}", [("W105", 2, 40)]),
        (f"{{uri: https://a/, secrets: [{KEY}]}}", [("C103", 2, 8), ("C104", 2, 9)]),
        (f"{{url: 7, secrets: [{KEY}]}}", [("C124", 2, 14)]),
    ],
)
def test_a_slip_is_told_at_its_place_without_a_key(endpoint, found):
    assert mistakes(f"endpoints:\n  crm: {endpoint}\n") == found


def test_every_mistake_of_the_file_is_told_at_once():
    assert len(mistakes("endpoints:\n  a: {url: ftp://x/}\n  b b: {types: [x]}\n")) == 6


def test_every_wording_is_in_both_languages():
    for wording in WEBHOOK_WORDINGS.values():
        for text in (wording.what, wording.mend):
            assert text.en and text.zh and text.en != text.zh
