"""The pretend agents: they sign on, answer or miss, write notes, take breaks, lose their phones, go home.

They know of themselves what their page would show them (`shows`), and ask by the same commands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from ctid.model.agents import AgentState, AgentStatus
from ctid.model.commands import Command, Dispose, GetReady, GoNotReady, SignOff, SignOn
from ctid.model.effects import AnswerCommand
from ctid.model.site import Agent
from ctid.sim.agenda import Agenda
from ctid.sim.chance import Chance, happens
from ctid.sim.plan import Plan, Shift
from ctid.sim.switch import REJECTED, AgentsLeg, Switch

S = AgentState
AT_WORK = frozenset({S.READY, S.RESERVED, S.TALKING, S.WRAP_UP})
_TRIES_AGAIN = timedelta(seconds=5)


@dataclass(slots=True)
class Worker:
    """One agent: what their page shows, and how long they have been at work within the day."""

    agent: Agent
    state: AgentState = S.SIGNED_OFF
    since: datetime | None = None
    changes: int = 0
    wants_break: bool = False
    shift_over: bool = False
    worked: timedelta = field(default_factory=timedelta)


class Crew:
    """All agents of a day. `ask` carries a command to the centre."""

    def __init__(
        self, agenda: Agenda, plan: Plan, chance: Chance, switch: Switch, ask: Callable[[Command], None]
    ) -> None:
        self.workers = {id: Worker(agent) for id, agent in plan.site.agents.items()}
        self._agenda = agenda
        self._plan = plan
        self._habits = plan.agents
        self._chance = chance
        self._switch = switch
        self._ask = ask
        self._asked = 0
        self._reason = next((r for r in plan.site.not_ready_reasons if r not in ("rona", "phone")), None)
        self._disposition = next(iter(plan.site.dispositions), None)
        self._refused: dict[str, Callable[[], None]] = {}
        self._closed = False

    # --- the day ------------------------------------------------------------------------------------
    def comes(self) -> None:
        """Everybody signs on and is ready, or does so when their shift begins."""
        for worker in self.workers.values():
            if self._habits.shifts is not None:
                self._keeps_shifts(worker, self._habits.shifts.get(worker.agent.id, ()))
                continue
            self._says(SignOn, worker)
            self._gets_ready(worker)
            if self._reason is not None:
                self._again(self._habits.breaks, partial(self._wants_break, worker))
            self._again(self._habits.phone_losses, partial(self._loses_phone, worker))

    def _keeps_shifts(self, worker: Worker, shifts: Sequence[Shift]) -> None:
        for start, end in shifts:
            self._agenda.at(start, partial(self._begins_shift, worker))
            self._agenda.at(end, partial(self._ends_shift, worker))

    def _begins_shift(self, worker: Worker) -> None:
        worker.shift_over = False
        if worker.state is S.SIGNED_OFF and not self._closed:
            self._says(SignOn, worker)
            self._gets_ready(worker)

    def _ends_shift(self, worker: Worker) -> None:
        worker.shift_over = True
        if worker.state in (S.READY, S.NOT_READY):
            self._says(SignOff, worker)

    def goes_home(self) -> None:
        """Sign off, one by one, as work ends; until everybody has."""
        self._closed = True
        staying = [worker for worker in self.workers.values() if worker.state is not S.SIGNED_OFF]
        for worker in staying:
            if worker.state not in (S.RESERVED, S.TALKING):
                self._says(SignOff, worker)
        if staying:
            self._agenda.after(_TRIES_AGAIN, self.goes_home)

    def staffed(self) -> timedelta:
        """Return the agents' time at work, until the end of the day at most."""
        for worker in self.workers.values():
            self._count(worker)
        return sum((worker.worked for worker in self.workers.values()), timedelta())

    # --- what their pages and phones tell them --------------------------------------------------------
    def shows(self, status: AgentStatus) -> None:
        """The page shows the agent's own state."""
        worker = self.workers[status.agent]
        if worker.state is status.state:
            return
        self._count(worker)
        worker.state, worker.changes = status.state, worker.changes + 1
        if worker.shift_over and status.state in (S.READY, S.NOT_READY):
            self._says(SignOff, worker)
        elif status.state is S.READY and worker.wants_break:
            self._takes_break(worker)
        elif status.state is S.NOT_READY and worker.changes > 1:
            span = self._habits.break_lasts if worker.wants_break else self._habits.back
            worker.wants_break = False
            self._while(worker, span.draw(self._chance), self._gets_ready)
        elif status.state is S.WRAP_UP:
            self._writes_notes(worker, status)

    def answered(self, answer: AnswerCommand) -> None:
        """A command was done or refused; some are tried again."""
        retry = self._refused.pop(answer.command, None)
        if retry is not None and answer.refused is not None:
            self._agenda.after(_TRIES_AGAIN, retry)

    def rings(self, leg: AgentsLeg) -> None:
        """The phone rings: it is answered, rejected or left ringing."""
        if happens(self._habits.misses, self._chance):
            return
        after = self._habits.answers.draw(self._chance)
        if happens(self._habits.rejects, self._chance):
            self._agenda.after(after, partial(self._switch.fails, leg, REJECTED))
        elif after < leg.ring.timeout:
            self._agenda.after(after, partial(self._switch.answers, leg))

    # --- habits ---------------------------------------------------------------------------------------
    def _writes_notes(self, worker: Worker, status: AgentStatus) -> None:
        span = self._habits.wrap_up.draw(self._chance)
        if status.until is None or self._agenda.now + span >= status.until:
            return
        id, call, code = worker.agent.id, status.interaction, self._disposition
        if call is not None and code is not None:
            self._while(worker, span, lambda _: self._ask(Dispose(self._name("dispose"), id, call, code)))
        else:
            self._while(worker, span, self._gets_ready)

    def _gets_ready(self, worker: Worker) -> None:
        name = self._says(GetReady, worker)
        self._refused[name] = partial(
            self._while, worker, self._habits.back.draw(self._chance), self._gets_ready
        )

    def _wants_break(self, worker: Worker) -> None:
        self._again(self._habits.breaks, partial(self._wants_break, worker))
        if not self._closed and worker.state in AT_WORK:
            worker.wants_break = True
            if worker.state is not S.WRAP_UP:
                self._takes_break(worker)

    def _takes_break(self, worker: Worker) -> None:
        assert self._reason is not None
        self._ask(GoNotReady(self._name("break"), worker.agent.id, self._reason))

    def _loses_phone(self, worker: Worker) -> None:
        self._again(self._habits.phone_losses, partial(self._loses_phone, worker))
        self._switch.turn(worker.agent.phone, reachable=False)
        back = partial(self._switch.turn, worker.agent.phone, reachable=True)
        self._agenda.after(self._habits.phone_returns.draw(self._chance), back)

    # --- small parts ----------------------------------------------------------------------------------
    def _again(self, rate: float, turn: Callable[[], None]) -> None:
        """Have `turn` come at some time, `rate` times an hour, while the day lasts."""
        if rate:
            due = self._agenda.now + timedelta(hours=self._chance.expovariate(rate))
            if due < self._plan.end:
                self._agenda.at(due, turn)

    def _while(self, worker: Worker, span: timedelta, turn: Callable[[Worker], object]) -> None:
        """Do `turn` after `span`, unless the agent's state has changed by then."""
        changes = worker.changes

        def due() -> None:
            if worker.changes == changes and not self._closed:
                turn(worker)

        self._agenda.after(span, due)

    def _says(self, command: type[SignOn | SignOff | GetReady], worker: Worker) -> str:
        name = self._name(command.__name__)
        self._ask(command(name, worker.agent.id))
        return name

    def _name(self, what: str) -> str:
        self._asked += 1
        return f"{what}-{self._asked}"

    def _count(self, worker: Worker) -> None:
        """Add the time since the last change, if it was spent at work within the day."""
        now = min(self._agenda.now, self._plan.end)
        if worker.since is not None and worker.state in AT_WORK:
            worker.worked += max(timedelta(), now - worker.since)
        worker.since = now
