"""Sites and days made of numbers: one line of callers, and the day that Erlang reckoned with."""

from dataclasses import replace
from datetime import timedelta

from ctid.model.ids import AgentId, QueueName, SkillName
from ctid.model.mistakes import Text
from ctid.model.site import Agent, Disposition, NotReadyReason, Queue, Site
from ctid.sim.plan import MAIN, Agents, Callers, Delays, Plan, Span

ONE = QueueName("calls")
_SKILL = SkillName("calls")


def one_queue(agents: int, *, wrap_up: timedelta = timedelta(seconds=60)) -> Site:
    """Return a site of `agents` equal agents and one queue."""
    crew = [
        Agent(AgentId(str(1001 + n)), f"Agent {1001 + n}", str(1001 + n), {_SKILL: 3}) for n in range(agents)
    ]
    return Site(
        name=Text("Simulated centre", "模拟呼叫中心"),
        region="US",
        agents={agent.id: agent for agent in crew},
        queues={
            ONE: Queue(ONE, Text("Calls", "来电"), {_SKILL: 1}, ring=timedelta(seconds=15), wrap_up=wrap_up)
        },
        skills=(_SKILL,),
        numbers={"4001": MAIN},
        dispositions={"resolved": Disposition("resolved", Text("Resolved", "已解决"))},
        not_ready_reasons={"break": NotReadyReason("break", Text("Break", "小休"))},
    )


def lively(plan: Plan, *, handle: float, patience: float) -> Plan:
    """Return `plan` with `handle` seconds of talk and wrap-up together and that mean patience."""
    wrap_up = handle / 8
    return replace(
        plan,
        callers=replace(plan.callers, patience=Span(patience, None), talk=Span(handle - wrap_up, 1.2)),
        agents=replace(plan.agents, wrap_up=Span(wrap_up, 0.6)),
    )


def as_erlang_reckons(agents: int, *, calls: float, hours: float, handle: float, patience: float) -> Plan:
    """Return the day that Erlang A describes: nothing but waiting and talking takes any time.

    Poisson arrivals at one rate, exponential handle time (all of it talk: the queue's wrap-up is zero, so the
    agent is free when the caller leaves) and patience; phones ring and are answered in no time, pages and
    the store answer at once, nobody takes a break, misses a call or gives up in the menu.
    """
    nothing = Span(0.0)
    return Plan(
        site=one_queue(agents, wrap_up=timedelta()),
        hours=hours,
        callers=Callers(
            calls=calls,
            menu=nothing,
            gives_up_in_menu=0.0,
            patience=Span(patience, None),
            talk=Span(handle, None),
            goodbye=nothing,
        ),
        agents=Agents(answers=nothing, wrap_up=nothing, misses=0.0, breaks=0.0),
        delays=Delays(ring=nothing, whisper=nothing, page=nothing, store=nothing, report=nothing),
    )
