"""The frames of a stream of sound, however the network cuts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.asterisk.audio_frames import GOODBYE, KEY, SOUND, Frame, Frames

frames = st.builds(Frame, st.integers(0, 255), st.binary(max_size=700))


@given(st.lists(frames, max_size=8), st.data())
def test_what_was_sent_comes_back_whole_wherever_the_stream_is_cut(sent, data):
    stream = b"".join(map(bytes, sent))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=20)))
    reader, got = Frames(), []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        got += reader.feed(stream[start:end])
    assert got == sent


def test_every_cut_of_a_short_stream():
    sent = [Frame(KEY, b"5"), Frame(SOUND, b"\x10\x00\x03"), Frame(GOODBYE)]
    stream = b"".join(map(bytes, sent))
    for cut in range(len(stream) + 1):
        reader = Frames()
        assert [*reader.feed(stream[:cut]), *reader.feed(stream[cut:])] == sent


def test_a_frame_is_written_as_asterisk_reads_it():
    assert bytes(Frame(KEY, b"7")) == b"\x03\x00\x017"
    assert bytes(Frame(GOODBYE)) == b"\x00\x00\x00"


def test_what_is_too_long_for_its_length_is_refused():
    with pytest.raises(ValueError, match="65535"):
        bytes(Frame(SOUND, bytes(65_536)))
