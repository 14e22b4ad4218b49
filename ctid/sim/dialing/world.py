"""What a floor that dials out is made of: values, all times in seconds, all probabilities in [0, 1].

`Span(mean, spread)` is lognormal with that coefficient of variation, fixed for 0, exponential for None.
"""

# ruff: noqa: RUF009  (spans are values)

from dataclasses import dataclass

from ctid.sim.plan import Span


@dataclass(frozen=True, slots=True)
class Line:
    """What a call goes through before anybody answers.

    It is given up `gives_up` after it was started, set-up included; None leaves one that nobody answers for
    `unanswered` instead. `allowance` is how long a person who answered may wait for an agent.
    """

    set_up: Span = Span(1.5, 0.7 / 1.5)
    rings: Span = Span(9.0, 5 / 9)  # until a person answers
    fails: float = 0.1
    fails_after: Span = Span(2.2)
    gives_up: float | None = 22.0
    unanswered: Span = Span(0.0)
    allowance: float = 2.0


@dataclass(frozen=True, slots=True)
class Machines:
    """Calls that a machine answers, and how long an agent is busy with one that reaches them."""

    share: float = 0.0
    rings: Span = Span(14.0, 0.3)
    talk: Span = Span(8.0, 3 / 8)
    wrap: Span = Span(2.0)


@dataclass(frozen=True, slots=True)
class Detector:
    """An answering machine detector, and how long connecting takes after its verdict."""

    false_positives: float = 0.01  # persons taken for machines
    false_negatives: float = 0.05  # machines taken for persons
    person: Span = Span(1.8, 0.5 / 1.8)
    machine: Span = Span(3.0, 1 / 3)
    connects: float = 1.2


@dataclass(frozen=True, slots=True)
class Pause:
    """A break of `lasts`, begun `at`, or up to `give` sooner or later; `share` of the agents take it."""

    at: float
    lasts: float
    give: float = 0.0
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Attendance:
    """When agents are there: they log in within `ramp`, take `pauses`, and some leave for good.

    `leave` of them do, between `leave_from` and `leave_until`. Who is busy then ends the call first.
    """

    ramp: float = 0.0
    pauses: tuple[Pause, ...] = ()
    leave: float = 0.0
    leave_from: float = 0.0
    leave_until: float = 0.0


@dataclass(frozen=True, slots=True)
class World:
    """All there is. `answers` are the chances that a person answers, each for an equal part of the day.

    A lead's own chance lies up to `spread` (a share) over or under that; `scored` shows it to the dialer.
    `trunks` limits calls in flight and with agents together, `lines_each` those in flight, for each agent.
    `signals` is how long before the end of a talk its agent says so; None if they never do. With `foretold`
    an agent's end of work is no secret: it is seen as a wrap-up that ends by itself just then.
    """

    agents: int
    answers: tuple[float, ...] = (0.3,)
    talk: Span = Span(120.0, 0.75)
    wrap: Span = Span(20.0, 0.6)
    hours: float = 8.0
    line: Line = Line()
    machines: Machines = Machines()
    detector: Detector | None = None
    attendance: Attendance = Attendance()
    spread: float = 0.0
    scored: bool = False
    trunks: int | None = None
    lines_each: int = 12
    signals: Span | None = None
    foretold: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """When the controller is asked: after a change, but not again within `gap`; at the latest after `tick`.

    What is seen cannot change the answer more often than a dialer could act on it; without the gap a large
    floor would be asked for every ring.
    """

    gap: float = 0.25
    tick: float = 1.0
