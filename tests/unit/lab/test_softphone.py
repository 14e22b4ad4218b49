"""The softphone's trace: messages are told as they went over the wire, however they were written."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ctid.lab.softphone import Trace

OURS, SWITCH = "127.0.0.5:5062", "127.0.0.1:5060"
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def written(way: str, start: str, *headers: str, body: str = "", after: str = "") -> str:
    """Write a message as baresip does, perhaps `after` a prompt that stands on the line."""
    return f"{after}\x1b[36;1m#\nUDP {way}\n" + "\r\n".join((start, *headers, "", body)) + "\x1b[;m\n"


INVITE = written(
    f"{SWITCH} -> {OURS}",
    "INVITE sip:1005@127.0.0.5 SIP/2.0",
    'From: "a" <sip:+12025550101@127.0.0.1>;tag=1',
    "Call-ID: one",
    "X: y\r\n\x1b[31maudio: said by another thread\n\x1b[;m\nCSeq: 7 INVITE",
    body="v=0\r\na=ptime:20",
    after="\r call answered ",
)
ANSWER = written(f"{OURS} -> {SWITCH}", "SIP/2.0 200 Answering", "Call-ID: one", "CSeq: 7 INVITE")
LOG = f"baresip is ready.\n{INVITE}ua: using AF\n{ANSWER}".encode()


@given(st.lists(st.integers(0, len(LOG)), max_size=8))
def test_a_trace_is_read_the_same_however_it_is_cut(cuts: list[int]) -> None:
    trace = Trace(OURS)
    places = [0, *sorted(cuts), len(LOG)]
    for begin, end in pairwise(places):
        trace.read(LOG[begin:end], AT)
    invite, answer = trace.messages
    assert (invite.method, invite.sent, invite.call_id) == ("INVITE", False, "one")
    assert (answer.code, answer.sent, answer.answers("INVITE")) == (200, True, True)
    assert set(invite.headers) == {"from", "call-id", "x", "cseq"}


def test_what_another_thread_writes_over_a_beginning_costs_that_message_at_most() -> None:
    before = LOG.replace(b"UDP 127.0.0.1", b"call: answered UDP 127.0.0.1", 1)
    over = LOG.replace(b"UDP 127.0.0.1", b"call: answered", 1)
    for log, told in ((before, ["INVITE"]), (over, [])):
        trace = Trace(OURS)
        trace.read(log, AT)
        assert [message.method for message in trace.messages if not message.code] == told
        assert trace.messages[-1].code == 200


def test_a_message_is_as_old_as_its_first_line() -> None:
    trace, head = Trace(OURS), LOG.index(b"INVITE")
    trace.read(LOG[:head], AT)
    trace.read(LOG[head:], AT + timedelta(seconds=1))
    assert [message.at for message in trace.messages] == [AT, AT + timedelta(seconds=1)]
