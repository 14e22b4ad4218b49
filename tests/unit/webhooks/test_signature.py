"""Ours and the reference library's signatures verify each other; what is off by one byte does not."""

import random
import secrets
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from ctid.model.webhooks import is_secret
from ctid.webhooks.signature import (
    ID,
    SIGNATURE,
    TIMESTAMP,
    Fault,
    Seen,
    Unverified,
    authentic,
    new_secret,
    sign,
    verify,
)

# The published vector of Standard Webhooks.
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
AT = datetime.fromtimestamp(1_614_265_330, UTC)
BODY = '{"test": 2432232314}'
RAW = BODY.encode()
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
OTHER = new_secret(random.Random(1).randbytes)


def refused(headers, body=RAW, keys=(KEY,), now=AT, seen=None):
    with pytest.raises(Unverified) as caught:
        verify(headers, body, keys, now, seen or Seen())
    return caught.value.fault


def test_the_published_vector_comes_out_and_goes_in():
    headers = sign(MESSAGE, AT, BODY, [KEY])
    assert headers == {ID: MESSAGE, TIMESTAMP: "1614265330", SIGNATURE: SIGNED}
    assert verify(headers, BODY.encode(), [KEY], AT, Seen()).id == MESSAGE


@given(st.text().filter(lambda text: text.isascii() or text.encode("utf-8", "replace")), st.integers(24, 64))
def test_the_library_believes_ours_and_we_believe_its(body, size):
    body = body.encode("utf-8", "replace").decode()
    key, now = new_secret(secrets.token_bytes, size), datetime.now(UTC)
    ours = sign("msg_1", now, body, [OTHER, key])
    Webhook(key).verify(body, ours, json_parse=False)
    Webhook(OTHER).verify(body, ours, json_parse=False)
    theirs = {
        ID: "msg_1",
        TIMESTAMP: str(int(now.timestamp())),
        SIGNATURE: Webhook(key).sign("msg_1", now, body),
    }
    assert verify(theirs, body.encode(), [OTHER, key], now, Seen()).id == "msg_1"


def test_another_zone_signs_the_same_instant():
    shanghai = AT.astimezone(timezone(timedelta(hours=8)))
    assert sign(MESSAGE, shanghai, BODY, [KEY]) == sign(MESSAGE, AT, BODY, [KEY])


def test_one_flipped_byte_anywhere_is_refused_by_both():
    now = datetime.now(UTC)
    headers, raw = sign(MESSAGE, now, BODY, [KEY]), BODY.encode()
    for place in range(len(raw)):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        assert refused(headers, changed, now=now) is Fault.WRONG
        with pytest.raises(WebhookVerificationError):
            Webhook(KEY).verify(changed, headers)
    signature = headers[SIGNATURE]
    for place in range(3, len(signature) - 2):
        other = "A" if signature[place] != "A" else "B"
        assert refused({**headers, SIGNATURE: signature[:place] + other + signature[place + 1 :]}, now=now)
    assert refused({**headers, ID: MESSAGE + "x"}, now=now) is Fault.WRONG
    assert refused({**headers, TIMESTAMP: str(int(now.timestamp()) + 1)}, now=now) is Fault.WRONG
    assert refused(headers, keys=(OTHER,), now=now) is Fault.WRONG
    assert refused(headers, keys=(), now=now) is Fault.WRONG


def test_five_minutes_either_way_pass_and_a_second_more_does_not():
    headers, five = sign(MESSAGE, AT, BODY, [KEY]), timedelta(minutes=5)
    for now in (AT - five, AT, AT + five):
        assert authentic(headers, BODY.encode(), [KEY], now)
    assert refused(headers, now=AT + five + timedelta(seconds=1)) is Fault.TOO_OLD
    assert refused(headers, now=AT - five - timedelta(seconds=1)) is Fault.TOO_NEW


def test_a_message_that_comes_again_is_refused_for_as_long_as_its_timestamp_would_pass():
    headers, seen = sign(MESSAGE, AT, BODY, [KEY]), Seen()
    verify(headers, BODY.encode(), [KEY], AT - timedelta(minutes=5), seen)
    for now in (AT, AT + timedelta(minutes=5)):
        assert refused(headers, now=now, seen=seen) is Fault.REPLAYED
    again = sign(MESSAGE, AT + timedelta(seconds=30), BODY, [KEY])
    assert refused(again, now=AT + timedelta(seconds=30), seen=seen) is Fault.REPLAYED
    seen.forget(MESSAGE)
    assert verify(again, BODY.encode(), [KEY], AT + timedelta(seconds=30), seen)


