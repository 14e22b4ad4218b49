"""The floors on which pacing is judged: thirteen that are measured elsewhere too, and those of our own.

The thirteen are named by agents and by what is odd about them. Common to all is the network of `world.Line`:
10.5 s from the start of a dial to a person's answer on average, given up after 22 s, every tenth number dead.
"""

from collections.abc import Mapping
from dataclasses import replace

from ctid.sim.dialing.world import Attendance, Detector, Line, Machines, Pause, World
from ctid.sim.plan import Span

HOUR = 3600.0
_HOURLY = (0.35, 0.15, 0.45, 0.25, 0.40, 0.15, 0.30, 0.20)
_TWENTY = World(agents=20)
_CROWD = World(agents=200, hours=2.0)

THIRTEEN: Mapping[str, World] = {
    **{f"A{agents}": World(agents=agents) for agents in (5, 10, 20, 50)},
    f"A{_CROWD.agents}": _CROWD,
    "A20-p15": replace(_TWENTY, answers=(0.15,)),
    "A20-p50": replace(_TWENTY, answers=(0.50,)),
    "A20-short": replace(_TWENTY, talk=Span(45.0, 40 / 45), wrap=Span(10.0, 0.8)),
    "A20-long": replace(_TWENTY, talk=Span(300.0, 0.8), wrap=Span(45.0, 30 / 45)),
    "A20-amd": replace(_TWENTY, answers=(0.22,), machines=Machines(0.35), detector=Detector()),
    "A20-mach": replace(_TWENTY, answers=(0.22,), machines=Machines(0.20)),
    "A10-shift": World(agents=10, answers=_HOURLY),
    "A50-shift": World(
        agents=50,
        answers=_HOURLY,
        attendance=Attendance(
            ramp=20 * 60.0,
            pauses=(
                Pause(2 * HOUR, 15 * 60.0, give=30 * 60.0),
                Pause(4 * HOUR, 30 * 60.0, give=30 * 60.0),
                Pause(6 * HOUR, 15 * 60.0, give=30 * 60.0),
            ),
            leave=0.25,
            leave_from=6.5 * HOUR,
            leave_until=8 * HOUR,
        ),
    ),
}

OWN: Mapping[str, World] = {
    # half of the agents go to lunch within ten minutes, the other half when they are back
    "lunch": replace(
        _TWENTY,
        attendance=Attendance(
            pauses=(
                Pause(3.5 * HOUR, 40 * 60.0, give=5 * 60.0, share=0.5),
                Pause(4.5 * HOUR, 40 * 60.0, give=5 * 60.0, share=0.5),
            )
        ),
    ),
    # the longer a list is called, the fewer answer
    "stale": World(agents=30, answers=tuple(round(0.45 * 0.9**half, 3) for half in range(16))),
    # lines for 18 talks and 6 dials
    "trunks": replace(_TWENTY, trunks=24),
    # another list begins without a warning
    "jump": replace(_TWENTY, answers=(0.12, 0.12, 0.45, 0.45, 0.12, 0.12, 0.45, 0.45)),
    # half of the agents go home within five minutes
    "half-leave": World(
        agents=30,
        attendance=Attendance(leave=0.5, leave_from=4 * HOUR, leave_until=4 * HOUR + 300),
    ),
    # each lead's chance to answer is known
    "scored": replace(_TWENTY, answers=(0.25,), spread=0.9, scored=True),
    # agents say some fifteen seconds before the end that a talk is ending
    "signals": World(agents=10, signals=Span(15.0, 0.5)),
    "A3": World(agents=3),
}


def markov(agents: int) -> World:
    """Return the world without memory, whose optimum is known: see `markov.py`."""
    return World(
        agents=agents,
        talk=Span(140.0, None),
        wrap=Span(0.0),
        line=Line(
            set_up=Span(0.0),
            rings=Span(15.0, None),
            fails=0.0,
            gives_up=None,
            unanswered=Span(15.0, None),
            allowance=0.0,
        ),
        lines_each=1000,
    )


MARKOV: Mapping[str, World] = {f"M{agents}": markov(agents) for agents in (5, 10, 20, 50)}

SCENARIOS: Mapping[str, World] = {**THIRTEEN, **OWN, **MARKOV}
