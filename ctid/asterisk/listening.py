"""One entry that may be spoken or keyed: the prompt goes out and the caller's sound and keys come in, on
one stream.

Keys always win. From the first key on nobody listens any more, and whatever is being recognised then is
dropped: a key is certain. A caller who begins to speak, or presses a key, cuts the prompt short where the
flow allows it; where not, what is said or pressed meanwhile is lost, as in an entry without speech.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from ctid.asterisk.audio_door import AudioLine
from ctid.asterisk.audio_frames import FRAME, FRAME_S, KEY, QUIET, SOUND, Frame
from ctid.asterisk.ears import Ears
from ctid.asterisk.utterances import Utterances
from ctid.ivr import steps
from ctid.ivr.speech import Heard, Vocabulary

Answer = steps.Keys | steps.NoKeys | steps.Unclear

_SPOKEN_S = 5.0  # an utterance of the longest sort, and its recognition
_STILL = 5  # frames: after so long without sound from the caller it counts as quiet


def longest(ask: steps.Ask, prompt: bytes) -> float:
    """Return how many seconds such an entry may take at most."""
    entries = ask.max_digits * (ask.digit_timeout.total_seconds() + _SPOKEN_S)
    return len(prompt) / FRAME * FRAME_S + ask.timeout.total_seconds() + _SPOKEN_S + entries


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, what may be said, and the prompt as sound."""

    ask: steps.Ask
    words: Vocabulary
    prompt: bytes


class Listening:
    """The entry. Begin it with `answer`, once."""

    def __init__(self, line: AudioLine, ears: Ears, question: Question) -> None:
        self._line, self._ears = line, ears
        self._ask, self._words = question.ask, question.words
        self._loop = asyncio.get_running_loop()
        self._answer: asyncio.Future[Answer | None] = self._loop.create_future()
        self._prompt = _frames(question.prompt)
        self._asking = True
        self._utterances = Utterances()
        self._recognising: asyncio.Task[None] | None = None
        self._digits, self._said = "", ""
        self._keyed = False
        self._since_sound = 0
        self._due = 0.0

    async def answer(self) -> Answer | None:
        """Play the prompt and return what was entered; None if the stream ended before."""
        self._line.take = self._take
        self._line.closed.add_done_callback(self._gone)
        playing = asyncio.create_task(self._play())
        try:
            return await self._answer
        finally:
            self._line.closed.remove_done_callback(self._gone)
            self._line.take = lambda _: None
            for task in filter(None, (playing, self._recognising)):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    def _gone(self, _: object) -> None:
        self._end(None)

    def _end(self, answer: Answer | None) -> None:
        if not self._answer.done():
            self._answer.set_result(answer)

    # --- what goes out --------------------------------------------------------------------------
    async def _play(self) -> None:
        """Send a frame every 20 ms, in time with the clock: the prompt, then quiet."""
        began, sent = self._loop.time(), 0
        while True:
            self._line.send(Frame(SOUND, self._next_frame()))
            sent += 1
            self._tick()
            await asyncio.sleep(max(0.0, began + sent * FRAME_S - self._loop.time()))

    def _next_frame(self) -> bytes:
        frame = next(self._prompt, None) if self._asking else None
        if frame is None:
            self._stop_asking()
        return frame or QUIET

    def _stop_asking(self) -> None:
        """Be done with the prompt, at its end or before; from now on the caller's time runs."""
        if self._asking:
            self._asking = False
            self._wait(self._ask.timeout.total_seconds())

    # --- time -------------------------------------------------------------------------------------
    def _wait(self, seconds: float) -> None:
        self._due = self._loop.time() + seconds

    def _tick(self) -> None:
        self._since_sound += 1
        if self._since_sound > _STILL:
            self._listen(QUIET)
        busy = self._utterances.speaking or self._recognising is not None
        if not self._asking and not (busy and not self._keyed) and self._loop.time() >= self._due:
            self._finish()

    def _finish(self) -> None:
        self._end(steps.Keys(self._digits, self._said) if self._digits else steps.NoKeys())

    # --- what comes in ----------------------------------------------------------------------------
    def _take(self, frame: Frame) -> None:
        if self._asking and not self._ask.barge_in:
            return
        if frame.kind == KEY:
            self._press(frame.payload.decode("ascii", "replace"))
        elif frame.kind == SOUND:
            self._since_sound = 0
            self._listen(frame.payload)

    def _press(self, key: str) -> None:
        self._keyed = True
        self._stop_asking()
        if key == self._ask.terminator:
            self._finish()
        elif key in "0123456789*#":
            self._enter(key, self._ask.digit_timeout.total_seconds())

    def _enter(self, keys: str, patience: float) -> None:
        self._digits += keys
        self._wait(patience)
        if len(self._digits) >= self._ask.max_digits:
            self._finish()

    def _listen(self, sound: bytes) -> None:
        if self._keyed or (self._asking and not self._ask.barge_in):
            return
        for utterance in self._utterances.feed(sound):
            if self._recognising is None:
                self._recognising = asyncio.create_task(self._recognise(utterance))
        if self._utterances.speaking:
            self._stop_asking()

    async def _recognise(self, utterance: bytes) -> None:
        heard = await self._ears.hear(utterance, self._words.keys)
        self._recognising = None
        if not self._keyed:
            self._understand(heard)

    def _understand(self, heard: Heard) -> None:
        if not heard.sure:
            self._end(steps.Unclear(heard.word))
            return
        self._said = f"{self._said} {heard.word}".strip()
        self._enter(self._words.keys[heard.word], self._ask.timeout.total_seconds())
        if not self._ask.into:
            self._finish()  # a choice is whole, however many keys it stands for


def _frames(sound: bytes) -> Iterator[bytes]:
    """Cut sound into frames, the last one filled up."""
    return (sound[at : at + FRAME].ljust(FRAME, b"\0") for at in range(0, len(sound), FRAME))
