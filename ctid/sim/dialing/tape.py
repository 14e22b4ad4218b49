"""What is measured of a floor, and the books that the law wants: two accounts of the same calls.

The *tape* knows the truth: who was a person, and who had to wait. The *books* are what a dialer can know;
where a detector errs or nobody told a machine from a person, they hold a reasoned estimate.

* utilisation = talk and wrap-up with persons / time there (breaks are not); occupancy adds the time with
  machines and while being connected.
* abandonment = (persons whom no agent took in time + persons taken for machines) / persons who answered.
"""

from dataclasses import dataclass, field

from ctid.dialer.pacing.terms import Tally
from ctid.sim.dialing.world import World

WARM_UP = 900.0
WINDOW = 900.0


@dataclass(frozen=True, slots=True)
class Measures:
    """What came of a day, the warm-up left out. `worst` is the greatest abandonment of a quarter of an hour.

    `between` is what an agent waits for a call on average, `waited` what a person waits who is connected,
    both in seconds; `per_hour` is how many persons an agent talks to in an hour there.
    """

    utilisation: float
    occupancy: float
    live: int
    late: int
    misjudged: int
    worst: float
    between: float
    waited: float
    per_hour: float
    dials: int
    asked: int

    @property
    def abandonment(self) -> float:
        """Return the share of persons who were abandoned."""
        return (self.late + self.misjudged) / max(self.live, 1)


@dataclass(slots=True)
class Tape:
    """Counts while a floor is played. Spans are cut to what lies between warm-up and end."""

    end: float
    begin: float = WARM_UP
    there: float = 0.0
    useful: float = 0.0
    busy: float = 0.0
    idle: float = 0.0
    idles: int = 0
    waited: float = 0.0
    served: int = 0
    late: int = 0
    misjudged: int = 0
    dials: int = 0
    windows: dict[int, list[int]] = field(default_factory=dict)  # persons who answered, who were abandoned

    def served_after(self, waited: float, at: float) -> None:
        """An agent took a person who answered `at`."""
        if at >= self.begin:
            self.served += 1
            self.waited += waited
            self._window(at)[0] += 1

    def abandoned(self, at: float, *, misjudged: bool) -> None:
        """A person who answered `at` was abandoned: taken for a machine, or left waiting too long."""
        if at >= self.begin:
            self.misjudged += misjudged
            self.late += not misjudged
            window = self._window(at)
            window[0] += 1
            window[1] += 1

    def dialled(self, at: float) -> None:
        """A call was started."""
        self.dials += at >= self.begin

    def present(self, since: float, until: float, *, idle: bool) -> None:
        """An agent was there, idle or not."""
        spent = self._within(since, until)
        self.there += spent
        self.busy += 0.0 if idle else spent

    def worked(self, since: float, until: float) -> None:
        """An agent talked to a person, or wrapped up after that."""
        self.useful += self._within(since, until)

    def idled(self, since: float, until: float) -> None:
        """An agent waited for this call."""
        if since >= self.begin:
            self.idle += until - since
            self.idles += 1

    def measures(self, asked: int) -> Measures:
        """Sum up."""
        there = self.there or 1.0
        return Measures(
            utilisation=self.useful / there,
            occupancy=self.busy / there,
            live=self.served + self.late + self.misjudged,
            late=self.late,
            misjudged=self.misjudged,
            worst=max((lost / live for live, lost in self.windows.values()), default=0.0),
            between=self.idle / max(self.idles, 1),
            waited=self.waited / max(self.served, 1),
            per_hour=self.served / there * 3600,
            dials=self.dials,
            asked=asked,
        )

    def _within(self, since: float, until: float) -> float:
        return max(0.0, min(until, self.end) - max(since, self.begin))

    def _window(self, at: float) -> list[int]:
        return self.windows.setdefault(int(at // WINDOW), [0, 0])


@dataclass(slots=True)
class Books:
    """What the dialer writes down of one day, from its first call.

    With a detector, persons are whom it let through, and its known rate says how many more there were.
    Without one, nobody knows what was left waiting: as many of those were persons as of those who were taken.
    """

    false_positives: float | None
    taken: int = 0
    machines: int = 0
    lost: int = 0

    @classmethod
    def of(cls, world: World) -> "Books":
        """Open the books of a world."""
        return cls(world.detector.false_positives if world.detector else None)

    def tally(self) -> Tally:
        """Return the window of the law."""
        persons = self.taken - self.machines
        if self.false_positives is None:
            lost = self.lost * persons / self.taken if self.taken else float(self.lost)
            return Tally("24 h", persons + lost, lost)
        found = persons + self.lost
        missed = found * self.false_positives / (1 - self.false_positives)
        return Tally("24 h", found + missed, self.lost + missed)
