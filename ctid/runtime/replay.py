"""A recorded day through a fresh centre: does it decide today as it decided then?

The lines are those of `ctid.store.inputs`. A run begins with what it ran on, so a line that begins a run
makes a new centre; the inputs then come in with their own instants and with the ids that were drawn for
them. Every effect and every event must be the recorded one, in order. What differs first is told with what
led to it, and ends the replay: whatever follows a difference differs too.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ctid.centre.centre import Centre
from ctid.centre.rules import Tick
from ctid.config.centre import read_site
from ctid.dialer.sources import Sources
from ctid.dialer.wiring import sources_of
from ctid.model.commands import ApplySite
from ctid.model.ids import OfferId
from ctid.model.site import Site
from ctid.runtime.sources import LAWS
from ctid.store.encoding import Json, decode
from ctid.store.inputs import TIME_PASSED, Kept, read_line, shape

CONTEXT = 5  # lines told before a difference
NO_ID = OfferId("off_none_was_recorded")


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing that was said otherwise: in which line, the how-manieth, what then and what now.

    `then` or `now` is None where there was nothing at that place. `before` are the inputs that led to it.
    """

    line: int
    at: datetime
    place: int
    input: Json
    then: Json
    now: Json
    before: Sequence[Json] = ()


@dataclass(slots=True)
class Replayed:
    """What a replay came to."""

    runs: int = 0
    inputs: int = 0
    decisions: int = 0  # effects and events that were compared
    difference: Difference | None = None
    ended_at: datetime | None = None


def recorded_site(ran_on: Json) -> Site:
    """Return the site that a run ran on. Raises `Mistaken` when it cannot be read any more."""
    return read_site(ran_on["centre"], "centre.yaml", flows=set(ran_on["flows"]))


def recorded_dials(ran_on: Json, site: Site) -> Sources | None:
    """Return what a run dialled by; None of one that dialled for no campaign."""
    return sources_of(site, decode(LAWS, ran_on["laws"])) if "laws" in ran_on else None


@dataclass(slots=True)
class _Run:
    """One run of the daemon, played again."""

    began_on: Json
    site_of: Callable[[Json], Site]
    drawn: deque[OfferId] = field(default_factory=deque)
    centre: Centre = field(init=False)

    def __post_init__(self) -> None:
        site = self.site_of(self.began_on)
        self.centre = Centre(
            site,
            new_offer_id=lambda: self.drawn.popleft() if self.drawn else NO_ID,
            read_site=self._applied,
            dials=recorded_dials(self.began_on, site),
        )

    def _applied(self, command: ApplySite) -> Site:
        """Read what was applied in the run as what it began on is read."""
        return self.site_of({**self.began_on, "centre": command.centre, "flows": command.flows})

    def handle(self, kept: Kept) -> list[Json]:
        """Let the centre handle an input as it was; return what it says, as a line holds it."""
        self.drawn.clear()
        self.drawn.extend(kept.ids)
        item = Tick() if kept.item is None else kept.item
        return [shape(one) for one in self.centre.handle(item, now=kept.at)]


def replay(lines: Iterable[str], site_of: Callable[[Json], Site] = recorded_site) -> Replayed:
    """Play `lines` again up to the first difference; `site_of` makes the site from what a run ran on.

    Raises `ValueError` for lines that do not begin with a run, or are none.
    """
    done, run = Replayed(), None
    before: deque[Json] = deque(maxlen=CONTEXT)
    for number, text in enumerate(lines, start=1):
        kept = read_line(text)
        if kept.begins is not None:
            run, done.runs = _Run(kept.begins, site_of), done.runs + 1
            continue
        if run is None:
            raise ValueError("the first line does not begin a run: its beginning is no longer kept")
        now = run.handle(kept)
        done.inputs, done.ended_at = done.inputs + 1, kept.at
        place = _first_difference(kept.said, now)
        if place is not None:
            done.difference = _difference(number, kept, place, now, tuple(before))
            return done
        done.decisions += len(now)
        before.append(_input(kept))
    return done


def _first_difference(then: Sequence[Json], now: Sequence[Json]) -> int | None:
    for place in range(max(len(then), len(now))):
        if then[place : place + 1] != tuple(now[place : place + 1]):
            return place
    return None


def _difference(line: int, kept: Kept, place: int, now: Sequence[Json], before: Sequence[Json]) -> Difference:
    then = kept.said[place] if place < len(kept.said) else None
    this = now[place] if place < len(now) else None
    return Difference(line, kept.at, place, _input(kept), then, this, before)


def _input(kept: Kept) -> Json:
    return [TIME_PASSED, {}] if kept.item is None else shape(kept.item)
