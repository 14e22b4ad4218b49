"""The mark on files that ctid wrote."""

from hypothesis import given
from hypothesis import strategies as st

from ctid.asterisk.dialplan import Texts, parse
from ctid.asterisk.dialplan.mark import is_intact, is_ours, marked, unmarked
from ctid.asterisk.dialplan.shown import show


@given(st.binary(max_size=200))
def test_a_marked_text_is_ours_intact_and_can_be_had_back(text: bytes) -> None:
    assert is_ours(marked(text))
    assert is_intact(marked(text))
    assert unmarked(marked(text)) == text


def test_a_changed_text_is_ours_but_no_longer_intact() -> None:
    changed = marked(b"[a]\n") + b"; and more\n"
    assert is_ours(changed)
    assert not is_intact(changed)


def test_a_text_of_somebody_else_is_not_ours() -> None:
    assert not is_ours(b"; written by ctid\n")


def test_the_mark_moves_no_line() -> None:
    text = b"[a]\nexten => 1,1,NoOp\n"
    plain, with_mark = (parse(Texts({"extensions.conf": each})) for each in (text, marked(text)))
    assert show(plain.contexts["a"]) == show(with_mark.contexts["a"])