def test_a_full_memory_refuses_and_never_forgets_what_could_still_pass():
    seen = Seen(most=2)
    for id in ("a", "b"):
        verify(sign(id, AT, BODY, [KEY]), BODY.encode(), [KEY], AT, seen)
    assert refused(sign("c", AT, BODY, [KEY]), seen=seen) is Fault.FULL
    assert refused(sign("a", AT, BODY, [KEY]), seen=seen) is Fault.REPLAYED
    later = AT + timedelta(minutes=6)
    assert verify(sign("c", later, BODY, [KEY]), BODY.encode(), [KEY], later, seen)
    assert len(seen) == 1


def test_a_message_that_is_not_believed_takes_no_room():
    seen = Seen()
    refused({ID: MESSAGE, TIMESTAMP: "1614265330", SIGNATURE: "v1,AAAA"}, seen=seen)
    assert len(seen) == 0


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({ID: ""}, Fault.MISSING),
        ({TIMESTAMP: ""}, Fault.MISSING),
        ({SIGNATURE: ""}, Fault.MISSING),
        ({SIGNATURE: "v1"}, Fault.MALFORMED),  # the library raises ValueError here
        ({SIGNATURE: "v1,a v1"}, Fault.MALFORMED),
        ({SIGNATURE: " "}, Fault.MALFORMED),
        ({SIGNATURE: " ".join(["v1,a"] * 9)}, Fault.MALFORMED),
        ({SIGNATURE: "v1,a,b"}, Fault.WRONG),
        ({SIGNATURE: "v1,§§§"}, Fault.WRONG),
        ({SIGNATURE: "v1,\udcff"}, Fault.WRONG),
        ({SIGNATURE: "v1a" + SIGNED[2:]}, Fault.WRONG),
        ({SIGNATURE: "v2" + SIGNED[2:]}, Fault.WRONG),
        ({TIMESTAMP: "1614265330.0"}, Fault.MALFORMED),
        ({TIMESTAMP: "01614265330"}, Fault.MALFORMED),
        ({TIMESTAMP: "nan"}, Fault.MALFORMED),
        ({TIMESTAMP: "١٦١٤٢٦٥٣٣٠"}, Fault.MALFORMED),
        ({TIMESTAMP: "9" * 40}, Fault.MALFORMED),
        ({TIMESTAMP: "9" * 11}, Fault.WRONG),
        ({ID: "a b"}, Fault.MALFORMED),
        ({ID: "x" * 129}, Fault.MALFORMED),
        ({ID: "a\n"}, Fault.MALFORMED),
    ],
)
def test_whatever_is_sent_is_refused_with_a_fault_and_never_breaks(change, fault):
    assert refused({**sign(MESSAGE, AT, BODY, [KEY]), **change}) is fault


@given(st.text(), st.text(), st.text(), st.binary())
def test_no_header_and_no_body_raises_anything_else(id, seconds, signature, body):
    assert refused({ID: id, TIMESTAMP: seconds, SIGNATURE: signature}, body)


def test_header_names_come_in_any_case_and_other_versions_beside_ours_do_no_harm():
    headers = sign(MESSAGE, AT, BODY, [KEY])
    shouted = {name.title(): value for name, value in headers.items()}
    shouted["Webhook-Signature"] = "v1a,xyz " + SIGNED
    assert verify(shouted, BODY.encode(), [KEY], AT, Seen())


def test_a_key_has_24_to_64_bytes_and_says_what_it_is():
    assert is_secret(KEY) and is_secret(OTHER)
    for size in (24, 64):
        assert is_secret(new_secret(secrets.token_bytes, size))
    for size in (0, 23, 65):
        with pytest.raises(ValueError, match="24 to 64"):
            new_secret(secrets.token_bytes, size)
    for wrong in ("", "whsec_", KEY[6:], "whsec_c2hvcnQ=", KEY + "\n", "whsec_ü", KEY + "A" * 80):
        assert not is_secret(wrong)
