"""What the network said of a call that nobody answered, in one word."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.dialer.outcome import Causes, answered, unanswered, why
from ctid.model.attempts import Attempt, AttemptOutcome, Evidence, Mode

Came = AttemptOutcome
WITHIN = timedelta(seconds=2)
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
ATTEMPT = Attempt("att_1", "spring", "lead_1", "+1", "+1", Mode.POWER, Evidence("us", "1"), AT)
WORDS = ("", "BUSY", "NOANSWER", "CHANUNAVAIL", "CONGESTION", "CANCEL", "SIT", "INVALIDARGS", "ANSWER")


@pytest.mark.parametrize(
    ("causes", "outcome"),
    [
        (Causes("BUSY", 17, 486), Came.BUSY),
        (Causes("BUSY", 17, 600), Came.BUSY),
        (Causes("NOANSWER", 16, 180), Came.NO_ANSWER),  # we gave up a phone that rang
        (Causes("NOANSWER", 16, 183), Came.NO_ANSWER),
        (Causes("NOANSWER", 19, 480), Came.NO_ANSWER),  # RFC 3398: no user responding
        (Causes("NOANSWER", 16, None), Came.CONGESTED),  # not even a 100
        (Causes("CHANUNAVAIL", 21, 603), Came.REJECTED),
        (Causes("CHANUNAVAIL", 21, 403), Came.REJECTED),
        (Causes("CHANUNAVAIL", 21, 608), Came.REJECTED),
        (Causes("CHANUNAVAIL", 1, 404), Came.INVALID),
        (Causes("CHANUNAVAIL", 28, 484), Came.INVALID),
        (Causes("CHANUNAVAIL", 22, 410), Came.INVALID),
        (Causes("CHANUNAVAIL", 1, 604), Came.INVALID),
        (Causes("CONGESTION", 34, 503), Came.CONGESTED),
        (Causes("CHANUNAVAIL", 58, 488), Came.CONGESTED),
        (Causes("CHANUNAVAIL", 18, 408), Came.NO_ANSWER),
        (Causes("CHANUNAVAIL", 17, None), Came.BUSY),
        (Causes("CHANUNAVAIL", 20, None), Came.NO_ANSWER),
        (Causes("CHANUNAVAIL", None, None), Came.CONGESTED),
        (Causes("INVALIDARGS", None, None), Came.INVALID),
        (Causes("SIT", 16, 183), Came.INVALID),  # heard, and given up by the dialplan
        (Causes("INVALIDARGS", 28, None), Came.INVALID),
    ],
)
def test_the_end_of_a_call_is_read_from_the_code_that_says_most(
    causes: Causes, outcome: AttemptOutcome
) -> None:
    assert unanswered(causes) is outcome


@pytest.mark.parametrize("sip", [480, 503, 404, 200])
def test_a_number_that_a_carrier_calls_disconnected_is_invalid_whatever_status_it_chose(sip: int) -> None:
    assert unanswered(Causes("CHANUNAVAIL", 22, sip)) is Came.INVALID


@given(st.integers(0, 127) | st.none(), st.integers(100, 699) | st.none())
def test_what_we_gave_up_is_cancelled_whatever_the_other_side_said(
    cause: int | None, sip: int | None
) -> None:
    assert unanswered(Causes("CANCEL", cause, sip)) is Came.CANCELLED


@given(st.sampled_from(WORDS), st.integers(0, 127) | st.none(), st.integers(100, 699) | st.none())
def test_every_end_has_a_name_and_none_is_that_of_an_answered_call(
    dial: str, cause: int | None, sip: int | None
) -> None:
    causes = Causes(dial, cause, sip)
    assert unanswered(causes) in {
        Came.NO_ANSWER, Came.BUSY, Came.REJECTED, Came.INVALID, Came.CONGESTED, Came.CANCELLED,
    }  # fmt: skip
    assert why(causes).words()


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"connected_at": AT}, Came.CONNECTED),
        ({"message_at": AT}, Came.ABANDONED),
        ({"message_at": AT, "connected_at": AT}, Came.ABANDONED),  # who came then came too late
        ({"verdict": "machine"}, Came.MACHINE),
        ({"verdict": "machine", "connected_at": AT}, Came.CONNECTED),
        ({"verdict": "human"}, Came.HUNG_UP),
        ({}, Came.HUNG_UP),
    ],
)
def test_an_answered_call_ends_as_it_went(facts: dict[str, object], outcome: AttemptOutcome) -> None:
    assert answered(replace(ATTEMPT, answered_at=AT, **facts), AT + timedelta(seconds=1), WITHIN) is outcome


def test_who_stayed_longer_than_an_agent_may_take_and_had_none_was_abandoned() -> None:
    later = AT + timedelta(seconds=3)
    assert answered(replace(ATTEMPT, answered_at=AT), later, WITHIN) is Came.ABANDONED
    assert answered(replace(ATTEMPT, answered_at=AT, greeting_ended_at=later), later, WITHIN) is Came.HUNG_UP
    assert answered(ATTEMPT, AT, WITHIN) is Came.ABANDONED  # nobody knows when they answered
