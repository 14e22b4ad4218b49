"""The pretend callers: they arrive, choose in the menu, wait as long as their patience lasts, talk and leave.

Everything about a caller is drawn when they arrive, so that two days of one seed that differ in what the
centre does still have the same callers.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from ctid.model.effects import AnswerQueueAsk, ForwardLeg, SendLeg, StartFlow
from ctid.model.ids import LegId, SkillName, leg_id
from ctid.model.reports import KeptPlace, QueueAsked
from ctid.sim.agenda import Agenda
from ctid.sim.chance import Chance, happens
from ctid.sim.line import Line
from ctid.sim.plan import NODE, Arrival, Demand, Plan
from ctid.sim.switch import AgentsLeg, CallersLeg, Switch

_RINGS_OUTSIDE = timedelta(seconds=15)
_TURNED_AWAY_IN = timedelta(seconds=8)


@dataclass(frozen=True, slots=True)
class _Fate:
    """What one caller is going to do."""

    demand: Demand
    menu: timedelta
    gives_up: bool
    patience: timedelta
    talk: timedelta
    leaves_first: bool


class Crowd:
    """All callers of a day. `arrived` counts them."""

    def __init__(self, agenda: Agenda, plan: Plan, chance: Chance, switch: Switch, line: Line) -> None:
        self.arrived = 0
        self._agenda = agenda
        self._plan = plan
        self._chance = chance
        self._switch = switch
        self._line = line
        self._fates: dict[LegId, _Fate] = {}
        self._part = timedelta(hours=plan.hours) / len(plan.callers.profile)
        self._number = next(iter(plan.site.numbers), "")

    def opens(self) -> None:
        """Let the first arrive, or put down all that are recorded."""
        for arrival in self._plan.callers.recorded:
            self._agenda.at(arrival.at, partial(self._comes_again, arrival))
        if not self._plan.callers.recorded:
            self._next_arrival(self._plan.start, 0)

    def _next_arrival(self, since: datetime, part: int) -> None:
        """Draw the next arrival; one beyond its part of the day is drawn anew from where the next begins."""
        callers = self._plan.callers
        while part < len(callers.profile):
            share = callers.profile[part] / sum(callers.profile)
            ends = self._plan.start + (part + 1) * self._part
            if share * callers.calls > 0:
                rate = share * callers.calls / self._part.total_seconds()
                due = since + timedelta(seconds=self._chance.expovariate(rate))
                if due < ends:
                    self._agenda.at(due, partial(self._arrives, part))
                    return
            since, part = ends, part + 1

    def _arrives(self, part: int) -> None:
        self._enters(self._draw())
        self._next_arrival(self._agenda.now, part)

    def _comes_again(self, arrival: Arrival) -> None:
        chance = self._chance
        patience, talk = arrival.patience.draw(chance), arrival.talk.draw(chance)
        self._enters(_Fate(arrival.demand, timedelta(), False, patience, talk, happens(0.5, chance)))

    def _enters(self, fate: _Fate) -> None:
        self.arrived += 1
        now = self._agenda.now
        leg = leg_id(NODE, f"{int(now.timestamp())}.{self.arrived}")
        self._fates[leg] = fate
        ani = f"+1202555{self.arrived % 10_000:04d}"
        caller = CallersLeg(leg, ani, self._number, self._plan.flow, now)
        self._switch.arrives(caller)
        chosen = self._switch.hangs_up if fate.gives_up else self._chooses
        self._agenda.after(fate.menu, partial(chosen, caller))

    def _draw(self) -> _Fate:
        callers, chance = self._plan.callers, self._chance
        return _Fate(
            demand=self._draw_demand(),
            menu=callers.menu.draw(chance),
            gives_up=happens(callers.gives_up_in_menu, chance),
            patience=callers.patience.draw(chance),
            talk=callers.talk.draw(chance),
            leaves_first=happens(0.5, chance),
        )

    def _draw_demand(self) -> Demand:
        demands = self._plan.demands
        if len(demands) == 1:
            return demands[0]
        point = self._chance.random() * sum(demand.weight for demand in demands)
        for demand in demands:
            point -= demand.weight
            if point < 0:
                return demand
        return demands[-1]

    def _chooses(self, caller: CallersLeg) -> None:
        if caller.leg in self._switch.callers:
            it = self._fates[caller.leg].demand
            self._line.say(QueueAsked(caller.leg, it.queue, _skills(it), it.priority, it.language))

    def hears(self, answer: AnswerQueueAsk) -> None:
        """The session hears whether the queue takes the caller."""
        caller = self._switch.callers.get(answer.leg)
        if caller is None:
            return
        fate = self._fates[answer.leg]
        leaves = partial(self._loses_patience, caller)
        if answer.admitted:
            it = fate.demand
            place = KeptPlace(answer.queue or it.queue, _skills(it), it.priority, answer.entered_at)
            self._switch.ends_session(caller, "wait", place)
            self._agenda.after(fate.patience, leaves)
        else:
            self._switch.ends_session(caller, "closed")
            self._agenda.after(_TURNED_AWAY_IN, leaves)

    def sent_on(self, effect: SendLeg | ForwardLeg | StartFlow) -> None:
        """The centre sends the caller elsewhere: to leave word, to talk outside, to choose anew."""
        match effect:
            case SendLeg(leg):
                if caller := self._switch.takes_out(leg, "told"):
                    self._agenda.after(_TURNED_AWAY_IN, partial(self._loses_patience, caller))
            case ForwardLeg(leg):
                if caller := self._switch.takes_out(leg, "forward"):
                    self._agenda.after(_RINGS_OUTSIDE, partial(self._rang_outside, caller))
            case StartFlow(leg):
                if caller := self._switch.takes_out(leg, ""):
                    self._switch.starts_anew(caller)
                    self._agenda.after(self._fates[leg].menu, partial(self._chooses, caller))

    def _rang_outside(self, caller: CallersLeg) -> None:
        """Every other number outside answers; from the others the caller is in the line again."""
        if caller.leg not in self._switch.callers:
            return
        if happens(0.5, self._chance):
            self._agenda.after(self._fates[caller.leg].talk, partial(self._loses_patience, caller))
        else:
            self._switch.back_in_line(caller)

    def _loses_patience(self, caller: CallersLeg) -> None:
        if caller.peer is None:
            self._switch.hangs_up(caller)

    def joined(self, caller: CallersLeg, agent: AgentsLeg) -> None:
        """The caller hears the agent: they talk, then one of them leaves."""
        fate = self._fates[caller.leg]
        self._agenda.after(fate.talk, partial(self._ends_talk, caller, agent, fate.leaves_first))

    def _ends_talk(self, caller: CallersLeg, agent: AgentsLeg, caller_first: bool) -> None:
        if caller.peer is not agent:
            return
        if caller_first:
            self._switch.hangs_up(caller)
        else:
            self._switch.agent_leaves(agent)

    def left_alone(self, caller: CallersLeg) -> None:
        """The agent is gone: the caller hears goodbye and leaves."""
        goodbye = self._plan.callers.goodbye.draw(self._chance)
        self._agenda.after(goodbye, partial(self._loses_patience, caller))


def _skills(demand: Demand) -> dict[SkillName, int]:
    return {SkillName(skill): level for skill, level in demand.requires.items()}
