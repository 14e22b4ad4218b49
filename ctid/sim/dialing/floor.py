"""A day of dialing, played: agents, calls and a pacing controller round one clock.

    measured = Floor(world, Progressive(), lambda name: Random(f"{seed} {name}")).play()

What the controller sees is kept up to date piece by piece as it changes, so that asking it costs little more
than its own thinking.
"""

from collections.abc import Callable

from ctid.dialer.pacing.terms import Observation, PacingController
from ctid.sim.chance import Chance
from ctid.sim.dialing.clock import Clock
from ctid.sim.dialing.crew import crew
from ctid.sim.dialing.desks import Desks
from ctid.sim.dialing.flight import Flight
from ctid.sim.dialing.leads import Leads
from ctid.sim.dialing.tape import Books, Measures, Tape
from ctid.sim.dialing.world import Pace, World

Streams = Callable[[str], Chance]
"""Gives each name a source of chance of its own, always the same one."""

USUAL = Pace()


class Floor:
    """A day ready to be played."""

    def __init__(
        self, world: World, controller: PacingController, streams: Streams, pace: Pace = USUAL
    ) -> None:
        self._world, self._controller, self._pace = world, controller, pace
        self._end = world.hours * 3600
        self._clock = Clock()
        self._tape, self._books = Tape(self._end), Books.of(world)
        self._leads = Leads(world, streams("leads"))
        self._desks = Desks(world, self._clock, self._tape, crew(world, streams))
        self._flight = Flight(world, self._clock, self._tape, self._books, self._desks)
        self._asked = 0
        self._asked_at = -pace.tick
        self._waking = False

    def play(self) -> Measures:
        """Play the day and say what came of it."""
        self._clock.at(0.0, self._tick)
        self._clock.run(self._end, self._ask)
        self._clock.now = self._end
        self._desks.close()
        return self._tape.measures(self._asked)

    # --- when to ask -------------------------------------------------------------------------------
    def _tick(self, _: None) -> None:
        due = self._asked_at + self._pace.tick
        if due <= self._clock.now:
            self._clock.changed, due = True, self._clock.now + self._pace.tick
        self._clock.at(due, self._tick)

    def _wake(self, _: None) -> None:
        self._waking, self._clock.changed = False, True

    def _ask(self) -> None:
        """Ask how many calls to start, unless that was asked just now: then ask when the gap is over."""
        now, may = self._clock.now, self._asked_at + self._pace.gap
        if now >= may:
            self._asked_at = now
            self._asked += 1
            room = self._room()
            lines = self._controller.decide(self._observation(room), now).lines
            for _ in range(min(lines, room)):
                self._flight.start(self._leads.next(), self._answers())
        elif not self._waking:
            self._waking = True
            self._clock.at(may, self._wake)

    # --- what is seen ------------------------------------------------------------------------------
    def _answers(self) -> float:
        """Return the chance, now, that a person answers."""
        steps = self._world.answers
        return steps[min(int(self._clock.now / self._end * len(steps)), len(steps) - 1)]

    def _room(self) -> int:
        flying = len(self._flight.seen)
        room = self._world.lines_each * len(self._desks.seen) - flying
        if self._world.trunks is not None:
            room = min(room, self._world.trunks - flying - self._desks.talking)
        return max(room, 0)

    def _observation(self, room: int) -> Observation:
        world, ended, handled = self._world, self._flight.ended, self._desks.handled
        self._flight.ended, self._desks.handled = [], []
        self._books.machines += sum(one.machine for one in handled)
        return Observation(
            agents=tuple(self._desks.seen.values()),
            calls=tuple(self._flight.seen.values()),
            ended=ended,
            handled=handled,
            tallies=(self._books.tally(),),
            room=room,
            chances=self._leads.chances(self._answers()) if world.scored else (),
            ring_for=world.line.gives_up or 60.0,
            connect_within=world.line.allowance,
            classifies=world.detector is not None,
        )
