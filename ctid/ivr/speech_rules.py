"""Reads `speech`: what may be said in a node, as the name of a vocabulary or as words for keys.

speech: digits                    # zero (or oh), one … nine
speech: yes_no                    # yes is the key 1, no is the key 2
speech: {"1": [one, yes]}         # English words for keys of the node
"""

import re

from ctid.ivr import mistakes
from ctid.ivr.reading import Reader
from ctid.ivr.speech import VOCABULARIES, Vocabulary
from ctid.model.document import Node

_WORD = re.compile(r"[a-z]+")


def read_speech(node: Node, reader: Reader, keys: tuple[str, ...], secret: bool = False) -> Vocabulary | None:
    """Read what may be said for a node's `keys`; a secret is never said aloud."""
    if secret:
        reader.note(mistakes.not_both(node.place, "speech", "secret"))
        return None
    if not node.is_mapping:
        named = VOCABULARIES.get(reader.one_of(node, tuple(VOCABULARIES)))
        return named and Vocabulary({word: key for word, key in named.keys.items() if key in keys})
    words: dict[str, str] = {}
    for key, said in node.items():
        reader.one_of(key, keys)
        if not said.is_sequence:
            reader.note(mistakes.wrong_shape(said.place, "list"))
        for word in said.elements():
            _add(words, word, str(key.value), reader)
    return Vocabulary(words)


def _add(words: dict[str, str], word: Node, key: str, reader: Reader) -> None:
    """Let a word stand for a key; it can stand for one only."""
    name = str(word.value)
    if not _WORD.fullmatch(name):
        reader.note(mistakes.not_allowed(word.place, name, "a–z"))
    elif words.setdefault(name, key) != key:
        reader.note(mistakes.not_both(word.place, key, words[name]))
