"""The line between the switch and the centre, on which reports are lost, doubled, late and swapped.

It also breaks as a whole: then nothing is heard until it is mended, and the centre is told so.
"""

from collections.abc import Callable
from datetime import timedelta

from ctid.model.reports import Report, SwitchLost
from ctid.sim.agenda import Agenda
from ctid.sim.chance import Chance, happens
from ctid.sim.plan import NODE, Plan

_HEARTBEAT = timedelta(milliseconds=5)


class Line:
    """Carries reports to `hear`. `up` is false while the line is broken."""

    def __init__(self, agenda: Agenda, plan: Plan, chance: Chance, hear: Callable[[Report], None]) -> None:
        self.up = True
        self._agenda = agenda
        self._faults = plan.faults
        self._delay = plan.delays.report
        self._chance = chance
        self._hear = hear

    def report(self, report: Report) -> None:
        """Carry a report of the switch, as well as the day allows."""
        faults, chance = self._faults, self._chance
        if not self.up or happens(faults.lost, chance):
            return
        self._carry(report)
        if happens(faults.twice, chance):
            self._carry(report)

    def say(self, report: Report) -> None:
        """Carry what does not go over the switch's line (sessions, the store, pages): surely, in order."""
        self._agenda.after(timedelta(), lambda: self._hear(report))

    def breaks(self) -> None:
        """Break: what is under way still arrives, then nothing."""
        self.up = False
        self.say(SwitchLost(NODE, "the simulated line broke"))

    def _carry(self, report: Report) -> None:
        span = self._delay.draw(self._chance)
        if happens(self._faults.late, self._chance):
            span += self._faults.late_by.draw(self._chance)
        elif happens(self._faults.swapped, self._chance):
            span += _HEARTBEAT
        self._agenda.after(span, lambda: self._hear(report))
