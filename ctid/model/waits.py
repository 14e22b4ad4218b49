"""Why somebody waits, as values; `Wait.reasons` says them one by one, and only those know languages.

A wait is as of one instant. Steps are counted from 1, as people count them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ctid.model.ids import AgentId, InteractionId, QueueName
from ctid.model.interactions import Interaction
from ctid.model.reasons import Reason

FREE = "does_nothing"


@dataclass(frozen=True, slots=True)
class Doing:
    """An agent who would do, and what they do instead: since when, and until when at most (None: not known).

    `step` is the first that admits them; 0 while the caller is kept for them.
    """

    agent: AgentId
    name: str
    step: int
    what: Reason
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Agents, those first who are likely to be free first; so many `more` are not shown."""

    shown: tuple[Doing, ...] = ()
    more: int = 0

    @property
    def many(self) -> int:
        """How many they are."""
        return len(self.shown) + self.more


@dataclass(frozen=True, slots=True)
class Opening:
    """From `at` on the steps up to `step` are open, to those who match `skills`: it `adds` these."""

    at: datetime
    step: int
    skills: str
    adds: People


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the line: who comes first, which steps are open, who would do, what opens next.

    `competing` are those of the `ahead` whom some agent signed on may take as well as this one. While the
    caller is `kept_for` an agent nobody else would do, whatever step is open; the next opening ends that.
    """

    ahead: int
    competing: int
    step: int
    steps: int
    skipped: tuple[int, ...]
    skills: str
    kept_for: AgentId | None
    would_do: People
    signed_off: int  # so many more would do
    next: Opening | None


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody waits `at` an instant, and `why`. Who is offered, not found or looked up has no place."""

    interaction: InteractionId
    queue: QueueName
    entered_at: datetime
    at: datetime
    priority: int
    why: Reason
    place: Place | None = None

    def reasons(self) -> Iterator[Reason]:
        """Say everything but the agents one by one, the chief thing first."""
        yield self.why
        place = self.place
        if place is None:
            return
        if place.ahead:
            yield Reason("place_in_line", {"ahead": place.ahead, "competing": place.competing})
        else:
            yield Reason("first_in_line")
        if place.kept_for is None:
            yield Reason("open_step", {"step": place.step, "steps": place.steps, "skills": place.skills})
        if place.skipped:
            yield Reason("skipped_steps", {"steps": ", ".join(map(str, place.skipped))})
        if place.signed_off:
            yield Reason("signed_off_too", {"many": place.signed_off})
        if (then := place.next) is not None:
            left, many = clock(then.at - self.at), then.adds.many
            code = "next_step" if place.kept_for is None else "kept_no_longer"
            yield Reason(code, {"left": left, "step": then.step, "skills": then.skills, "many": many})


@dataclass(frozen=True, slots=True)
class InLine:
    """A waiting call in the list of all. Who is being offered has no `position` and no open `step`."""

    record: Interaction
    entered_at: datetime
    priority: int
    position: int | None = None
    step: int | None = None
    steps: int = 0
    kept_for: AgentId | None = None
    offered_to: AgentId | None = None
    title: str = ""  # of work of another channel
    expected: timedelta | None = None  # what is left to wait, on average; None: nobody is at work


@dataclass(frozen=True, slots=True)
class Line:
    """The first in routing order, and how many wait in all."""

    first: tuple[InLine, ...]
    total: int


def clock(span: timedelta) -> str:
    """Write a span as people read clocks: 0:07, 12:30, 1:02:03."""
    minutes, seconds = divmod(max(0, round(span.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
