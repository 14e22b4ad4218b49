"""The agents on a floor: who comes, who is free, who talks until when, who wants a break."""

from collections import deque
from collections.abc import Callable

from ctid.dialer.pacing.terms import AgentSeen, Doing, Handled
from ctid.sim.dialing.clock import Clock
from ctid.sim.dialing.crew import Agent
from ctid.sim.dialing.leads import Lead
from ctid.sim.dialing.tape import Tape
from ctid.sim.dialing.world import World


class Desks:
    """All agents. `seen` are those who are there, as a dialer sees them; `handled` what they have done.

    `freed` is called when an agent has become free: a call may be waiting for that.
    """

    def __init__(self, world: World, clock: Clock, tape: Tape, agents: list[Agent]) -> None:
        self.seen: dict[str, AgentSeen] = {}
        self.handled: list[Handled] = []
        self.talking = 0
        self.freed: Callable[[], None] = lambda: None
        self._world, self._clock, self._tape = world, clock, tape
        self._connects = world.detector.connects if world.detector else 0.0
        self._agents = agents
        self._idle: deque[Agent] = deque()
        for agent in agents:
            for since, until in agent.presences:
                clock.at(since, self._comes, agent)
                clock.at(until, self._wants_off, agent)

    def take(self, lead: Lead, *, machine: bool) -> bool:
        """Give a call to the agent who is free for longest; False if none is."""
        if not self._idle:
            return False
        agent, now = self._idle.popleft(), self._clock.now
        self._tape.idled(agent.since, now)
        agent.lead, agent.machine, agent.given = lead, machine, now
        agent.ends = now + self._connects + (lead.machine_talk if machine else lead.talk)
        if self._world.signals is not None and not machine:
            agent.closing = max(now, agent.ends - lead.signals)
            self._clock.at(agent.closing, self._says_so, agent)
        self._turn(agent, Doing.TALKING)
        self._clock.at(agent.ends, self._hangs_up, agent)
        self.talking += 1
        return True

    def close(self) -> None:
        """The day is over: measure what is still going on."""
        for agent in self._agents:
            self._measure(agent)

    # --- one call ----------------------------------------------------------------------------------
    def _says_so(self, agent: Agent) -> None:
        """An agent presses the button that says the talk is about to end."""
        self._show(agent)

    def _hangs_up(self, agent: Agent) -> None:
        self.talking -= 1
        self._turn(agent, Doing.WRAPPING)
        self._clock.at(self._done_at(agent), self._is_done, agent)

    def _is_done(self, agent: Agent) -> None:
        now = self._clock.now
        closing = None if agent.closing is None else agent.ends - agent.closing
        talk, wrap = agent.ends - agent.given, now - agent.ends
        self.handled.append(Handled(agent.id, now, talk, wrap, agent.machine, closing))
        agent.closing = None
        if agent.leaving:
            self._goes(agent)
        else:
            self._is_free(agent)

    def _done_at(self, agent: Agent) -> float:
        assert agent.lead is not None
        return agent.ends + (agent.lead.machine_wrap if agent.machine else agent.lead.wrap)

    def _is_free(self, agent: Agent) -> None:
        self._turn(agent, Doing.IDLE)
        self._idle.append(agent)
        self.freed()

    # --- coming and going --------------------------------------------------------------------------
    def _comes(self, agent: Agent) -> None:
        if agent.doing is None:
            self._is_free(agent)
        elif agent.leaving:  # the call has lasted longer than the break
            agent.leaving = False
            self._show(agent)

    def _wants_off(self, agent: Agent) -> None:
        if agent.doing is Doing.IDLE:
            self._idle.remove(agent)
            self._goes(agent)
        elif agent.doing is not None:
            agent.leaving = True
            self._show(agent)

    def _goes(self, agent: Agent) -> None:
        self._measure(agent)
        agent.doing, agent.leaving, self._clock.changed = None, False, True
        del self.seen[agent.id]

    # --- states -------------------------------------------------------------------------------------
    def _turn(self, agent: Agent, doing: Doing) -> None:
        self._measure(agent)
        agent.doing, agent.since = doing, self._clock.now
        self._show(agent)

    def _show(self, agent: Agent) -> None:
        """Let the dialer see an agent as they are now."""
        assert agent.doing is not None
        self._clock.changed = True
        doing, ends, closing = agent.doing, None, agent.closing
        if doing is not Doing.TALKING or (closing is not None and closing > self._clock.now):
            closing = None
        if self._world.foretold and doing is not Doing.IDLE:
            doing, ends = Doing.WRAPPING, self._done_at(agent)
        self.seen[agent.id] = AgentSeen(agent.id, doing, agent.since, agent.leaving, closing, ends)

    def _measure(self, agent: Agent) -> None:
        """Add the state that an agent is in, and leaves now, to what is measured."""
        if agent.doing is None:
            return
        since, until = agent.since, self._clock.now
        idle = agent.doing is Doing.IDLE
        talks = since + self._connects if agent.doing is Doing.TALKING else since
        self._tape.present(since, until, idle=idle)
        if not idle and not agent.machine:
            self._tape.worked(talks, until)
