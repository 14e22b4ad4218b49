"""Whatever lies in the spool, reading it gives a harmless message or refuses it, and nothing else."""

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.asterisk.notes import LONGEST, ForeignNoteError, read_note
from ctid.asterisk.strange_files import length_of
from ctid.model.ids import NodeId

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FIELDS = ("kind", "call", "ani", "dnis", "queue", "language", "left_at", "began_at", "keyed", "sound")

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
notes = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(FIELDS, anything),
        "kind": st.sampled_from(["voicemail", "callback_request"]) | anything,
        "call": st.from_regex(r"[0-9]{1,12}\.[0-9]{1,6}", fullmatch=True) | anything,
    },
)


def harmless(name: str, content: bytes) -> None:
    try:
        note = read_note(name, content, NOW)
    except ForeignNoteError:
        return
    left = note.left(NodeId("sw1"))
    assert left.left_at <= NOW
    for words in (left.ani, left.dnis, left.queue, note.language):
        assert words.isprintable()
        assert len(words) <= LONGEST
    assert left.keyed == "" or (left.keyed.isascii() and left.keyed.isdigit() and len(left.keyed) <= 15)
    assert "/" not in note.stem
    assert note.stem == name


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    harmless("1.2", content)


@pytest.mark.slow
@given(notes)
def test_any_object_is_read_or_refused(note: dict[str, object]) -> None:
    call = str(note.get("call"))
    for name in (call, f"{call}-callback"):
        harmless(name, json.dumps(note).encode())


@given(st.sampled_from("[{"), st.integers(1, 16_000))
def test_deep_nesting_is_refused(bracket: str, depth: int) -> None:
    harmless("1.2", bracket.encode() * depth)


@given(st.binary(max_size=200), st.binary(max_size=80))
def test_any_sound_has_a_length(start: bytes, rest: bytes) -> None:
    header = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0"
    header += b"data\xff\xff\xff\x7f"  # two gigabytes, it says
    with TemporaryDirectory() as folder:
        file = Path(folder) / "sound.wav"
        for content in (start, header + rest, header[: len(start) % 44] + rest):
            file.write_bytes(content)
            assert length_of(file).total_seconds() <= 1
