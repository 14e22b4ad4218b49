"""Cuts what a caller says out of the sound of the line.

Speech is what stands out of the line's own noise: the floor follows the quietest of the last seconds. It
begins when most of a tenth of a second is loud (a click is not), with what came just before, for a word may
begin softly; and it ends after half a second of quiet, which is longer than the pause before the `t` of
`eight`.
"""

import array
import math
from collections import deque
from collections.abc import Iterator

FRAME = 320  # bytes: 20 ms of 8 kHz, 16 bit
FRAME_S = 0.02
BEFORE = 10  # frames kept of what came before
QUIET = 25  # frames that end an utterance
LEFT = 8  # of which so many are kept
LONGEST = 200
SHORTEST = 5  # loud frames
LOUD = 4.0  # times the floor
FAINTEST = 120.0  # of 32,768: below that nothing is speech


def level(frame: bytes) -> float:
    """Return the root of the mean square of a frame's samples."""
    samples = array.array("h", frame)
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples)) if samples else 0.0


class Utterances:
    """What is fed comes back as utterances, each when it is complete."""

    def __init__(self) -> None:
        self._rest = b""
        self._latest: deque[tuple[bytes, bool]] = deque(maxlen=BEFORE)
        self._levels: deque[float] = deque(maxlen=100)
        self._said: list[bytes] = []
        self._loud = self._quiet = 0

    @property
    def speaking(self) -> bool:
        """Whether the caller is in the middle of saying something."""
        return bool(self._said)

    def feed(self, sound: bytes) -> Iterator[bytes]:
        """Take sound as it comes, cut anywhere (8 kHz, 16 bit), and yield what is complete."""
        self._rest += sound
        while len(self._rest) >= FRAME:
            frame, self._rest = self._rest[:FRAME], self._rest[FRAME:]
            if utterance := self._take(frame):
                yield utterance

    def _take(self, frame: bytes) -> bytes:
        loud = self._is_loud(frame)
        if not self._said:
            self._latest.append((frame, loud))
            if sum(was_loud for _, was_loud in list(self._latest)[-5:]) >= 3:
                self._said = [before for before, _ in self._latest]
                self._loud, self._quiet = 3, 0
            return b""
        self._said.append(frame)
        self._loud, self._quiet = self._loud + loud, 0 if loud else self._quiet + 1
        if self._quiet < QUIET and len(self._said) < LONGEST:
            return b""
        utterance = b"".join(self._said[: len(self._said) - max(0, self._quiet - LEFT)])
        enough = self._loud >= SHORTEST
        self._said.clear()
        self._latest.clear()
        return utterance if enough else b""

    def _is_loud(self, frame: bytes) -> bool:
        now = level(frame)
        self._levels.append(now)
        return now > max(FAINTEST, LOUD * min(self._levels))
