"""What holds of every signed request: the true one is believed, and nothing that differs from it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict
from standardwebhooks import Webhook

from ctid.api.problems import Problem
from ctid.api.signed import ID, SIGNATURE, TIMESTAMP, TOLERANCE, new_secret, open_envelope, signer
from ctid.model.integrations import Integration

NOW = datetime(2026, 3, 2, 9, 30, 0, 123_456, tzinfo=UTC)
IDS = st.from_regex(r"[A-Za-z0-9_:-]{1,128}", fullmatch=True)
BODIES = st.text(max_size=200)
KEYS = st.binary(min_size=32, max_size=32)
PARTS = (ID, TIMESTAMP, SIGNATURE, "body")


def known(*keys: bytes) -> list[Integration]:
    return [
        Integration(f"i{n}", new_secret(lambda _, key=key: key), frozenset()) for n, key in enumerate(keys)
    ]


def signed(id: str, at: datetime, body: str, by: Integration) -> dict[str, bytes]:
    """Sign with the reference library."""
    parts = {
        ID: id,
        TIMESTAMP: str(int(at.timestamp())),
        SIGNATURE: Webhook(by.secret).sign(id, at, body),
        "body": body,
    }
    return {name: part.encode() for name, part in parts.items()}


def believed(message: dict[str, bytes], integrations: list[Integration], now: datetime = NOW) -> str | None:
    headers = CIMultiDict({name: message[name].decode("utf-8", "surrogateescape") for name in PARTS[:3]})
    try:
        return signer(open_envelope(headers, message["body"], now), integrations).name
    except Problem:
        return None


@given(IDS, BODIES, st.lists(KEYS, min_size=1, max_size=4, unique=True), st.data())
def test_the_one_whose_secret_it_is_is_found(
    id: str, body: str, keys: list[bytes], data: st.DataObject
) -> None:
    everyone = known(*keys)
    sender = data.draw(st.sampled_from(everyone))
    assert believed(signed(id, NOW, body, sender), everyone) == sender.name


@given(IDS, BODIES, KEYS, st.sampled_from(PARTS), st.integers(0), st.integers(1, 255))
def test_one_changed_byte_anywhere_and_nobody_believes_it(
    id: str, body: str, key: bytes, part: str, at: int, change: int
) -> None:
    message = signed(id, NOW, body, known(key)[0])
    if not message[part]:
        return
    spoiled = bytearray(message[part])
    spoiled[at % len(spoiled)] ^= change
    message[part] = bytes(spoiled)
    assert believed(message, known(key)) is None


@given(IDS, BODIES, KEYS, st.sampled_from(PARTS), st.integers(0), st.integers(1, 20))
def test_a_missing_piece_or_a_longer_one_is_not_believed_either(
    id: str, body: str, key: bytes, part: str, at: int, many: int
) -> None:
    message = signed(id, NOW, body, known(key)[0])
    whole = message[part]
    for other in (whole[: at % (len(whole) + 1)], whole + b"0" * many):
        if other != whole:
            assert believed({**message, part: other}, known(key)) is None


@given(IDS, BODIES, KEYS, st.integers(-1000, 1000))
def test_it_is_believed_for_five_minutes_and_no_longer(id: str, body: str, key: bytes, late: int) -> None:
    at = NOW.replace(microsecond=0)
    message = signed(id, at, body, known(key)[0])
    inside = abs(timedelta(seconds=late)) <= TOLERANCE
    assert (believed(message, known(key), at + timedelta(seconds=late)) == "i0") is inside


@given(st.dictionaries(st.sampled_from(PARTS[:3]), st.text(max_size=60)), st.binary(max_size=60))
def test_whatever_is_sent_is_refused_and_breaks_nothing(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(Problem):
        signer(open_envelope(CIMultiDict(headers), body, NOW), known(b"k" * 32))


def test_the_published_example_is_believed() -> None:
    """The test vector that the libraries of Standard Webhooks share."""
    headers = CIMultiDict(
        {
            ID: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            TIMESTAMP: "1614265330",
            SIGNATURE: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        }
    )
    example = Integration("example", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", frozenset())
    then = datetime.fromtimestamp(1614265330, UTC)
    envelope = open_envelope(headers, b'{"test": 2432232314}', then)
    assert signer(envelope, [example]) is example
