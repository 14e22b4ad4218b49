"""The mark on files that ctid wrote: whose they are, and whether anybody has changed them since.

It stands on the first line, as a comment that ends before what stood there: no line moves, so what Asterisk
says of `file:line` is true of the source as well.
"""

import hashlib
import re

_MARK = re.compile(rb"^;-- written by ctid ([0-9a-f]{16}): change its source, not this file --; ?")


def marked(text: bytes) -> bytes:
    """Put the mark on a text."""
    return b";-- written by ctid %s: change its source, not this file --; %s" % (_digest(text), text)


def unmarked(text: bytes) -> bytes:
    """Return a text without its mark."""
    return _MARK.sub(b"", text)


def is_ours(text: bytes) -> bool:
    """Say whether ctid wrote it."""
    return _MARK.match(text) is not None


def is_intact(text: bytes) -> bool:
    """Say whether ctid wrote it and nobody has changed it since."""
    mark = _MARK.match(text)
    return mark is not None and mark[1] == _digest(text[mark.end() :])


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest()[:16].encode()
