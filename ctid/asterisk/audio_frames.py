"""AudioSocket's frames: a kind (one byte), a length (two, big-endian) and a payload. Pure: bytes in, frames
out.

Source: Asterisk 22, include/asterisk/res_audiosocket.h. Sound is 8 kHz, 16 bit, little-endian, one channel;
a key is one letter. Whatever else comes (other rates, kinds yet to be invented) is passed on with its
number.
"""

from collections.abc import Iterator
from dataclasses import dataclass

GOODBYE = 0x00
ID = 0x01
KEY = 0x03
SOUND = 0x10

FRAME = 320  # bytes of sound in one frame of ours: 20 ms
FRAME_S = 0.02
QUIET = bytes(FRAME)

_HEAD = 3
_LONGEST = 0xFFFF


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame."""

    kind: int
    payload: bytes = b""

    def __bytes__(self) -> bytes:
        """Write it; raise `ValueError` if the payload is too long for its length."""
        if len(self.payload) > _LONGEST:
            raise ValueError(f"a frame holds {_LONGEST} bytes, not {len(self.payload)}")
        return bytes((self.kind,)) + len(self.payload).to_bytes(2, "big") + self.payload


class Frames:
    """Takes a stream as it comes, cut anywhere."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Yield each frame that is complete; at most one frame's bytes are kept."""
        self._rest += data
        while len(self._rest) >= _HEAD:
            end = _HEAD + int.from_bytes(self._rest[1:_HEAD], "big")
            if len(self._rest) < end:
                return
            frame = Frame(self._rest[0], bytes(self._rest[_HEAD:end]))
            del self._rest[:end]
            yield frame
