"""What a day shall be like: values, told apart by whom they are about.

Spans are means in seconds with a spread (`Span`), probabilities lie in [0, 1], rates are per hour.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import log, log1p, sqrt

from ctid.model.ids import AgentId, FlowName, NodeId, QueueName
from ctid.model.languages import Language
from ctid.model.site import Site
from ctid.sim.chance import Chance
from ctid.sim.draws import Draws

NODE = NodeId("sim")
MAIN = FlowName("main")

Shift = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time of `mean` seconds: fixed, or lognormal with `spread` as its coefficient of variation.

    `spread` None is exponential: without memory, as Erlang's formulas want it.
    """

    mean: float
    spread: float | None = 0.0

    def draw(self, chance: Chance) -> timedelta:
        """Draw one; a fixed one takes nothing from `chance`."""
        if not self.mean or self.spread == 0:
            return timedelta(seconds=self.mean)
        if self.spread is None:
            return timedelta(seconds=chance.expovariate(1 / self.mean))
        sigma = sqrt(log1p(self.spread**2))
        return timedelta(seconds=chance.lognormvariate(log(self.mean) - sigma**2 / 2, sigma))


@dataclass(frozen=True, slots=True)
class Demand:
    """A kind of caller: the queue they are led to, and their share of all callers (`weight`, any unit)."""

    queue: QueueName
    weight: float = 1.0
    requires: dict[str, int] = field(default_factory=dict)
    language: Language = Language.EN
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """One caller as recorded: when they asked for the line, whom they wanted; their talk and patience."""

    at: datetime
    demand: Demand
    talk: Draws
    patience: Draws


@dataclass(frozen=True, slots=True)
class Callers:
    """Who calls: `calls` expected over the day, spread over equal parts of it as `profile` weighs them.

    Arrivals are Poisson within each part; or they are the `recorded` ones, who have no menu before them. The
    caller hangs up first in half of the talks.
    """

    calls: float = 4000
    profile: tuple[float, ...] = (1.0,)
    demands: tuple[Demand, ...] = ()
    menu: Span = Span(12.0, 0.5)
    gives_up_in_menu: float = 0.02
    patience: Draws = Span(120.0, None)
    talk: Draws = Span(210.0, 1.2)
    goodbye: Span = Span(1.5)
    recorded: tuple[Arrival, ...] = ()


@dataclass(frozen=True, slots=True)
class Agents:
    """How agents work. `wrap_up` ends by the agent's word, or by the queue's limit if that is earlier.

    `shifts` are when they are at work (None: all day, but for breaks); between them they are signed off.
    """

    answers: Draws = Span(4.0, 0.5)
    wrap_up: Draws = Span(25.0, 0.6)
    misses: float = 0.01
    rejects: float = 0.0
    back: Span = Span(30.0, 0.5)  # until ready again after a missed offer or a lost phone
    breaks: float = 0.4  # an hour, each
    break_lasts: Span = Span(600.0, 0.3)
    phone_losses: float = 0.0  # an hour, each
    phone_returns: Span = Span(45.0, 0.5)
    shifts: Mapping[AgentId, tuple[Shift, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Delays:
    """How long machines take: the switch to ring, the whisper, the pages and the store to answer."""

    ring: Span = Span(0.15, 0.3)
    whisper: Span = Span(1.0)
    page: Span = Span(0.02, 0.5)
    store: Span = Span(0.005, 0.5)
    report: Span = Span(0.001)


@dataclass(frozen=True, slots=True)
class Faults:
    """What goes wrong between the switch and the centre, by report; and how often the whole line breaks.

    A report that is `late` overtakes nothing and is overtaken by many; `swapped` ones trade places with a
    neighbour. Everything is seen again at the next whole look (`look_every`).
    """

    lost: float = 0.0
    twice: float = 0.0
    late: float = 0.0
    late_by: Span = Span(2.0, None)
    swapped: float = 0.0
    outages: float = 0.0  # an hour
    outage_lasts: Span = Span(20.0, None)


@dataclass(frozen=True, slots=True)
class Work:
    """Items of another channel: so `many` expected over the day (Poisson), for a queue (None: the first).

    Without `patience` the sender waits for ever; `ignored` offers are neither accepted nor declined.
    """

    channel: str
    many: float
    handle: Draws = Span(300.0, 1.0)
    patience: Draws | None = None
    answers: Draws = Span(4.0, 0.5)
    ignored: float = 0.01
    queue: QueueName | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A day: the site it is played on and everybody in it."""

    site: Site
    hours: float = 8.0
    start: datetime = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    callers: Callers = Callers()
    agents: Agents = Agents()
    work: tuple[Work, ...] = ()
    delays: Delays = Delays()
    faults: Faults = Faults()
    look_every: float = 60.0  # seconds
    flow: FlowName = MAIN

    @property
    def end(self) -> datetime:
        """When the doors close: nobody arrives any more, and who is there is served."""
        return self.start + timedelta(hours=self.hours)

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Who is led where; without a word each queue gets as many as the others."""
        return self.callers.demands or tuple(Demand(queue) for queue in self.site.queues)
