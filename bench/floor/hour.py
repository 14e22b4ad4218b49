"""What the phones of an hour did, a row for each: rings, talks, and the calls that nobody took."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

WIDTH, LEFT, TOP, ROW = 1200, 60, 40, 26
EVERY = 30  # seconds, a mark
RING, TALK, MISSED = "#e80", "#06c", "#c33"


class Call(Protocol):
    """What is asked of a phone's story (ctid/lab/stories.py)."""

    @property
    def phone(self) -> str: ...
    @property
    def ani(self) -> str: ...
    @property
    def invited_at(self) -> datetime: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Paper:
    """Where what stands: a row for each phone, so many points for a second since the beginning."""

    phones: Sequence[str]
    began: datetime
    scale: float

    def x(self, at: datetime) -> float:
        return LEFT + self.scale * (at - self.began).total_seconds()

    def bar(self, phone: str, since: datetime, until: datetime, colour: str) -> str:
        y, width = TOP + ROW * self.phones.index(phone), max(1.5, self.x(until) - self.x(since))
        x = f"{self.x(since):.1f}"
        return f'<rect x="{x}" y="{y}" width="{width:.1f}" height="{ROW - 8}" fill="{colour}"/>'

    def call(self, call: Call) -> Iterator[str]:
        """Draw a call that has ended; the last two digits of the number stand in its talk."""
        if call.ended_at is None:
            return
        answered = call.answered_at
        colour = MISSED if answered is None else RING
        yield self.bar(call.phone, call.invited_at, answered or call.ended_at, colour)
        if answered is not None:
            yield self.bar(call.phone, answered, call.ended_at, TALK)
            y = TOP + ROW * self.phones.index(call.phone) + 13
            yield f'<text x="{self.x(answered) + 3:.1f}" y="{y}" fill="#fff">{call.ani[-2:]}</text>'

    def margins(self, height: int, seconds: float) -> Iterator[str]:
        """Write whose row is whose, the time, and what the colours mean."""
        for row, phone in enumerate(self.phones):
            yield f'<text x="12" y="{TOP + ROW * row + 13}">{phone}</text>'
        for mark in range(0, int(seconds) + 1, EVERY):
            yield f'<text x="{LEFT + self.scale * mark:.0f}" y="{height - 10}">{mark} s</text>'
        for place, (colour, word) in enumerate(((RING, "rings"), (TALK, "talks"), (MISSED, "not taken"))):
            yield f'<text x="{LEFT + 60 * place}" y="22" fill="{colour}">{word}</text>'


def as_svg(calls: Sequence[Call]) -> str:
    """Draw the calls of phones."""
    began = min(call.invited_at for call in calls)
    seconds = (max(call.ended_at or call.invited_at for call in calls) - began).total_seconds()
    paper = Paper(sorted({call.phone for call in calls}), began, (WIDTH - LEFT - 20) / seconds)
    height = TOP + ROW * len(paper.phones) + 30
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
    return "\n".join(
        (
            head + 'font-family="sans-serif" font-size="12">',
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            *paper.margins(height, seconds),
            *(shape for call in calls for shape in paper.call(call)),
            "</svg>\n",
        )
    )
